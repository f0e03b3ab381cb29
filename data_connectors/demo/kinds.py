"""What the nine unit kinds are like: use class, size, seasonal shape, daily rhythm."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data_connectors.demo.pack import UNIT_KINDS


@dataclass(frozen=True)
class Kind:
    """Shape of a unit kind; volumes are the median permitted m3 a year."""

    use_class: str
    group: int  # position in base_use.GROUPS
    purpose: str
    median_m3: float
    spread: float
    ground_share: float
    months: tuple[float, ...]
    weekend: float
    night: float
    coverage: float  # share of the city's sector use that permits of this kind stand for


_FLAT = (0.93, 0.88, 0.95, 0.98, 1.0, 1.02, 1.1, 1.12, 1.05, 1.0, 0.99, 0.98)
_FARM = (0.05, 0.05, 0.25, 0.9, 1.35, 1.5, 2.6, 2.5, 1.6, 0.7, 0.2, 0.08)
_MILL = (0.95, 0.72, 1.0, 1.02, 1.03, 1.02, 1.03, 1.05, 1.05, 1.04, 1.05, 1.04)
_TOWN = (0.98, 0.86, 0.93, 0.96, 1.0, 1.05, 1.15, 1.16, 1.06, 0.98, 0.94, 0.93)
_POND = (0.3, 0.4, 0.8, 1.2, 1.4, 1.4, 1.5, 1.5, 1.3, 1.0, 0.7, 0.5)
_LAKE = (1.3, 1.3, 1.0, 0.7, 0.5, 0.4, 0.7, 1.0, 1.3, 1.4, 1.3, 1.3)

KINDS: tuple[Kind, ...] = (
    Kind("农业", 0, "农业", 900_000, 1.3, 0.02, _FARM, 1.0, 0.9, 0.45),
    Kind("生活", 2, "公共供水", 1_200_000, 1.3, 0.10, _TOWN, 1.02, 0.5, 0.85),
    Kind("工业", 1, "工业", 350_000, 1.3, 0.16, _MILL, 0.86, 0.75, 0.45),
    Kind("服务业", 2, "服务业", 60_000, 1.0, 0.35, _FLAT, 1.1, 0.35, 0.03),
    Kind("生态", 3, "生态", 4_000_000, 0.8, 0.0, _LAKE, 1.0, 1.0, 0.35),
    Kind("农业", 0, "农业", 50_000, 0.9, 0.45, _FLAT, 1.0, 0.6, 0.004),
    Kind("农业", 0, "农业", 120_000, 0.8, 0.05, _POND, 1.0, 0.8, 0.003),
    Kind("服务业", 2, "其他", 50_000, 0.8, 0.10, _MILL, 0.7, 0.2, 0.004),
    Kind("生态", 3, "生态", 200_000, 0.9, 0.0, _FLAT, 0.95, 0.3, 0.10),
)

IRRIGATION, SUPPLY, INDUSTRY, SERVICE, LAKES, LIVESTOCK, POND, BUILDING, TOWNS = range(9)


def season(months: np.ndarray, days: np.ndarray | None = None) -> np.ndarray:
    """Return factor[kind, period] for calendar months 1-12, smoothed by the day if given."""
    table = np.array([kind.months for kind in KINDS])
    table = table / table.mean(1, keepdims=True)
    if days is None:
        return np.asarray(table[:, months - 1])
    first = days.astype("datetime64[M]").astype("datetime64[D]")
    shift = (days - first).astype(int) / 30.0 - 0.5
    other = np.where(shift < 0, months - 2, months % 12)
    weight = np.abs(shift)
    return np.asarray(table[:, months - 1] * (1 - weight) + table[:, other] * weight)


def hour_shape() -> np.ndarray:
    """Return the share of each hour in the day, shape (kind, 24)."""
    hours = np.arange(24)
    day = np.exp(-0.5 * ((hours - 9) / 3.2) ** 2) + 0.9 * np.exp(-0.5 * ((hours - 18) / 3.0) ** 2)
    shape = np.array([kind.night + (1.4 - kind.night) * day for kind in KINDS])
    return np.asarray(shape / shape.sum(1, keepdims=True))


def positions() -> dict[str, int]:
    """Position of each kind name."""
    return {name: i for i, name in enumerate(UNIT_KINDS)}
