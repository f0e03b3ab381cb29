"""Signs that a query speaks of kinds of things the question never named.

Coverage goes from the words to the query; these checks go back from the query to the words: what
is counted, listed, grouped by or shown must be named by a word, a counter or a metric. See
``losses``; the same kind of check, over the words and the whole query.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import BaseModel

from assistant.contracts.algebra import Agg, Attr, AttrPred, Members, Metric, StatePred, Top
from assistant.contracts.query import MetricQuery
from assistant.contracts.terms import terms_in
from assistant.reading.losses_in_part import Check
from assistant.reading.nodes import Token
from assistant.reading.query_terms import PLACES, counted
from assistant.reading.rule_words import words_of
from knowledge_graph.semantics.model import SemanticModel
from tools.query.units import unit_of

_VOLUMES = frozenset({"m3", "mm"})  # rain is told in depth
_ANY = "个"  # a counter said of anything
_RECORDS = ("event", "fact", "link")  # told by what happened: 换表换了多少回
_ASKS = ("ask_count", "how_many", "ask_which", "ask_times")


def _kind_not_told(
    tokens: Sequence[Token], query: MetricQuery, model: SemanticModel
) -> Iterator[str]:
    """到期的许可证各市几本, counted in stations by their status: nobody spoke of stations."""
    told = _told(tokens, model)
    for part in query.parts or (query,):
        for members in _shown(part):
            kind = model.entity(members.entity).kind
            if kind in _RECORDS or members.entity in told | PLACES:
                continue
            if not _by_its_own(members, model) or _of_another(members, tokens, told):
                yield f"没有听出问的是不是{model.entity(members.entity).zh}"


def _volume_not_told(
    tokens: Sequence[Token], query: MetricQuery, model: SemanticModel
) -> Iterator[str]:
    """今年抽到现在多少水: how much water was asked, and the query tells of none."""
    asked = next((t.text for t in tokens if t.text in words_of("asks_water")), "")
    told = any(isinstance(term, Metric | Agg | Attr)
               and unit_of(term, model).partition("/")[0] in _VOLUMES
               for part in query.parts or (query,) for out in (*part.measures, *part.columns)
               for term in terms_in(out.expr))
    if asked and not told:
        yield f"没有听出“{asked}”问的是哪个水量"


def _litres_not_told(
    tokens: Sequence[Token], query: MetricQuery, model: SemanticModel
) -> Iterator[str]:
    """人均生活用水超过140升: litres are a day's, and the measure found is a year's cubic metres."""
    litres = tuple(words_of("litres"))
    said = next((t.text for t in tokens if t.has("number") and t.text.endswith(litres)), "")
    units = {unit_of(term, model) for term in terms_in(query) if isinstance(term, Metric)}
    if said and not any(unit.startswith("L") for unit in units):
        yield f"没有听出“{said}”说的是每人每天用的水，还是多少立方米的水量"


def _shown(part: MetricQuery) -> Iterator[Members]:
    """Yield what a part counts, and what its rows are."""
    over = part.over.of if isinstance(part.over, Top) else part.over
    if isinstance(over, Members):
        yield over
    for out in (*part.measures, *part.columns):
        if counted(out.expr):
            yield from (t for t in terms_in(out.expr) if isinstance(t, Members)
                        and t.entity == counted(out.expr))


def _by_its_own(members: Members, model: SemanticModel) -> bool:
    """离线的有几个: a state or value of its own says what it is."""
    return any(
        isinstance(p, StatePred) and model.state(p.name).entity == members.entity
        or isinstance(p, AttrPred) and p.path.startswith(f"{members.entity}.")
        for p in members.where)


def _of_another(members: Members, tokens: Sequence[Token], told: set[str]) -> bool:
    """过期还没续的许可证, beside meters past their date: the word is said of the permits."""
    names = {p.name for p in members.where if isinstance(p, StatePred)}
    for token in tokens:
        uses = token.readings.get("state", ())
        mine = any(u.name in names and u.entity == members.entity for u in uses)
        if mine and {u.entity for u in uses} & told:
            return True
    return False


def _told(tokens: Sequence[Token], model: SemanticModel) -> set[str]:
    """Return the entities that a noun, a counter, a grouping or a metric names."""
    found: set[str] = set()
    for token in tokens:
        read = token.readings
        found |= set(read.get("entity", ()))
        found |= {path.split(".")[0] for path in read.get("dimension", ())}
        found |= {item.entity for item, _ in read.get("name", ())}
        for name in read.get("metric", ()):
            found |= {*made_of(model.metric(name).formula, model), model.metric(name).entity or ""}
        said = getattr(next(iter(read.get("number", ())), None), "counter", "") or (
            token.text if token.is_fn(*_ASKS) else "")
        found |= {e.name for e in model.entities
                  if any(c in said for c in e.counters if c != _ANY)}
    return found


def made_of(formula: BaseModel, model: SemanticModel) -> set[str]:
    """Return the entities a formula is taken over, through the metrics it is made of."""
    names = {m.name: m.formula for m in model.metrics}
    found: set[str] = set()
    for term in terms_in(formula):
        if isinstance(term, Members):
            found.add(term.entity)
        inner = names.get(getattr(term, "name", ""))
        if inner is not None and inner is not formula:
            found |= made_of(inner, model)
    return found


TOLD_CHECKS: tuple[Check, ...] = (_kind_not_told, _volume_not_told, _litres_not_told)
