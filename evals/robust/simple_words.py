"""What the semantic model lets be asked simply: its nouns, conditions, places and periods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from assistant.contracts.algebra import AttrPred, PredT, StatePred
from assistant.contracts.time import Period
from knowledge_graph.semantics.model import Attribute, Entity, MetricDef, SemanticModel

_LONGEST = 7  # characters of a word put into a sentence
_FINE = ("day", "month")  # metrics that can be asked of a month
_ASKS = "哪谁什怎多几各按分每"
_LINK = "的"


@dataclass(frozen=True)
class Place:
    """A place as said, with its key; the whole province has none."""

    said: str
    path: str = ""
    key: str = ""

    @property
    def where(self) -> tuple[PredT, ...]:
        """The condition it stands for."""
        return (AttrPred(path=self.path, value=self.key),) if self.key else ()


@dataclass(frozen=True)
class Narrowing:
    """A condition as said before a noun, and after it (…的); of none, nothing is said."""

    before: str = ""
    bare: str = ""
    pred: PredT | None = None

    @property
    def where(self) -> tuple[PredT, ...]:
        """The condition it stands for."""
        return (self.pred,) if self.pred is not None else ()


class SimpleWords:
    """Words of a model that name one thing and no other.

    Args:
        model: the semantic model.
        places: the province, cities and counties asked about.
        period_of: reads a period (去年); with ``periods`` as said, and the years.
    """

    def __init__(
        self, model: SemanticModel, places: tuple[Place, ...],
        period_of: Callable[[str], Period], periods: dict[str, list[str]],
    ) -> None:
        self._model, self.places = model, places
        self.cities = tuple(place for place in places if place.path in ("", "city"))
        self._said = {grain: tuple((text, period_of(text)) for text in texts)
                      for grain, texts in periods.items()}
        named = list(_named(model))
        self._owners = Counter(word for _, word in named)
        self._of = {e.name: Counter(w for owner, w in named if owner == e.name)
                    for e in model.entities}
        self._narrowings: dict[str, tuple[tuple[Narrowing, ...], ...]] = {}

    @property
    def periods(self) -> tuple[tuple[str, Period], ...]:
        """Periods a happening is asked of."""
        return self._said["month"] + self._said["year"]

    def spans(self, metric: MetricDef) -> tuple[tuple[str, Period], ...]:
        """Return the periods a metric is asked of."""
        return self._said["month" if metric.grain in _FINE else metric.grain]

    @cached_property
    def things(self) -> tuple[Entity, ...]:
        """Things that are counted, listed and told apart."""
        above = {e.name for e in self._model.entities if "city" in e.parents}
        return tuple(e for e in self._model.entities if e.kind == "thing"
                     and above & {e.name, *e.parents} and e.name != "county"
                     and self.nouns(e) and len(self.narrowings(e)) > 1)

    @cached_property
    def events(self) -> tuple[Entity, ...]:
        """Happenings that are dated by one day."""
        return tuple(e for e in self._model.entities if e.kind == "event" and e.time is not None
                     and e.time.column is not None and self.nouns(e))

    @cached_property
    def metrics(self) -> tuple[MetricDef, ...]:
        """Measures of the province's places."""
        return tuple(m for m in self._model.metrics
                     if m.grain in self._said or m.grain in _FINE if self.names(m))

    def nouns(self, entity: Entity) -> tuple[str, ...]:
        """Return the nouns that name the entity and nothing else."""
        plain = [w for w in (entity.zh, *entity.nouns) if len(w) > 1]
        behind = [word + noun for word in entity.implied for noun in plain
                  if not any(pair in noun for pair in map("".join, pairwise(word)))]
        return (*(w for w in plain if self._only(w)),
                *(w for w in behind if not self._owners[w] and len(w) <= _LONGEST))

    def names(self, metric: MetricDef) -> tuple[str, ...]:
        """Return the names of a metric alone."""
        return tuple(w for w in (metric.zh, *metric.synonyms)
                     if self._only(w) and w[0] not in _ASKS)

    def kinds(self, entity: Entity) -> tuple[Attribute, ...]:
        """Return the categories its members are told apart by."""
        return tuple(a for a in entity.attributes if a.type == "category")

    def amounts(self, entity: Entity) -> tuple[Attribute, ...]:
        """Return its amounts that no governed metric sums."""
        return tuple(a for a in entity.attributes
                     if a.type == "number" and a.unit and self._only(a.zh)
                     and not any(m.zh.endswith(a.zh) for m in self._model.metrics))

    def narrowings(self, entity: Entity) -> tuple[tuple[Narrowing, ...], ...]:
        """Return its conditions, each in all its words, and none."""
        if entity.name not in self._narrowings:
            by_pred: dict[PredT | None, list[Narrowing]] = {None: [Narrowing()]}
            states = () if entity.kind == "event" else self._states(entity)  # they have a date
            for one in (*self._values(entity), *states):
                by_pred.setdefault(one.pred, []).append(one)
            self._narrowings[entity.name] = tuple(map(tuple, by_pred.values()))
        return self._narrowings[entity.name]

    def _values(self, entity: Entity) -> Iterator[Narrowing]:
        for attribute in entity.attributes:
            flag = attribute.type == "flag"
            for value, words in attribute.values.items():
                typed: Any = value == "true" if flag else value
                path = f"{entity.name}.{attribute.name}"
                said = words if flag or attribute.quiet else (value, *words)
                for word in said:
                    if self._fits(word, entity):
                        before = word + _LINK if flag else word
                        yield Narrowing(before, word, AttrPred(path=path, value=typed))

    def _states(self, entity: Entity) -> Iterator[Narrowing]:
        for state in self._model.states:
            if state.entity != entity.name or any(p.ask for p in state.params):
                continue
            for word in (state.zh, *state.synonyms):
                if self._fits(word, entity):
                    yield Narrowing(word.removesuffix(_LINK) + _LINK, word.removesuffix(_LINK),
                                    StatePred(name=state.name))

    def _fits(self, word: str, entity: Entity) -> bool:
        noun = any(word.endswith(n) for n in (entity.zh, *entity.nouns))
        asks = noun or word[0] in _ASKS
        return 1 < len(word) <= _LONGEST and self._of[entity.name][word] == 1 and not asks

    def _only(self, word: str) -> bool:
        return self._owners[word] == 1 and len(word) <= _LONGEST


def _named(model: SemanticModel) -> Iterator[tuple[str, str]]:
    """Yield every (entity, word) that names a noun, an attribute, a value, a state or a metric."""
    said: list[tuple[str, tuple[str, ...]]] = []
    for entity in model.entities:
        said.append((entity.name, (entity.zh, *entity.nouns)))
        for attribute in entity.attributes:
            said.append((entity.name, (attribute.zh, *attribute.synonyms)))
            said.extend((entity.name, (value, *words)) for value, words in attribute.values.items())
    said.extend((s.entity, (s.zh, *s.synonyms, *s.negations)) for s in model.states)
    said.extend((m.name, (m.zh, *m.synonyms)) for m in model.metrics)
    for owner, words in said:
        for word in dict.fromkeys(words):
            yield owner, word
