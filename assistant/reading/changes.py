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


def tests_a_change(measure: MeasurePhrase) -> bool:
    """涨了的市有几个: things picked by a change, whose basis may be said later."""
    preds = measure.noun.mods.preds if measure.kind == "count" and measure.noun else ()
    return any(p.against is not None and p.against.kind == "change" and p.against.basis is None
               for p in preds)


def either_trend(preds: list[PredPhrase], flags: set[str]) -> list[PredPhrase]:
    """一年比一年多还是少: whether it rose each time, and whether it fell each time."""
    for pred in preds:
        against = pred.against
        other = {"up": "down", "down": "up"}.get(against.sign) if against is not None else None
        if against is not None and other in flags and flags & {"any", "either"} \
                and pred.quantifier == "every" and against.kind == "change":
            turned = replace(pred, against=replace(against, sign=other))  # type: ignore[arg-type]
            return [*preds, turned]
    return preds
