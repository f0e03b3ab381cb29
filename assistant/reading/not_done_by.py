"""What was not done by a day: 一季度过了4月15号还没交的, 过了季末15天还没交的.

The period says which forms are meant, the day how things stood; both are needed, and the day
belongs to the state. A day after the end of the period counts from the period said before.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from assistant.reading.nodes import Node, StateUse, Token
from assistant.reading.rule_words import rule_words, words_of

Nodes = list[Node]
_LINKS = words_of("past_a_day")
_FAR = 6


def not_done_by(nodes: Nodes) -> Nodes:
    """Give a state of what is not done the day said before it, beside a period of the things."""
    out: Nodes = []
    for node in nodes:
        found = _by(out, node)
        if found is None:
            out.append(node)
            continue
        made, start = found
        del out[start:]
        out.append(made)
    return out


def _by(before: Nodes, node: Node) -> tuple[Node, int] | None:
    uses = node.value if node.kind == "state" else node.reading("state")
    parts = rule_words()["not_done_by"]
    made = tuple(parts[u.name] for u in uses or () if u.name in parts and not u.negated)
    if not made:
        return None
    for index in range(len(before) - 1, max(-1, len(before) - 1 - _FAR), -1):
        day = _day(before, index)
        if day is not None:
            start = index
            while start and (before[start - 1].text in _LINKS
                             or before[start - 1].is_fn("period_end")):
                start -= 1
            states = tuple(StateUse(name, u.entity, params=(("by", day + timedelta(days=1)),))
                           for u, name in zip(uses, made, strict=False))
            text = "".join(n.text for n in (*before[start:], node))
            return node.with_(kind="state", value=states, start=before[start].start,
                              text=text), start
        token = before[index].token
        if before[index].text not in _LINKS and not (token is not None and token.has("filler")):
            return None
    return None


def _day(before: Nodes, index: int) -> date | None:
    """4月15号, 截至4月20日, 季末15天: beside a longer period of which the things are."""
    node = before[index]
    told = _period_before(before[:index])
    if told is None:
        return None
    if node.kind == "time":
        period = node.value.period
        single = node.value.role == "cutoff" or period.first == period.last
        return period.last if single and isinstance(period.last, date) else None
    interval = node.value.interval if node.kind == "number" else None
    ended = index > 0 and before[index - 1].is_fn("period_end")
    if interval is None or not ended or not isinstance(interval.n, int) or interval.unit != "day":
        return None
    return told + timedelta(days=interval.n)


def _period_before(before: Nodes) -> date | None:
    """Return the last day of the period said last."""
    for node in reversed(before):
        if node.kind == "time" and node.value.period.first != node.value.period.last:
            last = node.value.period.last
            return last if isinstance(last, date) else None
    return None


def told_by_day(tokens: Sequence[Token], strings: Collection[str]) -> set[int]:
    """Return where the words stand that the state of what is not done by a day takes in."""
    parts = rule_words()["not_done_by"]
    found: set[int] = set()
    for index, token in enumerate(tokens):
        if not any(parts.get(u.name) in strings for u in token.readings.get("state", ())):
            continue
        found.add(token.start)
        for before in reversed(tokens[max(0, index - _FAR) : index]):
            said = before.has("time", "filler") or before.text in _LINKS \
                or before.is_fn("period_end", "every") or before.has("number")
            if not said:
                break
            found.add(before.start)
    return found
