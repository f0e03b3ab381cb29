"""A measure that is said to rise or fall, as a condition."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.phrase_types import Against, Item, MeasurePhrase, PredPhrase


def steady_predicate(measure: MeasurePhrase, item: Item) -> PredPhrase:
    """Turn 年年下降 said of a measure into the condition that it did."""
    kind, k, grain, sign = item.value
    return PredPhrase(replace(measure, change=None), against=Against("change", "mom", sign),
                      quantifier=kind, k=k, grain=grain, text=measure.text + item.text)


def change_predicate(measure: MeasurePhrase, text: str) -> PredPhrase:
    """Turn a measure with a direction of change into the condition that it moved that way."""
    change = measure.change
    assert change is not None
    sign = "up" if change.sign == "up" else "down"
    how = "parent" if change.parent else "longterm" if change.longterm else "change"
    against = Against(how, change.basis, sign)  # type: ignore[arg-type]
    found = PredPhrase(replace(measure, change=None), against=against, negated=change.denied,
                       every=change.every, text=text)
    if change.quantity is None:
        return found
    kind, k, grain = change.quantity
    return replace(found, quantifier=kind, k=k, grain=grain)  # type: ignore[arg-type]
