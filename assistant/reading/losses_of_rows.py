"""Signs that the rows, or what is shown of each, are not those the words name.

See ``losses``; the same kind of check, over the words and the whole query.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.contracts.algebra import AttrPred, Count, Members, Metric, StatePred
from assistant.contracts.query import MetricQuery
from assistant.contracts.terms import terms_in
from assistant.reading.losses_in_part import Check
from assistant.reading.nodes import StateUse, Token
from assistant.reading.opposites import exclusive
from assistant.reading.query_terms import where_of
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


ROW_CHECKS: tuple[Check, ...] = (_others_as_a_kind, _measured_of_none, _states_of_records)
