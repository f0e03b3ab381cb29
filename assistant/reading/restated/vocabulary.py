"""The words of the wording's atoms, printed once and looked up by what was printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.answer.wording import wording_of
from assistant.answer.wording.names import Named
from assistant.answer.wording.sets import TIMINGS
from assistant.answer.wording.states import came_about_words
from assistant.contracts import algebra as a
from assistant.contracts.time import Period
from knowledge_graph.semantics.graph import EntityGraph
from knowledge_graph.semantics.model import Attribute, Entity, SemanticModel, State

# What a measure ends in that is neither a metric nor an attribute.
_MEASURED = ("数", "数量", "的比例", "的占比", "之比", "率", "降幅", "增减量", "减少量", "值",
             "名次", "）", "之和", "之差", "倍", "的部分", "合计", "标准差", "日期", "时间", "%",
             "m³", *"0123456789")  # fmt: skip
_BELOW = 10  # farther than anything above a row
KeysOf = Callable[[str], Sequence[tuple[str, str]]]
Said = dict[str, tuple[Any, ...]]


@dataclass(frozen=True)
class Target:
    """What a path leads to, by names: an entity, or one of its attributes."""

    entity: str
    attribute: str | None = None

    @property
    def path(self) -> str:
        """The path as the reader writes it."""
        return self.entity if self.attribute is None else f"{self.entity}.{self.attribute}"


class Vocabulary:
    """Everything that is printed by name; built once for the data that are loaded.

    Args:
        model: the semantic model.
        name_of: the name of an entity's key, as the restatement prints it.
        keys_of: the (entity, key) of every row of that name.
        times: the periods that words mean (上月), from the free grammar of times.

    Attributes:
        entities: Chinese name → entities.
        states: Chinese name → states.
        came_about: words of a state's happening in the period → states.
        metrics: Chinese name → metrics.
        paths: words of a path → targets.
        labels: words of what an attribute test compares → targets.
        flags: words of a yes/no attribute → (target, yes).
        key_values: word of a value that is its entity's key → targets.
        nouns: Chinese names of entities, for looking at the end of a text.
        values: word of a category value that needs no name before it → targets.
    """

    def __init__(
        self, model: SemanticModel, name_of: Callable[[str, str], str],
        keys_of: KeysOf = lambda name: (),
        times: Callable[[str], Iterable[Period]] = lambda text: (),
    ) -> None:
        self.model, self.keys_of, self.times = model, keys_of, times
        self.graph = EntityGraph(model)
        self._plain = wording_of(model, name_of)
        self.names = self._plain.names
        self.entities = _index((e.zh, e) for e in model.entities)
        self.states: dict[str, tuple[State, ...]] = _index((s.zh, s) for s in model.states)
        self.came_about: dict[str, tuple[State, ...]] = _index(
            (came_about_words(s), s) for s in model.states if s.during is not None)
        self.metrics = _index((m.zh, m) for m in model.metrics)
        named = [(self._named(e, None), Target(e.name)) for e in model.entities]
        named += [(self._named(e, of), Target(e.name, of.name))
                  for e in model.entities for of in e.attributes]
        self.paths = _index((n.words, t) for n, t in named if not _is_its_entity(n))
        self.labels = _index((self._plain.label(n), t) for n, t in named
                             if self._plain.label(n) != n.words or not _is_its_entity(n))
        self.flags = _index(self._flags())
        self.values = _index(self._values())
        self.key_values = _index(self._key_values())
        self.nouns = tuple(self.entities)
        self.measured = (*self.metrics, *self.paths, *_MEASURED)

    @staticmethod
    def _named(entity: Entity, attribute: Attribute | None) -> Named:
        return Named(entity, attribute)

    def target(self, target: Target) -> Named:
        """Return a target as the wording sees it."""
        entity = self.names.entity(target.entity)
        if entity is None:
            return Named(path=target.path)
        found = next((of for of in entity.attributes if of.name == target.attribute), None)
        return Named(entity, found, path=target.path)

    def _flags(self) -> Iterable[tuple[str, tuple[Target, bool]]]:
        for entity in self.model.entities:
            for of in entity.attributes:
                if of.type == "flag":
                    path = f"{entity.name}.{of.name}"
                    for yes in (True, False):
                        said = self._plain.pred(a.AttrPred(path=path, value=yes))
                        yield said, (Target(entity.name, of.name), yes)

    def _values(self) -> Iterable[tuple[str, Target]]:
        for entity in self.model.entities:
            for of in entity.attributes:
                if of.type == "category" and not of.quiet:
                    yield from ((value, Target(entity.name, of.name)) for value in of.values)

    def end_of(self, path: str) -> Target:
        """Return the target of a path written in full (``holder.kind``, ``city``)."""
        entity, _, attribute = path.rpartition(".")
        return Target(entity.rpartition(".")[2], attribute) if entity else Target(attribute)

    def timings(self, entity: str) -> dict[str, str]:
        """Return what may be said of when an entity's members are meant → the time rule."""
        found = {"不限时段": "none"} | {said: when for when, said in TIMINGS.items()}
        for of in self.model.entity(entity).attributes:
            if of.type in ("date", "datetime"):
                named = self.target(Target(entity, of.name))
                found.setdefault(f"{named.words}在期内", of.name)
        return found

    def _key_values(self) -> Iterable[tuple[str, Target]]:
        for entity in self.model.entities:
            for of in entity.attributes:
                if of.name in entity.key:
                    yield from ((value, Target(entity.name, of.name)) for value in of.values)

    def bases(self, metric: str) -> tuple[str, ...]:
        """Return the entities that a metric is computed from."""
        return tuple(sorted(self.graph.metric_bases(metric)))

    # ------------------------------------------------------------------------------ nearness
    def nearest(self, targets: Iterable[Target], owner: str | None,
                near: tuple[str, ...] = ()) -> tuple[Target, ...]:
        """Return the targets that lie nearest to the row spoken of, or to the facts behind it."""
        found = [(self._distance(t.entity, owner, near), t) for t in targets]
        least = min((d for d, _ in found), default=0)
        return tuple(t for d, t in found if d == least)

    def _distance(self, entity: str, owner: str | None, near: tuple[str, ...]) -> int:
        if owner is not None:
            return self._apart(owner, entity)
        return min((self._apart(one, entity) for one in near), default=0)

    def nearest_preds(
        self, preds: Iterable[Any], owner: str | None, near: tuple[str, ...]
    ) -> tuple[Any, ...]:
        """Return the conditions on what lies nearest; of those, states come first."""
        about = [(self._about(pred), pred) for pred in preds]
        far = [(self._distance(e, owner, near) if e else -1, pred) for e, pred in about
               if not (owner and e and isinstance(pred, a.StatePred | a.Not))
               or self.graph.distance(owner, e) is not None]  # in a state it is itself
        least = min((d for d, _ in far if d >= 0), default=0)
        kept = [pred for d, pred in far if d <= least]
        return tuple(sorted(kept, key=_plainness))

    def _about(self, pred: Any) -> str | None:
        """The entity that a test or a state is about; None for other conditions."""
        if isinstance(pred, a.Not):
            return self._about(pred.pred)
        if isinstance(pred, a.StatePred):
            return self.model.state(pred.name).entity
        if isinstance(pred, a.AttrPred | a.Known):
            return self.end_of(pred.path).entity
        return None

    def _apart(self, one: str, entity: str) -> int:
        """Links up to the entity; what lies below is farther than anything above."""
        up, down = self.graph.distance(one, entity), self.graph.distance(entity, one)
        return up if up is not None else _BELOW + down if down is not None else 2 * _BELOW


def _plainness(pred: Any) -> int:
    """A governed state is meant before the test it stands for, and before what is denied."""
    return 0 if isinstance(pred, a.StatePred) else 2 if isinstance(pred, a.Not) else 1


def _is_its_entity(named: Named) -> bool:
    """Whether an attribute is said by its entity's name, which the bare entity is a path to."""
    entity, attribute = named.entity, named.attribute
    return entity is not None and attribute is not None and named.words == entity.zh


def _index(pairs: Iterable[tuple[str, Any]]) -> Said:
    found: dict[str, list[Any]] = defaultdict(list)
    for words, meant in pairs:
        if meant not in found[words]:
            found[words].append(meant)
    return {words: tuple(meant) for words, meant in found.items()}
