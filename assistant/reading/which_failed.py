"""Which of several tests do not hold at a row: …的市，是哪一样没过也写上."""

from __future__ import annotations

from assistant.contracts.algebra import AttrCmp, Failing, PredT
from assistant.contracts.query import Out
from assistant.reading.conditions import PredicateBuilder
from assistant.reading.frame import Frame
from assistant.reading.measures import MeasureBuilder
from assistant.reading.nodes import Comparison
from assistant.reading.phrase_types import MeasurePhrase
from assistant.reading.roles import Roles
from assistant.reading.same_mark import tests_of

_SEVERAL = 2


def which_failed(clause: Frame, last: Frame | None) -> None:
    """三率有一样没过95的市，是哪一样没过: each row tells which of them it was."""
    bare = all(c.target and c.cmp == "<" for c in clause.bare)
    short = [i for i in clause.compared if "cmp_lt" in i.tags]
    low = clause.extreme is not None and clause.extreme.tags & {"least", "worst"} \
        and len(clause.extreme.text) == 1
    said = bool(clause.bare) or len(short) == len(clause.compared) == 1 or bool(low)
    other = clause.measures or clause.nouns or clause.mods or clause.times or clause.groups \
        or clause.limit or clause.counted or clause.basis or clause.ranked
    if last is None or not clause.which or not (said and bare) or other or not _several(last):
        return
    last.flags |= {"which_failed", "any"}  # one of them is enough to be asked about
    last.heard.extend([i.text for i in short])
    last.heard.extend(clause.bare_texts)
    if low and clause.extreme is not None:
        last.heard.append(clause.extreme.text)
    clause.unread = [u for u in clause.unread if u not in {i.text for i in short}]
    clause.bare, clause.bare_texts, clause.compared = [], [], []
    clause.extreme, clause.which, clause.ends = None, False, set()
    clause.flags -= {"same", "value", "each"}


def _several(last: Frame) -> bool:
    tested = len([p for p in tests_of(last) if p.comparison is not None]) >= _SEVERAL
    return tested or bool(last.metric_groups and last.bare)


def failing(frame: Frame, roles: Roles, measures: MeasureBuilder, predicates: PredicateBuilder
            ) -> list[Out]:
    """Return the column of those that do not hold, named by what was measured."""
    if "which_failed" not in frame.flags:
        return []
    tests = [p for p in dict.fromkeys((*roles.tested, *roles.having))
             if p.comparison is not None and p.subject is not None and p.subject.metrics]
    preds: dict[str, PredT] = {}
    for pred in tests:
        assert pred.comparison is not None and pred.subject is not None
        phrase: MeasurePhrase = pred.subject
        metric = measures.best_metric(phrase)
        held = Comparison(_passed(pred.comparison), pred.comparison.amount,
                          target=pred.comparison.target)
        preds[measures.name_of(metric)] = predicates.compare(
            measures.build(phrase), held, metric)
    return [Out(expr=Failing(preds=preds))] if len(preds) >= _SEVERAL else []


def _passed(held: Comparison) -> AttrCmp:
    """Return the side on which it passes: rows are picked by what they fail."""
    other: dict[AttrCmp, AttrCmp] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
    return other.get(held.cmp, held.cmp)
