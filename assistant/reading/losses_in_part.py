"""Signs of a loss in one part of a query: what one reading of the words should have left there.

See ``losses``; each check is one function over the words and one query without parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from assistant.contracts.algebra import (
    Agg,
    At,
    AttrPred,
    Count,
    Failing,
    Growth,
    MeasurePred,
    Members,
    Metric,
    Number,
    PathCol,
    Per,
    Share,
)
from assistant.contracts.query import MetricQuery
from assistant.contracts.terms import terms_in
from assistant.reading.nodes import Token
from assistant.reading.query_terms import counted, placed, where_of
from knowledge_graph.semantics.model import SemanticModel
from tools.query.units import unit_of

Check = Callable[[Sequence[Token], MetricQuery, SemanticModel], Iterator[str]]

_REGIONS = frozenset({"city", "county", "province", "basin", "subbasin"})
_TIMES = frozenset({"次", "回"})
_ENDS = ("most", "least", "best", "worst")


def _which_of_everything(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """哪个县拖得最久 as a list of every county there is: nothing was picked."""
    over = query.over
    bare = isinstance(over, Members) and not over.where and not query.having \
        and not (query.order or query.limit) and query.shape == "list"
    if bare and query.measures and any(t.is_fn("ask_which", *_ENDS) for t in tokens):
        yield "没有听出要挑出哪些"


def _counted_by_itself(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """How many counties there are in each county."""
    paths = {g.path for g in query.by}
    for out in query.measures:
        counted = out.expr.of if isinstance(out.expr, Count) and out.expr.distinct is None else None
        if isinstance(counted, Members) and counted.entity in paths:
            yield "没有听出按什么分组计数"


def _one_period_series(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """去年四月和七月哪个月多: a series over one month, and the other one beside it."""
    grains = [g.grain for g in query.by if g.grain]
    if grains and any(isinstance(o.expr, At) and o.expr.time is not None for o in query.measures):
        yield "没有听出几段时间怎么比"


def _unlike_share(
    tokens: Sequence[Token], query: MetricQuery, model: SemanticModel
) -> Iterator[str]:
    """县数占调查表数: a part of another kind than its whole."""
    for term in terms_in(query):
        if not isinstance(term, Share):
            continue
        part, whole = counted(term.part), counted(term.whole)
        other = bool(part) != bool(whole) and _volumes(term, model)
        if part and whole and part != whole or other:
            yield "没有听出是什么占什么的比例"


def _volumes(share: Share, model: SemanticModel) -> bool:
    """A number of things as a part of an amount, or the other way round."""
    units = {unit_of(share.part, model), unit_of(share.whole, model)} - {"", "count"}
    return bool(units)


def _whole_place_lost(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """占它所在市的百分之几, of the whole province."""
    if not any(t.is_fn("whole_place") for t in tokens):
        return
    for term in terms_in(query):
        lifted = set(term.whole.lift) if isinstance(term, Share) and isinstance(
            term.whole, At) else set()
        if lifted & {g.path for g in query.by} and not placed(query):
            yield "没有听出占的是哪个地方的总量"


def _grouped_by_nothing(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """每种来源几起, as a plain list of everything."""
    if query.by or query.shape != "list" or query.measures:
        return
    for one, two in zip(tokens, [*tokens[1:], None], strict=False):
        apart = one.is_fn("each_kind", "bins") or (two is not None and
            one.is_fn("group_all", "group") and two.is_fn("ask_count", "how_many"))
        if apart and (one.is_fn("bins") or any(t.is_fn("ask_count") for t in tokens)):
            yield "没有听出按什么分开计数"


def _odd_counter(
    tokens: Sequence[Token], query: MetricQuery, model: SemanticModel
) -> Iterator[str]:
    """两次 held against a number of stations: things are not counted so."""
    known = {c for e in model.entities for c in e.counters}
    said = {float(i.value): i.counter for t in tokens for i in t.readings.get("number", ())[:1]
            if getattr(i, "counter", "") in (*known, "次", "回")}
    for term in terms_in(query):
        if not isinstance(term, MeasurePred) or not isinstance(term.right, Number):
            continue
        entity = counted(term.left)
        counter = said.get(term.right.value)
        if term.cmp == ">=" and term.right.value == 1:
            continue  # 有有效证的县: so many were not said
        if not entity or counter is None:
            continue
        told = model.entity(entity).kind in ("event", "fact") and counter not in _TIMES
        if counter not in model.entity(entity).counters and not told:
            yield f"“{counter}”不是数{model.entity(entity).zh}的"


def _share_of_itself(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """…的单位几家，用水占全部几成: all of the water as a part of all of it."""
    if query.by or query.over is not None or placed(query):
        return
    for out in query.measures:
        share = out.expr
        moved = any(isinstance(o.expr, Growth) for o in query.measures)
        if not moved and isinstance(share, Share) and isinstance(share.whole, At) \
                and share.whole.measure == share.part and not where_of(share.part) \
                and share.whole.time is None and not query.context.where:
            yield "没有听出是什么占什么的比例"


def _which_of_another_kind(
    tokens: Sequence[Token], query: MetricQuery, model: SemanticModel
) -> Iterator[str]:
    """哪户的许可证…最高, answered with a permit: the rows are not what was asked for."""
    rows = {getattr(query.over, "entity", "")} | {(g.path or "").split(".")[0] for g in query.by}
    rows |= {o.expr.path.split(".")[0] for o in query.columns if isinstance(o.expr, PathCol)}
    if query.over is not None and not getattr(query.over, "entity", ""):
        return
    if query.shape not in ("which", "list", "rank", "table") or any(
            isinstance(o.expr, Failing) for o in query.columns):  # 是哪项不达标: of the tests
        return
    for token in tokens:
        counter = token.text[-1:] if token.is_fn("ask_which") else ""
        kinds = {e.name for e in model.entities if counter and counter in e.counters}
        placed = counter == "家" and rows & _REGIONS  # 哪家 is said of places too
        if kinds and counter != "个" and not kinds & rows and not placed:
            yield f"没有听出“{token.text}”问的是哪类对象"


def _of_two_measures(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """完整率跟上传率哪个拖后腿: it is the measures that are to be compared."""
    for one, two, three, four in zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False):
        if one.has("metric") and two.is_fn("compare") and three.has("metric") \
                and four.is_fn("ask_which") and query.order:
            yield "没有听出两个指标怎么比"


def _listed_as_one(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """鱼塘和畜禽养殖…多少: each of them, or both together?"""
    said = any(a.has("value") and b.is_fn("and") and c.has("value")
               for a, b, c in zip(tokens, tokens[1:], tokens[2:], strict=False))
    if not said or query.over is not None or any(t.is_fn("summed") for t in tokens):
        return
    grouped = {g.path for g in query.by}
    for out in query.measures:
        for pred in where_of(out.expr):
            if isinstance(pred, AttrPred) and pred.cmp == "in" and pred.path not in grouped:
                yield "没有听出几样是分开算还是合在一起算"


def _part_of_another(
    tokens: Sequence[Token], query: MetricQuery, model: SemanticModel
) -> Iterator[str]:
    """许可水量里地下水占比: of that volume, not the share some other metric tells."""
    if any(isinstance(t, Share) for t in terms_in(query)):
        return
    for one, two, three in zip(tokens, tokens[1:], tokens[2:], strict=False):
        said = set(one.readings.get("metric", ()))  # 供水里地下水占比 is told of just that
        shares = [m for m in three.readings.get("metric", ()) if model.metric(m).unit == "fraction"
                  and not said & {*model.metric(m).parts}]
        if one.has("metric") and two.is_fn("partitive") and shares:
            yield "没有听出是什么占什么的比例"


def _change_ranked_lost(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """哪年跌得最厉害: the change is ranked, not the figure itself."""
    if any(getattr(t, "op", "") in ("prev", "growth", "minus", "at", "trend")
           for t in terms_in(query)):
        return
    words = [t for t in tokens if not t.is_fn("de") or t.has("unknown")]
    for one, by, two in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if one.is_fn("up", "down") and by.text == "得" and two.is_fn(*_ENDS):
            yield f"没有听出“{one.text}”是和什么时候比"
    for one, two in zip(words, words[1:], strict=False):
        if one.is_fn("up", "down") and one.text[0] in "涨跌升降增减掉上下提" and two.is_fn(*_ENDS):
            yield f"没有听出“{one.text}”是和什么时候比"


def _mean_of_periods_lost(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """三年平均 of years that are only set side by side."""
    said = any(t.is_fn("avg") for t in tokens)
    sides = [o for o in query.measures if isinstance(o.expr, At) and o.expr.time is not None]
    averaged = any(isinstance(t, Agg | Per) for t in terms_in(query))
    if said and len(sides) > 1 and not averaged and "均" not in str(sides[0].label):
        yield "没有听出按什么平均"


def _narrowed_as_a_whole(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """灌区和工业各多少家，合计占全部几成: a whole narrowed to the part."""
    told = [p for p in query.context.where if isinstance(p, AttrPred)]
    for term in terms_in(query):
        if not isinstance(term, Share) or isinstance(term.whole, At):
            continue
        held = where_of(getattr(term.part, "of", term.part))
        if any(isinstance(p, AttrPred) and any(p.path.split(".")[-1] == c.path.split(".")[-1]
               and p.value == c.value for c in told) for p in held):
            yield "没有听出是什么占什么的比例"


def _ranked_by_another(
    tokens: Sequence[Token], query: MetricQuery, model: SemanticModel
) -> Iterator[str]:
    """异常站最多的三个县…上传率: ranked by the stations, not by the rate."""
    if not query.order or len(query.measures) != 1 or query.order[0].by != len(query.columns):
        return
    expr = query.measures[0].expr
    for one, two in zip(tokens, tokens[1:], strict=False):
        state_or_noun = one.has("state", "entity") and not one.has("metric", "attr", "value")
        if not state_or_noun or not two.is_fn("most", "least") or two.text[1:2] not in "多少":
            continue
        counts = counted(expr) or (isinstance(expr, Metric) and counted(
            model.metric(expr.name).formula))
        if not counts and model_unit(expr, model) == "fraction":
            yield f"没有听出按什么排“{two.text}”"


def model_unit(expr: object, model: SemanticModel) -> str:
    """Return the unit of a plain metric."""
    return model.metric(expr.name).unit if isinstance(expr, Metric) else ""


PART_CHECKS: tuple[Check, ...] = (
    _which_of_everything,
    _counted_by_itself,
    _one_period_series,
    _unlike_share,
    _whole_place_lost,
    _grouped_by_nothing,
    _odd_counter,
    _share_of_itself,
    _which_of_another_kind,
    _of_two_measures,
    _listed_as_one,
    _part_of_another,
    _change_ranked_lost,
    _mean_of_periods_lost,
    _narrowed_as_a_whole,
    _ranked_by_another,
)
