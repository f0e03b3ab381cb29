"""哪些市用水量比去年多, 降水量低于多年平均的有哪些: the change chooses among those asked for."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.changes import change_predicate
from assistant.reading.frame import Frame
from assistant.reading.nearest import REGIONS
from assistant.reading.phrase_types import MeasurePhrase, Mods, PredPhrase
from assistant.reading.resolve import Resolver


def choose_by_change(clause: Frame, last: Frame | None, resolver: Resolver) -> None:
    """Turn measures said to rise or fall into conditions on the noun that is asked for.

    Where the most or least is asked, the change is what is ranked by; where 多少 is asked, or the
    things were picked before, it is what is shown.
    """
    if last is not None and _shown_of_picked(clause, last):
        return
    _whether_any(clause)
    if _count_those(clause, resolver):
        return
    whether = "yesno" in clause.flags and len(clause.nouns) == 1
    asked = [n for n in clause.nouns
             if (n.asked in ("which", "list") or whether) and n.ranked is None]
    ends = clause.extreme or clause.limit or clause.ranked or "value" in clause.flags
    if len(asked) != 1 or ends or clause.shared:
        return
    noun = asked[0]
    chosen = [m for m in clause.measures if _chooses(m)]
    preds = tuple(change_predicate(m, m.text) for m in chosen)
    mods = Mods(preds=preds)
    options = tuple(o for o in noun.options if resolver.fits(mods, o))
    if not preds or not options:
        return
    narrowed = replace(noun, options=options).narrowed(mods)
    clause.nouns = [narrowed if n is noun else n for n in clause.nouns]
    clause.measures = [m for m in clause.measures if m not in chosen]


def _shown_of_picked(clause: Frame, last: Frame) -> bool:
    """…的市，列市名、降水偏少百分比: what to show of each, against what it was picked by."""
    listed = {o for n in clause.nouns if n.asked == "list" and not n.mods for o in n.options}
    tests = [p for n in last.nouns if listed & set(n.options) for p in n.mods.preds
             if p.subject is not None and p.against is not None and p.against.kind != "measure"]
    if not tests or not any(m.change for m in clause.measures):
        return False
    clause.measures = [_as_tested(m, tests) for m in clause.measures]
    return True


def _as_tested(measure: MeasurePhrase, tests: list[PredPhrase]) -> MeasurePhrase:
    change = measure.change
    if change is None or change.basis is not None or change.parent or change.longterm:
        return measure
    for pred in tests:
        against, subject = pred.against, pred.subject
        if against is not None and subject is not None \
                and set(subject.metrics) & set(measure.metrics):
            return replace(measure, metrics=subject.metrics, change=replace(
                change, basis=against.basis, parent=against.kind == "parent",
                longterm=against.kind == "longterm"))
    return measure


def _whether_any(clause: Frame) -> None:
    """降水多了的流域有没有减少用水的: whether any of those moved so."""
    moved = [m for m in clause.measures if _chooses(m) and m.scope is not None
             and m.scope.options[0] in REGIONS and not m.scope.asked]
    if "yesno" not in clause.flags or clause.nouns or len(moved) != len(clause.measures) \
            or len(moved) != 1:
        return
    scope = moved[0].scope
    assert scope is not None
    clause.nouns, clause.measures = [scope], [replace(moved[0], scope=None)]


def _count_those(clause: Frame, resolver: Resolver) -> bool:
    """有多少个市人均用水比前年高: those the change was said of are counted."""
    counts = [m for m in clause.measures if m.kind == "count" and m.noun is not None
              and not (m.noun.implied or m.noun.within or m.noun.ranked)]
    chosen = [m for m in clause.measures if _chooses(m)]
    rest = len(clause.measures) - len(counts) - len(chosen)
    noun = counts[0].noun if len(counts) == 1 else None
    if noun is None or not chosen or rest or clause.nouns or clause.extreme or clause.ranked:
        return False
    mods = Mods(preds=tuple(change_predicate(m, m.text) for m in chosen))
    options = tuple(o for o in noun.options if o in REGIONS and resolver.fits(mods, o))
    if not options:
        return False
    narrowed = replace(noun, options=options).narrowed(mods)
    clause.measures = [replace(counts[0], noun=narrowed)]
    return True


def _chooses(measure: MeasurePhrase) -> bool:
    change = measure.change
    return change is not None and change.sign in ("up", "down") and not change.how \
        and measure.kind == "metric"
