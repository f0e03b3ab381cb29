"""Signs of a loss of form: a limit, a mean, a period, a condition that a later figure shares.

See ``losses``; the same kind of check, over the words and the whole query.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from pydantic import BaseModel

from assistant.contracts.algebra import (
    Agg,
    AttrPred,
    Count,
    InSet,
    Members,
    Metric,
    Periods,
    Rank,
    Share,
    StatePred,
    Top,
    Trend,
)
from assistant.contracts.query import MetricQuery
from assistant.contracts.terms import terms_in
from assistant.reading.losses_in_part import Check
from assistant.reading.nodes import Token
from assistant.reading.query_terms import PLACES, counted, where_of
from knowledge_graph.semantics.model import SemanticModel

_COUNTED_OFF = "前后头倒Tt"  # 前三名, TOP10
_ASKS = ("ask_count", "ask_value", "how_many", "ask_length", "share_ask")


def _rows_within_themselves(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """每个县取最低的一个县: the first one of each one."""
    for part in query.parts or (query,):
        rows = {getattr(part.over, "entity", None)} if part.over is not None else set()
        if len(part.by) == 1:
            rows |= {part.by[0].path}
        if part.limit_per is not None and part.limit_per in rows:
            yield "没有听出在哪些当中比高低"


def _limit_lost(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """前三名 of a list that shows everything."""
    parts = query.parts or (query,)
    limits = {p.limit for p in parts} | {t.n for p in parts for t in terms_in(p)
                                         if isinstance(t, Top)}
    if any(isinstance(t, Rank) for p in parts for t in terms_in(p)):
        return
    for token in tokens:
        item = next(iter(token.readings.get("number", ())), None)
        if item is not None and item.dimension == "ordinal" and item.value not in limits \
                and token.text[0] in _COUNTED_OFF:
            yield f"没有听出“{token.text}”按什么排"
    for one, two in zip(tokens, tokens[1:], strict=False):
        item = next(iter(two.readings.get("number", ())), None)
        if one.is_fn("top", "bottom") and one.text in ("前", "头", "倒数", "排前", "后") \
                and item is not None and item.dimension in ("count", "bare", "ordinal") \
                and item.value not in limits:
            yield f"没有听出“{one.text}{two.text}”按什么排"


def _limit_of_others(
    tokens: Sequence[Token], query: MetricQuery, model: SemanticModel
) -> Iterator[str]:
    """十本证 as ten holders: the rows are counted otherwise."""
    known = {c for e in model.entities for c in e.counters} - {"个"}
    path = query.by[0].path if len(query.by) == 1 else None
    rows = getattr(query.over, "entity", "") or (path or "").split(".")[0]
    entity = next((e for e in model.entities if e.name == rows), None)
    if not query.limit or entity is None or (path and "." in path):
        return
    for token in tokens:
        item = next(iter(token.readings.get("number", ())), None)
        counter = (getattr(item, "counter", "") or "")[:1]  # 十本证
        if item is not None and item.value == query.limit and counter in known \
                and query.limit > 1 and counter not in entity.counters:
            yield f"没有听出“{token.text}”数的是什么"


def _mean_lost(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """平均几天，最长几天: the longest alone."""
    said = any(t.is_fn("avg") or t.has("metric") and "平均" in t.text for t in tokens)
    exprs = [o.expr for p in query.parts or (query,) for o in p.measures]
    if said and exprs and all(isinstance(e, Agg) and e.fn in ("max", "min") for e in exprs):
        yield "没有听出平均的是什么"


def _fewer_than_asked(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """Two figures asked, one shown; a stretch said again asks for nothing more."""
    asked: set[tuple[str, ...]] = set()
    stretch: tuple[str, ...] = ()
    waiting = True
    for token in tokens:
        if token.has("punct") or token.is_fn("and"):
            stretch, waiting = (), True
            continue
        stretch = (*stretch, token.text)
        if waiting and token.is_fn(*_ASKS):
            asked.add(stretch)
            waiting = False
    parts = query.parts or (query,)
    shown = sum(len(p.measures) + len(p.columns) + (p.over is not None) + len(p.by)
                for p in parts)
    if len(asked) > shown:
        yield "没有听出问的每一个数"


def _condition_of_the_first(
    tokens: Sequence[Token], query: MetricQuery, model: SemanticModel
) -> Iterator[str]:
    """群众举报的问题有多少，销号率多少: the rate of those, or of all?"""
    for part in query.parts or (query,):
        exprs = [o.expr for o in part.measures]
        if any(isinstance(e, Share) for e in exprs):
            continue
        for one, other in zip(exprs, exprs[1:], strict=False):
            few = isinstance(one, Count) and isinstance(one.of, Members) and any(
                not _placed(p) for p in one.of.where)
            total = isinstance(other, Metric) and (model.metric(other.name).unit == "count" or bool(
                counted(model.metric(other.name).formula)))  # 移出几家，净增几家
            if few and isinstance(other, Metric) and not other.where and not total \
                    and not _in_formula(one, model.metric(other.name).formula):
                yield "没有听出前面的条件管不管后面的数"


def _in_formula(count: object, formula: BaseModel) -> bool:
    """有效许可证几本，年许可水量: the volume is of the valid ones by its definition."""
    told = formula.model_dump_json()
    named = [p.name for t in terms_in(count) for p in where_of(t)  # type: ignore[arg-type]
             if isinstance(p, StatePred)]
    return bool(named) and all(f'"{name}"' in told for name in named)


def _place_lost(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """排第几, and no place among others."""
    asked = any(t.is_fn("place_of") for t in tokens)
    if asked and not any(isinstance(t, Rank | Periods) for t in terms_in(query)):
        yield "没有听出在哪些当中排"


def _first_ones_shared(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """前三占全省多少: those three together, not each of them."""
    rows = query.by and query.limit and any(isinstance(o.expr, Share) for o in query.measures)
    for one, two in zip(tokens, tokens[1:], strict=False):
        item = next(iter(one.readings.get("number", ())), None)
        if rows and two.is_fn("share") and item is not None and item.value == query.limit:
            yield f"没有听出“{one.text}”是合起来算还是分别算"


def _whole_of_all(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """未修好的里超过72小时的占几成, of all there are."""
    said = any(a.has("state") and b.has("entity") and c.is_fn("partitive") or
               a.is_fn("de") and b.has("entity") and c.is_fn("partitive")
               for a, b, c in zip(tokens, tokens[1:], tokens[2:], strict=False))
    for term in terms_in(query) if said else ():
        if isinstance(term, Share) and isinstance(term.part, Count) \
                and isinstance(term.whole, Count) and where_of(term.part.of) \
                and not where_of(term.whole.of) and not query.context.where:
            yield "没有听出是什么占什么的比例"


def _counted_then_all(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """未建档的户有几家，取了多少水: those, or all of them?"""
    if any(t.is_fn("whole", "all_of") for t in tokens):
        return
    for before, after in zip(query.parts, query.parts[1:], strict=False):
        few = any(isinstance(o.expr, Count) and isinstance(o.expr.of, Members) and any(
            not _placed(p) for p in o.expr.of.where) for o in before.measures)
        plain = after.over is None and not after.by and not any(
            isinstance(p, InSet) or not _placed(p) for t in terms_in(after) for p in where_of(t))
        if few and plain and all(isinstance(o.expr, Metric) for o in after.measures):
            yield "没有听出后一问是不是还限于前面说的那些"


def _part_outside_whole(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """没销的里面超期的占几成, of those that were closed: the part lies outside its whole."""
    for term in terms_in(query):
        part, whole = (term.part, term.whole) if isinstance(term, Share) else (None, None)
        if not (isinstance(part, Count) and isinstance(whole, Count)
                and isinstance(part.of, Members) and isinstance(whole.of, Members)):
            continue
        if part.of.entity == whole.of.entity and part.of.when != whole.of.when:
            yield "没有听出是什么占什么的比例"


def _placed(pred: object) -> bool:
    return isinstance(pred, AttrPred) and pred.path.split(".")[0] in PLACES


def _period_lost(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """在近五年里排第几: the longer period left no trace but its last day."""
    if any(getattr(t, "op", "") in ("prev", "growth") for t in terms_in(query)):
        return
    dumped = query.model_dump_json()
    course = any(isinstance(t, Trend) for t in terms_in(query))
    ends = {t.readings["time"][0].period.last for t in tokens if course and t.has("time")}
    for token in tokens:
        item = next(iter(token.readings.get("time", ())), None)
        period = getattr(item, "period", None)
        if period is None or period.first is None or period.last is None \
                or period.first == period.last:
            continue
        if isinstance(period.first, date) and period.first - timedelta(days=1) in ends:
            continue  # 2021、2022、2023年: a course through all of them
        days = [f'"{d}' in dumped for d in (period.first, period.last)]
        if days == [False, True] and f'"{period.label}"' not in dumped:
            yield f"没有听出“{token.text}”管的是什么"


FORM_CHECKS: tuple[Check, ...] = (
    _rows_within_themselves, _limit_lost, _limit_of_others, _mean_lost, _fewer_than_asked,
    _condition_of_the_first, _counted_then_all, _period_lost, _part_outside_whole,
    _place_lost, _first_ones_shared, _whole_of_all,
)
