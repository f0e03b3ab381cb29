"""Renders spans as one line of text, so that a case is a line of a file."""

from __future__ import annotations

from pathlib import Path

from knowledge_graph.semantics.spans import GrainItem, NumberItem, ShiftItem, Span, TimeItem

CERTAIN = 0.5


def cases(name: str) -> list[tuple[str, str]]:
    """Return (sentence, expected) of the lines ``sentence | expected`` beside this file."""
    path = Path(__file__).with_name(name)
    rows = path.read_text(encoding="utf-8").splitlines()
    parts = [row.partition("|") for row in rows if row.strip() and not row.startswith("#")]
    return [(sentence.strip(), expected.strip()) for sentence, _, expected in parts]


def _time(item: TimeItem) -> str:
    period = item.period
    words = [f"{period.first or ''}..{period.last or ''}", str(item.unit)]
    if period.hours is not None:
        words.append(f"{period.hours.start}-{period.hours.end}h")
    if period.months:
        words.append("months=" + ",".join(map(str, period.months)))
    if item.open_end:
        words.append("open")
    if item.full_last is not None:
        words.append(f"full={item.full_last}")
    if item.role != "period":
        words.append(item.role)
    return " ".join(words)


def _shift(item: ShiftItem) -> str:
    shift = f"{item.shift.n}{item.shift.unit}" if item.shift is not None else ""
    return " ".join(filter(None, ["shift", item.basis, shift, item.how]))


def _number(item: NumberItem) -> str:
    length = f"{item.interval.n}{item.interval.unit}" if item.interval is not None else ""
    words = [f"{item.value:.10g}", item.unit, item.dimension, item.counter, item.approx, length]
    return " ".join(filter(None, words))


def line(spans: list[Span]) -> str:
    """Return the confident spans as ``[words] reading``, joined by `` ; ``."""
    out = []
    for span in spans:
        item = span.item
        if span.score < CERTAIN:
            continue
        if isinstance(item, TimeItem):
            said = _time(item)
        elif isinstance(item, GrainItem):
            said = f"by {item.grain}"
        elif isinstance(item, ShiftItem):
            said = _shift(item)
        elif isinstance(item, NumberItem):
            said = _number(item)
        else:
            said = "vague"
        out.append(f"[{span.text}] {said}")
    return " ; ".join(out)
