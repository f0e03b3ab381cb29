"""The threshold that a user wants to be told of (上传率低于95%提醒我)."""

from __future__ import annotations

from assistant.contracts.alert import AlertCmp, Watch
from assistant.reading.frame import Frame
from assistant.reading.nodes import Comparison

_CMPS: dict[str, AlertCmp] = {"<": "<", "<=": "<=", ">": ">", ">=": ">="}


def watched(frame: Frame) -> Watch | None:
    """Return the threshold of a sentence, or None where there is none or more than one."""
    told = [(p.comparison, p.subject) for p in frame.mods.preds if p.comparison is not None]
    told += [(comparison, None) for comparison in frame.bare]
    if len(told) != 1:
        return None
    comparison, subject = told[0]
    metric = subject.metrics[0] if subject is not None and subject.metrics else ""
    return _watch(comparison, metric)


def _watch(comparison: Comparison, metric: str) -> Watch | None:
    cmp = _CMPS.get(comparison.cmp)
    if cmp is None or comparison.amount is None or comparison.upper is not None:
        return None
    return Watch(cmp=cmp, value=comparison.amount.value, metric=metric)
