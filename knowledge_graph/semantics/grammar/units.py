"""Loads the units and counters of the number grammar."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import Any, Literal

import yaml

from assistant.contracts.time import Term

Unit = tuple[str, float]
Dimension = Literal[
    "volume", "fraction", "count", "duration", "money", "area", "length", "multiple",
    "ordinal", "percent_point", "bare",
]
_TABLES: tuple[Dimension, ...] = (
    "volume", "money", "area", "length", "multiple", "percent_point", "fraction", "duration",
)


class NumberWords(Term):
    """Everything in ``units.yaml``; keys as there."""

    volume: dict[str, Unit]
    money: dict[str, Unit]
    area: dict[str, Unit]
    length: dict[str, Unit]
    multiple: dict[str, Unit]
    percent_point: dict[str, Unit]
    fraction: dict[str, Unit]
    duration: dict[str, Unit]
    counters: tuple[str, ...]
    rough_before: dict[str, Literal["more", "about"]]
    rough_after: dict[str, Literal["more", "about"]]
    phrases: dict[str, tuple[float, str, Dimension]]
    not_numbers: tuple[str, ...]

    def units(self) -> dict[str, tuple[Dimension, str, float]]:
        """Return unit word → (dimension, base unit, factor)."""
        out: dict[str, tuple[Dimension, str, float]] = {}
        for dimension in _TABLES:
            for word, (code, factor) in getattr(self, dimension).items():
                out[word] = (dimension, code, factor)
        return out


@lru_cache(maxsize=1)
def number_words() -> NumberWords:
    """Return the unit lists of this package, loaded once."""
    path = resources.files(__package__).joinpath("units.yaml")
    raw: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    return NumberWords.model_validate(raw)


@lru_cache(maxsize=1)
def unit_table() -> dict[str, tuple[Dimension, str, float]]:
    """Return the merged unit table, built once."""
    return number_words().units()
