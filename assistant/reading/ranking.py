"""Which end is wanted, of what, how many, and within what: the ranking of one question."""

from __future__ import annotations

from dataclasses import replace

from assistant.contracts.time import Grain
from assistant.reading.frame import Frame
from assistant.reading.phrase_types import (
    BasisPhrase,
    Direction,
    GroupPhrase,
    MeasurePhrase,
    Ranked,
    SetPhrase,
)
from assistant.reading.resolve import Resolver
from assistant.reading.roles import Roles
from assistant.reading.rule_words import words_of


def rank(frame: Frame, roles: Roles) -> None:
    """Give the rows or groups of a question their order and their limit."""
    _Ranking(frame, roles).run()


def rate_said_again(frame: Frame, roles: Roles, resolver: Resolver) -> None:
    """带许可使用比例，比例高的在前: ordered by the rate that was named."""
    named = [*frame.measures, *(c.value for c in frame.columns if c.kind == "measure")]
    rates = [m for m in named if m.kind == "metric"
             and resolver.model.metric(m.metrics[0]).unit == "fraction"]
    again = [m for m in frame.measures if m.kind == "share" and not m.text]
    if frame.order and len(rates) == 1 and again and "share_said" in frame.flags:
        frame.order_by = rates[0]
        frame.measures = [m for m in frame.measures if m not in again]
        roles.measures = [m for m in roles.measures if m not in again]


def asked_grain(frame: Frame) -> Grain | None:
    """哪个月、最多那天: the periods that are the rows, if the asker wants one of them."""
    if frame.when is not None:
        return frame.when
    ends = frame.ranked is not None or frame.extreme is not None or _peak(frame) is not None
    picked = bool(frame.mods.preds or frame.bare) and (
        "yesno" in frame.flags or frame.which or frame.listed or frame.counted)
    return frame.that if ends or picked else None  # 有没有低于245亿的年份


def _peak(frame: Frame) -> MeasurePhrase | None:
    """峰值、最小值 of a measure."""
    return next((m for m in frame.measures if m.agg in ("max", "min")), None)


class _Ranking:
    def __init__(self, frame: Frame, roles: Roles) -> None:
        self.frame = frame
        self.roles = roles

    def run(self) -> None:
        frame, roles = self.frame, self.roles
        self._ends_of_periods()
        self._peak_of_periods()
        ranked = self._ranked()
        if ranked is None:
            return
        if "all_shown" in frame.flags and ranked.n == 1:
            ranked = replace(ranked, n=0)
        alone = not (roles.groups or frame.listed or frame.columns) and ranked.n == 1
        if frame.attrs and (frame.which or alone) and roles.rows is None:
            roles.groups.append(GroupPhrase(attrs=frame.attrs.pop(), asked=True))
            if any((g.entities or g.paths) and not g.asked for g in roles.groups):
                roles.limit_per = "0"
        if len(frame.ends) > 1:
            if frame.flags & {"trend", "mark"}:
                return  # 画曲线，标出最高和最低: the whole course, told with both ends
            ranked = replace(ranked, n=0)
        if "mark" in frame.flags and ranked.n:  # 前三的单独点出来: all of them, marked
            roles.marked, ranked = ranked, replace(ranked, n=0)
        if ranked.by is not None and ranked.by.kind == "count" and roles.rows is None:
            roles.head = ranked.by.noun
        if ranked.by is not None and roles.rows is not None:
            ranked = replace(ranked, by=self._without_link(ranked.by, roles.rows))
        roles.ranked = ranked
        self._rank_within()

    def _ends_of_periods(self) -> None:
        """最大值和最小值分别在哪年: all the periods, told with both ends."""
        frame = self.frame
        said = {m.agg for m in frame.measures} | set(frame.aggs)
        if frame.when is None or not {"max", "min"} <= said:
            return
        plain = [replace(m, agg=None) if m.agg in ("max", "min") else m for m in frame.measures]
        frame.measures = plain
        self.roles.measures = list(dict.fromkeys(plain))
        frame.ends = {"most", "least"}
        frame.ranked = Ranked(plain[0], 0)

    def _peak_of_periods(self) -> None:
        """日取水量的峰值出现在哪天: the periods are ranked by the plain measure."""
        peak = _peak(self.frame)
        if peak is None or self.frame.when is None:
            return
        direction = "most" if peak.agg == "max" else "least"
        plain = replace(peak, agg=None)
        self.roles.measures = [plain if m == peak else m for m in self.roles.measures]
        self.frame.ranked = Ranked(plain, 1, direction)  # type: ignore[arg-type]

    def _ranked(self) -> Ranked | None:
        """Return what is said of a noun, of a measure, or alone."""
        frame, roles = self.frame, self.roles
        ranked = frame.ranked
        if roles.rows is not None and roles.rows.ranked is not None:
            own = roles.rows.ranked
            ranked = own if own.by or ranked is None else replace(ranked, n=own.n)
            roles.rows = replace(roles.rows, ranked=None)
        if frame.limit is not None:
            limit = Ranked(None, frame.limit.n, frame.limit.direction, frame.limit.quality)
            ranked = limit if ranked is None else (
                replace(ranked, n=frame.limit.n) if ranked.n == 1 else ranked)
        elif ranked is None and frame.extreme is not None:
            most = bool(frame.extreme.tags & {"most", "best"})
            quality = bool(frame.extreme.tags & {"best", "worst"})
            ranked = Ranked(None, 1, "most" if most else "least", quality)
        ranked = self._by_the_tested_change(ranked) or self._in_order_of_the_test()
        ranked = self._by_order(ranked)
        ranked = self._by_change(ranked) or self._in_order_of_the_change()
        return self._as_many_as_asked(ranked)

    def _by_change(self, ranked: Ranked | None) -> Ranked | None:
        """按增幅排: all that is shown, in the order of how far it moved."""
        how = next((f for f in ("order_rate", "order_change") if f in self.frame.flags), None)
        measure = next((m for m in self.roles.measures if m.change or self.roles.basis), None)
        if how is None or measure is None:
            return ranked
        change = measure.change or self.roles.basis
        assert change is not None
        by = replace(measure, change=replace(
            change, how="growth" if how == "order_rate" else "diff"))
        self.roles.measures = [by if m == measure else m for m in self.roles.measures]
        n = ranked.n if ranked is not None and ranked.n > 1 else 0
        return Ranked(by, n, self._way())

    def _by_the_tested_change(self, ranked: Ranked | None) -> Ranked | None:
        """比前年少的市里头，少得最多的: by the change that picked the rows."""
        sign = self.frame.extreme.value if self.frame.extreme is not None else ""
        said = self.frame.change
        flags = self.frame.flags & {"order_rate", "order_change"}
        if ranked is None or ranked.by is not None \
                or not (sign in ("up", "down") or said or flags):
            return ranked
        rows = self.roles.rows
        tested = [p for p in (rows.mods.preds if rows is not None else ())
                  if p.subject is not None and p.against is not None]
        against = tested[0].against if tested else None
        subject = tested[0].subject if tested else None
        if against is None or subject is None or against.kind == "measure":
            return ranked
        if sign not in ("up", "down"):
            sign = against.sign  # 下降的市，降幅前三名
        how = "growth" if "order_rate" in flags else said.how if said else ""
        change = BasisPhrase(against.basis, sign, how,  # type: ignore[arg-type]
                             against.kind == "parent", against.kind == "longterm")
        return replace(ranked, by=replace(subject, change=change), quality=False)

    def _in_order_of_the_test(self) -> Ranked | None:
        """下滑的县，按下滑幅度从大到小: all that the change picked, by how far each moved."""
        if not self.frame.order or self.frame.order_by is not None or self.frame.measures:
            return None
        rate = "order_rate" in self.frame.flags
        if not (rate or "order_change" in self.frame.flags or self.frame.change):
            return None
        found = self._by_the_tested_change(Ranked(None, 0, self._way()))
        return found if found is not None and found.by is not None else None

    def _in_order_of_the_change(self) -> Ranked | None:
        """各市用水总量的降幅排个名: by the change that was asked, not by what changed."""
        asked = self.roles.measures[-1:]
        change = asked[0].change if asked else None
        if change is None or not self.frame.order or change.joined \
                or not (change.how or change.sign in ("up", "down")):
            return None
        return Ranked(asked[0], 0, self._way())

    def _way(self) -> Direction:
        return "least" if self.frame.order == "asc" else "most"

    def _by_order(self, ranked: Ranked | None) -> Ranked | None:
        """按用水总量排个队: the measure that orders; then all are shown, not only the first."""
        by = self.frame.order_by
        if by is None:
            return ranked
        if ranked is None:
            return Ranked(by, 0, self._way())
        return replace(ranked, by=by, n=0 if ranked.n == 1 and self.frame.order else ranked.n)

    def _as_many_as_asked(self, ranked: Ranked | None) -> Ranked | None:
        """哪三个市最高: as many as the noun counts; 最高的是哪几个市: all, the highest first."""
        rows = self.roles.rows
        if ranked is None or ranked.n != 1:
            return ranked
        if rows is None:
            return replace(ranked, n=self._as_many_as_said())
        if not rows.number:
            return replace(ranked, n=0) if rows.several and self.frame.limit is None else ranked
        return replace(ranked, n=rows.number) if rows.asked == "which" else ranked

    def _as_many_as_said(self) -> int:
        """各市增得最多的是哪三个: as many of the groups as the number beside 哪 says."""
        counts = [i.value for i in self.frame.numbers if i.value.dimension == "count"
                  and i.value.counter in ("个", "家", "户", "年", "月")]
        said = int(counts[0].value) if len(counts) == 1 and self.frame.which else 1
        return said if said > 1 and self.roles.groups else 1

    def _without_link(self, by: MeasurePhrase, rows: SetPhrase) -> MeasurePhrase:
        """哪家运维单位管的站上传率最低: a bare 站 only links the rows with the measure."""
        scope = by.scope
        if scope is None or scope.mods or scope.ranked or set(scope.options) & set(rows.options):
            return by
        self.roles.links.append(scope)
        return replace(by, scope=None)

    def _rank_within(self) -> None:
        """每个市前三的县、每个市最多的行业: the first ones of each group."""
        roles = self.roles
        outer = [g for g in roles.groups if (g.entities or g.paths) and not g.asked]
        if self._each_value():
            return
        if roles.rows is not None and outer:
            roles.limit_per = (outer[0].entities or outer[0].paths)[0]
            roles.groups = [g for g in roles.groups if g is not outer[0]]
        elif any(map(_is_asked, roles.groups)) and len(roles.groups) > 1:
            first = next((g for g in roles.groups if not _is_asked(g)), roles.groups[0])
            roles.groups = [first, *(g for g in roles.groups if g is not first)]
            roles.limit_per = "0"
        elif self.frame.when is not None and len(roles.groups) == 1 and not any(
                g.grain or g.asked for g in roles.groups):
            roles.limit_per = "0"  # 各市去年取水最多的是哪个月: one month for each of them

    def _each_value(self) -> bool:
        """农业、工业、生活各是哪个市最多: the first one for each of the values."""
        roles = self.roles
        rows, by = roles.rows, roles.ranked.by if roles.ranked is not None else None
        listed = [c for c in self.frame.mods.conds if c.listed > 1 and c.options[0][1] is not None]
        told = listed or (by is not None and any(c.listed > 1 for c in by.mods.conds))
        if rows is None or rows.asked != "which" or rows.mods or not told or rows.number:
            return False
        roles.groups.append(GroupPhrase(entities=rows.options, asked=True))
        roles.rows, roles.limit_per = None, "0"
        return True


def _is_asked(group: GroupPhrase) -> bool:
    """哪个行业、哪一类: one of the groups is asked for; 哪几类 are several, 各类 all."""
    return group.asked or group.text.startswith(tuple(words_of("one_kind_asked")))


def both_ranked(first: Ranked | None, second: Ranked | None) -> Ranked | None:
    """用水总量最多的市是最少的市的几倍: the second end is of the same measure."""
    if first is None or second is None:
        return second or first
    return second if second.by is not None else replace(second, by=first.by)
