"""Paths over the semantic model: entities joined by many-to-one relations."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from assistant.contracts.errors import ModelFixable, NotRecorded, Unrelated
from knowledge_graph.semantics.model import Attribute, Entity, Relation, SemanticModel

Chain = tuple[Relation, ...]


@dataclass(frozen=True)
class Resolved:
    """Where a path leads: relations to follow, then an attribute (None = the entity itself)."""

    chain: Chain
    entity: Entity
    attribute: Attribute | None


class Graph:
    """Shortest many-to-one chains, ties settled by the order of declaration."""

    def __init__(self, model: SemanticModel) -> None:
        self.model = model
        self._chains: dict[str, dict[str, Chain]] = {}

    def entity(self, name: str) -> Entity:
        """Return an entity.

        Raises:
            ModelFixable: the model has none of that name.
        """
        try:
            return self.model.entity(name)
        except KeyError as error:
            raise ModelFixable("问题中用到了不认识的对象。", detail=f"entity {name}") from error

    def chain(self, start: str, target: str) -> Chain | None:
        """Return the shortest chain from ``start`` up to ``target`` (empty = the same)."""
        if start not in self._chains:
            self._chains[start] = self._walk(start)
        return self._chains[start].get(target)

    def _walk(self, start: str) -> dict[str, Chain]:
        found: dict[str, Chain] = {start: ()}
        queue = deque([start])
        while queue:
            name = queue.popleft()
            for relation in self.entity(name).relations:
                if relation.to not in found:
                    found[relation.to] = (*found[name], relation)
                    queue.append(relation.to)
        return found

    def meeting(self, one: str, other: str, *, near: bool = False) -> str | None:
        """Return the nearest entity that both reach, when one of them is a step away.

        Args:
            one: an entity.
            other: another; neither reaches the other.
            near: skip what lies above ``one`` in its declared hierarchy, so that a county never
                shows its city's figures as its own.
        """
        above = set(self.entity(one).parents) if near else set()
        self.chain(one, one)
        self.chain(other, other)
        best: tuple[int, str] | None = None
        for name, chain in self._chains[one].items():
            back = self._chains[other].get(name)
            if back is None or name in above:
                continue
            if (len(chain) if near else min(len(chain), len(back))) > 1:
                continue
            total = len(chain) + len(back)
            if best is None or total < best[0]:
                best = (total, name)
        return best[1] if best else None

    def find(self, start: str, path: str) -> Resolved | None:
        """Return where ``path`` leads from ``start``, or None when it leads nowhere."""
        current = self.entity(start)
        chain: Chain = ()
        tokens = path.split(".")
        for i, token in enumerate(tokens):
            last = i == len(tokens) - 1
            attribute = next((a for a in current.attributes if a.name == token), None)
            relation = next((r for r in current.relations if r.name == token), None)
            if last and attribute is not None and relation is None:
                return Resolved(chain, current, attribute)
            if relation is not None:
                step: Chain | None = (relation,)
            elif any(e.name == token for e in self.model.entities):
                step = self.chain(current.name, token)
            else:
                step = None
            if step is None:
                return None
            chain = (*chain, *step)
            current = self.entity(step[-1].to) if step else current
        return Resolved(chain, current, None)

    def resolve(self, start: str, path: str) -> Resolved:
        """Return where ``path`` leads from ``start``.

        Raises:
            NotRecorded: nothing recorded links the two.
        """
        found = self.find(start, path)
        if found is None:
            raise not_recorded(self, start, path)
        return found

    def words(self, path: str) -> str:
        """Return a path in Chinese words, for messages."""
        first, _, rest = path.partition(".")
        owner = next((e for e in self.model.entities if e.name == first), None)
        if owner is None:
            for entity in self.model.entities:
                for attribute in entity.attributes:
                    if attribute.name == first:
                        return attribute.zh
            return path
        names = [owner.zh]
        if rest:
            names += [a.zh for a in owner.attributes if a.name == rest.split(".")[-1]]
        return "的".join(names)


def not_recorded(graph: Graph, entity: str, path: str) -> NotRecorded:
    """Return the error that says what cannot be told apart by what."""
    zh = graph.entity(entity).zh
    return Unrelated(
        f"没有听出“{graph.words(path)}”在这里限定或分组的是什么（和“{zh}”对不上），请换个说法。",
        detail=f"{entity} does not reach {path}",
    )


def one_key(entity: Entity) -> str:
    """Return the single key column of an entity.

    Raises:
        ModelFixable: the key is compound, so its rows can be counted but not told apart.
    """
    if len(entity.key) != 1:
        raise ModelFixable(
            f"{entity.zh}不能逐条区分，只能计数或汇总。", detail=f"compound key of {entity.name}"
        )
    return entity.key[0]
