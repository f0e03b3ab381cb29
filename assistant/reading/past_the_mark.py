"""How far the rows are past the mark they were picked by: 低于95%的县，各差几个点."""

from __future__ import annotations

from dataclasses import replace

from assistant.contracts.algebra import Arith, MeasureObj
from assistant.contracts.query import Out
from assistant.reading.frame import Frame
from assistant.reading.measures import MeasureBuilder
from assistant.reading.phrase_types import PredPhrase
from assistant.reading.roles import Roles
from assistant.reading.rule_words import words_of
from assistant.reading.same_mark import tests_of

_OVER = tuple(words_of("over_the_line"))


def asks_how_far(clause: Frame, last: Frame | None) -> bool:
    """Whether a clause of nothing but a gap asks how far the rows said before are past a mark.

    What picks them must be one mark alone, or nobody knows which of them the gap is from.
    """
    beyond = _beyond(clause)
    bare = replace(clause, counted=False, change=None, shared=False, which=False, listed=False,
                   measures=[] if beyond else clause.measures)
    said = beyond or bool(clause.change) or bool(clause.flags & {"up", "down", "difference"})
    asked = beyond or clause.flags & {"value", "difference", "each"} or clause.shared
    if last is None or not (said and asked) or bare.asks() or bare.basis or bare.times \
            or bare.groups or bare.extreme or bare.limit or bare.attrs or bare.columns:
        return False
    return len([p for p in tests_of(last) if _is_mark(p)]) == 1


def _beyond(clause: Frame) -> bool:
    """超过100万方的户，各超出多少: beyond the mark just said, whatever else may be exceeded."""
    return len(clause.measures) == 1 and clause.measures[0].kind == "metric" \
        and clause.measures[0].text.startswith(_OVER) and not clause.measures[0].mods


def _is_mark(pred: PredPhrase) -> bool:
    held = pred.comparison
    return pred.subject is not None and held is not None and held.upper is None \
        and held.cmp not in ("=", "!=") and pred.against is None and not pred.quantifier


def gap_to_mark(roles: Roles, measures: MeasureBuilder, outs: list[Out]) -> list[Out]:
    """Return the distance of the one measure shown from the one mark it was held against."""
    tests = [p for p in dict.fromkeys((*roles.tested, *roles.having)) if _is_mark(p)]
    if len(tests) != 1:
        return []
    subject, held = tests[0].subject, tests[0].comparison
    assert subject is not None and held is not None
    measure = measures.build(subject)
    if outs[0].expr != measure:
        return []
    mark = measures.right_side(held, measures.best_metric(subject) if subject.metrics else None)
    below = (held.cmp in ("<", "<=")) != tests[0].negated
    ends: tuple[MeasureObj, MeasureObj] = (mark, measure) if below else (measure, mark)
    return [Out(expr=Arith(op="minus", of=ends), label="差值")]
