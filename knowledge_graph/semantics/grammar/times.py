"""The time grammar: what a sentence says about time, as typed spans."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from assistant.contracts.time import Period
from knowledge_graph.semantics.grammar.beside import Seen, beside
from knowledge_graph.semantics.grammar.chars import squeezed
from knowledge_graph.semantics.grammar.fragment import Frag, Reading
from knowledge_graph.semantics.grammar.hours import hour_window, night_point, with_hours
from knowledge_graph.semantics.grammar.lengths import (
    bare_length,
    due_length,
    future_length,
    past_length,
)
from knowledge_graph.semantics.grammar.points import (
    now_point,
    plan_point,
    relative_point,
    tenday_point,
    weekday_point,
    year_point,
)
from knowledge_graph.semantics.grammar.ranges import cut_off, extended
from knowledge_graph.semantics.grammar.week_parts import week_part
from knowledge_graph.semantics.grammar.words import TimeWords, fixed_words, longest_at, time_words
from knowledge_graph.semantics.grammar.year_parts import bare_part
from knowledge_graph.semantics.spans import ShiftItem, Span, TimeItem, VagueTimeItem

_RULES: tuple[Callable[[Reading, int], Frag | None], ...] = (
    year_point, relative_point, plan_point, night_point, past_length, future_length, bare_length,
    due_length, bare_part, tenday_point, weekday_point, week_part, now_point, hour_window,
)
_EDGE = re.compile("的?(?:年[初末底])$")
_THAN = frozenset("比较跟和与同")
_NEAREST = re.compile("[的一那这]")


def time_spans(text: str, as_of: datetime) -> list[Span]:
    """Return every time expression of ``text``, in order; alternatives of one place best first.

    Relative words count from ``as_of`` (local time). A named unit that has not ended is cut at
    as-of (``open_end``); a period that begins after as-of is returned whole. Words that need
    asking back (最近, 这几年) become VagueTimeItem.
    """
    words, squeeze = time_words(), squeezed(text)
    reading = Reading(_mended(squeeze.text, words), as_of.date(), words)
    found = _read(reading, squeeze.text)
    return [squeeze.back(span) for span in sorted(found, key=_order)]


def _order(span: Span) -> tuple[int, float, int]:
    return span.start, -span.score, -span.end


def _read(reading: Reading, text: str) -> list[Span]:
    fixed = fixed_words()
    out: list[Span] = []
    pos, seen = 0, Seen()
    while pos < len(reading.text):
        frag = beside(reading, pos, seen) or seen.dated(reading, _best(reading, pos))
        word = longest_at(reading.text, pos, fixed)
        if frag is None and (not word or _names_more(reading, pos, word)):
            pos += 1
        elif word and (frag is None or len(word) >= frag.end - frag.start):
            out.extend(_fixed_spans(text, pos, word, reading))
            pos += len(word)
        elif frag is not None:
            pieces = (frag, *frag.more)
            out.extend(_span(text, piece, reading.today) for piece in pieces)
            out.extend(_others(text, frag, word, seen))
            out.extend(_without_edge(text, reading, frag))
            pos, seen = max(piece.end for piece in pieces), seen.then(frag)
    return out


def _names_more(reading: Reading, pos: int, word: str) -> bool:
    """比上个月下旬: the words compare with a period whose name goes on."""
    if word[0] not in _THAN:
        return False
    named = _best(reading, pos + 1)
    return named is not None and named.end > pos + len(word)


def _others(text: str, frag: Frag, word: str, seen: Seen) -> list[Span]:
    """Return the other readings of a place: a fixed word inside it, a shift of what was named."""
    spans = []
    if word:
        end = frag.start + len(word)
        item = fixed_words()[word][0]
        spans.append(
            Span(start=frag.start, end=end, text=text[frag.start : end], item=item, score=0.3)
        )
    if seen.last is not None and frag.back is not None:
        shift = ShiftItem(basis="mom", shift=frag.back, how="period")
        label = text[frag.start : frag.end]
        spans.append(Span(start=frag.start, end=frag.end, text=label, item=shift, score=0.8))
    return spans


def _without_edge(text: str, reading: Reading, frag: Frag) -> list[Span]:
    """去年年初蓄水量: the year alone, where its edge belongs to the next word."""
    edge = _EDGE.search(reading.text[: frag.end], frag.start)
    if edge is None or frag.more:
        return []
    whole = _point(replace(reading, text=reading.text[: edge.start()]), frag.start)
    if whole is None or whole.end != edge.start():
        return []
    return [_span(text, replace(whole, score=min(whole.score, 0.9)), reading.today)]


def _mended(text: str, words: TimeWords) -> str:
    for wrong, right in words.typos.items():
        text = text.replace(wrong, right)
    return text


def _best(reading: Reading, pos: int) -> Frag | None:
    """Return the longest expression that starts at ``pos``; the higher score wins a tie."""
    found = cut_off(reading, pos, _point)
    frag = _point(reading, pos)
    if frag is not None:
        frag = extended(reading, frag, _point)
    if found is not None and (frag is None or found.end > frag.end):
        return found
    return frag


def _point(reading: Reading, pos: int) -> Frag | None:
    """Return the longest single period at ``pos``, hours included."""
    best: Frag | None = None
    for rule in _RULES:
        frag = rule(reading, pos)
        if frag is None:
            continue
        if best is None or (frag.end, frag.score) > (best.end, best.score):
            best = frag
    return best if best is None or best.more else with_hours(reading, best)


def _fixed_spans(text: str, pos: int, word: str, reading: Reading) -> list[Span]:
    """Return the fixed word, and the plain period it may also name (上一年)."""
    end = pos + len(word)
    item, score = fixed_words()[word]
    if word.startswith("最近") and _NEAREST.match(reading.text, end):
        # 最近一本公报, 离到期最近的: the nearest one, no period.
        score = 0.3
    if word == "同期" and reading.text[pos - 1 : pos] in ("史", "年", "以"):
        # 历史同期, 常年同期 name a long-term mean.
        score = 0.3
    spans = [Span(start=pos, end=end, text=text[pos:end], item=item, score=score)]
    frag = _point(reading, pos)
    if frag is not None and frag.end == end:
        # What must be asked back is not settled by a second reading of the same words.
        doubt = 0.4 if isinstance(item, VagueTimeItem) else score - 0.1
        spans.append(_span(text, replace(frag, score=doubt), reading.today))
    return spans


def _runs_to(frag: Frag, today: date) -> bool:
    """Tell whether the words themselves say "until now"."""
    plain = frag.role == "period" and frag.hours is None
    return plain and not frag.clip and frag.last == today


def _span(text: str, frag: Frag, today: date) -> Span:
    """Turn a frag into a span, cut at as-of when its calendar unit has not ended."""
    label = text[frag.start : frag.end]
    cut = frag.clip and frag.first <= today < frag.last
    is_today = frag.clip and frag.first == today == frag.last and frag.unit == "day"
    period = Period(
        first=None if frag.from_start else frag.first,
        last=None if frag.from_start and (frag.hours or frag.weekdays)
        else today if cut else frag.last,
        label=label, hours=frag.hours, months=frag.months, weekdays=frag.weekdays,
    )
    item = TimeItem(
        period=period, unit=frag.unit, role=frag.role,
        open_end=cut or is_today or _runs_to(frag, today),
        full_last=frag.last if cut else None,
    )
    return Span(start=frag.start, end=frag.end, text=label, item=item, score=frag.score)
