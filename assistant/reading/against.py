"""What a question compares with: a basis said, or the second of two periods."""

from __future__ import annotations

from dataclasses import replace

from assistant.contracts.time import Period
from assistant.reading.bases import opens_a_year
from assistant.reading.frame import Frame
from assistant.reading.periods import inside
from assistant.reading.phrase_types import BasisPhrase, MeasurePhrase, PredPhrase, SetPhrase
from assistant.reading.roles import Roles


def take_basis(frame: Frame, roles: Roles) -> None:
    """Give the basis heard, or the second period, to the measures; keep the narrower period."""
    _course(frame, roles)
    _side_by_side(frame, roles)
    if frame.basis and len(frame.times) >= 2:  # 二季度环比一季度: the second is the basis
        roles.basis = replace(frame.basis[0], basis=frame.times[1])
        frame.times = frame.times[:1]
    elif len(frame.times) == 2 and any(m.change and m.change.basis in ("yoy", "mom")
                                       for m in roles.measures):
        against = frame.times.pop()  # 二季度环比一季度增减
        roles.measures = [replace(m, change=replace(m.change, basis=against))
                          if m.change is not None else m for m in roles.measures]
    elif frame.basis:
        own = bool(roles.measures) and all(m.change for m in roles.measures)
        roles.basis, *rest = frame.basis
        roles.more_bases = frame.basis if own else rest  # 环比和同比分别怎么样
    elif frame.change is not None and roles.measures and len(frame.times) < 2 \
            and not any(m.change for m in roles.measures):
        roles.basis = frame.change
    if len(frame.times) == 2 and not _sharing(frame, roles):  # 去年 … 4到9月: the narrower one
        first, second = frame.times
        if inside(second, first):
            frame.times = [second]
        elif inside(first, second):
            frame.times = [first]
    roles.compare_times = len(frame.times) > 1


def basis_of_tests(
    frame: Frame, roles: Roles, preds: list[PredPhrase]
) -> list[PredPhrase]:
    """…涨了、…却降了的市？去年跟前年比: what the rows moved against, said apart from them.

    Returns:
        The conditions that belong to no noun yet, held against the same.
    """
    def based(pred: PredPhrase) -> PredPhrase:
        against = pred.against
        if against is None or against.kind != "change" or against.basis is not None:
            return pred
        return replace(pred, against=replace(against, basis=said.basis))

    def noun(given: SetPhrase | None) -> SetPhrase | None:
        if given is None:
            return None
        preds = tuple(based(p) for p in given.mods.preds)
        return replace(given, mods=replace(given.mods, preds=preds))

    said = frame.basis[0] if len(frame.basis) == 1 else BasisPhrase()
    frame.step = said.step
    if said.basis is None or said.sign or said.how:
        return preds
    rows, measures = noun(roles.rows), [replace(m, noun=noun(m.noun)) for m in roles.measures]
    alone = [based(p) for p in preds]
    if (rows, measures, alone) != (roles.rows, roles.measures, preds):
        roles.rows, roles.measures, frame.basis = rows, measures, []
    return alone


def _side_by_side(frame: Frame, roles: Roles) -> None:
    """一季度和二季度各多少: two periods beside each other, neither held against the other.

    So are they where the second comes after the first: what is later is nothing to go back to.
    """
    own = [m.change for m in roles.measures if m.change is not None]
    said = frame.basis[0] if len(frame.basis) == 1 else own[0] if own else BasisPhrase()
    if len(frame.times) != 1 or said.how or not isinstance(said.basis, Period):
        return
    moved = frame.change or frame.flags & {"up", "down", "difference", "growth", "trend"}
    beside = said.joined and not said.sign and not own and (
        not moved or "mark" in frame.flags) and bool(frame.flags & {"each", "value"})
    later = str(said.basis.first) > str(frame.times[0].last) and not opens_a_year(said.basis)
    if beside or later:
        frame.times, frame.basis = [*frame.times, said.basis], []
        roles.measures = [replace(m, change=None) if m.change is not None
                          and m.change.basis == said.basis else m for m in roles.measures]


def _course(frame: Frame, roles: Roles) -> None:
    """逐月变化: the course over the periods shown is asked, not a comparison with last year."""
    if not any(g.grain for g in roles.groups):
        return

    def plain(change: BasisPhrase | None) -> bool:
        return change is not None and change.basis is None and change.sign == "both" \
            and not (change.how or change.parent or change.longterm)

    if plain(frame.change) and not frame.flags & {"growth", "up", "down"}:
        frame.change = None  # but 每年降了百分之几 is told against the year before
    roles.measures = [replace(m, change=None) if plain(m.change) else m for m in roles.measures]


def _sharing(frame: Frame, roles: Roles) -> bool:
    return frame.shared or any(m.kind == "share" for m in roles.measures)


def basis_of_measure(
    phrase: MeasurePhrase, frame: Frame, roles: Roles
) -> BasisPhrase | None:
    """和2023年相比，哪个市降得最多: the way is the measure's, what it is against was said apart."""
    change, said = phrase.change, roles.basis or next(iter(frame.basis), None)
    if change is None or said is None:
        return change or roles.basis
    if change.basis is not None or change.parent or change.longterm:
        return change
    return replace(said, sign=change.sign or said.sign, how=change.how or said.how)
