"""Signs that the rows, or what is shown of each, are not those the words name.

See ``losses``; the same kind of check, over the words and the whole query.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.contracts.algebra import (
    At,
    AttrPred,
    Count,
    InSet,
    Members,
    Metric,
    Share,
    StatePred,
    Top,
)
from assistant.contracts.query import MetricQuery
from assistant.contracts.terms import terms_in
from assistant.reading.losses_in_part import Check
from assistant.reading.nodes import StateUse, Token
from assistant.reading.opposites import exclusive
from assistant.reading.query_terms import PLACES, where_of
from assistant.reading.rule_words import words_of
from knowledge_graph.semantics.model import SemanticModel


def _others_as_a_kind(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """换过表的站异常率多少，其他站呢: those not named, no kind that is called so."""
    used = {p.value for t in terms_in(query) for p in where_of(t) if isinstance(p, AttrPred)}
    for one, two in zip(tokens, tokens[1:], strict=False):
        if one.text in words_of("the_others") and one.text in used and two.has("entity"):
            yield f"没有听出“{one.text}{two.text}”指的是哪些"


def _measured_of_none(
    tokens: Sequence[Token], query: MetricQuery, model: SemanticModel
) -> Iterator[str]:
    """注销的证里许可量最大的: the measure counts only those that are valid."""
    for part in query.parts or (query,):
        rows = part.over
        for out in part.measures if isinstance(rows, Members) else ():
            formula = model.metric(out.expr.name).formula if isinstance(out.expr, Metric) else None
            over = getattr(formula, "over", None)
            if not isinstance(over, Members) or not isinstance(rows, Members) \
                    or over.entity != rows.entity:
                continue
            if any(_apart(model, one, other) for one in _uses(rows) for other in _uses(over)):
                zh = model.metric(out.expr.name).zh  # type: ignore[union-attr]
                yield f"{zh}的口径不含这样的{model.entity(rows.entity).zh}"


def _states_of_records(
    tokens: Sequence[Token], query: MetricQuery, model: SemanticModel
) -> Iterator[str]:
    """没缺数也没异常的站日: each day's own, not that of its station over all of the period."""
    for count in terms_in(query):
        rows = count.of if isinstance(count, Count) else None
        if not isinstance(rows, Members) or model.entity(rows.entity).kind != "fact":
            continue
        if any(isinstance(p, StatePred) and model.state(p.name).entity != rows.entity
               for p in terms_in(rows)):
            yield f"没有听出每一条{model.entity(rows.entity).zh}要满足什么"


def _apart(model: SemanticModel, one: StateUse, other: StateUse) -> bool:
    """No member is in both: one state is of a value that the other leaves out."""
    values = {(t.path, t.value) for t in terms_in(model.state(one.name).pred)
              if isinstance(t, AttrPred) and t.cmp == "=" and isinstance(t.value, str)}
    left_out = {(t.path, v) for t in terms_in(model.state(other.name).pred)
                if isinstance(t, AttrPred) and t.cmp == "not_in" and isinstance(t.value, tuple)
                for v in t.value}
    return bool(values & left_out) or exclusive(model, one, other)


def _uses(members: Members) -> list[StateUse]:
    return [StateUse(p.name, members.entity) for p in members.where if isinstance(p, StatePred)]


def _multiple_lost(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """比一季度翻倍的灌区: a test of the rows, and nothing is tested."""
    said = next((a for a, b in zip(tokens, tokens[1:], strict=False)
                 if a.is_fn("multiple") and b.is_fn("de")), None)
    tested = any(getattr(t, "op", "") == "measure" for t in terms_in(query))
    if said is not None and not tested:
        yield f"没有听出“{said.text}”是拿什么和什么比"


def _kind_of_those(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """重大故障里响应慢的占多少，修好的那些里面超过三天的几张: of the major ones as well."""
    if not any(t.is_fn("pronoun_set") for t in tokens):
        return
    for before, after in zip(query.parts, query.parts[1:], strict=False):
        one, two = (_kinds(p) for p in (before, after))
        if one and not one & two and after.over is None and not after.by:
            yield "没有听出后一问是不是还限于前面说的那些"


def _kinds(part: MetricQuery) -> set[str]:
    return {f"{p.path.rpartition('.')[2]}={p.value}" for t in terms_in(part) for p in where_of(t)
            if isinstance(p, AttrPred) and isinstance(p.value, str)
            and p.path.split(".")[0] not in PLACES and p.cmp == "="}


def _second_end_lost(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """耗水量最大的是哪个行业，耗水率最高的又是哪个: two questions, one answer."""
    ends: list[frozenset[str]] = []
    for one, two in zip(tokens, tokens[1:], strict=False):
        if one.has("metric") and two.is_fn("most", "least"):
            ends.append(frozenset(one.readings["metric"]))
    asked = sum(t.is_fn("ask_which", "ask_when") for t in tokens)
    parts = query.parts or (query,)
    shown = sum(bool(p.order or p.limit) for p in parts) + sum(
        getattr(t, "op", "") in ("extreme", "at_extreme") for t in terms_in(query))
    if asked > 1 and len(set(ends)) > 1 and shown < len(set(ends)):
        yield "没有听出几个最高、最低是不是都要"


def _of_the_first_ones(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """最大的十家是哪些，其中灌区几家: of those ten, not of all there are."""
    if not any(t.is_fn("of_which") or t.text == "其中" for t in tokens):
        return
    for before, after in zip(query.parts, query.parts[1:], strict=False):
        few = before.limit and before.limit > 1 and before.order
        told = any(isinstance(t, InSet | Top) for t in terms_in(after)) or after.order
        if few and not told and all(isinstance(o.expr, Count) for o in after.measures):
            yield "没有听出后一问是不是还限于前面说的那些"


def _share_of_the_picked(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """用水最多的是哪个市，推算部分占多少: of that city's total, or of all the estimates?"""
    if any(t.is_fn("whole", "whole_place", "all_of") for t in tokens):
        return
    for part in query.parts or (query,):
        plain = {o.expr.name for o in part.measures if isinstance(o.expr, Metric)}
        for out in part.measures:
            share = out.expr
            if not isinstance(share, Share) or not isinstance(share.part, Metric) \
                    or not isinstance(share.whole, At) or share.whole.measure != share.part:
                continue
            if part.limit == 1 and plain - {share.part.name}:
                yield "没有听出是什么占什么的比例"


ROW_CHECKS: tuple[Check, ...] = (_others_as_a_kind, _measured_of_none, _states_of_records,
                                 _kind_of_those, _second_end_lost, _of_the_first_ones,
                                 _share_of_the_picked, _multiple_lost)
