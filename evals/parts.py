"""What the parts of a question must get: gold statements and how rows are compared with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator

from assistant.contracts.time import Term
from evals.tables import Table


def _as_lists(value: Any) -> Any:
    """One list of columns stands for a list of such lists."""
    flat = isinstance(value, list | tuple) and any(isinstance(one, str) for one in value)
    return (tuple(value),) if flat else value


class Compare(Term):
    """How rows are compared with gold.

    Attributes:
        columns: gold columns that must be found in the answer; empty = all. Several lists are
            fair choices, e.g. both years' values, or the later one and the growth.
        ordered: the order of rows counts (rows that tie may stand either way).
        tolerance: largest relative difference of numbers.
        first: gold holds the first rows only; the answer's ranking may go on.
        unsigned: figures compare by size (a fall told as 5 % or as −5 %).
    """

    columns: Annotated[tuple[tuple[str, ...], ...], BeforeValidator(_as_lists)] = ()
    ordered: bool = False
    tolerance: float = 1e-6
    first: bool = False
    unsigned: bool = False


class Part(Compare):
    """The gold of one part of a question.

    Attributes:
        sql: the statement, or several of which one must be met: the same told in other fair
            forms (the list of those below, or every one with a mark).
    """

    sql: str | tuple[str, ...]

    @property
    def statements(self) -> tuple[str, ...]:
        """The statements of which one must be met."""
        return (self.sql,) if isinstance(self.sql, str) else self.sql


# One statement, or one a part; a part with its own comparison or several forms is written out.
Gold = str | tuple[str | tuple[str, ...] | Part, ...]


@dataclass(frozen=True)
class GoldPart:
    """The rows of a part's statements, one of which must be met."""

    tables: tuple[Table, ...]
    compare: Compare = Compare()


def parts_of(gold: Gold, compare: Compare) -> tuple[Part, ...]:
    """Return the parts of a gold; ``compare`` holds for those that do not say their own."""
    entries = (gold,) if isinstance(gold, str) else gold
    return tuple(
        one if isinstance(one, Part) else Part(sql=one, **compare.model_dump())
        for one in entries
        if one
    )
