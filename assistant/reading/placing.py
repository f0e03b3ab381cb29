"""Where the conditions of a question that no noun took belong."""

from __future__ import annotations

from assistant.contracts.errors import AmbiguousQuestion
from assistant.reading.frame import Frame
from assistant.reading.loose import stray_test
from assistant.reading.phrase_types import Mods, PredPhrase
from assistant.reading.resolve import Resolver
from assistant.reading.roles import Roles
from assistant.reading.rows_of_kind import rows_of_value, rows_tested, unscoped


def place_conditions(
    frame: Frame, roles: Roles, preds: list[PredPhrase], resolver: Resolver
) -> None:
    """Let the conditions pick rows, test periods or groups, or mark what is shown."""
    rows = roles.rows
    if rows is not None:
        fitting = [p for p in preds
                   if any(resolver.fits_pred(p, o) for o in rows.options)]
        if fitting:
            join = frame.mods.join if "any" not in frame.flags else "or"
            roles.rows = rows.narrowed(Mods(preds=tuple(fitting), join=join))
        roles.tested = [p for p in roles.rows.mods.preds] if roles.rows else []
        _drop_tested(roles)
        return
    if rows_of_value(frame, roles, preds, resolver):
        place_conditions(frame, roles, preds, resolver)
        return
    if frame.when is not None and preds:
        roles.period_rows = frame.when
        roles.tested = list(preds)
        return
    stray = stray_test(frame, preds)
    if stray is not None:
        raise AmbiguousQuestion(f"没有听出“{stray.text}”限定的是什么，请说明对象。")
    if roles.groups and preds:
        entity_group = next((g for g in roles.groups if g.entities), None)
        if "mark" in frame.flags or entity_group is None:
            roles.flags = preds
        else:
            roles.having = preds
        _show(roles, preds)
    elif len(preds) > 1 and frame.counted:
        raise AmbiguousQuestion("听到几个条件要分别计数，没有听出数的是什么，请说明对象。")
    elif preds:
        _rows_or_flags(frame, roles, preds, resolver)


def _rows_or_flags(
    frame: Frame, roles: Roles, preds: list[PredPhrase], resolver: Resolver
) -> None:
    noun = rows_tested(frame, preds, resolver)
    if noun is None:
        roles.flags = preds
        _show(roles, preds)
        return
    roles.rows, roles.measures = noun, []
    place_conditions(frame, roles, unscoped(preds), resolver)


def _show(roles: Roles, preds: list[PredPhrase]) -> None:
    for pred in preds:
        if pred.subject is not None and pred.subject not in roles.measures:
            roles.measures.append(pred.subject)


def _drop_tested(roles: Roles) -> None:
    """A measure asked and also tested is shown once, as a column of its rows."""
    tested = [p.subject for p in roles.tested if p.subject is not None]
    roles.measures = [m for m in roles.measures if m not in tested]
