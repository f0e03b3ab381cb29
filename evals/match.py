"""Whether an answer's table holds the gold table: columns found by their values, rows equal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import isclose

from evals.parts import Compare
from evals.shapes import (
    Row,
    chosen,
    has_total,
    sizes,
    spread,
    total_only,
    without_empty_groups,
    without_totals,
    years,
)
from evals.tables import TIMES, Table, Value

# More pairings than this are never tried; a real table has few columns of equal values.
_MOST_PAIRINGS = 200
_TINY = 1e-6
Rows = Sequence[Row]
# For each gold column the answer's column it is found in, and what it is multiplied with.
Pairing = tuple[tuple[int, float], ...]


def holds(gold: Table, got: Table, compare: Compare | None = None) -> bool:
    """Return whether ``gold``'s columns stand in ``got`` with the same rows.

    Extra columns of the answer do not matter; extra rows do, save added totals. One gold row of
    figures may also be answered as one figure a row or by the row of totals, and groups of a
    gold as columns.
    """
    compare = compare or Compare()
    return any(_holds(one, got, compare) for one in chosen(gold, compare.columns))


def tops(gold: Table, got: Table, compare: Compare) -> bool:
    """Return whether the gold rows are those of ``got`` with the most or the least of a figure.

    For an answer that shows the whole unsorted and names the first in its sentence.
    """
    return any(_tops(one, got, compare) for one in chosen(gold, compare.columns))


def _holds(gold: Table, got: Table, compare: Compare) -> bool:
    gold = years(gold)
    if compare.unsigned:
        gold, got = sizes(gold), sizes(got)
    shown = got
    if compare.first and gold.rows:
        ranked = got if has_total(gold) else without_totals(got)
        shown = ranked.with_rows(ranked.rows[: len(gold.rows)])
    if _held(gold, shown, compare):
        return True
    wide = None if compare.ordered else spread(gold)
    if (
        wide is not None
        and len(wide.rows) == len(shown.rows)
        and _paired(wide, years(shown), compare, by_name=True)
    ):
        return True
    total = total_only(got) if len(gold.rows) == 1 and _all_figures(gold.rows[0]) else None
    return total is not None and _held(gold, total, compare)


def _held(gold: Table, got: Table, compare: Compare) -> bool:
    if len(got.rows) > len(gold.rows):
        got = without_totals(got)
    if _turned(gold, got, compare.tolerance):
        return True
    if len(got.rows) > len(gold.rows):
        got = without_empty_groups(got)
    if 0 < len(got.rows) < len(gold.rows):
        gold = without_empty_groups(gold, null=True)
    if len(got.rows) != len(gold.rows):
        return False
    return not gold.rows or _paired(gold, years(got), compare) is not None


def _tops(gold: Table, got: Table, compare: Compare) -> bool:
    if compare.unsigned:
        gold, got = sizes(gold), sizes(got)
    got = without_totals(got)
    labels = [set(_texts(row)) for row in gold.rows]
    inside = [any(label <= set(_texts(row)) for label in labels) for row in got.rows]
    if not labels or not all(labels) or sum(inside) != len(labels):
        return False
    named = got.with_rows(row for row, is_in in zip(got.rows, inside, strict=True) if is_in)
    pairing = _paired(gold, named, compare) or ()
    return any(
        _all_figures(gold.column(i)) and _is_extreme(got.column(j), inside)
        for i, (j, _) in enumerate(pairing)
    )


def _is_extreme(column: Row, inside: Sequence[bool]) -> bool:
    """The marked figures are all above, or all below, the others."""
    figures = [
        (cell, is_in) for cell, is_in in zip(column, inside, strict=True) if cell is not None
    ]
    own = [cell for cell, is_in in figures if is_in and isinstance(cell, float)]
    rest = [cell for cell, is_in in figures if not is_in and isinstance(cell, float)]
    return bool(own and rest) and (min(own) > max(rest) or max(own) < min(rest))


def same_cell(a: Value, b: Value, tolerance: float) -> bool:
    """Return whether two values are equal, numbers within a relative tolerance."""
    if isinstance(a, float) and isinstance(b, float):
        return isclose(a, b, rel_tol=tolerance, abs_tol=_TINY)
    return a == b


def _all_figures(cells: Row) -> bool:
    return all(isinstance(cell, float) for cell in cells)


def _turned(gold: Table, got: Table, tolerance: float) -> bool:
    """One gold row of several figures, answered as a column of them."""
    if len(gold.rows) != 1 or len(gold.names) < 2 or len(got.rows) != len(gold.names):
        return False
    values = gold.rows[0]
    if not _all_figures(values):
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
    Times a gold column names are told in any unit of time.
    """
    family = got.families[j] if got.families else ""
    own = gold.families[i] if gold.families else ""
    if family in TIMES or own in TIMES:
        return (TIMES.get(own, 1.0) / TIMES[family],) if own and family in TIMES else (1.0,)
    if not family or own:
        return (1.0,)
    return tuple(sorted(gold.stored.get(family, frozenset({1.0}))))


def _paired(gold: Table, got: Table, compare: Compare, *, by_name: bool = False) -> Pairing | None:
    """The first pairing of columns by which the rows are equal."""
    for tried, pairing in enumerate(_pairings(gold, got, compare.tolerance, by_name=by_name)):
        if tried >= _MOST_PAIRINGS:
            break
        wanted = [_scaled(row, [factor for _, factor in pairing]) for row in gold.rows]
        picked = [tuple(row[j] for j, _ in pairing) for row in got.rows]
        if _same_rows(wanted, picked, compare):
            return pairing
    return None


def _pairings(gold: Table, got: Table, tolerance: float, *, by_name: bool) -> Iterator[Pairing]:
    """Ways to pair each gold column with a different answer column of the same values.

    With ``by_name`` a gold column whose name is in labels of the answer is one of those columns.
    """
    fits = [
        [
            (j, factor)
            for j in _columns(gold.names[i] if by_name else "", got)
            for factor in _factors(gold, i, got, j)
            if _same_values(_scaled_column(gold.column(i), factor), got.column(j), tolerance)
        ]
        for i in range(len(gold.names))
    ]

    def extend(done: Pairing) -> Iterator[Pairing]:
        if len(done) == len(fits):
            yield done
            return
        for fit in fits[len(done)]:
            if fit[0] not in {j for j, _ in done}:
                yield from extend((*done, fit))

    yield from extend(())


def _columns(name: str, got: Table) -> Sequence[int]:
    every = range(len(got.names))
    return [j for j in every if name and name in got.names[j]] or every


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
