"""Whether an answer's table holds the gold table: columns found by their values, rows equal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import isclose

from evals.case_files import Compare
from evals.tables import Table, Value

_TOTALS = frozenset({"合计", "总计", "全省", "全部"})
# More pairings than this are never tried; a real table has few columns of equal values.
_MOST_PAIRINGS = 200
_TINY = 1e-6
Row = tuple[Value, ...]
Rows = Sequence[Row]


def holds(gold: Table, got: Table, compare: Compare | None = None) -> bool:
    """Return whether ``gold``'s columns stand in ``got`` with the same rows.

    Extra columns of the answer do not matter; extra rows do, save added totals. One gold row of
    figures may also be answered as one figure a row.
    """
    compare = compare or Compare()
    gold = _years(_only(gold, compare.columns))
    if len(got.rows) != len(gold.rows):
        got = _without_totals(got) if len(got.rows) > len(gold.rows) else got
    if len(got.rows) > len(gold.rows):
        got = _without_empty_groups(got)
    if len(got.rows) != len(gold.rows):
        return _turned(gold, got, compare.tolerance)
    if not gold.rows:
        return True
    got = _years(got)
    for tried, pairing in enumerate(_pairings(gold, got, compare.tolerance)):
        if tried >= _MOST_PAIRINGS:
            break
        wanted = [_scaled(row, [factor for _, factor in pairing]) for row in gold.rows]
        picked = [tuple(row[j] for j, _ in pairing) for row in got.rows]
        if _same_rows(wanted, picked, compare):
            return True
    return False


def same_cell(a: Value, b: Value, tolerance: float) -> bool:
    """Return whether two values are equal, numbers within a relative tolerance."""
    if isinstance(a, float) and isinstance(b, float):
        return isclose(a, b, rel_tol=tolerance, abs_tol=_TINY)
    return a == b


def _only(table: Table, names: tuple[str, ...]) -> Table:
    if not names:
        return table
    spots = [table.names.index(name) for name in names if name in table.names]
    families = tuple(table.families[i] for i in spots) if table.families else ()
    rows = tuple(tuple(row[i] for i in spots) for row in table.rows)
    return Table(tuple(table.names[i] for i in spots), rows, families, table.stored)


def _without_totals(table: Table) -> Table:
    return table.with_rows(
        row for row in table.rows if not _TOTALS & {c for c in row if isinstance(c, str)}
    )


def _without_empty_groups(table: Table) -> Table:
    """Groups that hold none may be told (0) or left out; both say the same."""
    def empty(row: Row) -> bool:
        figures = [cell for cell in row if not isinstance(cell, str)]
        named = any(isinstance(cell, str) for cell in row)
        return named and bool(figures) and all(cell == 0.0 for cell in figures)

    return table.with_rows(row for row in table.rows if not empty(row))


def _years(table: Table) -> Table:
    """Write years kept as first days (2025-01-01) as numbers, so that both ways compare."""
    columns = [_as_years(table.column(i)) for i in range(len(table.names))]
    return table.with_rows(
        tuple(column[n] for column in columns) for n in range(len(table.rows))
    )


def _as_years(column: Row) -> Row:
    whole = bool(column) and all(
        isinstance(cell, str) and len(cell) == 10 and cell.endswith("-01-01") for cell in column
    )
    years = bool(column) and all(
        isinstance(cell, str) and len(cell) == len("2025") and cell.isdigit() for cell in column
    )
    return tuple(float(str(cell)[:4]) for cell in column) if whole or years else column


def _turned(gold: Table, got: Table, tolerance: float) -> bool:
    """One gold row of several figures, answered as a column of them."""
    if len(gold.rows) != 1 or len(gold.names) < 2 or len(got.rows) != len(gold.names):
        return False
    values = gold.rows[0]
    if not all(isinstance(value, float) for value in values):
        return False
    for j in range(len(got.names)):
        factors = set(_factors(gold, 0, got, j))
        if any(
            _same_values(_scaled(values, [f] * len(values)), got.column(j), tolerance)
            for f in factors
        ):
            return True
    return False


def _factors(gold: Table, i: int, got: Table, j: int) -> tuple[float, ...]:
    """What gold column ``i`` may be multiplied with to be in the base unit of answer column ``j``.

    A gold column whose name tells its unit is in base units already. One that does not, and is
    answered in a sized unit, is in a size its statement reads: so a figure wrong by 10⁸ is wrong.
    """
    family = got.families[j] if got.families else ""
    own = gold.families[i] if gold.families else ""
    if not family or own:
        return (1.0,)
    return tuple(sorted(gold.stored.get(family, frozenset({1.0}))))


def _pairings(gold: Table, got: Table, tolerance: float) -> Iterator[tuple[tuple[int, float], ...]]:
    """Ways to pair each gold column with a different answer column of the same values."""
    fits = [
        [
            (j, factor)
            for j in range(len(got.names))
            for factor in _factors(gold, i, got, j)
            if _same_values(_scaled_column(gold.column(i), factor), got.column(j), tolerance)
        ]
        for i in range(len(gold.names))
    ]

    def extend(done: tuple[tuple[int, float], ...]) -> Iterator[tuple[tuple[int, float], ...]]:
        if len(done) == len(fits):
            yield done
            return
        for fit in fits[len(done)]:
            if fit[0] not in {j for j, _ in done}:
                yield from extend((*done, fit))

    yield from extend(())


def _scaled_column(column: Row, factor: float) -> Row:
    return _scaled(column, [factor] * len(column))


def _scaled(cells: Row, factors: Sequence[float]) -> Row:
    return tuple(
        cell * factor if isinstance(cell, float) else cell
        for cell, factor in zip(cells, factors, strict=True)
    )


def _same_values(a: Row, b: Row, tolerance: float) -> bool:
    one, two = sorted(a, key=_order), sorted(b, key=_order)
    return all(same_cell(x, y, tolerance) for x, y in zip(one, two, strict=True))


def _order(cell: Value) -> tuple[int, float, str]:
    if cell is None:
        return (0, 0.0, "")
    return (1, cell, "") if isinstance(cell, float) else (2, 0.0, cell)


def _same_rows(gold: Rows, got: Rows, compare: Compare) -> bool:
    def same(a: Row, b: Row) -> bool:
        return all(same_cell(x, y, compare.tolerance) for x, y in zip(a, b, strict=True))

    if compare.ordered and not _same_order(gold, got, compare.tolerance):
        return False
    # Rows are looked up by their texts; only rows with the same texts are compared.
    buckets: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in got:
        buckets[_texts(row)].append(row)
    for row in gold:
        bucket = buckets[_texts(row)]
        at = next((n for n, other in enumerate(bucket) if same(row, other)), None)
        if at is None:
            return False
        bucket.pop(at)
    return True


def _same_order(gold: Rows, got: Rows, tolerance: float) -> bool:
    """The column that gold is sorted by runs alike; without one, every row stands in its place."""
    for i in range(len(gold[0])):
        wanted = [row[i] for row in gold]
        if _sorted_by(wanted):
            found = [row[i] for row in got]
            return all(same_cell(x, y, tolerance) for x, y in zip(wanted, found, strict=True))
    return all(
        same_cell(x, y, tolerance)
        for a, b in zip(gold, got, strict=True)
        for x, y in zip(a, b, strict=True)
    )


def _sorted_by(column: list[Value]) -> bool:
    numbers = [cell for cell in column if isinstance(cell, float)]
    if len(numbers) < len(column) or len(set(numbers)) < 2:
        return False
    return numbers in (sorted(numbers), sorted(numbers, reverse=True))


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(cell for cell in row if isinstance(cell, str))
