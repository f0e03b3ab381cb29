"""Both ends at once: 最高和最低的差几个点、最大那天是最小那天的几倍."""

from __future__ import annotations

from assistant.contracts.algebra import (
    Arith,
    AtExtreme,
    Extreme,
    MeasureObj,
    Members,
    Ratio,
)
from assistant.contracts.query import Group, Out
from assistant.contracts.time import Grain
from assistant.reading.frame import Frame


def both_ends(frame: Frame, measure: MeasureObj, groups: list[Group]) -> list[Out] | None:
    """Return who (or when) and how much at each end, and the gap between; None if not asked."""
    if len(frame.ends) < 2 or not frame.flags & {"difference", "ratio"}:
        return None
    over: Grain | Members | None = frame.that or frame.when
    give = "when"
    if over is None:
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
