"""Signs that a word of several owners was given to one that the question does not speak of.

逾期 is said of problems and of forms, 状态 of stations and of permits: the owner is the kind of
thing that is named, and the nearest one of those. See ``losses``; the same kind of check.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.contracts.algebra import (
    AttrPred,
    Count,
    Flag,
    MeasurePred,
    Members,
    Metric,
    StatePred,
    Top,
)
from assistant.contracts.query import MetricQuery
from assistant.contracts.terms import terms_in
from assistant.reading.happenings import find_has
from assistant.reading.losses_in_part import Check
from assistant.reading.losses_told import made_of
from assistant.reading.nodes import Token
from assistant.reading.query_terms import PLACES, counted
from assistant.reading.rule_words import words_of
from knowledge_graph.semantics.model import SemanticModel

_WORDS = ("state", "value", "point", "attr")


def _owner_not_told(
    tokens: Sequence[Token], query: MetricQuery, model: SemanticModel
) -> Iterator[str]:
    """季报逾期才交的几家…逾期最多的市: of forms, not of problems that nobody spoke of."""
    used = _used(query, model)
    for index, token in enumerate(tokens):
        owners = {u.entity for kind in _WORDS for u in token.readings.get(kind, ())}
        mine = owners & {e for word, e in used if word in _names(token)}
        told = _told(tokens, index, model)
        others = (owners - mine) & told - PLACES
        if mine and not mine & told and others and not _happened_to(token, mine, model):
            yield f"没有听出“{token.text}”说的是谁"


def _happened_to(token: Token, mine: set[str], model: SemanticModel) -> bool:
    """哪批站离线得多: the outages are what made the stations so."""
    states = [model.state(u.name) for u in token.readings.get("state", ())]
    made = [find_has(s.during) for s in states if s.during is not None]
    return any(h is not None and isinstance(h.of, Members) and h.of.entity in mine for h in made)


def _names(token: Token) -> set[str]:
    return {getattr(u, "name", "") or f"{u.attribute}={getattr(u, 'value', '')}"
            for kind in _WORDS for u in token.readings.get(kind, ())}


def _used(query: MetricQuery, model: SemanticModel) -> set[tuple[str, str]]:
    """Return the states and values that alone tell a thing apart, each with its owner."""
    found: set[tuple[str, str]] = set()
    for members in terms_in(query):
        where = members.where if isinstance(members, Members) else ()
        for pred in where if len(where) == 1 else ():  # 离线超过72小时的: of that happening
            if isinstance(pred, StatePred):
                found.add((pred.name, model.state(pred.name).entity))
            elif isinstance(pred, AttrPred) and not isinstance(pred.value, bool):
                entity, _, name = pred.path.rpartition(".")
                found.add((f"{name}={pred.value}", entity.split(".")[-1]))
    return found


def _told(tokens: Sequence[Token], but: int, model: SemanticModel) -> set[str]:
    found: set[str] = set()
    for index, token in enumerate(tokens):
        if index == but:
            continue
        found |= set(token.readings.get("entity", ()))
        for name in token.readings.get("metric", ()):
            found |= made_of(model.metric(name).formula, model)
    return found


def _times_of_things(
    tokens: Sequence[Token], query: MetricQuery, model: SemanticModel
) -> Iterator[str]:
    """做了多少次现场检查: the checks, not the problems that came of them."""
    kinds = {counted(t) for p in query.parts or (query,) for o in p.measures
             for t in terms_in(o.expr) if isinstance(t, Count) and t.distinct is None} - {""}
    for token in tokens:
        if token.is_fn("ask_times") and kinds and not any(
                {"次", "回"} & set(model.entity(k).counters) for k in kinds):
            yield f"没有听出“{token.text}”数的是什么"


def _whose_lost(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """最大的十本证是谁的, answered with the permits alone."""
    asked = any("谁" in a.text and a.is_fn("ask_list", "ask_which") and
                (a.text.endswith("的") or b.is_fn("de"))
                for a, b in zip(tokens, tokens[1:], strict=False))
    for part in query.parts or (query,):
        over = part.over.of if isinstance(part.over, Top) else part.over
        rows = getattr(over, "entity", "")
        if asked and rows in ("permit", "station", "intake", "meter", "problem") \
                and not part.columns:
            yield "没有听出要列出的是谁"


def _moves_of_yesno(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """降水偏多的市，水资源也都偏多吗: the second move is what is asked."""
    if query.shape != "yesno" or not any(t.is_fn("yesno") for t in tokens):
        return
    said = sum(t.is_fn("up", "down") for t in tokens)
    told = sum(getattr(t, "op", "") in ("quantified", "trend", "not") or isinstance(
        t, MeasurePred) for t in terms_in(query))
    if said > 1 and told < said and not query.parts:
        yield "没有听出问的是不是都如此"


def _of_that_place(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """这个市还剩几个没销, answered with how many cities there are."""
    said = {e for a, b in zip(tokens, tokens[1:], strict=False) if a.text in words_of("pointing")
            for e in b.readings.get("entity", ()) if e in PLACES}
    shown = {counted(o.expr) for p in query.parts or (query,) for o in (*p.measures, *p.columns)}
    if said & shown:
        yield "没有听出是哪一个地方的"


def _highest_of_counts(
    tokens: Sequence[Token], query: MetricQuery, model: SemanticModel
) -> Iterator[str]:
    """年产值合计多少，哪个市最高, ranked by how many units there are: numbers are most or least."""
    high = any(t.is_fn("most", "least") and t.text in ("最高", "最低") for t in tokens)
    amounts = any(set(t.readings.get("attr", ())) and not t.has("metric") or any(
        not counted(model.metric(m).formula) for m in t.readings.get("metric", ())) for t in tokens)
    for part in query.parts or (query,):
        first = part.order[0].by if part.order else -1
        place = first - len(part.columns) if isinstance(first, int) else -1
        by = part.measures[place].expr if 0 <= place < len(part.measures) else None
        if high and amounts and isinstance(by, Count):
            yield "没有听出按什么比高低"


def _whether_as_condition(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """有没有说明, as those without: it is asked whether, not said that there is none."""
    if query.shape == "yesno" or any(isinstance(t, Flag) for t in terms_in(query)):
        return
    for one, two in zip(tokens, tokens[1:], strict=False):
        if one.text == "有" and two.text.startswith("没") and two.has("state"):
            yield f"没有听出是不是问“{one.text}{two.text}”"


def _judged_direction(
    tokens: Sequence[Token], query: MetricQuery, model: SemanticModel
) -> Iterator[str]:
    """改善最多, of a figure that is better the lower it is."""
    judged = any(t.text in words_of("judged_moves") for t in tokens)
    names = [t.name for p in query.parts or (query,) for t in terms_in(p) if isinstance(t, Metric)]
    if judged and any(p.order for p in query.parts or (query,)) and any(
            model.metric(n).better == "lower" for n in names):
        yield "没有听出往哪边变算好"


def _figure_unasked(
    tokens: Sequence[Token], query: MetricQuery, _: SemanticModel
) -> Iterator[str]:
    """许可水量变更过的证有几本: the volume is what was changed, not what is asked."""
    for part in query.parts or (query,):
        counts = [o for o in part.measures if isinstance(o.expr, Count)]
        others = len(part.measures) > len(counts) > 0
        for one, two, three in zip(tokens, tokens[1:], tokens[2:], strict=False):
            if others and one.has("metric") and two.has("value", "state") \
                    and not two.has("entity") and three.is_fn("de", "cmp_gt"):
                yield f"没有听出“{one.text}”管的是什么"


OWNER_CHECKS: tuple[Check, ...] = (_owner_not_told, _times_of_things, _whose_lost, _moves_of_yesno,
                                   _judged_direction, _figure_unasked, _of_that_place,
                                   _highest_of_counts, _whether_as_condition)
