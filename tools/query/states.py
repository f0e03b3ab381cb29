"""Named states, and when they are looked at."""

from __future__ import annotations

from sqlglot import exp

from assistant.contracts.algebra import Members, StatePred
from assistant.contracts.errors import ModelFixable
from tools.query.entity_rows import row_of
from tools.query.frame import Row
from tools.query.scope import Scope
from tools.query.sql import Expr, all_of, paren
from tools.query.timing import in_period, in_time, rule_of, usable_span


def state(term: StatePred, row: Row, scope: Scope) -> Expr:
    """Compile a named state: its definition, at the row it is a state of, in its own time."""
    engine, definition = row.engine, row.engine.state(term.name)
    holds = _defined(term, row, scope)
    if definition.when == "default":
        return holds
    at = row_of(row, definition.entity)
    assert at.home is not None
    entity = at.home.entity
    rule = rule_of(engine, entity, Members(entity=entity.name, when=definition.when))
    here = scope.at(usable_span(engine, entity, rule, scope.time))
    times = (in_time(at.home, rule, at, here), in_period(at.home, rule, at, here))
    return all_of([*(t for t in times if t is not None), paren(holds)]) or exp.true()


def member_tests(term: Members, row: Row, scope: Scope) -> list[Expr]:
    """Return the tests of a set's members, where the set's time rule has been applied.

    A set takes its rule from its states, unless it names one itself: they are then not timed again.
    """
    engine = row.engine
    rule = rule_of(engine, engine.graph.entity(term.entity), term)

    def settled(pred: StatePred) -> bool:
        state_of = engine.state(pred.name)
        if state_of.entity != term.entity or state_of.when == "default":
            return False
        alone = Members(entity=term.entity, when=state_of.when)
        return term.when != "default" or rule == rule_of(
            engine, engine.graph.entity(term.entity), alone)

    return [_defined(p, row, scope) if isinstance(p, StatePred) and settled(p)
            else engine.pred(p, row, scope) for p in term.where]


def _defined(term: StatePred, row: Row, scope: Scope) -> Expr:
    definition = row.engine.state(term.name)
    own = {p.name: p.default for p in definition.params}
    given = {name: row.engine.bound(value, scope) for name, value in term.params.items()}
    unknown = set(given) - set(own)
    if unknown:
        raise ModelFixable("状态没有这个参数。", detail=f"{term.name}: {sorted(unknown)}")
    at = row_of(row, definition.entity)
    return row.engine.pred(definition.pred, at, scope.with_params({**own, **given}))
