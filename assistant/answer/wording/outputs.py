"""The output columns of a query, each said once: 取水量、上年同期取水量、比上年同期的增减量."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from assistant.answer.wording.comparisons import change_of, change_word
from assistant.answer.wording.words import Wording
from assistant.contracts import algebra as a
from assistant.contracts.query import MetricQuery

BUILT = frozenset({"prev", "growth", "minus", "share", "ratio", "rank", "flag", "running", "at",
                    "extreme", "at_extreme", "col", "target", "ancestor", "failing", "collect",
                    "plus", "times", "abs", "project"})  # fmt: skip


_DATES = re.compile(r"（[^（）]*(?:（[^（）]*）)?[^（）]*）$")  # said in full just before


def output_words(wording: Wording, query: MetricQuery) -> list[str]:
    """Return a heading for every output, columns first; what repeats the one measure is short."""
    outs = _outs(query)
    plain = _plain(outs)
    only = plain[0] if plain and all(one == plain[0] for one in plain) else None
    seen = [only if only in outs[:at] else None for at in range(len(outs))]
    return _words(wording, outs, seen)


def restated_outputs(wording: Wording, query: MetricQuery) -> list[str]:
    """Return the outputs for the restatement: what repeats the measure said last is short."""
    outs = _outs(query)
    told = _words(wording, outs, said_last(outs))
    flags = [out.expr.op == "flag" and out.label for out in (*query.columns, *query.measures)]
    return [f"{label}（{words}）" if label else words
            for label, words in zip(flags, told, strict=True)]  # fmt: skip


def said_last(outs: Sequence[Any]) -> list[Any]:
    """Return for every output the measure said last before it that is built on no other."""
    plain = _plain(outs)
    found: list[Any] = []
    last = None
    for out in outs:
        found.append(last)
        last = out if out in plain else last
    return found


def _outs(query: MetricQuery) -> list[Any]:
    return [out.expr for out in (*query.columns, *query.measures)]


def _plain(outs: Sequence[Any]) -> list[Any]:
    bases = [change_of(out)[1] for out in outs]
    return [out for out in outs if out.op not in BUILT and out not in bases]


def _words(wording: Wording, outs: Sequence[Any], built_on: Sequence[Any]) -> list[str]:
    return [short_words(wording, out, measure, outs[:at]) or wording.column(out)
            for at, (out, measure) in enumerate(zip(outs, built_on, strict=True))]  # fmt: skip


def _change_words(wording: Wording, term: Any, only: Any, before: Sequence[Any]) -> str:
    """Words for a change of the measure just said, or against what was said: 比上年的增长率."""
    over = wording.against(term)
    if over is None:
        return ""
    known = change_of(term)[1] in before
    than = f"{_DATES.sub('', over[1]) if known else over[1]}的{change_word(term)}"
    if only is not None and over[0] == wording.measure(only):
        return than
    return over[0] + than if known else ""


def short_words(wording: Wording, term: Any, only: Any, before: Sequence[Any]) -> str:
    """Words for a term built on a measure just said; nothing when it is not."""
    change = _change_words(wording, term, only, before)
    if change or only is None:
        return change
    match term:
        case a.Share() | a.Ratio():
            part, whole = (
                (term.part, term.whole) if isinstance(term, a.Share) else (term.top, term.bottom)
            )
            if part != only:
                return ""
            lifted = wording.part_of(part, whole, short=True)
            return lifted or (
                f"占{wording.whole_of(whole)}的比例" if isinstance(term, a.Share) else ""
            )
        case a.Rank(measure=measure) if measure == only and not wording.among(term):
            return "名次" if term.direction == "desc" else "名次（从低到高）"
        case a.Arith(op="minus") if len(term.of) == 2 and term.of[0] == only:
            words = wording.relative(term.of[1], only)
            if words:
                return f"与{words}之差"
            return f"与{wording.measure(term.of[1])}之差" if term.of[1] in before else ""
        case a.Growth() if term.measure == only:
            return f"比{wording.measure(term.base)}的增减率"
        case a.Arith(op="times") if change_of(term)[0] == only:
            return f"比{wording.measure(change_of(term)[1])}的降幅"
        case _:
            return ""
