"""Signs that a period was held against the wrong date, or a state against the wrong moment.

See ``losses``; the same kind of check, over the words and the whole query.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from assistant.contracts.algebra import AttrPred, StatePred
from assistant.contracts.query import MetricQuery
from assistant.contracts.terms import terms_in
from assistant.reading.losses_in_part import Check
from assistant.reading.nodes import Token
from assistant.reading.query_terms import counted, where_of
from assistant.reading.rule_words import words_of
from knowledge_graph.semantics.model import SemanticModel

_WIDEST = 3


def _moment_of_now(
    tokens: Sequence[Token], query: MetricQuery, model: SemanticModel
) -> Iterator[str]:
    """去年换过表、现在离线: offline now, not at the end of last year."""
    days = [t.readings["time"][0].period.last for t in tokens if t.has("time")
            and t.readings["time"][0].role == "now"]
    for part in query.parts or (query,):
        last = part.context.time.last if part.context.time is not None else None
        looked_at = any(isinstance(p, StatePred) and '"moment"' in model.state(
            p.name).pred.model_dump_json() for p in terms_in(part))
        if isinstance(last, date) and looked_at and any(
                isinstance(d, date) and d > last for d in days):
            yield "没有听出哪些是当时的情况，哪些是现在的情况"


def _period_of_another(
    tokens: Sequence[Token], query: MetricQuery, model: SemanticModel
) -> Iterator[str]:
    """二季度的季报平均审几天: of the forms of that quarter, not of what was reviewed in it."""
    dated = {e.name for e in model.entities if e.kind == "event" and e.time is not None
             and e.time.column is not None}
    for index, token in enumerate(tokens):
        owners = _owners_after(tokens, index) & dated if token.has("time") else set()
        for part in query.parts or (query,):
            bases = {counted(o.expr) or getattr(getattr(o.expr, "over", None), "entity", "")
                     for o in part.measures}  # a governed metric knows its own date
            held = {p.path.split(".")[0] for p in (*part.context.where, *(
                q for o in part.measures for t in terms_in(o.expr) for q in where_of(t)))
                if isinstance(p, AttrPred)}
            other = bases and bases <= dated - owners and part.context.time is not None
            if owners & held and other and any(_above(b, owners, model) for b in bases):
                yield f"没有听出“{token.text}”是哪一个日期的时段"


def _above(base: str, owners: set[str], model: SemanticModel) -> bool:
    return any(r.to in owners for e in model.entities if e.name == base for r in e.relations)


def _owners_after(tokens: Sequence[Token], index: int) -> set[str]:
    """Return whose the word right behind a period is: 二季度的单位季报."""
    for token in tokens[index + 1 : index + 1 + _WIDEST]:
        owners = {use.entity for use in token.readings.get("value", ())}
        if owners:
            return owners
        if not (token.is_fn("de") or token.has("entity")):
            return set()
    return set()


def _part_of_a_word(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """每本年许可水量: no period 本年 is said there."""
    for one, two in zip(tokens, tokens[1:], strict=False):
        if two.has("time") and two.text.startswith("本") and one.text.endswith(("每", "一", "各")):
            yield f"没有听出“{two.text}”是不是说时间"


def _all_of_this_year(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """已办结的有几件，全部已办结的平均几天: of all there are, not of this year's."""
    whole = any(t.is_fn("all_of") and t.text in words_of("all_of_those") for t in tokens)
    times = [p.context.time for p in query.parts]
    assumed = any(t is not None and t.assumed for t in times)
    if whole and assumed and any(t is None for t in times):
        yield "没有听出每一问各是哪一段时间"


def _half_of_each(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """9月前半个月比8月前半个月: a half against a half, not against a whole month."""
    pairs = [(one, two) for one, two in zip(tokens, tokens[1:], strict=False)
             if one.has("time") and two.has("time")]
    dumped = query.model_dump_json()
    for (_first, mine), (whole, other) in zip(pairs, pairs[1:], strict=False):
        period = whole.readings["time"][0].period
        if mine.text == other.text and all(
                f'"{day}"' in dumped for day in (period.first, period.last)):
            yield f"没有听出“{whole.text}{other.text}”是哪几天"


TIME_CHECKS: tuple[Check, ...] = (_moment_of_now, _period_of_another, _part_of_a_word,
                                  _all_of_this_year, _half_of_each)
