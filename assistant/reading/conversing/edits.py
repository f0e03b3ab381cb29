"""Edits of a question asked before: another time, place, condition, grouping, measure, number.

Each edit takes from the new sentence what is of its kind and puts it where something of that kind
stands in the old one. What no edit takes stays unread, so that it is asked back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from assistant.contracts.algebra import AttrPred
from assistant.contracts.terms import terms_in
from assistant.reading.asked_again import absorbed, asked_again, is_place
from assistant.reading.frame import Frame
from assistant.reading.nodes import Cond
from assistant.reading.phrase_types import MeasurePhrase, Mods, PredPhrase, Ranked, SetPhrase
from assistant.reading.same_stretch import compare_same_stretch
from assistant.reading.shares import Shares

Ways = frozenset[str]
Edit = Callable[[Frame, Frame, Ways, Shares], Frame]


def edited(old: Frame, said: Frame, ways: Ways, shares: Shares) -> Frame:
    """Return the old question with what was said put into it; neither is changed."""
    fresh = absorbed(Frame(), old)
    said = _own(absorbed(Frame(), said), old, shares)
    for edit in _EDITS:
        fresh = edit(fresh, said, ways, shares)
    fresh.flags |= said.flags & {"explain", "yesno", "difference", "total", "parent", "crosstab"}
    fresh.unread = [*said.unread]
    return fresh


def _own(said: Frame, old: Frame, shares: Shares) -> Frame:
    """What the sentence itself says: a measure that only a value implied is none (工业的)."""
    implied = [m for m in said.measures if not m.text and m.kind == "metric"]
    said.measures = [m for m in said.measures if m not in implied]
    for measure in implied:
        if _told_by_name(old, measure.mods, shares):  # 农业用水量, 工业的呢: the metric itself
            said.measures.append(measure)
        else:
            said.mods = said.mods.plus(measure.mods)
    for cond in said.mods.conds:
        alone = Frame(mods=Mods(conds=(cond,)), flags={"value"})
        if not cond.negated and _told_by_name(old, alone.mods, shares):
            shares.imply(alone)
            said.measures += alone.measures
            said.mods = replace(said.mods, conds=tuple(
                c for c in said.mods.conds if c is not cond or not alone.measures))
    for kind in said.nouns:  # 自来水厂的: things of a kind, said for the kind
        if kind.mods and kind.asked in ("", "list") and kind.ranked is None:
            said.mods = said.mods.plus(kind.mods)
    counted = [m for m in said.measures if m.kind in ("count", "share") and _nothing_named(m)]
    for measure in counted:  # 灌区占几家, 工业的几本: a part, counted
        noun = measure.noun or (measure.part.noun if measure.part is not None else None)
        if noun is not None and noun.mods:
            said.mods = said.mods.plus(noun.mods)
            said.measures.remove(measure)
    return said


def _told_by_name(old: Frame, mods: Mods, shares: Shares) -> bool:
    """Whether the old metric holds by its name a value of what is said now."""
    said = {f"{entity}.{attribute}" for c in mods.conds for entity, attribute, _ in c.options}
    model = shares.resolver.model
    return any(isinstance(term, AttrPred) and (term.path in said or any(
        path.endswith(f".{term.path}") for path in said))
        for m in old.measures for name in m.metrics[:1] for term in terms_in(
            model.metric(name).formula))


def _nothing_named(measure: MeasurePhrase) -> bool:
    noun = measure.noun or (measure.part.noun if measure.part is not None else None)
    return noun is not None and (noun.implied or not noun.options)


def _times(old: Frame, said: Frame, ways: Ways, shares: Shares) -> Frame:
    if said.times:
        old.times, old.vague_times = list(said.times), []
        old.basis = [b for b in old.basis if isinstance(b.basis, str)]  # 同比 moves along
    elif said.vague_times:
        old.vague_times, old.times = list(said.vague_times), []
    if said.hours is not None:
        old.hours = said.hours
    return old


def _compared(old: Frame, said: Frame, ways: Ways, shares: Shares) -> Frame:
    if said.basis:
        old.basis = list(said.basis)
        old.measures = [replace(m, change=None) for m in old.measures]
        if old.limit is not None and len(old.measures) == 1:
            # 最低的三个，去年同期呢: still the three, with what they were
            least = old.limit.direction == "least"
            old.ranked = old.ranked or Ranked(old.measures[0], old.limit.n,
                                              "least" if least else "most")
        compare_same_stretch(old)
    if said.change is not None:
        old.change = said.change
    return old


def _places_and_values(old: Frame, said: Frame, ways: Ways, shares: Shares) -> Frame:
    """Another place or value stands in the place of its like; 也 adds, 不要 takes away."""
    conds = said.mods.conds
    if "drop" in ways:
        conds = tuple(replace(c, negated=True) for c in conds if not c.negated)
        old.mods = old.mods.plus(Mods(conds=conds, states=tuple(
            tuple(replace(use, negated=not use.negated) for use in choice)
            for choice in said.mods.states)))
        return old
    denied = [c for c in conds if c.negated]
    kept = tuple(c for c in conds if not c.negated)
    if denied and kept:  # 不是新余，是信丰
        conds = kept
    old = _of_one(old, conds)
    for cond in conds:
        if "also" in ways and _joined(old, cond):
            continue
        change = Frame(mods=Mods(conds=(cond,)))
        old = asked_again(_without_places(old) if is_place(cond) else old, change, shares)
    for choice in said.mods.states:
        old = asked_again(old, Frame(mods=Mods(states=(choice,))), shares)
    old.mods = replace(old.mods, preds=(*old.mods.preds, *said.mods.preds))
    if said.whole or "parent" in said.flags and not old.groups:
        old = asked_again(old, Frame(whole=True), shares)
    return old


def _of_one(old: Frame, conds: tuple[Cond, ...]) -> Frame:
    """各市…，那赣州呢: of the one that is named; nothing is left to be ranked."""
    named = {c.options[0][0] for c in conds if is_place(c) and len(c.options[0][2]) == 1}
    kept = [g for g in old.groups if not named & {*g.entities, *g.paths}]
    if len(kept) < len(old.groups):
        old.groups = kept
        old.limit = old.ranked = old.extreme = None
        old.order, old.which = "", False
    return old


def _joined(old: Frame, cond: Cond) -> bool:
    """赣州也算上: beside the place that was said; both are told one by one."""
    held = [c for c in old.mods.conds if is_place(c)]
    options = cond.options
    if len(held) != 1 or not options or held[0].options[0][:2] != options[0][:2]:
        return False
    first = held[0].options[0]
    both = replace(held[0], options=((first[0], first[1], (*first[2], *options[0][2])),),
                   listed=2, text=f"{held[0].text}、{cond.text}")
    old.mods = replace(old.mods, conds=tuple(both if c is held[0] else c for c in old.mods.conds))
    return True


def _without_places(frame: Frame) -> Frame:
    """The frame without the places it names: a county said next does not lie in the old city."""

    def mods(given: Mods) -> Mods:
        return replace(given, conds=tuple(c for c in given.conds if not is_place(c)))

    def noun(given: SetPhrase | None) -> SetPhrase | None:
        return replace(given, mods=mods(given.mods)) if given is not None else None

    same = absorbed(Frame(), frame)
    same.mods = mods(same.mods)
    same.nouns = [n for given in same.nouns if (n := noun(given)) is not None]
    same.measures = [replace(m, mods=mods(m.mods), noun=noun(m.noun), scope=noun(m.scope))
                     for m in same.measures]
    return same


def _groups(old: Frame, said: Frame, ways: Ways, shares: Shares) -> Frame:
    if not said.groups:
        return old
    listed = any(n.asked == "list" for n in old.nouns)
    if old.bare and listed and len(said.groups) == 1 and said.groups[0].grain is None:
        one = said.groups[0]  # 低于95%的市，按县看: the counties that are so
        old.nouns = [SetPhrase((*one.entities, *one.paths), asked="list")]
        return old
    old.nouns = [n for n in old.nouns if n.asked != "list"]
    timed = [g for g in said.groups if g.grain is not None]
    # 按季度 splits what is shown by city; 分市 stands in the place of the months
    beside = bool(timed) or bool(ways & {"also", "keep"})
    kept = [g for g in old.groups if (g.grain is None) == bool(timed)] if beside else []
    old.groups = [*kept, *(g for g in said.groups if g not in kept)]
    if not timed:
        old.nouns = [n for n in old.nouns if not n.ranked]
    if not beside:
        old.flags -= {"trend"}
    old.limit = old.ranked = old.extreme = None
    old.which = old.listed = False
    return old


def _measures(old: Frame, said: Frame, ways: Ways, shares: Shares) -> Frame:
    """Another measure takes the conditions of the old one; 也、加上 sets it beside."""
    if not said.measures:
        return old
    before = old.measures[0] if old.measures else None
    tested = _test_swapped(old, said) if "also" not in ways else None
    if tested is not None:
        return tested
    taken = []
    for measure in said.measures:
        mods = before.mods if before is not None and measure.kind == "metric" else Mods()
        taken.append(replace(measure, mods=mods.plus(measure.mods)))
    named = {n for m in taken for n in m.metrics}
    narrowed = "only" in ways and old.measures and any(
        named & set(m.metrics) for m in old.measures)
    beside = "also" in ways and not narrowed
    old.measures = [*old.measures, *taken] if beside else taken
    if not beside:
        old.metric_groups, old.nouns = [], [n for n in old.nouns if not n.asked]
        old.counted = False
    return old


def _test_swapped(old: Frame, said: Frame) -> Frame | None:
    """上传率低于90%的站有几个，完整率呢: those whose other rate is below it."""
    if len(said.measures) != 1 or said.measures[0].kind != "metric" or said.counted:
        return None
    found = False

    def noun(given: SetPhrase | None) -> SetPhrase | None:
        nonlocal found
        if given is None or not any(_by_metric(p) for p in given.mods.preds):
            return given
        found = True
        preds = tuple(replace(p, subject=replace(p.subject, metrics=said.measures[0].metrics))
                      if p.subject is not None and _by_metric(p) else p for p in given.mods.preds)
        return replace(given, mods=replace(given.mods, preds=preds))

    same = absorbed(Frame(), old)
    same.nouns = [n for given in old.nouns if (n := noun(given)) is not None]
    same.measures = [replace(m, noun=noun(m.noun)) for m in old.measures]
    return same if found else None


def _by_metric(pred: PredPhrase) -> bool:
    return pred.subject is not None and pred.subject.kind == "metric"


def _ranked(old: Frame, said: Frame, ways: Ways, shares: Shares) -> Frame:
    for name in ("limit", "extreme", "ranked"):
        value = getattr(said, name)
        if value is not None:
            setattr(old, name, value)
    if said.order:
        old.order = said.order
    old.which = old.which or said.which
    old.ends |= said.ends
    return old


def _tested(old: Frame, said: Frame, ways: Ways, shares: Shares) -> Frame:
    """八成以上的: a threshold on the one figure that was asked; a new one replaces the old."""
    if not said.bare:
        return old
    old.bare, old.bare_texts = list(said.bare), list(said.bare_texts)
    old.flags -= {"check", "value"}
    rows = [g for g in old.groups if g.grain is None and (g.entities or g.paths)]
    if len(old.groups) == 1 and rows and not any("." in p for p in rows[0].paths):
        # 各市…，低于95%的: the cities that are so
        old.nouns = [SetPhrase((*rows[0].entities, *rows[0].paths), asked="list")]
        old.groups = []
    return old


def _listed(old: Frame, said: Frame, ways: Ways, shares: Shares) -> Frame:
    """名单: the things that were counted, named."""
    asked = "listed" in ways or said.listed
    if not asked or said.groups:
        return old
    counts = [m for m in old.measures if m.kind == "count" and m.noun is not None]
    if counts and len(counts) == len(old.measures):
        noun = counts[-1].noun
        assert noun is not None
        old.measures, old.counted, old.groups = [], False, []
        old.nouns = [replace(noun, asked="list")]
    old.listed = True
    old.attrs = [*old.attrs, *said.attrs]
    old.columns = [*old.columns, *said.columns]
    return old


_EDITS: tuple[Edit, ...] = (
    _times, _compared, _places_and_values, _measures, _groups, _ranked, _tested, _listed,
)
