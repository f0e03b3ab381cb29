"""Every figure, date, place and name of a prose text must stand in the evidence (DESIGN §1.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.contracts.answer import Answer
from assistant.narrative.dates import dates, with_years, without_dates
from assistant.narrative.figures import Figure, figure_of, figures
from assistant.narrative.whose import Whose

_CHANGES = ("增减", "增长", "增幅", "变化", "之差")  # in the label of a column that tells a change


@dataclass(frozen=True, slots=True)
class Unproven:
    """Something said that the evidence does not bear out; ``kind``: 数, 日期 or 名称."""

    kind: str
    text: str


class Proof:
    """What an answer proves: its cells, and all that its built sentences say.

    Args:
        answer: the answer, with its rows, text and reading.
        names: names of places and objects that a text might use.
    """

    def __init__(self, answer: Answer, names: Iterable[str] = ()) -> None:
        self._rows = len(answer.rows)
        self._said = "\n".join(_said(answer))
        cells, built = [*_cells(answer)], [*figures(without_dates(self._said))]
        self._figures = [*cells, *built]
        self._whose = Whose(answer, [one for one in built if not any(map(one.told_by, cells))])
        self._dates = list(with_years(dates(self._said)))
        self._names = sorted(names, key=len, reverse=True)

    def unproven(self, prose: str) -> tuple[Unproven, ...]:
        """Return what a text says beyond the evidence; nothing = it may stand."""
        faults = [Unproven("日期", one.text) for one in dates(prose)
                  if not any(one.within(known) for known in self._dates)]
        faults += [Unproven("数", one.text) for one in figures(without_dates(prose))
                   if not self._borne_out(one)]
        faults += [Unproven("数", one.text) for one in self._whose.strays(prose)]
        faults += [Unproven("名称", name) for name in self._named(prose) if name not in self._said]
        return tuple(dict.fromkeys(faults))

    def _borne_out(self, figure: Figure) -> bool:
        rows_told = figure.kind == "plain" and figure.value == self._rows
        return rows_told or any(figure.told_by(exact) for exact in self._figures)

    def _named(self, prose: str) -> Iterator[str]:
        """Yield the names a text uses, the longest first; a part of one is not another."""
        for name in self._names:
            if name in prose:
                yield name
                prose = prose.replace(name, "　")


def _said(answer: Answer) -> Iterator[str]:
    """Yield all that is told beside the figures of the rows."""
    yield from (answer.reading, answer.text, answer.as_of or "")
    yield from (*answer.definitions, *answer.caveats)
    yield from (column.label for column in answer.columns)
    yield from (cell for row in answer.rows for cell in row if isinstance(cell, str))
    for part in answer.parts:
        yield from _said(part)


def _cells(answer: Answer) -> Iterator[Figure]:
    """Yield the number cells in the units of their columns."""
    for row in answer.rows:
        for column, cell in zip(answer.columns, row, strict=False):
            if isinstance(cell, int | float) and not isinstance(cell, bool):
                yield figure_of(float(cell), column.unit,
                                change=any(word in column.label for word in _CHANGES))
    for part in answer.parts:
        yield from _cells(part)
