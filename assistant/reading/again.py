"""What is asked again of what was measured or tested before: by another mark, by its ends."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.phrase_types import Against, MeasurePhrase, Mods, PredPhrase
from assistant.reading.same_mark import rows_again
from assistant.reading.shares import Shares


def same_verb(clause: Frame, main: MeasurePhrase, shares: Shares) -> None:
    """工业用水多少，哪个市用得最多: the verb alone stands for what was measured before."""
    if main.kind != "metric" or main.change is not None or clause.whole or clause.summed:
        return

    def same(measure: MeasurePhrase) -> MeasurePhrase:
        bare = measure.spoken and not (measure.mods or measure.scope)
        if not bare or main.spoken and not main.mods or not shares.alike(measure, main):
            return measure
        return replace(measure, metrics=main.metrics, mods=main.mods)

    if any(o[1] is not None for c in clause.mods.conds for o in c.options[:1]):
        return
    clause.measures = [same(m) for m in clause.measures]
    ranked = clause.ranked
    if ranked is not None and ranked.by is not None:
        clause.ranked = replace(ranked, by=same(ranked.by))
    clause.nouns = [
        replace(n, ranked=replace(n.ranked, by=same(n.ranked.by)))
        if n.ranked is not None and n.ranked.by is not None else n for n in clause.nouns]


def other_threshold(clause: Frame, earlier: Frame) -> None:
    """六成以上的市有几个，不到五成的又有几个: the same things by another mark."""
    if clause.which and clause.bare and not (clause.nouns or clause.measures or clause.mods):
        _others_by(clause, earlier)
        return
    counts = [m for m in clause.measures if m.kind == "count" and (
        m.noun is None or m.noun.implied or not m.noun.options)]
    if not clause.bare or not (clause.counted or counts) or clause.mods:
        return
    for measure in reversed(earlier.measures):
        noun = measure.noun
        preds = noun.mods.preds if measure.kind == "count" and noun is not None else ()
        if len(preds) != 1 or noun is None:
            continue
        made = tuple(replace(preds[0], comparison=c) for c in clause.bare)
        other = replace(noun, mods=replace(noun.mods, preds=made))
        kept = [m for m in clause.measures if m not in counts]
        clause.measures = [*kept, MeasurePhrase("count", noun=other)]
        clause.bare, clause.bare_texts, clause.counted = [], [], False
        return


def _others_by(clause: Frame, earlier: Frame) -> None:
    """哪几个市超过5亿方，哪几个不到1亿: those by another mark of the same measure."""
    noun = next((n for n in reversed(earlier.nouns) if n.asked and not n.ranked), None)
    preds = noun.mods.preds or earlier.mods.preds if noun is not None else ()
    if noun is None or len(preds) != 1 or preds[0].against is not None:
        return
    made = tuple(replace(preds[0], comparison=c) for c in clause.bare)
    clause.nouns = [replace(noun, mods=replace(noun.mods, preds=made))]
    clause.bare, clause.bare_texts, clause.which = [], [], False


def ends_of_tested(clause: Frame, earlier: Frame) -> None:
    """超过一成的有几个县，最高的三个是哪: ranked by what was tested."""
    if clause.nouns or clause.measures or not (clause.limit or clause.extreme):
        return
    nouns = [m.noun for m in reversed(earlier.measures) if m.kind == "count" and m.noun]
    for noun in [*nouns, *reversed(earlier.nouns)]:
        tested = [p.subject for p in noun.mods.preds if p.subject is not None]
        if tested:
            rows = replace(noun, asked="which", number=None,
                           mods=replace(noun.mods, preds=()))
            clause.nouns, clause.measures = [rows], tested[:1]
            return


def moved_so_much(clause: Frame, last: Frame | None) -> None:
    """各市…累计降了百分之几，降幅没到两成的有谁: those it moved so much for, the same way."""
    moved = last.measures[0] if last is not None and len(last.measures) == 1 else None
    change = moved.change if moved is not None else None
    held = clause.bare[0] if len(clause.bare) == 1 else None
    said = clause.nouns[0] if len(clause.nouns) == 1 else None
    asks = clause.listed or clause.which or clause.counted or said is not None and said.asked
    if last is None or moved is None or change is None or held is None or not asks \
            or clause.change is None or clause.change.how != "growth" or clause.measures \
            or clause.nouns and (said is None or said.mods) or clause.mods or clause.basis \
            or change.parent or change.longterm \
            or held.amount is None or held.amount.dimension != "fraction":
        return
    rows = rows_again(clause, last)
    if rows is None or change.sign not in ("up", "down"):
        return
    test = PredPhrase(replace(moved, change=None), comparison=held, text=clause.bare_texts[0],
                      against=Against("change", change.basis, change.sign, how="growth"))
    found = rows.narrowed(Mods(preds=(test,)))
    if clause.counted and not (clause.listed or clause.which):
        clause.measures = [MeasurePhrase("count", noun=found)]
    else:
        clause.nouns = [replace(found, asked="which")]
    clause.bare, clause.bare_texts, clause.change = [], [], None
    clause.which, clause.listed, clause.counted = False, False, False
    clause.flags -= {"up", "down", "growth"}
