"""Periods named one by one as the course they make up: 2021、2022、2023年一年比一年多."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from assistant.contracts.time import Period
from assistant.reading.frame import Frame
from assistant.reading.same_mark import tests_of


def join_course(frame: Frame) -> None:
    """Make one stretch of the periods a course runs through, and hear the course once."""
    courses = [p for p in tests_of(frame) if p.quantifier == "every" and p.against is not None
               and p.against.kind == "change"]
    if not courses:
        return
    ways = {p.against.sign for p in courses if p.against is not None}
    frame.steady = [s for s in frame.steady if s.value[3] not in ways]  # 连年涨的，一年比一年多才算
    times = sorted(frame.times, key=lambda t: str(t.first))
    if len(times) > 1 and all(_follows(one, other) for one, other in pairwise(times)):
        frame.times = [times[0].model_copy(update={
            "last": times[-1].last, "label": f"{times[0].label}至{times[-1].label}"})]


def _follows(one: Period, other: Period) -> bool:
    ends = isinstance(one.last, date) and isinstance(other.first, date)
    return ends and other.first == one.last + timedelta(days=1)  # type: ignore[operator]
