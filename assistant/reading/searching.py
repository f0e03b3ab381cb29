"""Where the best cut of a sentence cannot be read whole, the next ones are read.

在|用的 is no cut of 在用的有几台, 在用|的 is. Another cut is taken only when it is read without a
doubt and hears everything that the best one heard; where two such readings ask different things,
the asker is asked which.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence

from assistant.contracts.answer import Choice
from assistant.contracts.flow import Plan
from assistant.reading.cuts import says_something
from assistant.reading.explained import Explained
from assistant.reading.nodes import Token
from tools.query.canonical import canonical

log = logging.getLogger("shuiwen")
_NOTHING = frozenset({"filler", "punct", "unknown"})
_ASK_WHICH = "这句话有两种读法，请选："


def read_each(
    cuts: Iterable[Sequence[Token]], read: Callable[[Sequence[Token]], Explained]
) -> Iterator[Explained]:
    """Yield the readings of cuts; one that fails to be read must not fail the question itself."""
    for cut in cuts:
        try:
            yield read(cut)
        except Exception:
            log.exception("not read: %s", "|".join(token.text for token in cut))


def read_whole(first: Explained, others: Iterable[Explained]) -> Explained:
    """Return the reading of another cut where the first was asked back; else the first.

    Args:
        first: the reading of the best cut.
        others: the readings of the next cuts, made as they are looked at.
    """
    if first.plan.status != "clarify":
        return first
    whole: list[Explained] = []
    for other in others:
        clean = other.plan.status == "ready" and not other.plan.unread
        if clean and _hears_all(first.tokens, other.tokens) and _is_new(other, whole):
            whole.append(other)
        if len(whole) > 1:
            return _which(whole)
    return whole[0] if whole else first


def _hears_all(first: Sequence[Token], other: Sequence[Token]) -> bool:
    """Nothing is left over, and no word of the first cut is passed over or only cut in pieces."""
    if any(token.has("unknown") for token in other):
        return False
    ends = {token.end for token in other} | {0}
    said = {at for token in other if not token.readings.keys() <= _NOTHING
            for at in range(token.start, token.end)}
    for token in first:
        within = range(token.start, token.end)
        if says_something(token) and not said.issuperset(within):
            return False
        in_pieces = any(at in ends for at in within[1:]) and {token.start, token.end} <= ends
        if in_pieces and not token.readings.keys() <= _NOTHING and not _kept(token, other):
            return False  # 取水户 is no 取水|户
    return True


def _kept(token: Token, other: Sequence[Token]) -> bool:
    """国控站 as 国控|站: the value is said as before, with its noun beside it."""
    uses = token.readings.get("value", ())
    return any(use in uses for part in other if part.start == token.start
               for use in part.readings.get("value", ()))


def _is_new(other: Explained, whole: Sequence[Explained]) -> bool:
    query = other.plan.query
    return query is not None and all(
        one.plan.query is None or canonical(one.plan.query) != canonical(query) for one in whole)


def _which(whole: Sequence[Explained]) -> Explained:
    choices = tuple(Choice(label=one.plan.reading, question=one.plan.reading) for one in whole)
    plan = Plan(status="clarify", words=whole[0].plan.words, confidence=0.4, message=_ASK_WHICH,
                choices=choices)
    first = whole[0]
    return Explained(first.text, first.tokens, first.frames, plan, first.spans, first.clauses)
