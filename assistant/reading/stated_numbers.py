"""Numbers that were said, and the ways a finished query may write them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from assistant.reading.amounts import measured_in
from assistant.reading.nodes import Token

_NEAR = 1e-9
_COMPARES = ("cmp_lt", "cmp_gt", "cmp_ge", "cmp_le")
_SUFFIXES = ("suf_ge", "suf_le", "suf_lt", "suf_gt")


def is_written(item: Any, numbers: Collection[float], units: Collection[str] = ()) -> bool:
    """Return whether a query with these numbers shows the one that was said.

    Args:
        item: the number said.
        numbers: all the query holds.
        units: of its metrics, in which a number said in another unit is written.
    """
    ways = _ways(item) | {item.value * measured_in(item.unit, unit) for unit in units}
    return any(abs(way - n) < _NEAR * max(1.0, abs(way)) for way in ways for n in numbers)


def _ways(item: Any) -> set[float]:
    """The figures a number may be written as: 95 of a rate is 0.95, 九十天 is so many days."""
    values = {item.value, item.value / 100, item.value - 1, item.value + 1, -item.value}
    if item.interval is not None and isinstance(item.interval.n, int):
        values |= {float(item.interval.n), -float(item.interval.n)}
    return values


def compared(tokens: Sequence[Token]) -> set[int]:
    """Return where the numbers stand that a comparing word makes a threshold."""
    found = set()
    for before, token, after in zip(
            (None, *tokens), tokens, (*tokens[1:], None), strict=False):
        plain = "number" in token.readings and not token.readings.keys() & {"time", "fn"}
        if plain and ((before is not None and before.is_fn(*_COMPARES))
                      or (after is not None and after.is_fn(*_SUFFIXES))):
            found.add(token.start)
    return found
