"""Signs that what was counted, apart, of whom or when is not what the words ask.

See ``losses``; the same kind of check, over the words and the whole query.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.contracts.algebra import (
    At,
    AttrPred,
    Count,
    Has,
    InSet,
    MeasurePred,
    Members,
    Metric,
    PathCol,
    Share,
    StatePred,
    Top,
)
from assistant.contracts.query import MetricQuery
from assistant.contracts.terms import terms_in
from assistant.reading.losses_in_part import Check
from assistant.reading.nodes import Token
from assistant.reading.query_terms import PLACES, base_of, counted, where_of
from knowledge_graph.semantics.model import SemanticModel

_ANY = frozenset("个家件条次")  # counters said of many kinds of things
_WHO, _BOOK = "家", "本"
_ASKS = ("ask_count", "how_many", "ask_times")
_FIRST = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "十": 10}  # 哪五类
_SIDES = ("compare", "than", "and", "group_all", "group", "up", "down", "diff", "change", "or",
          "both_ways", "growth", "compare_end", "times", "share", "share_ask")


def _counter_of_others(
    tokens: Sequence[Token], query: MetricQuery, model: SemanticModel
) -> Iterator[str]:
    """几本, answered with a number of stations."""
    shown = _shown(query, model)
    papers = {e.name for e in model.entities if _BOOK in e.counters}
    for token in tokens:
        said = token.text[-1:] if token.is_fn(*_ASKS) else ""
        kinds = {e.name: e.kind for e in model.entities if said in e.counters} if said else {}
        of_papers = said == _WHO and shown and shown <= papers
        if of_papers:  # 有几家 is asked of whatever stands for people, papers do not
            yield f"没有听出“{token.text}”数的是什么"
        if not kinds or said in _ANY or set(kinds.values()) != {"thing"}:
            continue
        if shown and not kinds.keys() & (shown | _happened_to(shown, model)):
            yield f"没有听出“{token.text}”数的是什么"


def _happened_to(shown: set[str], model: SemanticModel) -> set[str]:
    """新发几本: what came about is counted of the permits it came about for."""
    return {r.to for e in model.entities if e.name in shown and e.kind == "event"
            for r in e.relations}


def _shown(query: MetricQuery, model: SemanticModel) -> set[str]:
    found: set[str] = set()
    for part in query.parts or (query,):
        over = part.over.of if isinstance(part.over, Top) else part.over
        found |= {getattr(over, "entity", "")} | {(g.path or "").split(".")[0] for g in part.by}
        for out in (*part.measures, *part.columns):
            found |= {base_of(t, model) for t in terms_in(out.expr)}
            found |= {t.distinct.split(".")[0] for t in terms_in(out.expr)
                      if isinstance(t, Count) and isinstance(t.distinct, str)}
    return found - {""}


def _compared_unasked(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """去年立案、今年销号的有几件, set side by side: each period says when something came about."""
    if any(t.is_fn(*_SIDES) for t in tokens) or any(t.has("shift") for t in tokens):
        return
    periods = [i for i, t in enumerate(tokens) if t.has("time")]
    for part in query.parts or (query,):
        spans = {(o.expr.time.first, o.expr.time.last) for o in part.measures
                 if isinstance(o.expr, At) and o.expr.time is not None}
        if len(spans) > 1 and len(periods) > 1 and not any(
                b - a == 1 for a, b in zip(periods, periods[1:], strict=False)):
            yield "没有听出几段时间各管哪一部分"


def _not_apart(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """五河各多多少, all five together."""
    if query.parts or query.by or query.over is not None or len(query.measures) == 0:
        return
    if not any(t.is_fn("group_all", "how_many") and t.text.startswith(("各", "分别", "每"))
               for t in tokens):
        return
    wheres = [*query.context.where, *(p for t in terms_in(query) for p in where_of(t))]
    joined = [p for p in wheres if isinstance(p, AttrPred) and p.cmp == "in"
              or isinstance(p, InSet) and isinstance(p.of, Top) and p.of.n > 1]
    sides = {o.expr.where for o in query.measures if isinstance(o.expr, At | Metric)}
    plain = [o.expr.measure if isinstance(o.expr, At) else o.expr for o in query.measures]
    named = {e.name for e in plain if isinstance(e, Metric)}
    asked = {m for t in tokens for m in t.readings.get("metric", ())}
    summed = any(t.is_fn("summed") for t in tokens)
    if joined and len(sides) < 2 and len(named & asked) < 2 and not summed:  # noqa: PLR2004
        yield "没有听出是分开算还是合在一起算"


def _amounts_of_each(
    tokens: Sequence[Token], query: MetricQuery, model: SemanticModel
) -> Iterator[str]:
    """上饶和抚州的灌区，设计面积各多少亩: of each city, not of every unit in them."""
    if not isinstance(query.over, Members) or query.measures or query.shape != "list":
        return
    several = any(isinstance(p, AttrPred) and p.cmp == "in" and p.path in PLACES
                  for p in (*query.context.where, *query.over.where))
    each = any(t.text.startswith(("各", "分别")) for t in tokens)
    named = any(t.is_fn("ask_list", "ask_which") for t in tokens)
    numbers = [o for o in query.columns if isinstance(o.expr, PathCol)
               and _is_number(o.expr.path, model)]
    if several and each and numbers and not named:
        yield "没有听出是每个地方合计多少，还是一个一个列出来"


def _is_number(path: str, model: SemanticModel) -> bool:
    entity, _, name = path.partition(".")
    return any(a.name == name and a.type == "number" for e in model.entities
               if e.name == entity for a in e.attributes)


def _end_by_date_lost(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """提交最晚的表是哪一张, as every form there is."""
    said = any(t.is_fn("latest", "earliest") and t.text != "最新" for t in tokens)
    parts = query.parts or (query,)
    ends = {"extreme", "at_extreme", "top", "rank"}
    shown = any(p.order or p.limit for p in parts) or any(
        getattr(t, "op", "") in ends or getattr(t, "fn", "") in ("max", "min")
        for t in terms_in(query))
    if said and not shown:
        yield "没有听出最早或最晚的是什么"


def _conditions_of_rows_only(
    tokens: Sequence[Token], query: MetricQuery, model: SemanticModel
) -> Iterator[str]:
    """有效的工业证许可量最大的五个县: of those permits, not of every permit in such counties."""
    for part in query.parts or (query,):
        over = part.over
        if not isinstance(over, Members) or over.entity not in PLACES:
            continue
        for pred in over.where:
            held = _held(pred)
            if held is None:
                continue
            keys = {_key(p) for p in held.where} - {""}
            for out in part.measures:
                mine = {_key(p) for t in terms_in(out.expr) for p in where_of(t)}
                if keys and base_of(out.expr, model) == held.entity and not keys & mine:
                    yield "没有听出前面的条件管不管后面的数"


def _held(pred: object) -> Members | None:
    """Return what a row must have: 有有效证的县, 有效证不少于1本的县."""
    if isinstance(pred, Has) and isinstance(pred.of, Members):
        return pred.of
    left = pred.left if isinstance(pred, MeasurePred) else None
    return left.of if isinstance(left, Count) and isinstance(left.of, Members) else None


def _key(pred: object) -> str:
    if isinstance(pred, StatePred):
        return pred.name
    return f"{pred.path.rpartition('.')[2]}={pred.value}" if isinstance(pred, AttrPred) else ""


def _both_ends_asked(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """最多的三个和最少的三个: one end alone."""
    most = any(t.is_fn("most", "best") for t in tokens)
    least = any(t.is_fn("least", "worst") for t in tokens)
    if not (most and least) or query.parts:
        return
    if query.limit and query.order and not any(
            getattr(t, "op", "") in ("extreme", "at_extreme") for t in terms_in(query)):
        yield "没有听出最高和最低是不是都要"


def _number_of_first(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """哪五类问题最多, answered with one."""
    limits = {p.limit for p in query.parts or (query,)} | {
        t.n for t in terms_in(query) if isinstance(t, Top)}
    for one, two in zip(tokens, tokens[1:], strict=False):
        item = next(iter(two.readings.get("number", ())), None)
        said = item.value if item is not None else _FIRST.get(two.text[0], 0)
        if one.is_fn("ask_which") and one.text == "哪" and said > 1 \
                and limits - {None} and said not in limits:
            yield f"没有听出“{one.text}{two.text}”按什么挑"


def _mean_of_series(
    tokens: Sequence[Token], query: MetricQuery, model: SemanticModel
) -> Iterator[str]:
    """三年平均下来一年多少, as a figure of each year."""
    said = any(t.is_fn("avg") and not t.has("metric") for t in tokens)
    plain = [o.expr for o in query.measures]
    if said and not query.parts and any(g.grain for g in query.by) and plain and all(
            isinstance(e, Metric) and "均" not in model.metric(e.name).zh for e in plain):
        yield "没有听出按什么平均"


def _part_of_those(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """没办结的多少件，其中过期的占多少: of those that are open, not of all there are."""
    if not any(t.is_fn("of_which", "partitive") for t in tokens):
        return
    for part in query.parts or (query,):
        first = next((o.expr for o in part.measures), None)
        if not isinstance(first, Count) or not isinstance(first.of, Members) or not first.of.where:
            continue
        for out in part.measures[1:]:
            share = out.expr
            if isinstance(share, Share) and counted(share.whole) == first.of.entity \
                    and isinstance(share.whole, Count) and not where_of(share.whole.of):
                yield "没有听出是什么占什么的比例"


def _one_place_among_many(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """广信区在各县里排第几, with its own figure for each of the counties."""
    for part in query.parts or (query,):
        paths = {g.path for g in part.by if g.path in PLACES}
        for out in part.measures:
            if any(isinstance(p, AttrPred) and p.path in paths and p.cmp == "="
                   for t in terms_in(out.expr) if isinstance(t, Metric) for p in t.where):
                yield "没有听出在哪些当中比"


def _summed_lost(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """各市之和跟全省差多少, of each city by itself."""
    said = any(t.is_fn("summed") and t.text.endswith("之和") for t in tokens)
    if said and query.by and not query.add:
        yield "没有听出是不是要加在一起"


def _all_lost(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """表是不是全交齐了, answered with whether any was."""
    said = any(t.is_fn("every", "all_of") and t.text in ("全", "全都", "全部") and
               any(n.has("state") for n in tokens[i + 1:i + 3]) for i, t in enumerate(tokens))
    told = any(getattr(t, "op", "") in ("quantified", "not", "lacks", "share", "trend", "run")
               for t in terms_in(query))
    if said and query.shape == "yesno" and not told and not query.measures:
        yield "没有听出是全都如此，还是有一个就算"


def _both_apart(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """有两本证、而且水量超过一千万方的有几户: of those that are both, not of each by itself."""
    asks = sum(t.is_fn("ask_count", "how_many", "ask_times") for t in tokens)
    if asks > 1 or not any(t.text in ("而且", "并且", "且", "同时", "又") for t in tokens):
        return
    for part in query.parts or (query,):
        wheres = [o.expr.of.where for o in part.measures if isinstance(o.expr, Count)
                  and isinstance(o.expr.of, Members)]
        if len(wheres) > 1 and all(wheres) and not any(
                set(map(str, a)) <= set(map(str, b)) or set(map(str, b)) <= set(map(str, a))
                for a, b in zip(wheres, wheres[1:], strict=False)):
            yield "没有听出几个条件是不是都要满足"


COUNTING_CHECKS: tuple[Check, ...] = (
    _counter_of_others, _compared_unasked, _not_apart, _amounts_of_each, _end_by_date_lost,
    _conditions_of_rows_only, _both_ends_asked, _number_of_first, _mean_of_series,
    _part_of_those, _one_place_among_many, _summed_lost, _all_lost,
    _both_apart,
)
