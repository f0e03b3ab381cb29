"""States that no one thing is in at once: 在用 and 停用, 已报 and 未报, 新进 and 移出.

Said one after the other they are told apart; the second is no part of the first.
"""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from assistant.contracts.algebra import (
    And,
    AsOf,
    AttrPred,
    Has,
    Known,
    Lacks,
    Members,
    Moment,
    Not,
    Or,
    StatePred,
)
from assistant.reading.happenings import behind
from assistant.reading.nodes import StateUse
from knowledge_graph.semantics.model import SemanticModel

_Fact = tuple[str, object]  # what is looked at, and what it must be


def exclusive(model: SemanticModel, one: StateUse, other: StateUse) -> bool:
    """Return whether no member can be in both states."""
    if one.entity != other.entity or one.time != other.time:
        return False
    mine, theirs = _facts(model, one), _facts(model, other)
    return any(mine[f] != theirs[f] for f in mine.keys() & theirs.keys())


def both_ends(model: SemanticModel, one: StateUse, other: StateUse) -> bool:
    """Return whether one is how such a thing begins and the other how it ends (新进, 移出)."""
    time = model.entity(one.entity).time
    if one.entity != other.entity or time is None or one.negated or other.negated:
        return False
    ends = {model.state(u.name).when for u in (one, other)}
    return None not in ends and ends == {time.start, time.end} \
        or _begun_and_after(model, one, other) or _begun_and_after(model, other, one)


def _begun_and_after(model: SemanticModel, begun: StateUse, after: StateUse) -> bool:
    """新发了多少本证，注销了几本: acts of one register, one of which is how such a thing begins."""
    first, has = model.state(begun.name), behind(model, after)
    if not (isinstance(first.pred, Known) and first.pred.path == first.when) \
            or has is None or not isinstance(has.of, Members):
        return False
    return any(first.zh in a.values for a in model.entity(has.of.entity).attributes)


def _is_now(pred: AttrPred) -> bool:
    return isinstance(pred.value, AsOf) or (
        isinstance(pred.value, Moment) and pred.value.plus is None)


def _not_yet(pred: Or) -> Iterator[_Fact]:
    """没有日期，或者日期在后: not come about by then."""
    unknown = {p.pred.path for p in pred.preds if isinstance(p, Not) and isinstance(p.pred, Known)}
    later = {p.path for p in pred.preds if isinstance(p, AttrPred) and _is_now(p)
             and p.cmp in (">", ">=")}
    if len(pred.preds) == len(unknown) + len(later) and unknown == later and len(unknown) == 1:
        yield f"past {unknown.pop()}", False


def _facts(model: SemanticModel, use: StateUse) -> dict[str, object]:
    pred = model.state(use.name).pred
    found = dict(_of(model, pred))
    if not use.negated:
        return {**found, **dict(_dated(pred))}
    # the complement of several tests may fail any one of them
    return {f: (not v if isinstance(v, bool) else ("not", v)) for f, v in found.items()} \
        if len(found) == 1 else {}


def _dated(pred: BaseModel) -> Iterator[_Fact]:
    """按时上报: what is held against another date is there, so it is not 未报."""
    if isinstance(pred, And):
        for part in pred.preds:
            yield from _dated(part)
    elif isinstance(pred, AttrPred) and pred.cmp in ("<", "<=", ">", ">="):
        yield f"known {pred.path}", True
        yield f"side {pred.path} {pred.value!r}", pred.cmp in ("<", "<=")


def _of(model: SemanticModel, pred: BaseModel) -> Iterator[_Fact]:
    if isinstance(pred, And):
        for part in pred.preds:
            yield from _of(model, part)
    elif isinstance(pred, StatePred):
        yield from _of(model, model.state(pred.name).pred)
    elif isinstance(pred, AttrPred) and pred.cmp == "=":
        yield pred.path, pred.value
    elif isinstance(pred, AttrPred) and _is_now(pred):
        yield f"past {pred.path}", pred.cmp in ("<", "<=")
    elif isinstance(pred, Or):
        yield from _not_yet(pred)
    elif isinstance(pred, Known):
        yield f"known {pred.path}", True
    elif isinstance(pred, Not) and isinstance(pred.pred, Known):
        yield f"known {pred.pred.path}", False
    elif isinstance(pred, Has | Lacks) and isinstance(pred.of, Members):
        yield f"has {pred.of.model_dump_json()}", isinstance(pred, Has)
