"""What a question compares with: a basis said, or the second of two periods."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.periods import inside
from assistant.reading.phrase_types import BasisPhrase
from assistant.reading.roles import Roles


def take_basis(frame: Frame, roles: Roles) -> None:
    """Give the basis heard, or the second period, to the measures; keep the narrower period."""
    _course(frame, roles)
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
