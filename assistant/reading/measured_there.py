"""What is said of places that are ranked or shown narrows what is measured there.

季报，哪个市按时上报率最低: the rate of those forms in each city, not the rate of all forms in
the cities that have such forms.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.nearest import REGIONS
from assistant.reading.nodes import Cond
from assistant.reading.phrase_types import MeasurePhrase, Mods
from assistant.reading.resolve import Resolver
from assistant.reading.roles import Roles


def measured_there(frame: Frame, roles: Roles, resolver: Resolver) -> None:
    """Give the measures the values of other things that the places, or the question, hold."""
    rows = roles.rows
    by = roles.ranked.by if roles.ranked is not None else None
    measures = [*roles.measures, *([by] if by is not None else [])]
    if rows is None or rows.options[0] not in REGIONS or not measures \
            or any(m.kind != "metric" for m in measures):
        return
    told = (*rows.mods.conds, *frame.mods.conds)
    taken = [c for c in told if _of_facts(c, rows.options, resolver) and all(
        resolver.metrics_fitting(Mods(conds=(c,)), m.metrics) for m in measures)]
    for cond in taken:
        roles.measures = [_with(m, cond) for m in roles.measures]
        if roles.ranked is not None and roles.ranked.by is not None:
            roles.ranked = replace(roles.ranked, by=_with(roles.ranked.by, cond))
    roles.rows = replace(rows, mods=_without(rows.mods, taken))
    frame.mods = _without(frame.mods, taken)


def _of_facts(cond: Cond, rows: tuple[str, ...], resolver: Resolver) -> bool:
    """Whether it is a value of what lies in the places, not of the places themselves."""
    return cond.listed < 2 and not cond.negated and all(  # noqa: PLR2004
        o[1] is not None and resolver.below(o[0], row) for o in cond.options for row in rows)


def _with(measure: MeasurePhrase, cond: Cond) -> MeasurePhrase:
    return replace(measure, mods=measure.mods.plus(Mods(conds=(cond,))))


def _without(mods: Mods, conds: list[Cond]) -> Mods:
    return replace(mods, conds=tuple(c for c in mods.conds if c not in conds))
