"""Signs, between the words and the finished query, that something said is not in it.

Coverage asks of each word whether it left a trace; these checks ask whether the trace is of the
right kind: what was asked in the plural has rows, what was counted is a column, a condition said
of one measure holds for the next, a superlative picks from something. Each check is one function
over the words and one query; what it returns is told to the asker.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.contracts.algebra import (
    Agg,
    AttrPred,
    Collect,
    Count,
    Members,
    Metric,
    Not,
    PathCol,
    Per,
    PredT,
    Share,
    StatePred,
)
from assistant.contracts.query import MetricQuery
from assistant.contracts.terms import terms_in
from assistant.reading.losses_between import BETWEEN_CHECKS
from assistant.reading.losses_in_part import PART_CHECKS, Check
from assistant.reading.losses_of_counting import COUNTING_CHECKS
from assistant.reading.losses_of_form import FORM_CHECKS
from assistant.reading.losses_of_owners import OWNER_CHECKS
from assistant.reading.losses_of_rows import ROW_CHECKS
from assistant.reading.losses_of_time import TIME_CHECKS
from assistant.reading.losses_told import TOLD_CHECKS
from assistant.reading.nodes import Token
from assistant.reading.query_terms import base_of, counted, placed, where_of
from knowledge_graph.semantics.model import SemanticModel


def losses(
    tokens: Sequence[Token], query: MetricQuery, model: SemanticModel
) -> tuple[str, ...]:
    """Return what the words say and the query does not, in Chinese; empty when nothing."""
    parts = query.parts or (query,)
    checks = (*_CHECKS, *BETWEEN_CHECKS, *FORM_CHECKS, *ROW_CHECKS, *COUNTING_CHECKS,
              *OWNER_CHECKS, *TOLD_CHECKS, *TIME_CHECKS)
    found = [text for check in checks for text in check(tokens, query, model)]
    for part in parts:
        found.extend(text for each in PART_CHECKS for text in each(tokens, part, model))
    return tuple(dict.fromkeys(found))


def _rows_not_listed(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """哪几家…, 名单: members were asked for, and there are no rows."""
    parts = query.parts or (query,)
    if any(p.over is not None or p.by for p in parts) or query.shape in ("yesno", "check"):
        return
    if any(getattr(t, "op", "") in ("extreme", "at_extreme") for t in terms_in(query)):
        return
    listed = any(t.is_fn("ask_list") and not t.is_fn("ask_which", "check") for t in tokens)
    named = any(a.is_fn("ask_which") and (b.has("entity") or a.text[-1:] in "家户站点")
                for a, b in zip(tokens, tokens[1:], strict=False))
    if listed or named:
        yield "没有听出要列出的是哪些对象"


def _period_of_the_first(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """降水最少是哪一年，那年…: the second question is of the year the first one finds."""
    if not any(t.is_fn("same_time", "that_period") and t.text.startswith("那") for t in tokens):
        return
    first = query.parts[0] if query.parts else None
    if first is not None and any(g.grain for g in first.by) and any(
            p.context.time == first.context.time for p in query.parts[1:]):
        yield "没有听出后一问是哪一段时间"


def _period_of_one_part(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """One part's period was said, another's was taken for granted."""
    times = [p.context.time for p in query.parts if p.context.time is not None]
    said = [t for t in times if not t.assumed]
    assumed = [t for t in times if t.assumed]
    if said and assumed and any(
            (t.first, t.last) not in [(s.first, s.last) for s in said] for t in assumed):
        yield "没有听出每一问各是哪一段时间"


def _set_left_behind(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """哪些户超许可，许可多少: the second question is of everything there is."""
    if any(t.is_fn("whole", "all_of") for t in tokens):
        return
    for before, after in zip(query.parts, query.parts[1:], strict=False):
        over = before.over
        set_said = isinstance(over, Members) and over.where
        everything = after.over is None and not after.by and not any(
            where_of(t) for t in terms_in(after))
        if set_said and everything:
            yield "没有听出后一问是不是还限于前面说的那些"


def _place_left_behind(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """瓷都的站有几个没有档案，一共多少站: of 瓷都, or of the province?"""
    if any(t.is_fn("whole", "parent_add") for t in tokens):
        return
    places = [placed(part) for part in query.parts]
    if places and places[0] and not all(places):
        yield "没有听出后一问是不是还说的是那个地方"


def _uneven(
    tokens: Sequence[Token], query: MetricQuery, model: SemanticModel
) -> Iterator[str]:
    """县级综合季报应报数和按时上报数: the kind of form was said of both."""
    if any(t.is_fn("summed", "all_of", "whole") for t in tokens):
        return
    for part in query.parts or (query,):
        if any(isinstance(o.expr, Share) for o in part.measures):
            continue
        narrowed = [(e, w, _in_its_own_state(o.expr, model)) for o in part.measures
                    if (e := base_of(o.expr, model))
                    for w in [_narrowing(o.expr)] if w is not None]
        for (one, mine, _), (other, theirs, own) in zip(narrowed, narrowed[1:], strict=False):
            lost = {p for p in mine if p not in theirs and p.split("=")[0] not in
                    {q.split("=")[0] for q in theirs}}
            if own or not _paths(mine) & _paths(theirs):  # 离线的几个，国控的几个: apart
                lost = {p for p in lost if not p.startswith(("state=", "not "))}
            lost -= {p for p in lost if f"not {p}" in theirs}  # 已销号几个，还剩几个
            if one == other and lost and not theirs >= mine:
                yield "没有听出前面的条件管不管后面的数"


def _times_lost(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """几倍 asked, and no quotient."""
    asked = any(t.is_fn("times") for t in tokens)
    if asked and not query.parts and not any(
            getattr(t, "op", "") in ("ratio", "growth", "per") for t in terms_in(query)):
        yield "没有听出要算谁是谁的几倍"


def _why_lost(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """为什么跌 is not answered by how much it fell; by the reasons on record it is."""
    paths = [p for part in query.parts or (query,) for p in (
        *(g.path or "" for g in part.by),
        *(o.expr.path for o in part.columns if isinstance(o.expr, PathCol | Collect)))]
    told = any(w in path for path in paths for w in ("reason", "cause"))
    if any(t.is_fn("why") for t in tokens) and not told and not any(
            p.shape == "explain" for p in query.parts or (query,)):
        yield "原因这里答不出"


def _counted_and_lost(
    tokens: Sequence[Token], query: MetricQuery, model: SemanticModel
) -> Iterator[str]:
    """多少站、多少取水口: each that was counted is a column, or the rows."""
    parts = query.parts or (query,)
    if any(p.over is not None for p in parts):
        return
    held: set[str] = set()
    for part in parts:
        held |= {(g.path or "").split(".")[0] for g in part.by}
        for out in part.measures:
            held |= {counted(t) for t in terms_in(out.expr) if not isinstance(out.expr, Per)}
            held |= {counted(model.metric(t.name).formula) for t in terms_in(out.expr)
                     if isinstance(t, Metric)}
    for one, two in zip(tokens, tokens[1:], strict=False):
        if one.is_fn("how_many") and two.has("entity") and not set(
                two.readings["entity"]) & held:
            yield f"没有听出“{two.text}”的个数"


def _total_of_more(
    tokens: Sequence[Token], query: MetricQuery, model: SemanticModel
) -> Iterator[str]:
    """到期的许可证几本，许可水量多少: of those, not of every permit there is."""
    for part in query.parts or (query,):
        for one, other in zip(part.measures, part.measures[1:], strict=False):
            few = isinstance(one.expr, Count) and bool(where_of(one.expr.of))
            formula = model.metric(other.expr.name).formula if isinstance(
                other.expr, Metric) and not other.expr.where else None
            base = formula.over.entity if isinstance(formula, Agg) and isinstance(
                formula.over, Members) else ""
            mine = model.entity(counted(one.expr)) if few else None
            if mine is not None and base and (mine.name == base or (
                    mine.kind == "event" and any(r.to == base for r in mine.relations))):
                yield "没有听出前面的条件管不管后面的数"


def _in_its_own_state(expr: object, model: SemanticModel) -> bool:
    """进名录几家、出名录几家: what a governed count counts is in the state it names."""
    return isinstance(expr, Metric) and model.metric(expr.name).unit == "count"


def _narrowing(expr: object) -> set[str] | None:
    """Return the attribute conditions of a count or metric, as path=value."""
    where: tuple[PredT, ...] = ()
    if isinstance(expr, Metric):
        where = expr.where
    elif isinstance(expr, Count) and isinstance(expr.of, Members):
        where = expr.of.where
    else:
        return None
    return {told for p in where if (told := _told(p))}


def _told(pred: PredT) -> str:
    match pred:
        case AttrPred():
            return f"{pred.path.rpartition('.')[2]}={pred.value}"
        case StatePred():
            return f"state={pred.name}"
        case Not(pred=StatePred(name=name)):
            return f"not state={name}"
    return ""


def _paths(narrowing: set[str]) -> set[str]:
    return {p.split("=")[0] for p in narrowing} - {"state"}


_CHECKS: tuple[Check, ...] = (
    _rows_not_listed,
    _period_of_the_first,
    _period_of_one_part,
    _set_left_behind,
    _place_left_behind,
    _uneven,
    _total_of_more,
    _times_lost,
    _why_lost,
    _counted_and_lost,
)
