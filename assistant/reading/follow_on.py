"""Short clauses that ask more of what was just counted: 在哪些市, 去年多少家."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.again import moved_so_much
from assistant.reading.bounded_by import bound_by
from assistant.reading.frame import Frame
from assistant.reading.nearest import REGIONS
from assistant.reading.other_part import of_the_other_part
from assistant.reading.past_the_mark import asks_how_far
from assistant.reading.phrase_types import GroupPhrase, Item, MeasurePhrase, Mods, SetPhrase
from assistant.reading.resolve import Resolver
from assistant.reading.same_act import same_act
from assistant.reading.same_mark import by_the_same_mark, by_their_rate
from assistant.reading.spread import spread
from assistant.reading.summed_over import summed_over
from assistant.reading.which_failed import which_failed


def follow_on(clause: Frame, last: Frame | None, resolver: Resolver) -> None:
    """Let a clause that only asks for more of what was said before say so in full."""
    compare_named(clause)
    compare_listed(clause, last)
    by_how_much(clause, last)
    how_far(clause, last)
    which_failed(clause, last)
    of_the_other_part(clause, last)
    ask_where(clause, last, resolver)
    same_act(clause, last, resolver)
    spread(clause, last, resolver)
    left_of_them(clause, last)
    ask_when(clause, last, resolver)
    each_of_them(clause, last)
    more_often(clause, last, resolver)
    within_so_long(clause, last, resolver)
    bound_by(clause, last, resolver)
    summed_over(clause, last, resolver)
    moved_so_much(clause, last)
    by_the_same_mark(clause, last)
    by_their_rate(clause, last, resolver)


def compare_named(clause: Frame) -> None:
    """鹰潭和新余哪个名录单位多: how many each of those named has, not which unit."""
    noun = clause.nouns[0] if len(clause.nouns) == 1 else None
    if noun is None or noun.asked != "which" or noun.ranked or clause.measures \
            or clause.extreme is None or noun.options[0] in REGIONS:
        return
    named = tuple(c for c in noun.mods.conds if c.listed > 1 and c.options[0][1] is None)
    if len(named) == 1:
        kept = tuple(c for c in noun.mods.conds if c not in named)
        rows = replace(noun, asked="", mods=replace(noun.mods, conds=kept))
        clause.measures, clause.nouns = [MeasurePhrase("count", noun=rows)], []
        clause.mods = clause.mods.plus(Mods(conds=named))


def by_how_much(clause: Frame, last: Frame | None) -> None:
    """A和B哪个多，多几家: the gap between the two that were named."""
    asked = clause.counted or "value" in clause.flags
    said = bool(clause.change) or bool(clause.flags & {"up", "down", "difference"})
    bare = replace(clause, counted=False, change=None)
    if last is None or not (asked and said) or clause.nouns or clause.which \
            or not _says_nothing_else(bare) or not (last.extreme or last.ranked):
        return
    if any(c.listed == 2 for c in last.mods.conds):  # noqa: PLR2004  # a gap is between two
        last.flags.add("difference")
        clause.counted, clause.change = False, None


def how_far(clause: Frame, last: Frame | None) -> None:
    """低于95%的县，各差几个点: the gap to the mark that picks the rows."""
    if last is not None and asks_how_far(clause, last):
        last.flags.add("difference")
        last.heard.extend(m.text for m in clause.measures)
        clause.measures, clause.change = [], None
        clause.shared, clause.counted = False, False
        clause.flags -= {"up", "down", "share_said"}


def ask_where(clause: Frame, last: Frame | None, resolver: Resolver) -> None:
    """…有几条，在哪些市: the count by city; of things listed, the city each is in."""
    noun = clause.nouns[0] if len(clause.nouns) == 1 else None
    if last is None or noun is None or noun.asked != "which" or noun.mods or noun.ranked \
            or not _says_nothing_else(clause):
        return
    if _of_the_picked(clause, last, noun, resolver) or noun.options[0] not in REGIONS:
        return
    counts = bool(last.measures) and all(m.kind == "count" for m in last.measures)
    rows = last.nouns[-1] if last.nouns and not last.measures else None
    if counts and not last.groups and not last.extreme and not last.ranked:
        clause.nouns, clause.which = [], False
        clause.groups.append(GroupPhrase(entities=noun.options, each=True, text=noun.text))
        clause.flags.add("where")
    elif rows is not None and rows.mods and not set(rows.options) & set(REGIONS):
        clause.nouns, clause.which = [], False
        clause.columns.append(Item("noun", SetPhrase(noun.options), 0, 0, 0.0, noun.text))


def _of_the_picked(clause: Frame, last: Frame, noun: SetPhrase, resolver: Resolver) -> bool:
    """最多的是哪个站，在哪个县，归哪家运维: what the things picked belong to, shown of each."""
    picked = next((n for n in last.nouns if n.ranked is not None), None)
    if picked is None or set(picked.options) & {*REGIONS, *noun.options}:
        return False
    above = tuple(o for o in noun.options if any(
        resolver.graph.distance(p, o) is not None for p in picked.options))
    if above:
        clause.nouns, clause.which = [], False
        clause.columns.append(Item("noun", SetPhrase(above), 0, 0, 0.0, noun.text))
    return bool(above)


def left_of_them(clause: Frame, last: Frame | None) -> None:
    """发现多少件，已销号几件，还剩几件: those of the same whole that are not so."""
    said = replace(clause, counted=False)
    if last is None or "rest" not in clause.flags or not clause.counted or clause.nouns \
            or not _says_nothing_else(said):
        return
    noun = last.measures[-1].noun if last.measures else None
    if noun is None or noun.within is None or len(noun.mods.states) != 1 or noun.mods.conds \
            or noun.mods.preds:
        return
    turned = tuple(replace(use, negated=not use.negated) for use in noun.mods.states[0])
    rest = replace(noun, mods=Mods(states=(turned,)))
    clause.measures, clause.counted = [replace(last.measures[-1], noun=rest)], False
    clause.flags.discard("rest")


def ask_when(clause: Frame, last: Frame | None, resolver: Resolver) -> None:
    """移出的单位是哪些，什么时候移出的: the date of the state, shown of each."""
    rows = last.nouns[-1] if last is not None and last.nouns and not last.measures else None
    said = {u.name for choice in clause.mods.states for u in choice}
    if clause.when is None or rows is None or rows.asked not in ("which", "list") \
            or clause.mods.conds or clause.mods.preds or clause.nouns or clause.measures:
        return
    for choice in rows.mods.states:
        use = next((u for u in choice if u.name in said or not said), None)
        date = resolver.state_date(use) if use is not None else None
        if date is not None:
            clause.when, clause.mods = None, Mods()
            clause.columns.append(Item("attr", (date,), 0, 0, 0.0, ""))
            return


def each_of_them(clause: Frame, last: Frame | None) -> None:
    """挂牌督办的都在哪些县，各几个: what is in the state, counted for each."""
    noun = last.nouns[-1] if last is not None and len(last.nouns) == 1 else None
    only = clause.counted and "each" in clause.flags and _says_nothing_else(
        replace(clause, counted=False)) and not clause.nouns
    if last is None or noun is None or not only or last.measures or last.groups \
            or noun.asked != "which" or noun.ranked or noun.options[0] not in REGIONS:
        return
    states = (*last.mods.states, *noun.mods.states)
    owners = {u.entity for choice in states for u in choice}
    if len(owners) != 1 or noun.mods.preds:
        return
    counted = SetPhrase(tuple(owners), Mods(states=states), implied=True)
    last.mods = replace(last.mods, states=()).plus(Mods(conds=noun.mods.conds))
    last.measures = [MeasurePhrase("count", noun=counted)]
    last.groups.append(GroupPhrase(entities=noun.options, each=True, text=noun.text))
    last.nouns, last.which, clause.counted = [], False, False


def more_often(clause: Frame, last: Frame | None, resolver: Resolver) -> None:
    """换过表的站有多少，换了两次以上的呢: the same state, come about so often."""
    often = [c for c in clause.bare if c.amount is not None and c.amount.text[-1:] in "次回遍趟"]
    plain = not (clause.measures or clause.nouns or clause.mods or clause.groups)
    if last is None or len(often) != 1 or len(clause.bare) != 1 or not plain:
        return
    for measure in reversed(last.measures):
        noun = measure.noun
        if measure.kind != "count" or noun is None or len(noun.mods.states) != 1:
            continue
        bound = tuple(b for u in noun.mods.states[0]
                      if (b := resolver.bind(u, often[0])) is not None)
        if bound:
            mods = replace(noun.mods, states=(bound,))
            clause.measures = [replace(measure, noun=replace(noun, mods=mods))]
            clause.bare, clause.bare_texts, clause.counted = [], [], False
            return


def within_so_long(clause: Frame, last: Frame | None, resolver: Resolver) -> None:
    """哪些证快过期了，九十天以内的: how soon, said after the state."""
    long = [c for c in clause.bare if c.amount is not None and c.amount.dimension == "duration"]
    if last is None or len(long) != 1 or not _says_nothing_else(replace(clause, bare=[])) \
            or clause.nouns or len(clause.bare) != 1:
        return

    def bound(mods: Mods) -> Mods:
        states = tuple(tuple(b for u in choice if not u.params
                             and (b := resolver.bind(u, long[0])) is not None) or choice
                       for choice in mods.states)
        return replace(mods, states=states)

    before = (last.mods, *(n.mods for n in last.nouns))
    last.mods = bound(last.mods)
    last.nouns = [replace(n, mods=bound(n.mods)) for n in last.nouns]
    if (last.mods, *(n.mods for n in last.nouns)) != before:
        clause.bare, clause.bare_texts = [], []


def counts_again(clause: Frame, last: Frame) -> bool:
    """今年…多少家，去年多少家: the same count in another period."""
    same = bool(clause.times) and clause.counted and len(last.times) == 1
    return same and bool(last.measures) and all(m.kind == "count" for m in last.measures) \
        and not (clause.mods or clause.nouns or clause.measures or clause.groups or clause.basis
                 or clause.extreme or clause.which or clause.shared or clause.bare)


def moves_again(clause: Frame, last: Frame) -> bool:
    """…降了百分之几，全省降了百分之几: the same change at another place."""
    said = clause.change is not None or bool(clause.flags & {"up", "down", "growth"})
    before = last.measures[-1].change if last.measures else None
    elsewhere = clause.whole or any(c.options[0][1] is None for c in clause.mods.conds)
    bare = replace(clause, change=None, mods=replace(clause.mods, conds=tuple(
        c for c in clause.mods.conds if c.options[0][1] is not None)))
    return said and before is not None and elsewhere and not last.groups and not clause.nouns \
        and not clause.which and _says_nothing_else(bare)


def compare_listed(clause: Frame, last: Frame | None) -> None:
    """工业站和灌区站，哪类的上传率高: of the values that were named, each with its own."""
    noun = last.nouns[-1] if last is not None and last.nouns and not last.measures else None
    kinds = [g for g in clause.groups if g.kinds]
    ends = clause.ranked or clause.extreme
    if last is None or clause.nouns or not ends or not (kinds or clause.which):
        return
    if noun is None:  # 国控站和省控站，哪类…
        named = [c for c in last.mods.conds if c.listed > 1 and c.options[0][1] is not None]
        clause.groups = [g for g in clause.groups if not named or g not in kinds]
        clause.which = clause.which or bool(named)
        return
    if noun.asked or noun.ranked:
        return
    listed = tuple(c for c in noun.mods.conds if c.listed > 1 and c.options[0][1] is not None)
    if len(listed) != 1:
        return
    rest = replace(noun, mods=replace(noun.mods, conds=tuple(
        c for c in noun.mods.conds if c not in listed)))
    last.nouns = [*last.nouns[:-1], *([rest] if rest.mods else [])]
    last.mods = last.mods.plus(Mods(conds=listed))
    clause.groups = [g for g in clause.groups if g not in kinds]
    clause.which = True
    if not clause.measures and (clause.ranked is None or clause.ranked.by is None):
        clause.measures = [MeasurePhrase("count", noun=rest)]


def _says_nothing_else(clause: Frame) -> bool:
    return not (clause.measures or clause.mods or clause.groups or clause.extreme or clause.limit
                or clause.ranked or clause.change or clause.basis or clause.bare or clause.shared
                or clause.counted or clause.times or clause.attrs)
