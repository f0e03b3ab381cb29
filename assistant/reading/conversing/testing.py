"""Edits by a threshold: those of what was told that pass it."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from assistant.contracts.algebra import AttrCmp
from assistant.contracts.time import Grain
from assistant.reading.asked_again import is_place
from assistant.reading.every_period import grain_of
from assistant.reading.frame import Frame
from assistant.reading.nodes import Comparison
from assistant.reading.phrase_types import (
    Against,
    BasisPhrase,
    MeasurePhrase,
    Mods,
    PredPhrase,
    SetPhrase,
)
from assistant.reading.thresholds import amount_of

_TURNED: dict[AttrCmp, AttrCmp] = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def tested(old: Frame, said: Frame, tests: tuple[PredPhrase, ...] = ()) -> Frame:
    """Return those of the old question that pass what is said: 八成以上的, 只看下降的.

    Args:
        old: the question.
        said: what was heard of the sentence.
        tests: those of its thresholds that name what they hold of (``tests_of``).
    """
    other = _other_amount(old, said)
    if other is not None:
        return other
    preds = _preds(old, said, tests)
    if not preds:
        return old
    old.limit = old.extreme = old.ranked = None
    old.order = ""
    rows = [g for g in old.groups if g.grain is None]
    named = rows[0] if len(old.groups) == 1 and rows and (rows[0].entities or rows[0].paths) \
        else None
    mods = Mods(preds=preds)
    if (named is not None or old.groups) and old.measures[0].kind == "metric":
        old.mods = replace(old.mods, conds=tuple(c for c in old.mods.conds if is_place(c)))
    if named is not None and not any("." in path for path in named.paths):
        options = (*named.entities, *named.paths)
        old.nouns = [SetPhrase(options, mods=mods, asked="list", text=named.text)]
        old.groups, old.measures, old.basis, old.change = [], [], [], None
        return old
    grain = _grain(old, said)
    if grain is not None:
        old.when, old.groups = grain, rows
        old.mods = old.mods.plus(mods)
        old.measures, old.basis, old.change = [], [], None
        return old
    old.bare, old.bare_texts = list(said.bare), list(said.bare_texts)
    old.flags -= {"check", "value"}
    return old


def _preds(
    old: Frame, said: Frame, tests: tuple[PredPhrase, ...]
) -> tuple[PredPhrase, ...]:
    """The tests that are said, each of the measure that was asked."""
    if "both" in said.flags and len(old.measures) > 1:  # 只留两样都跌了三成往上的
        each = (_preds(replace(old, measures=[m]), said, tests) for m in old.measures)
        return tuple(pred for preds in each for pred in preds)
    if len({m.metrics for m in old.measures}) != 1:
        return ()
    main = replace(old.measures[0], change=None)
    values = tuple(c for c in old.mods.conds if not is_place(c))
    if values and main.kind == "metric":  # 工业用水涨了的市: what is tested is of industry
        main = replace(main, mods=main.mods.plus(Mods(conds=values)))
    if tests:
        return tuple(_completed(pred, main, old) for pred in tests)
    by_so_much = _by_so_much(said, old, main)
    if by_so_much is not None:
        return (by_so_much,)
    found = [PredPhrase(main, comparison=c, text=t)
             for c, t in zip(said.bare, said.bare_texts, strict=False)]
    basis = next((b for b in said.basis if b.sign in ("up", "down")), None)
    if basis is not None and basis.basis in old.times:
        said.unread = [*said.unread, *(t.label for t in old.times)]  # 去年…，比去年高的
    elif basis is not None:
        found.append(PredPhrase(main, against=_against(basis, basis.sign)))
    elif said.change is not None and (way := _way(said)):
        known = next(iter(old.basis), None) or old.measures[0].change or old.change
        if known is not None and (known.basis is not None or known.parent):
            found.append(PredPhrase(main, against=_against(known, way)))
    return tuple(found)


def _by_so_much(said: Frame, old: Frame, main: MeasurePhrase) -> PredPhrase | None:
    """降了一成以上的, 涨幅超过5%的: how far it moved, held against a share."""
    known = next(iter(old.basis), None) or old.measures[0].change or old.change
    way = _way(said)
    share = [c for c in said.bare if c.amount is not None and c.amount.dimension == "fraction"]
    share = [_as_a_fall(c) for c in share]
    fell = bool(share) and share[0] not in said.bare
    way = way or ("down" if fell else "")  # 跌了三成往上
    if known is None or known.basis is None or not way or len(said.bare) != 1 or not share:
        return None
    against = replace(_against(known, way), how="growth")
    return PredPhrase(main, comparison=share[0], against=against, text=said.bare_texts[0])


def _as_a_fall(comparison: Comparison) -> Comparison:
    """Grown by −30 % or less is fallen by 30 % or more."""
    amount = comparison.amount
    if amount is None or amount.value >= 0 or comparison.cmp not in _TURNED:
        return comparison
    return replace(comparison, cmp=_TURNED[comparison.cmp],
                   amount=replace(amount, value=-amount.value))


def _against(basis: BasisPhrase, sign: str) -> Against:
    way: Literal["up", "down"] = "down" if sign == "down" else "up"
    if basis.longterm:
        return Against("longterm", sign=way)
    return Against("parent", sign=way) if basis.parent else Against(
        "change", basis=basis.basis, sign=way)


def _way(said: Frame) -> str:
    ways = said.flags & {"up", "down"}
    return next(iter(ways)) if len(ways) == 1 else ""


def tests_of(said: Frame, old: Frame) -> tuple[PredPhrase, ...]:
    """Return thresholds on what was asked, taken out: 超过10条的市, 涨幅超过5%的."""
    rows = {o for g in old.groups for o in (*g.entities, *g.paths)}
    names = {n for m in old.measures for n in m.metrics}
    if not old.groups or len(names) > 1 and len(old.measures) > 1:
        return ()
    found: list[PredPhrase] = []
    kept: list[PredPhrase] = []
    for pred in said.mods.preds:
        subject = pred.subject
        counted = subject is not None and subject.kind == "count" and subject.noun is not None \
            and not subject.noun.mods and bool(rows & set(subject.noun.options))
        same = subject is not None and bool(names & set(subject.metrics))
        (found if counted or same else kept).append(pred)
    said.mods = replace(said.mods, preds=tuple(kept))
    return tuple(found)


def _completed(pred: PredPhrase, main: MeasurePhrase, old: Frame) -> PredPhrase:
    """The threshold of the measure as it was asked, with what it was compared with."""
    against = pred.against
    if against is not None and against.kind == "change" and against.basis is None:
        known = next(iter(old.basis), None) or old.measures[0].change or old.change
        against = replace(against, basis=known.basis if known is not None else None)
    return replace(pred, subject=main, against=against)


def _grain(old: Frame, said: Frame) -> Grain | None:
    grains = [g.grain for g in old.groups if g.grain is not None]
    if len(grains) == 1:
        return grains[0]
    if old.groups or grains:
        return None
    return said.when or grain_of(old.times)


def _other_amount(old: Frame, said: Frame) -> Frame | None:
    """那80%呢: the same test with another amount."""
    numbers = [i.value for i in said.numbers]
    if len(numbers) != 1 or said.bare or said.measures or said.limit or said.extreme:
        return None
    amount, count = amount_of(numbers[0], said.numbers[0].text), 0
    if amount is None:
        return None

    def other(pred: PredPhrase) -> PredPhrase:
        nonlocal count
        held = pred.comparison
        if held is None or held.amount is None or held.upper is not None \
                or held.amount.dimension != amount.dimension:
            return pred
        count += 1
        return replace(pred, comparison=replace(held, amount=amount))

    same = replace(old, mods=replace(old.mods, preds=tuple(map(other, old.mods.preds))))
    same.nouns = [_with(noun, tuple(map(other, noun.mods.preds))) for noun in old.nouns]
    same.measures = [
        replace(m, noun=_with(m.noun, tuple(map(other, m.noun.mods.preds))))
        if m.noun is not None else m for m in old.measures]
    said.numbers = [] if count == 1 else said.numbers
    return same if count == 1 else None


def _with(noun: SetPhrase, preds: tuple[PredPhrase, ...]) -> SetPhrase:
    return replace(noun, mods=replace(noun.mods, preds=preds))
