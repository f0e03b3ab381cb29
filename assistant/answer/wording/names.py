"""What a path names: an entity, or an attribute and whose; and how its values are said."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from knowledge_graph.semantics.model import Attribute, Entity, Relation, SemanticModel

# Places of one name are told apart: the first of these is meant where nothing is added.
_PLACES = ("province", "city", "county", "basin", "subbasin", "water_source")
_PLAIN = frozenset({"名称", "简称"})


@dataclass(frozen=True)
class Named:
    """What a path leads to: an attribute of ``entity``, or ``entity`` itself."""

    entity: Entity | None = None
    attribute: Attribute | None = None
    relation: Relation | None = None
    path: str = ""

    @property
    def words(self) -> str:
        """Its Chinese name."""
        if self.attribute is None:
            return self._entity_words()
        if self.attribute.zh in _PLAIN and self.entity is not None:
            return self._entity_words()
        if self.entity is not None and self.attribute.name in self.entity.key:
            return self.entity.zh if self.entity.named else self.attribute.zh
        return self.attribute.zh

    def _entity_words(self) -> str:
        if self.relation is not None and self.relation.zh:
            return self.relation.zh
        return self.entity.zh if self.entity is not None else "该项"

    @property
    def is_member(self) -> bool:
        """Whether its values name members of the entity (keys or names)."""
        if self.entity is None or self.attribute is None:
            return self.entity is not None
        named = self.entity.named and self.attribute.name == self.entity.label
        return named or self.attribute.name in self.entity.key

    @property
    def is_key(self) -> bool:
        """Whether its values are keys, which a name stands for."""
        if self.entity is None or self.attribute is None:
            return self.entity is not None
        return self.attribute.name in self.entity.key


@dataclass(frozen=True)
class Names:
    """Looks paths up; ``name_of`` gives the name of a key (city, 360400 → 九江市)."""

    model: SemanticModel
    name_of: Callable[[str, str], str]
    _entities: dict[str, Entity] = field(default_factory=dict)
    _states: set[tuple[str, str | None]] = field(default_factory=set)
    _metrics: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._entities.update({entity.name: entity for entity in self.model.entities})
        self._states.update((state.zh, state.entity) for state in self.model.states)
        self._metrics.update(metric.zh for metric in self.model.metrics)

    def entity(self, name: str | None) -> Entity | None:
        """Return the entity, or None."""
        return self._entities.get(name or "")

    def is_state(self, words: str, entity: str | None) -> bool:
        """Whether words name a governed state of the entity; nothing else may be told by them."""
        return (words, entity) in self._states

    def is_metric(self, words: str) -> bool:
        """Whether words name a governed metric."""
        return words in self._metrics

    def resolve(self, path: str, owner: str | None, near: tuple[str, ...] = ()) -> Named:
        """Return what a path leads to.

        Args:
            path: as in the algebra.
            owner: entity of the row it is read from, if known.
            near: entities to look at first when there is no owner.
        """
        here, relation = self.entity(owner), None
        *steps, last = path.split(".")
        for step in steps:
            here, relation = self._step(here, step)
        found = self._attribute(here, last)
        if found is not None and here is not None:
            return Named(here, found, relation, path)
        link = next((r for r in here.relations if r.name == last), None) if here else None
        if link is not None:
            return Named(self.entity(link.to), None, link, path)
        if last in self._entities:
            return Named(self._entities[last], path=path)
        return self._search(last, [owner or "", *near], path)

    def _step(self, here: Entity | None, step: str) -> tuple[Entity | None, Relation | None]:
        link = next((r for r in here.relations if r.name == step), None) if here else None
        if link is not None:
            return self.entity(link.to), link
        return self._entities.get(step, here), None

    def _search(self, name: str, near: list[str], path: str) -> Named:
        """The nearest entity with the attribute: along the relations, then anywhere."""
        for start in near:
            for entity in self._reached(start):
                found = self._attribute(entity, name)
                if found is not None:
                    return Named(entity, found, path=path)
        dimension = next((d for d in self.model.dimensions if d.path.endswith(f".{name}")), None)
        first = [self._entities[dimension.path.split(".")[0]]] if dimension is not None else []
        things = sorted(self.model.entities, key=lambda entity: entity.kind != "thing")
        for entity in (*first, *things):
            found = self._attribute(entity, name)
            if found is not None:
                return Named(entity, found, path=path)
        return Named(path=path)

    def _reached(self, start: str) -> list[Entity]:
        """The entity and those above it, nearest first."""
        seen: dict[str, Entity] = {}
        queue = deque([start])
        while queue:
            entity = self.entity(queue.popleft())
            if entity is not None and entity.name not in seen:
                seen[entity.name] = entity
                queue.extend(relation.to for relation in entity.relations)
        return list(seen.values())

    @staticmethod
    def _attribute(entity: Entity | None, name: str) -> Attribute | None:
        if entity is None:
            return None
        return next((a for a in entity.attributes if a.name == name), None)


def told_apart(
    name_of: Callable[[str, str], str], keys_of: Callable[[str], Sequence[tuple[str, str]]],
    model: SemanticModel,
) -> Callable[[str, str], str]:
    """Return the names of keys with the kind added where a wider place has the same name.

    赣江 is the basin; the water source of that name is 赣江（水源地）.
    """
    def name(entity: str, key: str) -> str:
        plain = name_of(entity, key)
        if entity not in _PLACES:
            return plain
        wider = _PLACES[:_PLACES.index(entity)]
        shared = any(other in wider for other, _ in keys_of(plain))
        return f"{plain}（{model.entity(entity).zh}）" if shared else plain

    return name
