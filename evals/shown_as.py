"""Whether an answer is shown the way it was asked for: as which chart, as which file."""

from __future__ import annotations

from assistant.contracts.answer import Answer

# What Plotly calls the mark of each kind of chart.
_MARKS = {"bar": "bar", "line": "scatter", "pie": "pie"}


def shown_as_asked(answer: Answer, chart: str = "", export: str = "") -> bool:
    """Return whether the answer, or a part of it, is drawn and handed on as was asked.

    Args:
        answer: what the assistant said.
        chart: bar, line or pie; empty = any.
        export: xlsx, docx or csv; empty = any.
    """
    places = (answer, *answer.parts)
    drawn = not chart or any(_MARKS[chart] in _marks(place) for place in places)
    handed = not export or any(place.export == export for place in places)
    return drawn and handed


def _marks(answer: Answer) -> set[str]:
    traces = (answer.chart or {}).get("data", [])
    return {str(trace.get("type", "")) for trace in traces}
