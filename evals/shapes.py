"""The forms one table may fairly take: totals, empty groups, years, groups as columns."""

from __future__ import annotations

from collections.abc import Sequence

from evals.tables import Table, Value

_TOTALS = frozenset({"合计", "总计", "全省", "全部", "江西省"})
Row = tuple[Value, ...]


def chosen(table: Table, choices: Sequence[Sequence[str]]) -> tuple[Table, ...]:
    """Return the table cut to each list of columns that it has; whole where it has none."""
    fit = [names for names in choices if set(names) <= set(table.names)]
    return tuple(_only(table, names) for names in fit) or (table,)


def _only(table: Table, names: Sequence[str]) -> Table:
    spots = [table.names.index(name) for name in names]
    families = tuple(table.families[i] for i in spots) if table.families else ()
    rows = tuple(tuple(row[i] for i in spots) for row in table.rows)
    return Table(tuple(table.names[i] for i in spots), rows, families, table.stored)


def has_total(table: Table) -> bool:
    """Return whether a row is a total of the others."""
    return any(_is_total(row) for row in table.rows)


def without_totals(table: Table) -> Table:
    """Return the table without rows of totals."""
    return table.with_rows(row for row in table.rows if not _is_total(row))


def total_only(table: Table) -> Table | None:
    """Return the one row of totals of a table of several rows."""
    found = [row for row in table.rows if _is_total(row)]
    return table.with_rows(found) if len(found) == 1 and len(table.rows) > 1 else None


def _is_total(row: Row) -> bool:
    return bool(_TOTALS & {cell for cell in row if isinstance(cell, str)})


def without_empty_groups(table: Table, *, null: bool = False) -> Table:
    """Groups that hold none may be told (0) or left out; ``null``: so may those without data."""
    nothing = (0.0, None) if null else (0.0,)

    def empty(row: Row) -> bool:
        figures = [cell for cell in row if not isinstance(cell, str)]
        named = any(isinstance(cell, str) for cell in row)
        return named and bool(figures) and all(cell in nothing for cell in figures)

    return table.with_rows(row for row in table.rows if not empty(row))


def years(table: Table) -> Table:
    """Write years kept as first days (2025-01-01) as numbers, so that both ways compare."""
    columns = [_as_years(table.column(i)) for i in range(len(table.names))]
    return table.with_rows(tuple(column[n] for column in columns) for n in range(len(table.rows)))


def _as_years(column: Row) -> Row:
    whole = bool(column) and all(
        isinstance(cell, str) and len(cell) == 10 and cell.endswith("-01-01") for cell in column
    )
    digits = bool(column) and all(
        isinstance(cell, str) and len(cell) == len("2025") and cell.isdigit() for cell in column
    )
    return tuple(float(str(cell)[:4]) for cell in column) if whole or digits else column


def sizes(table: Table) -> Table:
    """Return the table with every figure without its sign."""
    return table.with_rows(
        tuple(abs(cell) if isinstance(cell, float) else cell for cell in row) for row in table.rows
    )


def spread(gold: Table) -> Table | None:
    """The figures of a (key, group, figure) table with a column a group; none there = 0."""
    if len(gold.names) not in {2, 3} or not all(isinstance(row[-2], str) for row in gold.rows):
        return None
    groups = sorted({str(row[-2]) for row in gold.rows})
    keys = list(dict.fromkeys(row[:-2] for row in gold.rows))
    cells = {(row[:-2], str(row[-2])): row[-1] for row in gold.rows}
    if len(groups) < 2 or len(cells) != len(gold.rows):
        return None
    family = gold.families[-1] if gold.families else ""
    return Table(
        (*gold.names[:-2], *groups),
        tuple((*key, *(cells.get((key, group), 0.0) for group in groups)) for key in keys),
        (*gold.families[:-2], *([family] * len(groups))) if gold.families else (),
        gold.stored,
    )
