"""City × basin cells and how city figures are fitted to published ones and split."""

from __future__ import annotations

import numpy as np

from data_connectors.demo.rng import apportion
from data_connectors.demo.scene import Scene


def cells_of(scene: Scene) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return city position, basin code and area of each cell."""
    place = {c.code: i for i, c in enumerate(scene.pack.cities)}
    cells = scene.pack.cells
    return (
        np.array([place[c.city_code] for c in cells]),
        np.array([c.basin_code for c in cells], dtype=object),
        np.array([c.area_km2 for c in cells]),
    )


def fit_published(scene: Scene, indicator: str, year: int | None, city: np.ndarray) -> np.ndarray:
    """Fit city figures to the published ones: cities first, then the province's total."""
    pack = scene.pack
    known = np.array([pack.anchor(c.code, indicator, year) or np.nan for c in pack.cities])
    total = pack.anchor(pack.settings.code, indicator, year)
    free = np.isnan(known)
    out = np.where(free, city, known)
    if total is not None and free.any():
        out[free] = apportion(total - float(known[~free].sum()), city[free], 4)
    return np.round(out, 4)


def split_cells(values: np.ndarray, city: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Split each city's figure over its cells, to four places, exactly."""
    out = np.zeros(len(city))
    for c, value in enumerate(values):
        at = city == c
        out[at] = apportion(float(value), weight[at], 4)
    return out
