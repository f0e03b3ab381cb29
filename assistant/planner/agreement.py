"""Whether a rewriting may stand for the question: nothing read without fail is lost or made up."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.contracts.flow import Plan
from assistant.contracts.query import MetricQuery
from assistant.planner.codes import CODE, NAMES, Coded, missing
from assistant.reading.nodes import Token

_MOST_UNREAD = 0.5
_WEIGHTY = re.compile(r"\d{3,}(?:\.\d+)?|\d+(?:\.\d+)?(?=%)")  # 11个市 may go unsaid, 500 may not
_NUMBER = re.compile(r"\d+(?:\.\d+)?")

Lost = Callable[[Sequence[Token], MetricQuery], Sequence[str]]


def objections(
    question: Coded, tokens: Sequence[Token], rewriting: str, plan: Plan, lost: Lost
) -> tuple[str, ...]:
    """Return what speaks against a rewriting, in Chinese; nothing = it may stand.

    Args:
        question: in codes, as the model got it.
        tokens: of the parser's reading of the question.
        rewriting: in codes, as the model gave it.
        plan: the parser's reading of the rewriting.
        lost: tells what of the tokens a query leaves out or cannot be.
    """
    if plan.status != "ready" or plan.query is None:
        return ("改写没有读通",)
    if _unread(tokens) > _MOST_UNREAD:
        return ("大半没有读懂",)
    found = [f"漏了“{one.said}”" for one in missing(rewriting, question.codes)
             if one.code in NAMES]
    unknown = set(CODE.findall(rewriting)) - {one.code for one in question.codes}
    found += [f"多了没有说的{code}" for code in sorted(unknown)]
    said = set(_NUMBER.findall(question.text))
    found += [f"多了数{n}" for n in dict.fromkeys(_NUMBER.findall(rewriting)) if n not in said]
    shown = set(_NUMBER.findall(rewriting))
    found += [f"漏了数{n}" for n in dict.fromkeys(_WEIGHTY.findall(question.text))
              if n not in shown]
    found += lost(tokens, plan.query)
    return tuple(dict.fromkeys(found))


def _unread(tokens: Sequence[Token]) -> float:
    """Share of a question's characters that are no words to the parser, marks aside."""
    said = [token for token in tokens if not token.has("punct")]
    unknown = sum(len(token.text) for token in said if token.has("unknown"))
    return unknown / max(1, sum(len(token.text) for token in said))
