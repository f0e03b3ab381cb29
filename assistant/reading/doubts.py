"""Signs that a finished query is not what was asked, though every word left a trace.

Wrong is worse than silent (DESIGN §1.7): a query that holds a number against a measure of another
kind, asks yes or no about everything there is, or picks the first of one row has lost something
on the way. Each check is one function over the query; what it returns is told to the asker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import inf

from assistant.contracts.algebra import (
    Agg,
    At,
    AttrPred,
    Count,
    InSet,
    MeasurePred,
    Members,
    Metric,
    Number,
    PredT,
    Share,
    StatePred,
)
from assistant.contracts.query import MetricQuery
from assistant.contracts.terms import terms_in
from assistant.reading.losses import losses
from assistant.reading.nodes import StateUse, Token
from assistant.reading.opposites import exclusive
from assistant.reading.places_apart import places_apart
from assistant.reading.places_around import ParentOf
from assistant.reading.query_terms import PLACES, where_of
from knowledge_graph.semantics.model import SemanticModel
from tools.query.units import unit_of

_RATES = frozenset({"fraction", "ratio", "coefficient"})
_MOST_TIMES = 50  # nothing is told to grow, or to be a share of, more than 5,000 %
_BARE = frozenset({"", "count"})
_LOWEST, _HIGHEST = frozenset({">", ">="}), frozenset({"<", "<="})
_LENGTHS = frozenset({"day", "hour", "minute", "work_day"})


def doubts(
    query: MetricQuery, model: SemanticModel, tokens: Sequence[Token] = (),
    parent_of: ParentOf = lambda entity, key: None,
) -> tuple[str, ...]:
    """Return what speaks against the query, in Chinese; empty when nothing does."""
    parts = query.parts or (query,)
    found = [text for part in parts for check in _CHECKS for text in check(part, model)]
    if len(parts) > 1:
        found.extend(text for part in parts for text in _idle_part(part))
    found.extend(text for part in parts for text in places_apart(part, parent_of))
    return tuple(dict.fromkeys((*found, *losses(tokens, query, model))))


def _unlike_number(query: MetricQuery, model: SemanticModel) -> Iterator[str]:
    """取水户数不低于80%: a number held against a measure of another kind."""
    for term in terms_in(query):
        if not isinstance(term, MeasurePred) or not isinstance(term.right, Number):
            continue
        left, right = unit_of(term.left, model), term.right.unit
        value = term.right.value
        if right == "times" and left not in _RATES:
            yield f"没有听出是什么的{value:g}倍"
        elif right in _RATES and left not in _RATES:
            yield f"拿来比较的{value:g}是比例，可比的量不是"
        elif left in _RATES and right not in _RATES | _BARE:
            yield f"拿来比较的数（{value:g}{right}）和比例不是一类"
        elif left in _RATES and abs(value) > _MOST_TIMES:
            yield f"没有听出拿来和比例相比的{value:g}是什么数"
        elif isinstance(term.left, Count) and right not in _BARE and right not in _RATES:
            yield f"个数不能和{value:g}{right}相比"
        elif isinstance(term.left, Count) and 0 < abs(value) < 1:
            yield f"个数不能和{value:g}相比"


def _in_two_states(query: MetricQuery, model: SemanticModel) -> Iterator[str]:
    """改大的多还是改小的多: things asked to be in two states no one thing is in."""
    for term in terms_in(query):
        if not isinstance(term, Members):
            continue
        uses = [StateUse(p.name, term.entity) for p in term.where if isinstance(p, StatePred)]
        for index, one in enumerate(uses):
            for other in uses[index + 1 :]:
                if exclusive(model, one, other):
                    words = f"{model.state(one.name).zh}”和“{model.state(other.name).zh}"
                    yield f"“{words}”不能同时成立"


def _whole_of_itself(query: MetricQuery, model: SemanticModel) -> Iterator[str]:
    """名录单位数占名录单位数: a part that is the whole."""
    for term in terms_in(query):
        if isinstance(term, Share) and (term.part == term.whole or _is_middle(term.part)):
            yield "没有听出是什么占什么的比例"
    for term in terms_in(query):
        share = term.left if isinstance(term, MeasurePred) else None
        if isinstance(share, Share) and isinstance(share.whole, At) and share.whole.lift \
                and unit_of(share.part, model) in _LENGTHS:
            yield "没有听出天数或时长占的是哪一段的比例"


def _is_middle(part: object) -> bool:
    """A mean or median is no part of a total."""
    return isinstance(part, Agg) and part.fn in ("avg", "median")


def _yes_of_everything(query: MetricQuery, _: SemanticModel) -> Iterator[str]:
    """信丰那只户超冇超: whether there are any at all, of a whole register."""
    over = query.over
    if query.shape != "yesno" or not isinstance(over, Members) or query.measures:
        return
    conditions = [p for p in (*over.where, *query.context.where) if not _only_places(p)]
    if not conditions and not query.columns and not query.having:
        yield "没有听出要判断的条件"


def _first_of_one(query: MetricQuery, _: SemanticModel) -> Iterator[str]:
    """Which is the most, with nothing to choose from."""
    if query.order and query.limit and query.over is None and not query.by:
        yield "没有听出在哪些当中比高低"


def _each_by_itself(query: MetricQuery, _: SemanticModel) -> Iterator[str]:
    """问题数，按问题列出: counted one by one, each is one."""
    paths = {g.path for g in query.by if g.path}
    for out in query.measures:
        count = out.expr
        if isinstance(count, Count) and isinstance(count.of, Members) and not count.distinct \
                and count.of.entity in paths:
            yield "没有听出按什么分组计数"


def _checked_many(query: MetricQuery, _: SemanticModel) -> Iterator[str]:
    """One stated figure held against each row of a table."""
    if query.shape == "check" and (query.by or query.over is not None):
        yield "没有听出要核对的是哪一个数"


def _said_twice(query: MetricQuery, _: SemanticModel) -> Iterator[str]:
    """One path with two values that cannot both hold."""
    own = query.over.where if isinstance(query.over, Members) else ()
    bundles = [(*query.context.where, *own), *(
        t.where for t in terms_in(query) if isinstance(t, Members | Metric))]
    counted = [(*query.context.where, *where_of(t)) for o in query.measures
               for t in terms_in(o.expr) if isinstance(t, Members | Metric)]
    apart = [tuple(p for p in where if not _only_places(p)) for where in counted]
    if any(_contradict(where) for where in (*bundles, *apart)):
        yield "两个条件不能同时成立"


def _contradict(where: tuple[PredT, ...]) -> bool:
    seen: dict[str, set[object]] = {}
    for pred in where:
        if isinstance(pred, AttrPred) and pred.cmp in ("=", "in"):
            values: set[object] = set()
            values.update(pred.value if isinstance(pred.value, tuple) else (pred.value,))
            if pred.path in seen and not seen[pred.path] & values:
                return True
            seen[pred.path] = values
    return _empty_range(where)


def _empty_range(where: tuple[PredT, ...]) -> bool:
    """不超过90%且不低于95%: no figure lies there."""
    bounds: dict[str, list[float]] = {}
    for pred in where:
        if isinstance(pred, MeasurePred) and isinstance(pred.right, Number) \
                and pred.cmp in _LOWEST | _HIGHEST:
            low, high = bounds.setdefault(pred.left.model_dump_json(), [-inf, inf])
            value = pred.right.value
            bounds[pred.left.model_dump_json()] = [max(low, value), high] \
                if pred.cmp in _LOWEST else [low, min(high, value)]
    return any(low > high for low, high in bounds.values())


_Check = Callable[[MetricQuery, SemanticModel], Iterator[str]]
_CHECKS: tuple[_Check, ...] = (
    _unlike_number, _whole_of_itself, _yes_of_everything, _first_of_one, _checked_many,
    _each_by_itself, _said_twice, _in_two_states,
)


def _idle_part(query: MetricQuery) -> Iterator[str]:
    """A part of the question that lists a whole register: a topic nobody asked about."""
    over = query.over
    bare = isinstance(over, Members) and not over.where
    if bare and not (query.measures or query.columns or query.order or query.context.where):
        yield "有一部分没有听出问的是什么"


def _only_places(pred: PredT) -> bool:
    if isinstance(pred, AttrPred):
        return pred.path.split(".")[0] in PLACES
    return isinstance(pred, InSet) and (pred.path or "") in PLACES

