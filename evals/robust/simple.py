"""Simple questions made from the semantic model, each in its everyday word orders.

A question starts from a typed query (entity × condition × place × what is asked of them, metric ×
place × period × grouping); in whatever word order, the reading must come back to that query.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from assistant.contracts.algebra import Agg, Attr, Count, Members, Metric
from assistant.contracts.query import Context, Group, MetricQuery, Order, Out
from assistant.contracts.time import Period
from evals.robust.simple_words import Narrowing, Place, SimpleWords
from knowledge_graph.semantics.model import Entity, MetricDef

_ORDERS = Path(__file__).with_name("simple.yaml")
_FIRST = (Order(),)


@dataclass(frozen=True)
class Simple:
    """One typed query with the words that fill its sentences."""

    kind: str
    query: MetricQuery
    words: dict[str, str]

    def texts(self) -> Iterator[str]:
        """Yield the question in each word order."""
        for order in orders()[self.kind]:
            yield order.format(**self.words)


@cache
def orders() -> dict[str, list[str]]:
    """Return the word orders by kind of question."""
    data: dict[str, list[str]] = yaml.safe_load(_ORDERS.read_text(encoding="utf-8"))["orders"]
    return data


class SimpleQuestions:
    """Draws simple questions.

    Args:
        words: what the model lets be asked.
        random: of the draw.
    """

    def __init__(self, words: SimpleWords, random: Random) -> None:
        self._words, self._random = words, random
        self._kinds: dict[str, Callable[[], Simple]] = {
            "count": self._count, "list": self._list, "bare": self._bare, "groups": self._groups,
            "kinds": self._by_kind, "most": self._most, "happened": self._happened,
            "value": self._value, "by_city": self._by_city, "top_city": self._top_city,
            "sum": self._sum, "average": self._average, "largest": self._largest,
        }

    def draw(self, count: int) -> Iterator[Simple]:
        """Yield so many typed queries, evenly over the kinds of question."""
        names = list(self._kinds)
        for number in range(count):
            yield self._kinds[names[number % len(names)]]()

    def _pick(self, things: Sequence[Any]) -> Any:
        return self._random.choice(things)

    def _noun(self, entity: Entity) -> dict[str, str]:
        return {"n": self._pick(self._words.nouns(entity)), "k": entity.counters[0]}

    def _thing(self) -> tuple[Entity, Narrowing, Place, dict[str, str]]:
        entity = self._pick(self._words.things)
        narrowing, place = self._narrowed(entity)
        said = self._noun(entity) | {"p": place.said, "c": narrowing.before, "b": narrowing.bare}
        return entity, narrowing, place, said

    def _narrowed(self, entity: Entity) -> tuple[Narrowing, Place]:
        narrowing = self._pick(self._pick(self._words.narrowings(entity)))
        return narrowing, self._pick(self._words.places)

    def _count(self) -> Simple:
        entity, narrowing, place, said = self._thing()
        return Simple("count", _counted(entity, narrowing, place), said)

    def _list(self) -> Simple:
        entity, narrowing, place, said = self._thing()
        of = Members(entity=entity.name, where=(*place.where, *narrowing.where))
        return Simple("list", MetricQuery(shape="list", over=of), said)

    def _bare(self) -> Simple:
        entity, place = self._pick(self._words.things), self._pick(self._words.places)
        said = self._noun(entity) | {"p": place.said}
        return Simple("bare", _counted(entity, Narrowing(), place), said)

    def _groups(self) -> Simple:
        entity, narrowing, _, said = self._thing()
        query = _counted(entity, narrowing, Place("")).model_copy(
            update={"shape": "table", "by": (Group(path="city"),)})
        return Simple("groups", query, said)

    def _by_kind(self) -> Simple:
        entity = self._pick([e for e in self._words.things if self._words.kinds(e)])
        attribute, place = self._pick(self._words.kinds(entity)), self._pick(self._words.places)
        query = _counted(entity, Narrowing(), place).model_copy(update={
            "shape": "table", "by": (Group(path=f"{entity.name}.{attribute.name}"),)})
        return Simple("kinds", query,
                      self._noun(entity) | {"p": place.said, "g": attribute.zh})

    def _most(self) -> Simple:
        entity, narrowing, _, said = self._thing()
        query = _counted(entity, narrowing, Place("")).model_copy(update={
            "shape": "which", "over": Members(entity="city"), "order": _FIRST, "limit": 1})
        return Simple("most", query, said)

    def _happened(self) -> Simple:
        entity = self._pick(self._words.events)
        narrowing, place = self._narrowed(entity)
        said, period = self._pick(self._words.periods)
        words = self._noun(entity) | {"p": place.said, "c": narrowing.before, "t": said}
        return Simple("happened", _counted(entity, narrowing, place, period), words)

    def _measured(self) -> tuple[MetricDef, Period, dict[str, str]]:
        metric = self._pick(self._words.metrics)
        said, period = self._pick(self._words.spans(metric))
        return metric, period, {"m": self._pick(self._words.names(metric)), "t": said}

    def _value(self) -> Simple:
        (metric, period, said), place = self._measured(), self._pick(self._words.cities)
        query = MetricQuery(measures=(Out(expr=Metric(name=metric.name)),),
                            context=Context(time=period, where=place.where))
        return Simple("value", query, said | {"p": place.said})

    def _by_city(self) -> Simple:
        metric, period, said = self._measured()
        query = MetricQuery(shape="table", by=(Group(path="city"),),
                            measures=(Out(expr=Metric(name=metric.name)),),
                            context=Context(time=period))
        return Simple("by_city", query, said)

    def _top_city(self) -> Simple:
        metric, period, said = self._measured()
        query = MetricQuery(shape="which", over=Members(entity="city"), order=_FIRST, limit=1,
                            measures=(Out(expr=Metric(name=metric.name)),),
                            context=Context(time=period))
        return Simple("top_city", query, said)

    def _amount(self) -> tuple[Entity, Narrowing, Place, dict[str, str], str]:
        entity = self._pick([e for e in self._words.things if self._words.amounts(e)])
        amount = self._pick(self._words.amounts(entity))
        narrowing, place = self._narrowed(entity)
        said = self._noun(entity) | {"p": place.said, "c": narrowing.before, "a": amount.zh}
        return entity, narrowing, place, said, amount.name

    def _sum(self) -> Simple:
        return self._aggregate("sum", "sum")

    def _average(self) -> Simple:
        return self._aggregate("average", "avg")

    def _aggregate(self, kind: str, fn: Any) -> Simple:
        entity, narrowing, place, said, amount = self._amount()
        over = Members(entity=entity.name, where=narrowing.where)
        query = MetricQuery(measures=(Out(expr=Agg(fn=fn, of=amount, over=over)),),
                            context=Context(where=place.where))
        return Simple(kind, query, said)

    def _largest(self) -> Simple:
        entity, narrowing, place, said, amount = self._amount()
        of = Members(entity=entity.name, where=(*place.where, *narrowing.where))
        query = MetricQuery(shape="which", over=of, order=_FIRST, limit=1,
                            columns=(Out(expr=Attr(path=f"{entity.name}.{amount}")),))
        return Simple("largest", query, said)


def _counted(
    entity: Entity, narrowing: Narrowing, place: Place, period: Period | None = None
) -> MetricQuery:
    of = Members(entity=entity.name, where=narrowing.where)
    return MetricQuery(measures=(Out(expr=Count(of=of)),),
                       context=Context(time=period, where=place.where))
