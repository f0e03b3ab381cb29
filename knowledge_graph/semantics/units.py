"""Units that columns are stored in, and the base units the compiler computes with."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from assistant.contracts.errors import InternalError
from assistant.contracts.time import Term


class StoredUnit(Term):
    """Base unit of a stored unit; base value = stored value × factor."""

    base: str
    factor: float


@cache
def stored_units() -> dict[str, StoredUnit]:
    """Return every stored unit by its code."""
    text = Path(__file__).with_name("units.yaml").read_text(encoding="utf-8")
    return {code: StoredUnit.model_validate(unit) for code, unit in yaml.safe_load(text).items()}


def base_unit(code: str) -> str:
    """Return the base unit of a stored unit; none for none.

    Raises:
        InternalError: the unit is not in the table.
    """
    return _stored(code).base if code else ""


def base_factor(code: str) -> float:
    """Return what a stored value is multiplied with to be in the base unit.

    Raises:
        InternalError: the unit is not in the table.
    """
    return _stored(code).factor if code else 1.0


def _stored(code: str) -> StoredUnit:
    try:
        return stored_units()[code]
    except KeyError as error:
        raise InternalError("语义模型里有不认识的单位。", detail=f"unit {code}") from error
