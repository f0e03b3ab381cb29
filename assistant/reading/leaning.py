"""What a clause takes from the one before: the noun it counts a part of, time, place, measure."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.again import ends_of_tested, other_threshold, same_verb
from assistant.reading.changes import steady_predicate
from assistant.reading.frame import Frame
from assistant.reading.nearest import REGIONS
from assistant.reading.parts_after import of_those, other_way, parts_asked, tested_by_main
from assistant.reading.phrase_types import MeasurePhrase, Mods, SetPhrase
from assistant.reading.places_of import shown_by_places, where_they_are
from assistant.reading.shares import Shares
from assistant.reading.topics import topic_basis, topic_noun


def lean(clause: Frame, earlier: Frame, shares: Shares, *, topic: bool) -> None:
    """Give a clause what it leaves unsaid and the earlier clause said.

    Args:
        clause: the later clause; changed in place.
        earlier: the frame so far.
        shares: fills shares.
        topic: the earlier clause only set the topic and will be joined with the later one.
    """
    noun = _part_in_a_state(clause, earlier) or head_of(earlier)
    main = main_of(earlier)
    _change_of_ranked(clause, earlier, main)
    of_those(clause, noun)
    parts_asked(clause, main, noun, shares.resolver)
    other_way(clause, earlier)
    shown_by_places(clause, main)
    other_threshold(clause, earlier)
    ends_of_tested(clause, earlier)
    tested_by_main(clause, main)
    _steadily(clause, main)
    where_they_are(clause, earlier, shares.resolver)
    if noun is not None:
        _parts_of(clause, noun, shares)
    if main is not None:
        same_verb(clause, main, shares)
    own = bool(clause.measures or clause.nouns)
    shares.close(clause, main, noun)
    if topic:
        topic_noun(clause, earlier)
        topic_basis(clause, earlier)
        return
    clause.joins = _is_share_only(clause, own) or _is_column(clause, earlier)
    if not clause.joins:
        _inherit(clause, earlier, noun, shares)


def _part_in_a_state(clause: Frame, earlier: Frame) -> SetPhrase | None:
    """台账里群众举报的多少件，已销号的占几成: the state is said of the part just counted."""
    last = earlier.measures[-1] if earlier.measures else None
    noun = last.noun if last is not None and last.kind == "count" else None
    said = [clause.mods, *(m.part.noun.mods for m in clause.measures
                           if m.part is not None and m.part.noun is not None),
            *(m.noun.mods for m in clause.measures if m.noun is not None),
            *(m.mods for m in clause.measures)]
    only_states = any(m.states for m in said) and not any(m.conds or m.preds for m in said)
    if noun is None or noun.within is None or noun.within.mods or not noun.mods.conds \
            or noun.mods.states or not only_states:
        return None
    return replace(noun, within=None, asked="")


def head_of(frame: Frame) -> SetPhrase | None:
    """Return the set a frame is about: the noun said last, or the one its last count counts."""
    for measure in reversed(frame.measures):
        for phrase in (measure, measure.part):
            if phrase is not None and phrase.kind == "count" and phrase.noun is not None \
                    and phrase.noun.options:
                return phrase.noun.within or phrase.noun
        if measure.scope is not None and measure.scope.mods:
            return measure.scope
    nouns = [n for n in frame.nouns if not n.asked or n.mods]
    return nouns[-1] if nouns else frame.head


def main_of(frame: Frame) -> MeasurePhrase | None:
    """Return the measure a frame is about: what it ranks by, or the last that is no share."""
    if frame.ranked is not None and frame.ranked.by is not None:
        return frame.ranked.by
    if not frame.measures:
        ranks = [n.ranked.by for n in frame.nouns if n.ranked is not None and n.ranked.by]
        if ranks:
            return ranks[-1]
    plain = [m for m in frame.measures if m.kind != "share"]
    return plain[-1] if plain else next(reversed(frame.measures), None)


def _is_share_only(clause: Frame, own: bool) -> bool:
    """占几成: a further column of what was asked."""
    shares = not own or all(m.kind == "share" for m in clause.measures)
    return bool(clause.measures) and shares and clause.extreme is None and not any(
        n.asked or n.ranked for n in clause.nouns)


def _is_column(clause: Frame, earlier: Frame) -> bool:
    """哪些户超许可，许可多少、取了多少: what is to be shown of each row."""
    rows = [n for n in earlier.nouns if n.asked or n.ranked] or (
        earlier.nouns if earlier.listed or earlier.which else [])
    same = {e for g in clause.groups for e in (*g.entities, *g.paths)}
    other = bool(clause.groups) and not (rows and same & set(rows[-1].options))
    plain = not (clause.nouns or other or clause.times or clause.mods or clause.ranked
                 or clause.limit or clause.which or clause.extreme or clause.basis)
    if rows and plain:
        clause.groups = []  # 每个市各有几个: said of each row already
    return bool(rows) and plain and bool(clause.measures) and all(
        m.kind in ("metric", "attr") or _is_other(m, rows[-1]) for m in clause.measures)


def _is_other(measure: MeasurePhrase, rows: SetPhrase) -> bool:
    """里头无效站各几个: a count of other things, taken at each row."""
    noun = measure.noun
    return measure.kind == "count" and noun is not None and bool(noun.options) \
        and not set(noun.options) & set(rows.options)


def _change_of_ranked(clause: Frame, earlier: Frame, main: MeasurePhrase | None) -> None:
    """用水总量前三的市，各自比上年增减多少: the change of what they are ranked by."""
    if clause.basis and not clause.measures and not earlier.measures and main is not None:
        clause.measures = [replace(main, change=clause.basis[0])]
        clause.basis = clause.basis[1:]


def _steadily(clause: Frame, main: MeasurePhrase | None) -> None:
    """…用水量，每年都下降的是哪些市: the measure before is what moved so."""
    if not clause.steady or main is None or main.kind != "metric" or clause.measures:
        return
    preds = tuple(steady_predicate(main, item) for item in clause.steady)
    clause.mods = clause.mods.plus(Mods(preds=preds))
    clause.steady = []


def _parts_of(clause: Frame, noun: SetPhrase, shares: Shares) -> None:
    """其中国控的几个: a count that names no noun of its own counts a part of the one before."""
    inside = "of_which" in clause.flags
    changed = []
    for measure in clause.measures:
        own = measure.noun
        other = own is not None and own.options and not shares.counts_part(
            own, noun, inside=inside)
        if measure.kind == "count" and not other and (
                own is None or own.implied or not own.options):
            mods = own.mods if own else Mods()
            changed.append(replace(measure, noun=shares.part_of(noun, mods, inside=inside)))
        else:
            changed.append(measure)
    if clause.counted and clause.mods and not clause.measures:
        part = shares.part_of(noun, clause.mods, inside=inside)
        changed.append(MeasurePhrase("count", noun=part))
        clause.mods, clause.counted = Mods(), False
    clause.measures = [_unplaced(m, clause) for m in changed]


def _unplaced(measure: MeasurePhrase, clause: Frame) -> MeasurePhrase:
    """Places and listed values of the noun before belong to the whole question."""
    noun = measure.noun
    if measure.kind != "count" or noun is None or noun.within is None:
        return measure
    whole = noun.within
    moved = tuple(c for c in whole.mods.conds
                  if not c.negated and (c.options[0][1] is None or c.listed > 1))
    clause.mods = clause.mods.plus(Mods(conds=moved))
    kept = tuple(c for c in whole.mods.conds if c not in moved)
    whole = replace(whole, mods=replace(whole.mods, conds=kept))
    return replace(measure, noun=replace(noun, within=whole))




def _what_narrowed(
    main: MeasurePhrase, clause: Frame, earlier: Frame, shares: Shares
) -> MeasurePhrase:
    """年报多少家没报，集中在哪几个市: what narrowed the measure before narrows it again."""
    own = {o[:2] for c in clause.mods.conds for o in c.options}
    kept = tuple(c for c in earlier.mods.conds if c.options and c.options[0][1] is not None
                 and not own & {o[:2] for o in c.options})
    counted, scope, values = main.noun, main.scope, Mods(conds=kept)
    if counted is not None and counted.options and all(
            shares.resolver.fits(values, o) for o in counted.options):
        counted = counted.narrowed(values)
    else:
        clause.mods = clause.mods.plus(values)
    for noun in earlier.nouns:
        if not noun.mods or noun.asked or noun.ranked or noun.options[0] in REGIONS:
            continue
        if counted is not None and set(counted.options) & set(noun.options):
            counted = counted.narrowed(noun.mods)
        elif scope is None and shares.fitting(noun.mods, main.metrics, noun.options):
            scope = noun
        elif noun not in clause.nouns:
            clause.nouns.append(noun)
    return replace(main, noun=counted, scope=scope)


def _same_basis(clause: Frame, earlier: Frame) -> None:
    """GDP比2020年涨了多少，用水总量涨了还是跌了: against the same year."""
    before = next((m.change.basis for m in reversed(earlier.measures)
                   if m.change is not None and m.change.basis is not None), None)
    if before is None or clause.basis or clause.times and clause.times != earlier.times:
        return
    clause.measures = [
        replace(m, change=replace(m.change, basis=before)) if m.change is not None and not (
            m.change.basis or m.change.longterm or m.change.parent) else m
        for m in clause.measures]


def _of_the_same(measure: MeasurePhrase, earlier: Frame, shares: Shares) -> MeasurePhrase:
    """火电厂取了多少水，许可用到几成: another measure, still of the same ones."""
    before = earlier.measures[-1] if earlier.measures else None
    if before is None or measure.kind != "metric" or before.kind != "metric" \
            or measure.mods or measure.scope is not None or measure.metrics == before.metrics:
        return measure
    scope = before.scope
    options = scope.options if scope is not None else ()
    mods = before.mods.plus(scope.mods) if scope is not None else before.mods
    fitting = shares.fitting(mods, measure.metrics, options)
    if not mods or not fitting:
        return measure
    return replace(measure, metrics=fitting, mods=before.mods, scope=scope)


def _inherit(clause: Frame, earlier: Frame, noun: SetPhrase | None, shares: Shares) -> None:
    if not clause.times and "now" not in clause.flags:
        clause.times, clause.full = list(earlier.times), list(earlier.full)
        clause.flags |= earlier.flags & {"now", "raised"}  # …到现在销了多少，还有多少没销
    said = [earlier.mods, *(m.mods for m in earlier.measures[-1:]),
            *(n.mods for m in earlier.measures[-1:] for n in (
                m.scope, m.noun, m.noun and m.noun.within) if n is not None)]
    places = tuple(c for mods in said for c in mods.conds if c.options[0][1] is None)
    if not clause.whole and not any(c.options[0][1] is None for c in clause.mods.conds):
        clause.mods = clause.mods.plus(Mods(conds=places))
    _same_basis(clause, earlier)
    clause.head = clause.head or noun
    ends = clause.extreme is not None or clause.limit is not None or clause.bare or clause.which \
        or any(n.ranked is not None and n.ranked.by is None for n in clause.nouns)
    plain = not (ends or clause.ranked or clause.whole or clause.when or any(
        n.asked or n.ranked for n in clause.nouns))
    if plain and not clause.groups and clause.measures:
        clause.groups = [g for g in earlier.groups if not g.asked]
    if plain and not clause.nouns and not clause.mods.states:
        clause.measures = [_of_the_same(m, earlier, shares) for m in clause.measures]
    if not clause.measures and (ends or not clause.nouns):
        main = main_of(earlier)
        if main is not None:
            if main.change is not None and ends and not clause.basis:
                clause.basis = [main.change]  # 哪个市涨得最多: ranked by the change
                main = replace(main, change=None)
            clause.measures = [_what_narrowed(main, clause, earlier, shares)]
        elif noun is not None and not clause.nouns:
            clause.nouns = [noun]
        elif noun is not None:
            clause.measures = [MeasurePhrase("count", noun=replace(noun, asked=""))]
