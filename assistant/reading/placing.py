"""Where the conditions of a question that no noun took belong."""

from __future__ import annotations

from dataclasses import replace

from assistant.contracts.errors import AmbiguousQuestion
from assistant.reading.frame import Frame
from assistant.reading.loose import stray_test
from assistant.reading.nearest import REGIONS
from assistant.reading.phrase_types import MeasurePhrase, Mods, PredPhrase, SetPhrase
from assistant.reading.resolve import Resolver
from assistant.reading.roles import Roles
from assistant.reading.rows_of_kind import rows_of_value, rows_tested, unscoped
from assistant.reading.same_records import with_their_records


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
            tests = with_their_records(frame, Mods(preds=tuple(fitting)), rows)
            roles.rows = rows.narrowed(replace(tests, join=join))
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


def measured_of(frame: Frame, roles: Roles, noun: SetPhrase, resolver: Resolver) -> bool:
    """换过两回表的站，异常率多少: one figure of all of them, which are not listed one by one."""
    shown = frame.which or frame.listed or frame.extreme or frame.limit or frame.ranked \
        or frame.columns or frame.attrs or frame.groups or frame.counted
    metrics = [m for m in roles.measures if m.kind == "metric" and m.scope is None and not m.change]
    if not noun.mods.preds or noun.asked or noun.ranked or noun.within or shown or not metrics \
            or metrics != roles.measures or "value" not in frame.flags or "each" in frame.flags \
            or noun.options[0] in REGIONS:
        return False
    fitting = [resolver.metrics_fitting(Mods(), m.metrics, noun.options) for m in metrics]
    if not all(fitting):
        return False
    roles.measures = [replace(m, metrics=f, scope=noun)
                      for m, f in zip(metrics, fitting, strict=True)]
    return True


def narrow_ranked(frame: Frame, resolver: Resolver) -> None:
    """季报迟交的，平均迟几天，最拖拉的五个县: of those forms; a county is not in such a state."""
    places = [n for n in frame.nouns if n.ranked is not None and n.options[0] in REGIONS]
    measure = frame.measures[0] if len(frame.measures) == 1 else None
    if not places or measure is None or measure.kind != "metric" or measure.scope is not None \
            or not frame.mods.states or frame.mods.preds:
        return
    values = tuple(c for c in frame.mods.conds if c.options[0][1] is not None)
    said = Mods(conds=values, states=frame.mods.states)
    fitting = resolver.metrics_fitting(said, measure.metrics)
    if fitting:
        narrowed = replace(measure, metrics=fitting, mods=measure.mods.plus(said))
        frame.measures = [narrowed]
        frame.mods = replace(frame.mods, states=(), conds=tuple(
            c for c in frame.mods.conds if c not in values))


def tests_of_counted(
    frame: Frame, roles: Roles, preds: list[PredPhrase], resolver: Resolver
) -> list[PredPhrase]:
    """名下有证、也装了站，没取水的户有几家: what was said first is said of those counted.

    Returns:
        The tests that are left to place.
    """
    counts = [m for m in roles.measures if m.kind == "count" and m.noun is not None]
    noun = counts[0].noun if counts and counts == roles.measures else None
    said = [p for p in preds if p in frame.mods.preds]
    group = frame.metric_groups and len(counts) == 1 and preds
    if group and counts[0].noun is not None and _only_tested(counts[0], roles, preds):
        noun = replace(counts[0].noun, mods=Mods(preds=tuple(preds)))
        roles.measures = [replace(counts[0], noun=noun)]  # 三率都没到95%的县有几个
        return []
    if noun is None or len(counts) > 1 or not said or noun.implied or roles.rows is not None:
        return preds
    options = tuple(o for o in noun.options if all(resolver.fits_pred(p, o) for p in said))
    if not options:
        return preds
    noun = replace(noun, options=options)
    tested = noun.narrowed(with_their_records(frame, Mods(preds=tuple(said)), noun))
    roles.measures = [replace(counts[0], noun=tested)]
    return [p for p in preds if p not in said]


def _only_tested(count: MeasurePhrase, roles: Roles, preds: list[PredPhrase]) -> bool:
    """Whether places are counted, and everything else measured is what tests them."""
    tested = [p.subject for p in preds]
    return count.noun is not None and count.noun.options[0] in REGIONS and not count.noun.mods \
        and all(m is count or m in tested for m in roles.measures)


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
