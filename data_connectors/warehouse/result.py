"""Turns DuckDB's rows into a ``ResultTable`` of plain values."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from assistant.contracts.answer import AnswerColumn, Cell
from assistant.contracts.flow import ResultTable

Kind = Literal["text", "number", "date", "datetime", "bool"]
_NUMBERS = {
    "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER",
    "UBIGINT", "UHUGEINT", "FLOAT", "DOUBLE", "BIGNUM",
}  # fmt: skip


def result_table(
    description: Sequence[Any], rows: Sequence[tuple[Any, ...]], row_limit: int
) -> ResultTable:
    """Return at most ``row_limit`` rows; ``truncated`` says whether there were more."""
    kinds = [column_kind(str(column[1])) for column in description]
    columns = tuple(
        AnswerColumn(name=column[0], label=column[0], type=kind)
        for column, kind in zip(description, kinds, strict=True)
    )
    convert = [_CONVERTERS[kind] for kind in kinds]
    plain = tuple(
        tuple(
            None if value is None else turn(value)
            for turn, value in zip(convert, row, strict=True)
        )
        for row in rows[:row_limit]
    )
    return ResultTable(columns=columns, rows=plain, truncated=len(rows) > row_limit)


def column_kind(duck_type: str) -> Kind:
    """Map a DuckDB type to the five kinds of the answer.

    >>> column_kind("DECIMAL(18,3)"), column_kind("TIMESTAMP"), column_kind("VARCHAR[]")
    ('number', 'datetime', 'text')
    """
    if duck_type.endswith("]"):
        return "text"
    if duck_type in _NUMBERS or duck_type.startswith("DECIMAL"):
        return "number"
    if duck_type == "DATE":
        return "date"
    if duck_type.startswith("TIMESTAMP"):
        return "datetime"
    return "bool" if duck_type == "BOOLEAN" else "text"


def _number(value: Any) -> Cell:
    if isinstance(value, int):
        return value
    number = float(value)
    return number if math.isfinite(number) else None


def _date(value: Any) -> Cell:
    return value.isoformat() if isinstance(value, date) else str(value)


def _datetime(value: Any) -> Cell:
    return value.strftime("%Y-%m-%d %H:%M:%S") if isinstance(value, datetime) else str(value)


def _text(value: Any) -> Cell:
    if isinstance(value, list | tuple):
        return "、".join("" if item is None else str(_any(item)) for item in value)
    return str(value)


def _any(value: Any) -> Cell:
    if isinstance(value, bool):
        return value
    if isinstance(value, datetime):
        return _datetime(value)
    if isinstance(value, date):
        return _date(value)
    if isinstance(value, int | float | Decimal):
        return _number(value)
    return _text(value)


_CONVERTERS: dict[Kind, Callable[[Any], Cell]] = {
    "text": _text, "number": _number, "date": _date, "datetime": _datetime, "bool": bool,
}  # fmt: skip
