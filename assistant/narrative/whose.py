"""Whose a figure is: one said of a row must stand in that row, not in another one.

A figure is said of the row named last before it in its sentence, or of the only one named there.
Where a sentence deals figures out (分别, 均, 合计, 相差) nothing is held against it here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.contracts.answer import Answer
from assistant.narrative.dates import without_dates
from assistant.narrative.figures import Figure, figure_of, figures

_SENTENCE = re.compile(r"[^。；;\n]+")
_DEALT_OUT = re.compile(r"分别|依次|各自?|均|都|合计|共|平均|相差|之间|全省")
_SUFFIX = re.compile(r"(?<=..)[市县区]$")


class Whose:
    """Holds figures against the rows they are said of.

    Args:
        answer: its first text column names the rows.
        free: figures that the built sentences give and no cell does: sums, shares, differences.
    """

    def __init__(self, answer: Answer, free: Sequence[Figure]) -> None:
        self._rows = _rows(answer)
        self._free = free

    def strays(self, prose: str) -> Iterator[Figure]:
        """Yield the figures that are another row's than the one they are said of."""
        if len(self._rows) < 2:
            return
        for sentence in _SENTENCE.findall(without_dates(prose)):
            if _DEALT_OUT.search(sentence):
                continue
            named = sorted(self._named(sentence))
            at = 0
            for figure in figures(sentence):
                at = sentence.index(figure.text.lstrip("+"), at)
                owner = next((name for place, name in reversed(named) if place < at), "")
                if not owner and len({name for _, name in named}) == 1:
                    owner = named[0][1]
                if owner and self._is_anothers(figure, owner):
                    yield figure

    def _is_anothers(self, figure: Figure, owner: str) -> bool:
        told = {name for name, row in self._rows.items()
                if any(figure.told_by(exact) for exact in row)}
        return bool(told) and owner not in told and not any(
            figure.told_by(exact) for exact in self._free)

    def _named(self, sentence: str) -> Iterator[tuple[int, str]]:
        """Where rows are named, in full or without 市, 县, 区."""
        for name in self._rows:
            for form in {name, _SUFFIX.sub("", name)}:
                yield from ((m.start(), name) for m in re.finditer(re.escape(form), sentence))


def _rows(answer: Answer) -> Mapping[str, Sequence[Figure]]:
    """The figures of each row by its name; nothing where names are not told apart."""
    at = next((n for n, column in enumerate(answer.columns) if column.type == "text"), None)
    if at is None:
        return {}
    rows: dict[str, list[Figure]] = {}
    for row in answer.rows:
        if not isinstance(row[at], str) or row[at] in rows:
            return {}
        rows[str(row[at])] = [
            figure_of(float(cell), column.unit)
            for column, cell in zip(answer.columns, row, strict=False)
            if isinstance(cell, int | float) and not isinstance(cell, bool)]
    return rows
