"""The output columns of a query, each said once: 取水量、上年同期取水量、比上年同期的增减量."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from assistant.answer.wording.words import Wording
from assistant.contracts import algebra as a
from assistant.contracts.query import MetricQuery, Out

_BUILT = frozenset({"prev", "growth", "minus", "share", "ratio", "rank", "flag", "running", "at",
                    "extreme", "at_extreme", "col", "target", "ancestor", "failing", "collect",
                    "plus", "times", "abs", "project"})  # fmt: skip


# Headings that only the table around them explains.
_VAGUE = frozenset({"全省", "差值", "相差", "高于全省", "低于全省", "增减"})


def output_words(wording: Wording, query: MetricQuery) -> list[str]:
    """Return words for every output, columns first; what repeats the one measure is shortened."""
    outs = [*query.columns, *query.measures]
    bases = [_base(out.expr) for out in outs]
    plain = [out.expr for out in outs if out.expr.op not in _BUILT and out.expr not in bases]
    only = plain[0] if plain and all(one == plain[0] for one in plain) else None
    said = []
    seen_only = False
    for out in outs:
        words = _short(wording, out.expr, only, outs) if seen_only else ""
        said.append(words or wording.column(out.expr))
        seen_only = seen_only or out.expr == only
    return said


def restated_outputs(wording: Wording, query: MetricQuery) -> list[str]:
    """Return the outputs for the restatement: the asker's label, with what it hides behind it."""
    outs = [*query.columns, *query.measures]
    said = []
    for out, words in zip(outs, output_words(wording, query), strict=True):
        if out.label in _VAGUE:
            said.append(words)
        elif out.label and not out.label.isascii():
            hidden = words != out.label and _conditions(out.expr)
            said.append(f"{out.label}（{words}）" if hidden else out.label)
        else:
            said.append(words)
    return said


def _short(wording: Wording, term: Any, only: Any, outs: list[Out]) -> str:
    """Words for a term built on the one measure already said; nothing when it is not."""
    if only is None:
        return ""
    change = wording.against(term)
    if change is not None and change[0] == wording.measure(only):
        return f"{change[1]}的{'增长率' if term.op == 'growth' else '增减量'}"
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
        case a.Rank(measure=measure) if measure == only and term.within is None:
            return "名次" if term.direction == "desc" else "名次（从低到高）"
        case a.Arith(op="minus") if len(term.of) == 2 and term.of[0] == only:
            words = wording.relative(term.of[1], only)
            if words:
                return f"与{words}之差"
            shown = any(out.expr == term.of[1] for out in outs)
            return f"与{wording.measure(term.of[1])}之差" if shown else ""
        case a.Growth() if term.measure == only:
            return f"比{wording.measure(term.base)}的增减率"
        case _:
            return ""


def _base(term: Any) -> Any:
    """What a change or difference is held against."""
    if term.op == "growth":
        return term.base
    return term.of[1] if term.op == "minus" and len(term.of) == 2 else None


def _conditions(term: Any) -> bool:
    """Whether a term holds conditions or figures of its own."""
    kinds = (a.AttrPred, a.StatePred, a.MeasurePred, a.Has, a.Lacks, a.Known, a.InSet, a.Number)
    if isinstance(term, kinds):
        return True
    if isinstance(term, BaseModel):
        return any(_conditions(getattr(term, name)) for name in type(term).model_fields)
    return isinstance(term, tuple) and any(_conditions(item) for item in term)
