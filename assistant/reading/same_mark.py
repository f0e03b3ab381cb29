"""A mark said before and meant again: …都在九成以上吗，没到的是谁; 按时报了多少，没到100%的市."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.nearest import REGIONS
from assistant.reading.phrase_types import MeasurePhrase, Mods, PredPhrase, SetPhrase
from assistant.reading.resolve import Resolver

_SIDES = {"cmp_lt": "<", "cmp_gt": ">"}


def by_the_same_mark(clause: Frame, earlier: Frame | None) -> None:
    """每个市都在九成以上吗，没到的是谁: those on that side of the mark that was just said."""
    words = [w for w in clause.compared if w.text in clause.unread]
    asks = clause.which or clause.listed or clause.counted
    if earlier is None or len(words) != 1 or not asks \
            or clause.bare or clause.measures or clause.mods:
        return
    cmp = next((c for tag, c in _SIDES.items() if tag in words[0].tags), None)
    preds = [p for p in tests_of(earlier) if p.comparison is not None and p.subject is not None
             and p.comparison.upper is None and not p.quantifier and p.against is None]
    noun = rows_again(clause, earlier)
    if cmp is None or len(preds) != 1 or noun is None:
        return
    mark = preds[0].comparison
    assert mark is not None
    side = replace(mark, cmp=cmp, every=False)  # type: ignore[arg-type]
    test = replace(preds[0], comparison=side, every=False, negated=False, text=words[0].text)
    rows = noun.narrowed(Mods(preds=(test,)))
    if clause.counted:
        clause.measures, clause.counted = [MeasurePhrase("count", noun=rows)], False
    else:
        clause.nouns = [replace(rows, asked="which")]
    clause.which = False
    clause.unread = [u for u in clause.unread if u != words[0].text]


def tests_of(frame: Frame) -> list[PredPhrase]:
    """Return the conditions a frame tests its rows by, those with no measure of their own too."""
    nouns = [*frame.nouns, *(m.noun for m in frame.measures if m.noun is not None)]
    alone = [m for m in frame.measures if m.kind == "metric"]
    bare = [PredPhrase(alone[0], comparison=c) for c in frame.bare] if len(alone) == 1 else []
    return [*bare, *frame.mods.preds, *(p for n in nouns for p in n.mods.preds)]


def rows_again(clause: Frame, earlier: Frame) -> SetPhrase | None:
    """What the mark was held against: said again, or what the question went through."""
    if clause.nouns:
        noun = clause.nouns[0]
        return noun if len(clause.nouns) == 1 and not noun.ranked else None
    groups = [g for g in earlier.groups if g.entities or g.paths]
    if len(groups) == 1:
        members = groups[0].entities or groups[0].paths
        return SetPhrase(members) if not any("." in m for m in members) else None
    nouns = [*earlier.nouns, *(m.noun for m in earlier.measures if m.noun is not None)]
    return replace(nouns[-1], mods=replace(nouns[-1].mods, preds=()), asked="", number=None) \
        if len(nouns) == 1 and nouns[-1].options else None


def by_their_rate(clause: Frame, earlier: Frame | None, resolver: Resolver) -> None:
    """应报多少张、按时报了多少张，没到百分之百的市: those two, held against a percentage."""
    amount = clause.bare[0].amount if len(clause.bare) == 1 and earlier is not None else None
    rate = _rate_of(earlier, resolver) if earlier is not None and amount is not None \
        and amount.dimension == "fraction" else None
    if earlier is None or rate is None:
        return
    test = Mods(preds=(PredPhrase(rate, comparison=clause.bare[0], text=clause.bare_texts[0]),))
    counted = [m for m in clause.measures if m.noun is not None and m.noun.options[:1] != ()]
    if len(clause.nouns) == 1 and clause.nouns[0].options[0] in REGIONS and not clause.measures:
        clause.nouns = [clause.nouns[0].narrowed(test)]
        clause.measures = list(earlier.measures)
    elif len(counted) == 1 and counted == clause.measures and not clause.nouns \
            and counted[0].noun is not None and counted[0].noun.options[0] in REGIONS:
        clause.measures = [replace(counted[0], noun=counted[0].noun.narrowed(test))]
    else:
        return
    clause.bare, clause.bare_texts = [], []


def _rate_of(frame: Frame, resolver: Resolver) -> MeasurePhrase | None:
    """Return the governed rate of a part that was counted beside its whole."""
    for measure in frame.measures if len(frame.measures) > 1 else ():
        noun = measure.noun if measure.kind == "count" else None
        if noun is None or len(noun.mods.states) != 1 or noun.mods.preds:
            continue
        for use in noun.mods.states[0]:
            rate = resolver.rate_of_state(use.entity, use.name)
            if rate is not None and not use.negated:
                forms = SetPhrase((use.entity,), Mods(conds=noun.mods.conds), text=noun.text)
                return MeasurePhrase("metric", metrics=(rate,), scope=forms)
    return None
