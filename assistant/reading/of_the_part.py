"""A set said again is the one told of before, with all that narrowed it there.

离线的里面自筹建的几个; 今年退回的季报几张，退得最多的县是哪个; 办了延续的几本，没办的几本.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.phrase_types import MeasurePhrase, Mods, Ranked, SetPhrase, StateChoice
from assistant.reading.resolve import Resolver
from assistant.reading.rule_words import rule_words


def of_the_part(clause: Frame, earlier: Frame, resolver: Resolver) -> None:
    """Narrow what a clause counts or ranks by as the same things were narrowed before."""
    told = list(_told(earlier))
    _how_many_of_those(clause, earlier)
    clause.measures = [_undone(_inside(m, told), told, resolver) for m in clause.measures]
    clause.nouns = [replace(n, ranked=_ranked(n.ranked, told)) for n in clause.nouns]
    clause.ranked = _ranked(clause.ranked, told)
    if clause.extreme is not None and not clause.measures:
        _said_again(clause, told)


def _how_many_of_those(clause: Frame, earlier: Frame) -> None:
    """哪些县一户超许可的都没有？一共几个县，占全省几成: how many of those that were asked for."""
    rows = next((n for n in earlier.nouns if n.asked in ("which", "list") and not n.ranked), None)
    if rows is None or clause.whole or clause.mods or earlier.extreme or earlier.limit:
        return
    tests = replace(rows.mods.plus(replace(earlier.mods, conds=())), conds=rows.mods.conds)
    if not tests.states and not tests.preds:
        return

    def of_those(measure: MeasurePhrase) -> MeasurePhrase:
        noun = measure.noun
        same = noun is not None and set(noun.options) == set(rows.options) \
            and not (noun.mods or noun.within or noun.ranked or noun.asked)
        noun = noun.narrowed(tests) if noun is not None and same else noun
        part = of_those(measure.part) if measure.part is not None else None
        return replace(measure, noun=noun, part=part)

    clause.measures = [of_those(m) if m.kind in ("count", "share") else m
                       for m in clause.measures]


def _said_again(clause: Frame, told: list[SetPhrase]) -> None:
    """逾期才交的几家，逾期最多的是哪个市: the state says again which things are counted."""
    def same(noun: SetPhrase, choice: StateChoice) -> bool:
        return any(u.name == v.name for c in noun.mods.states for v in c for u in choice)

    again = [(c, n) for c in clause.mods.states for n in told if same(n, c)]
    if not again:
        return
    least = min((n for _, n in again), key=lambda n: len(n.mods.states))
    clause.mods = replace(clause.mods, states=tuple(
        c for c in clause.mods.states if c not in [a for a, _ in again]))
    clause.measures = [MeasurePhrase("count", noun=replace(least, asked="", number=None))]


def _told(earlier: Frame) -> Iterator[SetPhrase]:
    for measure in reversed(earlier.measures):
        noun = measure.noun
        if measure.kind == "count" and noun is not None and noun.options and noun.mods.states:
            more = noun.within.mods if noun.within is not None else Mods()
            yield replace(noun, mods=more.plus(noun.mods), within=None)
            if noun.within is not None:
                yield noun.within


def _same(one: SetPhrase, other: SetPhrase) -> bool:
    mine = {u.name for c in one.mods.states for u in c}
    theirs = {u.name for c in other.mods.states for u in c}
    return bool(mine) and mine <= theirs and bool(set(one.options) & set(other.options))


def _inside(measure: MeasurePhrase, told: list[SetPhrase]) -> MeasurePhrase:
    noun = measure.noun
    if measure.kind != "count" or noun is None or noun.within is None:
        return measure
    whole = next((t for t in told if _same(noun.within, t)), None)
    if whole is None:
        return measure
    return replace(measure, noun=replace(noun, mods=whole.mods.plus(noun.mods), within=whole))


def _ranked(ranked: Ranked | None, told: list[SetPhrase]) -> Ranked | None:
    by = ranked.by if ranked is not None else None
    noun = by.noun if by is not None else None
    if ranked is None or by is None or noun is None or by.kind != "count" or noun.mods.conds:
        return ranked
    whole = next((t for t in told if _same(noun, t)), None)
    return ranked if whole is None else replace(
        ranked, by=replace(by, noun=replace(whole, asked="", number=None)))


def _undone(
    measure: MeasurePhrase, told: list[SetPhrase], resolver: Resolver
) -> MeasurePhrase:
    """没办: not so, of what was just said to be done."""
    noun = measure.noun
    if measure.kind != "count" or noun is None or not noun.implied or not told:
        return measure
    owners = {u.entity for c in noun.mods.states for u in c}
    done = told[0]
    verb = next((noun.text.removeprefix(d) for d in _DENIED if noun.text.startswith(d)), "")
    if not verb or owners & set(done.options):
        return measure
    for choice in done.mods.states:
        names = {u.name for u in choice}
        if any(verb in act.verbs and names & set(act.done) for act in resolver.model.acts):
            kept = tuple(c for c in done.mods.states if c != choice)
            turned = tuple(replace(u, negated=not u.negated) for u in choice)
            rest = replace(done.mods, states=(*kept, turned))
            return replace(measure, noun=replace(done, mods=rest, asked=""))
    return measure


_DENIED = tuple(sorted(rule_words()["acts"]["denied"], key=len, reverse=True))
