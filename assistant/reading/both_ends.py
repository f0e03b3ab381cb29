"""Both ends at once: 最高和最低的差几个点、最大那天是最小那天的几倍."""

from __future__ import annotations

from assistant.contracts.algebra import (
    Arith,
    At,
    AtExtreme,
    AttrPred,
    Extreme,
    MeasureObj,
    Members,
    Ratio,
)
from assistant.contracts.query import Group, Out
from assistant.contracts.time import Grain
from assistant.reading.frame import Frame
from assistant.reading.nodes import Cond
from assistant.reading.query_terms import PLACES


def both_ends(
    frame: Frame, measure: MeasureObj, groups: list[Group], rows: object = None
) -> list[Out] | None:
    """Return who (or when) and how much at each end, and the gap between; None if not asked."""
    if len(frame.ends) < 2 or not frame.flags & {"difference", "ratio"}:
        return None
    over: Grain | Members | None = frame.that or frame.when
    give = "when"
    if over is None and isinstance(rows, Members):
        over, give = rows, "who"
    elif over is None:
        group = next((g for g in groups if g.path and "." not in g.path), None)
        if group is None or group.path is None:
            return None
        over, give = Members(entity=group.path), "who"
    high = Extreme(measure=measure, over=over, direction="max")
    low = Extreme(measure=measure, over=over, direction="min")
    times = "ratio" in frame.flags
    gap: MeasureObj = Ratio(top=high, bottom=low) if times else Arith(op="minus", of=(high, low))
    most = AtExtreme(measure=measure, over=over, direction="max", give=give)
    least = AtExtreme(measure=measure, over=over, direction="min", give=give)
    return [
        Out(expr=most, label="最高者"), Out(expr=high, label="最高值"),
        Out(expr=least, label="最低者"), Out(expr=low, label="最低值"),
        Out(expr=gap, label="倍数" if times else "相差"),
    ]


def between_two(
    frame: Frame, measure: MeasureObj, groups: list[Group], listed: list[Cond], over: object
) -> list[Out] | None:
    """Return the two that were named and the gap between them (高安、丰城…差多少)."""
    if not frame.flags & {"difference", "ratio"} or len(listed) != 1 or over is not None \
            or len(groups) != 1 or groups[0].path is None:
        return None
    path = groups[0].path
    values = next((v for entity, attribute, v in listed[0].options
                   if path in (entity, f"{entity}.{attribute}")), ())
    if len(values) != 2:  # noqa: PLR2004  # a gap is between two
        return None
    sides = [At(measure=measure, where=(AttrPred(path=path, value=v),)) for v in values]
    if "ratio" in frame.flags and path in PLACES:  # 差多少倍: the larger over the smaller
        two = Members(entity=path, where=(AttrPred(path=path, cmp="in", value=tuple(values)),))
        ends = (Extreme(measure=measure, over=two, direction=way) for way in ("max", "min"))
        return [Out(expr=sides[0]), Out(expr=sides[1]),
                Out(expr=Ratio(top=next(ends), bottom=next(ends)), label="倍数")]
    return [Out(expr=sides[0]), Out(expr=sides[1]),
            Out(expr=Arith(op="minus", of=(sides[0], sides[1])), label="差值")]
