"""What every part of the generator shares: pack, calendar, seed, scale, outputs, lookups."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from data_connectors.demo.calendar import Calendar
from data_connectors.demo.pack import Pack
from data_connectors.demo.rng import scaled, stream
from data_connectors.demo.sheet import Sheets
from data_connectors.demo.truth import Truth


@dataclass(frozen=True)
class Scene:
    """One run of the generator."""

    pack: Pack
    calendar: Calendar
    seed: int
    scale: float
    sheets: Sheets
    truth: Truth

    def rng(self, topic: str, part: int = 0) -> np.random.Generator:
        """Random stream of a topic."""
        return stream(self.seed, topic, part)

    def count(self, full: int, least: int = 3) -> int:
        """A count at this run's scale."""
        return scaled(full, self.scale, least)

    @cached_property
    def names(self) -> dict[str, Any]:
        """Pools of invented names."""
        path = Path(__file__).parent / "names.yaml"
        pools: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        return pools

    @cached_property
    def county_city(self) -> np.ndarray:
        """City position of each county."""
        position = {c.code: i for i, c in enumerate(self.pack.cities)}
        return np.array([position[c.city_code] for c in self.pack.counties])

    @cached_property
    def county_codes(self) -> np.ndarray:
        """County codes in table order."""
        return np.array([c.code for c in self.pack.counties], dtype=object)

    @cached_property
    def city_codes(self) -> np.ndarray:
        """City codes in table order."""
        return np.array([c.code for c in self.pack.cities], dtype=object)

    def cities(self, codes: tuple[str, ...]) -> np.ndarray:
        """Positions of cities named by code."""
        return np.flatnonzero(np.isin(self.city_codes.astype(str), list(codes)))

    @cached_property
    def years(self) -> range:
        """Years from the start of the archive to the as-of year."""
        return range(int(str(self.calendar.archive_months[0])[:4]), self.calendar.as_of.year + 1)


class Picker:
    """Hands out picks that do not overlap, so that one object carries one planted fault."""

    def __init__(self, rng: np.random.Generator, size: int) -> None:
        """Shuffle `size` positions."""
        self._order = rng.permutation(size)
        self._free = np.ones(size, dtype=bool)

    def take(self, count: int, eligible: np.ndarray | None = None) -> np.ndarray:
        """Return up to `count` unused positions among the eligible ones, sorted."""
        ok = self._free if eligible is None else self._free & eligible
        picked = np.sort(self._order[ok[self._order]][:count])
        self._free[picked] = False
        return picked

    def hold(self, positions: np.ndarray) -> None:
        """Keep positions out of later picks."""
        self._free[positions] = False


def optional(mask: np.ndarray, values: np.ndarray | str) -> np.ndarray:
    """Return values where the mask holds, None (an empty cell) elsewhere."""
    out = np.full(len(mask), None, dtype=object)
    out[mask] = values if isinstance(values, str) else values[mask]
    return out


def ids(prefix: str, count: int, width: int = 5) -> np.ndarray:
    """Return `prefix` + running number."""
    return np.array([f"{prefix}{i + 1:0{width}d}" for i in range(count)], dtype=object)


def draw_weighted(rng: np.random.Generator, pool: dict[str, int], size: int) -> np.ndarray:
    """Draw names by weight."""
    keys = np.array(list(pool), dtype=object)
    weight = np.array(list(pool.values()), dtype=float)
    return np.asarray(keys[rng.choice(len(keys), size, p=weight / weight.sum())])
