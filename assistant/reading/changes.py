"""A measure that is said to rise or fall, as a condition."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.phrase_types import Against, MeasurePhrase, PredPhrase


def change_predicate(measure: MeasurePhrase, text: str) -> PredPhrase:
    """Turn a measure with a direction of change into the condition that it moved that way."""
    change = measure.change
    assert change is not None
    sign = "up" if change.sign == "up" else "down"
    kind = "parent" if change.parent else "longterm" if change.longterm else "change"
    against = Against(kind, change.basis, sign)  # type: ignore[arg-type]
    return PredPhrase(replace(measure, change=None), against=against, text=text)
