"""Signs of a loss between the questions of one sentence, and of groupings that tell nothing.

See ``losses``; the same kind of check, over the words and the whole query.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from assistant.contracts.algebra import (
    Agg,
    AttrPred,
    Count,
    Failing,
    Flag,
    Has,
    Members,
    Metric,
    Periods,
    Share,
    StatePred,
)
from assistant.contracts.query import MetricQuery
from assistant.contracts.terms import terms_in
from assistant.reading.losses_in_part import Check
from assistant.reading.nodes import Token
from assistant.reading.query_terms import PLACES, base_of, where_of
from knowledge_graph.semantics.model import SemanticModel

_ENDS = ("most", "least", "best", "worst")
_REGIONS = frozenset({"city", "county", "province", "basin", "subbasin"})


def _value_left_behind(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """规模以上的户有多少，取水合计多少: of those, or of all?"""
    if any(t.is_fn("whole", "all_of") for t in tokens):
        return
    for before, after in zip(query.parts, query.parts[1:], strict=False):
        if _values(before) and not _values(after) and after.over is None and not _states(after):
            yield "没有听出后一问是不是还限于前面说的那些"


def _values(part: MetricQuery) -> set[str]:
    """Return the categories a part is narrowed by, places apart."""
    return {p.path for t in terms_in(part) for p in where_of(t)
            if isinstance(p, AttrPred) and p.path.split(".")[0] not in PLACES
            and isinstance(p.value, str | tuple)}


def _states(part: MetricQuery) -> bool:
    return any(isinstance(p, StatePred) for t in terms_in(part) for p in where_of(t))


def _groups_left_behind(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """县级和市级的各多少本，许可水量各多少: each of them again."""
    if any(t.is_fn("whole", "all_of") for t in tokens):
        return
    for before, after in zip(query.parts, query.parts[1:], strict=False):
        plain = after.over is None and not after.by and after.shape != "check"
        if before.by and not before.limit and plain and sum(
                t.text.startswith("各") for t in tokens) > 1:
            yield "没有听出后一问是不是也要分开列"


def _asked_before_picking(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """超过一年的多少件，哪类最多: the number of all was asked before the first one."""
    if query.parts or query.limit != 1 or not (query.by or query.over is not None):
        return
    marks = [i for i, t in enumerate(tokens) if t.has("punct")]
    asks = [i for i, t in enumerate(tokens)
            if t.is_fn("ask_count", "how_many", "ask_value", "share_ask")]
    ends = [i for i, t in enumerate(tokens) if t.is_fn(*_ENDS)]
    which = [i for i, t in enumerate(tokens) if t.is_fn("ask_which", "ask_when", "each_kind")]
    first = min(ends[-1:] + which[-1:], default=0)
    if asks and ends and not (which and which[0] < asks[0]) and any(
            asks[0] < m < first for m in marks):
        yield "没有听出总数是不是也要"


def _mean_of_one(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """每年多少，年均多少: the yearly mean of each single year."""
    grains = {g.grain for g in query.by if g.grain}
    for out in query.measures:
        expr = out.expr
        if isinstance(expr, Agg) and isinstance(expr.over, Periods) and expr.over.grain in grains:
            yield "没有听出平均的是哪些时段"


def _total_and_mean(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """合计多少，平均每家多少: both."""
    parts = query.parts or (query,)
    told = [i for i, t in enumerate(tokens) if t.is_fn("summed") and t.text != "总"]
    mean = [i for i, t in enumerate(tokens) if t.is_fn("avg", "per_each")]
    apart = bool(told and mean) and any(
        t.has("punct") for t in tokens[min(told[0], mean[0]):max(told[-1], mean[-1])])
    if apart and sum(len(p.measures) + len(p.columns) for p in parts) < 2:
        yield "没有听出合计和平均是不是都要"


def _share_of_a_rate(
    tokens: Sequence[Token], query: MetricQuery, model: SemanticModel
) -> Iterator[str]:
    """地下水占比占全省: a rate is no part of a rate."""
    for term in terms_in(query):
        part = term.part if isinstance(term, Share) else None
        if isinstance(part, Metric) and model.metric(part.name).unit == "fraction":
            yield "没有听出是什么占什么的比例"


def _difference_lost(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """比农村多多少: by how much, not only whether."""
    asked = any(a.is_fn("up", "down") and b.is_fn("how_many")
                for a, b in zip(tokens, tokens[1:], strict=False))
    moved = any(getattr(t, "op", "") in ("minus", "growth") for t in terms_in(query))
    if asked and not moved and any(t.is_fn("than") for t in tokens):
        yield "没有听出谁比谁多出多少"


def _compared_with_itself(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """比许可水量多报: against that volume, not that volume against last year's."""
    if not any(getattr(t, "op", "") == "prev" for t in terms_in(query)):
        return
    for one, two, three in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if one.is_fn("than") and two.has("metric") and not two.has("time", "name") \
                and three.is_fn("up", "down"):
            yield f"没有听出什么和“{two.text}”比"


def _series_of_one(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """哪个月取得多, of one month."""
    time, over = query.context.time, query.over
    picked = next((g.grain for g in query.by if g.grain), None) if query.limit else None
    grain = over.grain if isinstance(over, Periods) else picked
    if grain not in ("month", "year") or time is None or not isinstance(time.first, date) \
            or not isinstance(time.last, date) or getattr(over, "time", None) is not None:
        return
    size = 7 if grain == "month" else 4
    if str(time.first)[:size] == str(time.last)[:size]:
        yield "没有听出在哪几段时间里挑"


def _places_as_rows(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """抚河、信江、饶河三条就够: the rivers named, listed as an answer."""
    for part in query.parts:
        over = part.over
        if isinstance(over, Members) and over.entity in _REGIONS and not over.where \
                and not (part.measures or part.columns):
            yield "有一部分没有听出问的是什么"


def _all_of_them_lost(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """哪些市的问题全销号了: all of them, not one of them."""
    over = query.over
    some = isinstance(over, Members) and over.entity in _REGIONS and any(
        isinstance(p, Has) and p.at_least == 1 for p in over.where)
    if some and any("全" in t.text and t.has("state") for t in tokens):
        yield "没有听出是全都如此，还是有一个就算"


def _rest_of_when(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """今年清了多少，还剩多少: left of this year's, or of all?"""
    if not any(t.is_fn("rest") for t in tokens):
        return
    sets = [o.expr.of for p in query.parts or (query,) for o in p.measures
            if isinstance(o.expr, Count) and isinstance(o.expr.of, Members)]
    kinds = {(s.entity, s.when) for s in sets}
    if len(kinds) > len({e for e, _ in kinds}) and query.context.time is not None:
        yield "没有听出剩下的是这段时间的，还是到现在所有的"


def _happened_lost(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """发生过离线: at any time of the period, not at its end."""
    once = any(a.text in ("发生", "出现", "有") and b.text == "过" and c.has("state")
               for a, b, c in zip(tokens, tokens[1:], tokens[2:], strict=False))
    if once and _states(query):
        yield "没有听出是这段时间里有过，还是现在如此"


def _each_lost(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """各级审核平均几天: one figure where one of each was asked."""
    parts = query.parts or (query,)
    if any(p.by or p.over is not None or len(p.measures) > 1 for p in parts):
        return
    if any(t.text in ("各级", "各类", "每类", "各种", "每种") for t in tokens):
        yield "没有听出按什么分开列"


def _rows_only(
    tokens: Sequence[Token], query: MetricQuery, model: SemanticModel
) -> Iterator[str]:
    """季报迟交的，平均迟几天，最拖的五个县: days of those forms, not of any form there."""
    for part in query.parts or (query,):
        rows = part.over.where if isinstance(part.over, Members) \
            and part.over.entity in _REGIONS else ()
        said = {(p.of.entity, _last(a.path)) for p in rows if isinstance(p, Has)
                and isinstance(p.of, Members) for a in p.of.where
                if isinstance(a, AttrPred) and isinstance(a.value, str)}
        for out in part.measures:
            base = base_of(out.expr, model)
            held = {_last(a.path) for t in terms_in(out.expr) for a in where_of(t)
                    if isinstance(a, AttrPred)}
            if any(entity == base and name not in held for entity, name in said):
                yield "没有听出前面的条件管不管后面的数"


def _last(path: str) -> str:
    return path.rpartition(".")[2]


def _total_before_groups(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """总共多少家，…，九类分开列: the total as well as the groups."""
    if query.parts or not query.by or query.add:
        return
    told = [i for i, t in enumerate(tokens) if t.text in ("总共", "一共", "合计", "共", "共计")]
    apart = [i for i, t in enumerate(tokens) if t.is_fn("group_all", "each_kind", "group")
             or t.has("dimension")]
    if told and apart and apart[0] > told[0] and any(
            t.has("punct") for t in tokens[told[0]:apart[0]]):
        yield "没有听出总数是不是也要"


def _asked_apart(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """全省…多少，也按市排一下: the figure of the whole was asked as well."""
    if query.parts or not query.limit or query.add:
        return
    for index, (one, two) in enumerate(zip(tokens, tokens[1:], strict=False)):
        rest = tokens[index + 2:]
        if one.is_fn("whole") and two.has("metric") and any(
                t.text in ("还有", "也", "另外", "再") for t in rest) and any(
                t.has("punct") for t in rest):
            yield "没有听出全省的数是不是也要"


def _mark_lost(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """退步的标出来: nothing is marked."""
    asked = any(t.is_fn("mark") and len(t.text) > 1 and t.text[0] == "标" for t in tokens)
    if asked and not any(isinstance(t, Flag | Failing) for t in terms_in(query)):
        yield "没有听出要标出哪些"


def _value_inside_state(
    tokens: Sequence[Token], query: MetricQuery, model: SemanticModel
) -> Iterator[str]:
    """一张季报都没交过, read as no form of any kind."""
    dumped = query.model_dump_json()
    for token in tokens:
        for use in token.readings.get("state", ()):
            state = model.state(use.name)
            inner = "".join(model.state(t.name).zh for t in terms_in(state.pred)
                            if isinstance(t, StatePred))
            told = f"{dumped}{state.zh}{inner}{state.pred.model_dump_json()}"
            below = {t.entity for t in terms_in(state.pred) if isinstance(t, Members)}
            values = {str(v) for e in model.entities if e.name in below
                      for a in e.attributes for v in a.values}
            for word in values:
                if len(word) > 1 and word in token.text and word not in told:
                    yield f"没有听出“{word}”"


BETWEEN_CHECKS: tuple[Check, ...] = (
    _value_left_behind, _groups_left_behind, _asked_before_picking, _mean_of_one,
    _total_and_mean, _share_of_a_rate, _difference_lost, _compared_with_itself,
    _series_of_one, _places_as_rows, _all_of_them_lost, _rest_of_when, _happened_lost,
    _each_lost, _rows_only, _total_before_groups, _asked_apart,
    _mark_lost, _value_inside_state,
)
