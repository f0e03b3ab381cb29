"""What figures are compared with, said once after them: 新发了多少证，注销了多少，比去年同期呢."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.reading.changes import tests_a_change
from assistant.reading.frame import Frame
from assistant.reading.phrase_types import BasisPhrase, MeasurePhrase

_FIGURES = frozenset({"count", "metric", "happenings"})


def compare_all(clause: Frame, frames: Sequence[Frame]) -> None:
    """Give the basis to what was measured last, and to the plain figures told just before it."""
    last = frames[-1]
    if not clause.basis or clause.times or not any(map(_open, last.measures)):
        return
    basis = clause.basis[0]
    if all(m.change for m in last.measures):  # 环比呢，同比呢: one more basis
        last.measures = [*last.measures, *(replace(m, change=basis) for m in last.measures)]
    else:
        last.measures = [_against(m, basis) for m in last.measures]
        for frame in reversed(frames[:-1]):
            if not _is_plain(frame) or not _is_plain(last, compared=True) \
                    or frame.times != last.times:
                break
            frame.measures = [_against(m, basis) for m in frame.measures]
    clause.basis = clause.basis[1:]


def _open(measure: MeasurePhrase) -> bool:
    return measure.change is None and not tests_a_change(measure)


def _against(measure: MeasurePhrase, basis: BasisPhrase) -> MeasurePhrase:
    return measure if measure.change else replace(measure, change=basis)


def _is_plain(frame: Frame, *, compared: bool = False) -> bool:
    """Figures of all, none of them picked, split or compared yet."""
    figures = bool(frame.measures) and all(
        m.kind in _FIGURES and (compared or m.change is None) for m in frame.measures)
    return figures and not (frame.groups or frame.nouns or frame.ranked or frame.extreme
                            or frame.limit or frame.basis or frame.when)
