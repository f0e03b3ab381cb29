"""What a clause takes from the one before: the noun it counts a part of, time, place, measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.contracts.algebra import Members
from assistant.reading.again import ends_of_tested, other_threshold, same_verb
from assistant.reading.carried import carry_from
from assistant.reading.changes import steady_predicate
from assistant.reading.frame import Frame
from assistant.reading.furthest import moved_furthest
from assistant.reading.happenings import find_has
from assistant.reading.nearest import REGIONS
from assistant.reading.of_the_part import of_the_part
from assistant.reading.parts_after import (
    of_those,
    other_way,
    parts_asked,
    tested_by_main,
    tested_of_those,
)
from assistant.reading.phrase_types import MeasurePhrase, Mods, SetPhrase
from assistant.reading.places_of import places_said, shown_by_places, where_they_are
from assistant.reading.referents import head_of, just_counted, main_of
from assistant.reading.resolve import Resolver
from assistant.reading.shares import Shares
from assistant.reading.things_of import things_of
from assistant.reading.told_first import share_out
from assistant.reading.topics import topic_basis, topic_noun, topic_of_all_time
from assistant.reading.what_is_left import of_those_raised, what_is_left


def lean(clause: Frame, earlier: Frame, shares: Shares, *, topic: bool) -> None:
    """Give a clause what it leaves unsaid and the earlier clause said.

    Args:
        clause: the later clause; changed in place.
        earlier: the frame so far.
        shares: fills shares.
        topic: the earlier clause only set the topic and will be joined with the later one.
    """
    noun = _part_in_a_state(clause, earlier) or head_of(earlier) \
        or _happened(earlier, shares.resolver)
    if noun is None and topic:
        noun = things_of(clause, earlier, shares.resolver)
        if noun is not None and clause.counted and not clause.measures:
            clause.measures = [MeasurePhrase("count", noun=noun)]
            clause.counted = False
    main = main_of(earlier)
    of_the_part(clause, earlier, shares.resolver)
    _change_of_ranked(clause, earlier, main)
    share_out(clause, earlier, noun)
    of_those(clause, just_counted(earlier, shares) or noun)
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
        carry_from(clause, earlier, shares.resolver)
        topic_of_all_time(clause, earlier, shares.resolver)
        topic_noun(clause, earlier)
        topic_basis(clause, earlier)
        return
    apart = clause.summed and (earlier.flags & {"each", "apart"} or any(
        c.listed > 1 for c in earlier.mods.conds))  # 三个市各多少，合计占几成
    clause.joins = _is_share_only(clause, own) and not apart or _is_column(clause, earlier)
    if not clause.joins:
        _inherit(clause, earlier, noun, shares)


def each_of_several(clause: Frame, frames: Sequence[Frame]) -> None:
    """国控几个，省控的呢，各占多少: of each of the figures, which only the last would get."""
    shares = any(m.kind == "share" for m in clause.measures)
    if clause.joins and shares and clause.flags & {"each", "apart"} and len(frames) > 1 \
            and not frames[-1].groups:
        clause.unread.append("各占")


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


def _happened(earlier: Frame, resolver: Resolver) -> SetPhrase | None:
    """检查了几趟，有毛病的占多少: of the happenings that were counted."""
    last = earlier.measures[-1] if earlier.measures else None
    if last is None or last.kind != "happenings":
        return None
    state = resolver.model.state(last.states[0].name)
    has = find_has(state.during or state.pred)
    return SetPhrase((has.of.entity,), Mods(conds=last.mods.conds)) \
        if has is not None and isinstance(has.of, Members) else None


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
    whose = earlier.whose is not None and earlier.ranked is not None  # 最高的是哪一户，用到多少
    when = picks_period(earlier) and not (clause.whole or clause.summed or clause.aggs)
    return bool(rows or whose or when) and plain and bool(clause.measures) and all(
        m.kind in ("metric", "attr") or rows and _is_other(m, rows[-1]) for m in clause.measures)


def picks_period(frame: Frame) -> bool:
    """降水最少的是哪年，…多少: one period was picked, and what follows is told of it."""
    ends = frame.ranked.n if frame.ranked is not None else int(frame.extreme is not None)
    return frame.when is not None and ends == 1 and frame.limit is None and len(frame.ends) == 1


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
    said = () if clause.mods.states else earlier.mods.states
    counted, scope, values = main.noun, main.scope, Mods(conds=kept, states=said)
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


def _same_time(clause: Frame, earlier: Frame, shares: Shares) -> None:
    """Take over the period, unless what is left undone is counted."""
    if what_is_left(clause, earlier, shares.resolver):
        clause.flags.add("now")
    elif not clause.times and ("now" not in clause.flags or of_those_raised(clause, earlier)):
        clause.times, clause.full = list(earlier.times), list(earlier.full)
        clause.flags |= earlier.flags & {"now", "raised"}  # …到现在销了多少，还有多少没销


def _inherit(clause: Frame, earlier: Frame, noun: SetPhrase | None, shares: Shares) -> None:
    _same_time(clause, earlier, shares)
    places = places_said(earlier)
    if places and clause.summed and "of_which" in earlier.flags:
        clause.unread.append(places[-1].text)  # 其中赣州的几家，一共多少: of all, or of those?
    if not clause.whole and not any(c.options[0][1] is None for c in clause.mods.conds):
        clause.mods = clause.mods.plus(Mods(conds=places))
    tested_of_those(clause, noun, shares)
    _same_basis(clause, earlier)
    clause.head = clause.head or noun
    ends = clause.extreme is not None or clause.limit is not None or clause.bare or clause.which \
        or any(n.ranked is not None and n.ranked.by is None for n in clause.nouns)
    plain = not (ends or clause.ranked or clause.whole or clause.when or any(
        n.asked or n.ranked for n in clause.nouns))
    if plain and not clause.groups and clause.measures:
        counted = {o for m in clause.measures if m.noun is not None for o in m.noun.options}
        clause.groups = [g for g in earlier.groups if not g.asked
                         and not counted & {*g.entities, *g.paths}]
    if plain and not clause.nouns and not clause.mods.states:
        carry_from(clause, earlier, shares.resolver)
    if not clause.measures and (ends or not clause.nouns):
        _same_again(clause, earlier, noun, shares, ends=bool(ends))


def _same_again(
    clause: Frame, earlier: Frame, noun: SetPhrase | None, shares: Shares, *, ends: bool
) -> None:
    """集中在哪几个市: what was measured or told of before is asked again."""
    main = main_of(earlier)
    if main is not None:
        if moved_furthest(clause, _what_narrowed(main, clause, earlier, shares)):
            return
        if main.change is not None and ends and not clause.basis:
            clause.basis = [main.change]  # 哪个市涨得最多: ranked by the change
            main = replace(main, change=None)
        clause.measures = [_what_narrowed(main, clause, earlier, shares)]
    elif noun is not None and not clause.nouns:
        clause.nouns = [noun]
    elif noun is not None:
        clause.measures = [MeasurePhrase("count", noun=replace(noun, asked=""))]
