"""A metric of the very things that were said, by their own date: 去年销号的问题平均几天."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.contracts.algebra import (
    Agg,
    AttrPred,
    Count,
    Members,
    Ratio,
    Share,
    StatePred,
    Top,
)
from assistant.contracts.terms import terms_in
from assistant.reading.phrase_types import MeasurePhrase, SetPhrase
from assistant.reading.resolve import Resolver

if TYPE_CHECKING:
    from assistant.reading.measures import MeasureBuilder


def over_those(
    builder: MeasureBuilder, resolver: Resolver, phrase: MeasurePhrase, name: str
) -> Agg | Share | None:
    """Return the metric's own formula over the set that was said, where that set replaces its own.

    过期的证许可水量多少: the set that was said stands for the one of the definition. 去年销号的问题
    按期办结率: of those closed then, the share that is in the state the rate tells of.
    """
    formula, scope = resolver.model.metric(name).formula, phrase.scope
    if scope is None:
        return None
    if isinstance(formula, Ratio):
        return _rate(builder, resolver, formula, scope)
    if not isinstance(formula, Agg) or not isinstance(formula.over, Members):
        return None
    during, chosen = _said_by_state(resolver, scope, formula.over.entity)
    chosen = chosen or _said_by_value(resolver, scope, formula.over)
    other = chosen and any(isinstance(p, StatePred) for p in formula.over.where)
    if not (during or other) or formula.over.entity not in scope.options:
        return None
    over = builder.members(scope, formula.over.entity)
    return formula.model_copy(update={"over": over, "fn": phrase.agg or formula.fn})


def _rate(
    builder: MeasureBuilder, resolver: Resolver, formula: Ratio, scope: SetPhrase
) -> Share | None:
    part, whole = formula.top, formula.bottom
    if not isinstance(part, Count) or not isinstance(whole, Count) \
            or not isinstance(part.of, Members) or not isinstance(whole.of, Members) \
            or part.distinct is not None or part.of.entity != whole.of.entity:
        return None
    entity = part.of.entity
    during, _ = _said_by_state(resolver, scope, entity)
    over = builder.members(scope, entity) if during and entity in scope.options else None
    if over is None or isinstance(over, Top):
        return None
    inside = over.model_copy(update={"where": (*over.where, *part.of.where)})
    return Share(part=Count(of=inside), whole=Count(of=over))


def _said_by_value(resolver: Resolver, scope: SetPhrase, over: Members) -> bool:
    """状态有效的证: a value of the attribute that the definition's own state looks at."""
    states = [resolver.model.state(p.name).pred for p in over.where if isinstance(p, StatePred)]
    tested = {t.path for s in states for t in terms_in(s) if isinstance(t, AttrPred)}
    return any(o[0] == over.entity and o[1] in tested
               for c in scope.mods.conds for o in c.options[:1])


def _said_by_state(resolver: Resolver, scope: SetPhrase, entity: str) -> tuple[bool, bool]:
    """Return whether a dated state chooses the set, and whether anything does."""
    near = [resolver.nearest_state(c, entity) for c in scope.mods.states]
    states = [s for s in near if s is not None and s.entity == entity]
    during = any(s.during and not s.negated for s in states)
    return during, bool(states) or any(  # 新发的: by what happened to them
        resolver.below(o[0], entity) for c in scope.mods.conds for o in c.options[:1])
