"""Order, limit and shape of a query: how the result is to be read and shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from assistant.contracts.query import MetricQuery, Order, Out, Shape, Stated
from assistant.reading.frame import Frame
from assistant.reading.outputs import Outputs
from assistant.reading.phrase_types import BasisPhrase, Ranked
from assistant.reading.resolve import Resolver
from assistant.reading.roles import Roles
from assistant.reading.rule_words import has_any, words_of

_TWO_WAYS = 2
_FIRST_FEW = 5  # of single things, that explain a change
_SINGLE = ("station", "holder", "survey_unit", "permit")
_AMOUNT = 2  # of the columns of a change: now, before, how much, at what rate


class Presentation:
    """Gives a built query its order, limit, shape and added rows."""

    def __init__(
        self, frame: Frame, roles: Roles, outputs: Outputs, resolver: Resolver
    ) -> None:
        self.frame = frame
        self.roles = roles
        self.outputs = outputs
        self.measures = outputs.measures
        self.model = resolver.model

    def apply(self, query: MetricQuery) -> MetricQuery:
        """Return the query as it is to be shown."""
        query = self._ordered(query)
        query = query.model_copy(update={"shape": self._shape(query)})
        return self._extras(query)

    def _ordered(self, query: MetricQuery) -> MetricQuery:
        if "explain" in self.frame.flags:
            return self._largest_parts(query)
        ranked = self.roles.ranked
        if ranked is None:
            return self._plain_order(query)
        ranked = self._moved_furthest(ranked)
        direction = self._direction(ranked)
        if ranked.by is not None and ranked.by.change is not None:
            return self._by_change(query, ranked, ranked.by.change)
        position = len(query.columns)
        if ranked.by is not None:
            wanted = self.outputs.measure(ranked.by)
            if all(o.expr != wanted for o in query.measures):
                query = query.model_copy(update={"measures": (Out(expr=wanted), *query.measures)})
            position += next(i for i, o in enumerate(query.measures) if o.expr == wanted)
        elif self.roles.basis is not None and len(query.measures) >= 3:
            position += len(query.measures) - 1
        if not query.measures:
            return query
        return query.model_copy(update={
            "order": (Order(by=position, direction=direction),),
            "limit": ranked.n if ranked.n and not self._side_by_side() else None,
            "limit_per": self._limit_per(query),
        })

    def _largest_parts(self, query: MetricQuery) -> MetricQuery:
        """Whose part of a change was largest, on the side that was said, if one was."""
        if len(query.measures) <= _AMOUNT:
            return query
        ways = self.frame.flags & {"up", "down"}
        order = Order(by=len(query.columns) + _AMOUNT, absolute=not ways,
                      direction="asc" if ways == {"down"} else "desc")
        single = any(e in _SINGLE for g in self.roles.groups for e in g.entities)
        return query.model_copy(update={
            "order": (order,), "limit": _FIRST_FEW if single else None})

    def _moved_furthest(self, ranked: Ranked) -> Ranked:
        """减得最多, of a change said before: by how far it moved (同比跌得最凶 ranks the rate)."""
        extreme, basis, measures = self.frame.extreme, self.roles.basis, self.roles.measures
        if extreme is None or extreme.value not in ("up", "down") \
                or extreme.text[-1:] not in "多少" or ranked.by is not None or basis is None \
                or len(measures) != 1 or isinstance(basis.basis, str) \
                and not extreme.text.startswith(tuple(words_of("moved_amounts"))):
            return ranked
        self.roles.basis = replace(basis, sign=extreme.value, how="diff")
        return replace(ranked, by=replace(measures[0], change=self.roles.basis))

    def _by_change(self, query: MetricQuery, ranked: Ranked, change: BasisPhrase) -> MetricQuery:
        """降得最多、增幅最大: by how far it moved the way that was said."""
        assert ranked.by is not None
        told = self.outputs.columns(ranked.by)
        known = [o.expr for o in told]
        measures = (*told, *(o for o in query.measures if o.expr not in known))
        rate = change.how == "growth" and len(told) > _AMOUNT + 1
        most = ranked.direction == "most"
        if change.sign == "down" and (change.parent or self._later_less_earlier()):
            most = not most  # these columns are signed; a fall is told as so much less
        column = _AMOUNT
        if rate:
            column = len(told) - 1  # the signed rate comes last
            most = most if change.sign != "down" or change.parent else not most
        order = Order(by=len(query.columns) + column, direction="desc" if most else "asc",
                      absolute=change.sign == "both" and not change.how)
        return query.model_copy(update={
            "measures": measures, "order": (order,), "limit_per": self._limit_per(query),
            "limit": ranked.n if ranked.n and not self._side_by_side() else None})

    def _later_less_earlier(self) -> bool:
        """2023年和2025年相比，降得最多: set side by side, and the first one taken off."""
        times = self.frame.times
        return self.roles.compare_times and len(times) == _TWO_WAYS \
            and str(times[0].first) < str(times[1].first)

    def _side_by_side(self) -> bool:
        """高安和丰城谁多: both are shown, the first one first; 三地里谁最多 picks one."""
        if self.roles.limit_per == "0":
            return False  # 农业、工业各是哪个市最多: the first one of each
        end = self.frame.extreme
        among = end is not None and has_any(end.text, "superlative") and self.frame.which
        return any(cond.listed == 2 or cond.listed > 2 and not among  # noqa: PLR2004
                   for cond in self.roles.listed)

    def _limit_per(self, query: MetricQuery) -> str | None:
        """The group within which the first ones are taken; "0" stands for the first grouping."""
        if self.roles.limit_per != "0":
            return self.roles.limit_per
        return query.by[0].path if query.by else None

    def _direction(self, ranked: Ranked) -> Literal["asc", "desc"]:
        most = ranked.direction == "most"
        basis = self.roles.basis
        fell = self.frame.flags & {"up", "down"} == {"down"} \
            or basis is not None and basis.sign == "down" and basis.how == "growth"
        if fell and ranked.by is None and self.roles.basis is not None:
            most = not most  # 同比跌得最凶: the lowest growth
        if ranked.quality:
            by = ranked.by or next(iter(self.roles.measures), None)
            if by is not None and by.metrics:
                better = self.model.metric(self.measures.best_metric(by)).better
                if better == "lower":
                    most = not most
            elif by is not None and by.kind in ("duration", "lasting"):
                most = not most  # the fastest takes the shortest
        return "desc" if most else "asc"

    def _plain_order(self, query: MetricQuery) -> MetricQuery:
        if not self.frame.order or not query.measures or not (query.over or query.by):
            return query
        direction: Literal["asc", "desc"] = "asc" if self.frame.order == "asc" else "desc"
        if self.frame.order in ("fast_first", "slow_first"):
            fast = self.frame.order == "fast_first"
            direction = self._direction(Ranked(None, 0, "most" if fast else "least", quality=True))
        place = 0
        if self.roles.measures:  # 超几方、用到几成，从高到低: by the one said last
            last = self.outputs.measure(self.roles.measures[-1])
            place = next((i for i, o in enumerate(query.measures) if o.expr == last), 0)
        order = Order(by=len(query.columns) + place, direction=direction)
        return query.model_copy(update={"order": (order,)})

    def _shape(self, query: MetricQuery) -> Shape:
        frame = self.frame
        checked = "check" in frame.flags and bool(
            frame.numbers or frame.bare or self.roles.stated)
        ways: list[tuple[object, Shape]] = [
            ("explain" in frame.flags, "explain"), (self.roles.yesno, "yesno"),
            (checked, "check"), (query.limit == 1, "which"),
            (query.order, "rank"), (query.over is not None, "list"),
            (any(g.grain for g in query.by), "series"),
            (any(g.edges or g.groups for g in query.by), "bins"),
            (len(query.by) == _TWO_WAYS and "crosstab" in frame.flags, "crosstab"),
            (query.by, "table"),
            (self.roles.basis is not None or len(frame.times) > 1, "compare"),
        ]
        return next((shape for holds, shape in ways if holds), "value")

    def _extras(self, query: MetricQuery) -> MetricQuery:
        update: dict[str, object] = {}
        add = []
        if "total" in self.frame.flags and query.by:
            add.append("total")
        if "parent" in self.frame.flags and query.by and not self.roles.having:
            add.append("parent")
        if len(query.by) == 1 and self.roles.bins is not None:
            add.append("zero")  # a bin in which nothing lies is told as well
        if add:
            update["add"] = tuple(add)
        if query.shape == "check":
            update["stated"] = self._stated()
        return query.model_copy(update=update) if update else query

    def _stated(self) -> Stated | None:
        texts = [c.amount.text for c in self.frame.bare if c.amount is not None]
        texts += [i.text for i in self.frame.numbers]
        decimals = next((c.amount.decimals for c in self.frame.bare if c.amount is not None), None)
        if decimals is None and self.frame.numbers:
            decimals = self.frame.numbers[0].value.decimals
        if self.roles.stated is not None:
            text = texts[0] if texts else f"{self.roles.stated:g}"
            return Stated(value=self.roles.stated, decimals=decimals, text=text)
        for comparison in self.frame.bare:
            if comparison.amount is not None:
                a = comparison.amount
                return Stated(value=a.value, decimals=a.decimals, text=a.text)
        for item in self.frame.numbers:
            return Stated(value=item.value.value, decimals=item.value.decimals, text=item.text)
        return None
