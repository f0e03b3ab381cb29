"""Dates of things held against a period or a length: 去年建成的, 有效期止在2027年的, 装了八年的.

A period said of such a date belongs to it, not to the question.
"""

from __future__ import annotations

from assistant.contracts.time import Period
from assistant.reading.nodes import AttrUse, Comparison, Node
from assistant.reading.phrase_types import PredPhrase
from assistant.reading.rule_words import words_of
from assistant.reading.thresholds import comparisons
from knowledge_graph.semantics.model import SemanticModel

Nodes = list[Node]
_LINKS = words_of("date_links")
_REACHED = words_of("reached")
_HOW = words_of("how_it_came")
_DONE = words_of("completed")
Dated = frozenset[tuple[str, str]]


def dated_attributes(nodes: Nodes, dated: Dated) -> Nodes:
    """Reduce every date with the period or the length said of it to one condition.

    Args:
        nodes: the nodes of the question.
        dated: the attributes that are dates, as (entity, attribute).
    """
    out: Nodes = []
    index = 0
    while index < len(nodes):
        found = in_a_period(nodes, index, dated) or since_long(nodes, index, dated)
        if found is None:
            out.append(nodes[index])
            index += 1
            continue
        out.extend(found[0])
        index += found[1]
    return out


def date_attributes(model: SemanticModel) -> Dated:
    """Return every attribute that is a date."""
    return frozenset((e.name, a.name) for e in model.entities for a in e.attributes
                     if a.type in ("date", "datetime"))


def in_a_period(nodes: Nodes, index: int, dated: Dated
                ) -> tuple[Nodes, int] | None:
    """Return the condition a date and a period make, and how many nodes it takes."""
    return _period_of(nodes, index, dated) or _period_before(nodes, index, dated)


def since_long(nodes: Nodes, index: int, dated: Dated
               ) -> tuple[Nodes, int] | None:
    """装了超过八年、建成不到一年: how long ago the date was."""
    uses = _verb(nodes[index], dated)
    if not uses:
        return None
    place = index + 1
    while place < len(nodes) and nodes[place].text in _DONE:
        place += 1
    if place >= len(nodes) or nodes[place].kind not in ("token", "number"):
        return None
    compared = _length_from(nodes, place)
    if compared is None:
        return None
    comparison, end = compared
    pred = PredPhrase(attr=uses, comparison=comparison, text=_text(nodes[index:end]))
    return [Node("dated", pred, nodes[index].start, nodes[end - 1].end, pred.text)], end - index


def _length_from(nodes: Nodes, place: int) -> tuple[Comparison, int] | None:
    made = comparisons(list(nodes[place : place + 3]))
    first = made[0] if made else None
    if first is None or first.kind != "cmp" or first.value.amount is None \
            or first.value.amount.dimension != "duration" or first.value.upper is not None:
        return None
    end = next(i for i, n in enumerate(nodes) if n.end == first.end) + 1
    return first.value, end


def _period_of(nodes: Nodes, index: int, dated: Dated
               ) -> tuple[Nodes, int] | None:
    """有效期止在2027年、整改期限下个月到."""
    uses = tuple(u for u in nodes[index].reading("attr") or ()
                 if (u.entity, u.attribute) in dated)
    place = index + 1
    while uses and place < len(nodes) and nodes[place].text in _LINKS:
        place += 1
    period = _period(nodes, place) if uses and place < len(nodes) else None
    if period is None or place > index + 2:
        return None
    end = place + 1
    while end < len(nodes) and nodes[end].text in _REACHED:
        end += 1
    if end < len(nodes) and not (nodes[end].is_fn("de") or nodes[end].kind in ("entity", "punct")):
        return None
    return _made(uses, period, nodes[index:end]), end - index


def _period_before(nodes: Nodes, index: int, dated: Dated
                   ) -> tuple[Nodes, int] | None:
    """去年建成的、2018年以前装的: the verb of a date after its period."""
    period = _period(nodes, index)
    place = index + 1
    while period is not None and place < len(nodes) and nodes[place].text in _HOW:
        place += 1
    uses = _verb(nodes[place], dated) if period is not None and place < len(nodes) else ()
    if not uses or period is None:
        return None
    end = place + 1
    while end < len(nodes) and nodes[end].text in _DONE:
        end += 1
    if end >= len(nodes) or not (nodes[end].is_fn("de") or _counts_such(nodes, end, uses)):
        return None
    return _made(uses, period, nodes[index:end]), end - index


def _counts_such(nodes: Nodes, end: int, uses: tuple[AttrUse, ...]) -> bool:
    """去年新建了 + 多少个站: the things counted are those the verb dates."""
    if end + 1 >= len(nodes) or not nodes[end].is_fn("ask_count"):
        return False
    counted = nodes[end + 1].reading("entity") or ()
    return any(use.entity in counted for use in uses)


def _verb(node: Node, dated: Dated) -> tuple[AttrUse, ...]:
    """The dates a bare verb tells; a verb that is a state as well is read as one."""
    if node.kind != "token" or node.token is None \
            or node.token.has("state", "entity", "metric") or node.token.is_fn("raised"):
        return ()
    return tuple(u for u in node.reading("point") or () if (u.entity, u.attribute) in dated)


def _period(nodes: Nodes, place: int) -> Period | None:
    node = nodes[place]
    if node.kind != "time" or node.value.role == "now":
        return None
    period: Period = node.value.period
    if node.value.full_last is not None:  # 期限在今年: to the end of it
        period = period.model_copy(update={"last": node.value.full_last})
    return period if period.first is not None or period.last is not None else None


def _made(uses: tuple[AttrUse, ...], period: Period, nodes: Nodes) -> Nodes:
    text = _text(nodes)
    pred = PredPhrase(attr=uses, period=period, text=text)
    return [Node("dated", pred, nodes[0].start, nodes[-1].end, text)]


def _text(nodes: Nodes) -> str:
    return "".join(n.text for n in nodes)

