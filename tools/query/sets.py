"""Membership: every set is a test of a row, so set operations are logic."""

from __future__ import annotations

from sqlglot import exp

from assistant.contracts.algebra import (
    Intersect,
    Members,
    Minus,
    Periods,
    Product,
    Rows,
    SetT,
    Top,
    Union,
    Values,
)
from assistant.contracts.errors import ModelFixable
from tools.query.about import loose_conditions
from tools.query.attributes import value_at
from tools.query.bases import base_entity, in_periods
from tools.query.conditions import base_conditions
from tools.query.engine import Engine
from tools.query.entity_rows import row_of
from tools.query.frame import Binding, Frame, Row
from tools.query.graph import one_key
from tools.query.keys import EntityKey, Key, PathKey
from tools.query.scope import Scope
from tools.query.spans import span_of
from tools.query.spine import set_row
from tools.query.sql import Expr, all_of, any_of, binary, col, lit, negate, not_null, paren
from tools.query.states import member_tests
from tools.query.timing import in_period, in_time, rule_of, usable_span


def member(term: SetT, row: Row, scope: Scope) -> Expr:
    """Return the test that a row is a member of a set."""
    if isinstance(term, Members):
        return _members(term, row, scope)
    if isinstance(term, Union):
        return any_of([paren(member(t, row, scope)) for t in term.of])
    if isinstance(term, Intersect):
        return all_of([paren(member(t, row, scope)) for t in term.of]) or exp.true()
    if isinstance(term, Minus):
        outside = negate(member(term.without, row, scope))
        return all_of([paren(member(term.of, row, scope)), outside]) or exp.true()
    if isinstance(term, Top):
        return _in_top(term, row, scope)
    if isinstance(term, Rows):
        return _in_rows(term, row)
    return _key_member(term, row, scope)


def _members(term: Members, row: Row, scope: Scope) -> Expr:
    engine = row.engine
    at = row_of(row, term.entity)
    assert at.home is not None
    entity = at.home.entity
    rule = rule_of(engine, entity, term)
    here = scope.at(usable_span(engine, entity, rule, scope.time))
    times = (in_time(at.home, rule, at, here), in_period(at.home, rule, at, here))
    tests = member_tests(term, at, here)
    return all_of([*(t for t in times if t is not None), *(paren(t) for t in tests)]) or exp.true()


def _key_member(term: Periods | Values | Product, row: Row, scope: Scope) -> Expr:
    engine = row.engine
    if isinstance(term, Product):
        parts = [member(t, row, scope) for t in term.of]
        parts += [engine.pred(p, row, scope) for p in term.where]
        return all_of([paren(p) for p in parts]) or exp.true()
    tests = [engine.pred(p, row, scope) for p in term.where]
    if isinstance(term, Values):
        return all_of([not_null(value_at(row, term.path).sql), *(paren(t) for t in tests)]) \
            or exp.true()
    period = row.period
    if period is None:
        raise ModelFixable("这里没有时段可判断。", detail="periods without a period key")
    if term.time is not None:
        span = span_of(term.time, scope.outer)
        low, high = span.day_first(), span.day_last()
        tests += [binary(exp.GTE, period.sql, lit(low))] if low else []
        tests += [binary(exp.LTE, period.sql, lit(high))] if high else []
    return all_of([paren(t) for t in tests]) or exp.true()


def _in_rows(term: Rows, row: Row) -> Expr:
    """Membership of the rows of an earlier query, by their keys."""
    let = row.engine.let(term.name)
    tests: list[Expr] = []
    for key, column in zip(let.keys, let.columns, strict=True):
        ours = _key_value(key, row)
        query = exp.select(col(column)).from_(let.cte)
        tests.append(exp.In(this=ours.copy(), query=exp.Subquery(this=query)))
    return all_of(tests) or exp.true()


def _key_value(key: Key, row: Row) -> Expr:
    for binding in row.bindings:
        if binding.key == key:
            return binding.sql
    if isinstance(key, EntityKey):
        return row_of(row, key.entity).bindings[0].sql
    if isinstance(key, PathKey):
        return value_at(row, key.path).sql
    raise ModelFixable("前一步结果的行与这里的对象不同。", detail=f"rows keyed by {key}")


def _in_top(term: Top, row: Row, scope: Scope) -> Expr:
    """Membership of the first n; they are found once, over the whole time in force."""
    engine = row.engine
    entity = base_entity(engine, term.of)
    if entity is None:
        return _in_top_keys(term, row, scope)
    at = row_of(row, entity)
    assert at.home is not None
    cte = _top_cte(term, entity, engine, scope)
    key = one_key(at.home.entity)
    alias = at.frame.attach(cte, [(key, at.home.key())])
    return not_null(col(key, alias))


def _top_cte(term: Top, entity: str, engine: Engine, scope: Scope) -> str:
    known = engine.builder.recall(("top", term, scope))
    if known is not None and engine.may_read(known):
        return known
    frame = Frame(engine)
    home = frame.start_entity(engine.graph.entity(entity))
    row = Row(frame, (Binding(EntityKey(entity), home.key(), frame, home),), home)
    loose = Scope(time=scope.time, soft=(*scope.where, *scope.narrow, *scope.soft),
                  params=scope.params, outer=scope.outer)
    frame.where(member(term.of, row, loose))
    for condition in base_conditions(row, loose)[0]:
        frame.where(condition)
    value = _value(term, row, scope)
    frame.where(not_null(value))
    body = _ranked(term, row, [exp.alias_(home.key(), one_key(home.entity))], value)
    name = engine.builder.add(f"top_{entity}", body)
    engine.builder.remember(("top", term, scope), name)
    return name


def _value(term: Top, row: Row, scope: Scope) -> Expr:
    return row.engine.measure(term.by, row, scope.inside(row.entity(),
                                                         loose_conditions(row, scope)))


def _ranked(term: Top, row: Row, columns: list[Expr], value: Expr) -> exp.Select:
    order = exp.Ordered(this=value.copy(), desc=term.direction == "desc", nulls_first=False)
    per = [value_at(row, term.per).sql.copy()] if term.per else None
    place = exp.Window(this=exp.Anonymous(this="RANK"), partition_by=per,
                       order=exp.Order(expressions=[order]))
    return row.frame.select.select(*columns).qualify(binary(exp.LTE, place, lit(term.n)))


def _in_top_keys(term: Top, row: Row, scope: Scope) -> Expr:
    """The first n of periods, values or pairs."""
    engine, scope = row.engine, in_periods(term.of, scope)
    inner = set_row(engine, term.of, scope)
    value = _value(term, inner, scope)
    inner.frame.where(not_null(value))
    columns = [exp.alias_(b.sql.copy(), b.key.name) for b in inner.bindings]
    cte = engine.builder.add("top", _ranked(term, inner, columns, value))
    pairs = [(b.key.name, _key_value(b.key, row)) for b in inner.bindings]
    alias = row.frame.attach(cte, pairs)
    return not_null(col(pairs[0][0], alias))
