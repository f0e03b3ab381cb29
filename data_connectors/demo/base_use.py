"""City × sector-group use of the base year: the anchor of permits, units and annual tables."""

from __future__ import annotations

import numpy as np

from data_connectors.demo.pack import Pack

GROUPS = ("农业", "工业", "生活", "生态")
GROUP_ANCHOR = ("use_agri", "use_industry", "use_living", "use_eco")
BASE_YEAR = 2021


def base_use(pack: Pack) -> np.ndarray:
    """Return use[city, group] in 1e8 m3; published cells are kept, the rest is fitted.

    Rows fit each city's total and columns the province's sectors (iterative proportional
    fitting over the cells that are not published).
    """
    fixed = np.array(
        [
            [pack.anchor(c.code, name, BASE_YEAR) or np.nan for name in GROUP_ANCHOR]
            for c in pack.cities
        ]
    )
    rows, columns = _margins(pack, fixed)
    known = ~np.isnan(fixed)
    urban = np.array(
        [(pack.anchor(c.code, "urban_rate", 2020) or 60.0) / 60.0 for c in pack.cities]
    )
    # A city with more town dwellers leans to industry and living, away from farming.
    lean = np.stack([urban**-0.6, urban**0.9, urban**0.9, urban], axis=1)
    cell = np.where(known, 0.0, np.outer(rows, columns) / columns.sum() * lean)
    fixed = np.where(known, fixed, 0.0)
    row_left, column_left = rows - fixed.sum(1), columns - fixed.sum(0)
    for _ in range(60):
        cell *= _ratio(row_left, cell.sum(1))[:, None]
        cell *= _ratio(column_left, cell.sum(0))[None, :]
    return np.asarray(cell + fixed)


def _margins(pack: Pack, fixed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    setting = pack.settings
    total = pack.anchor(setting.code, "use_total", BASE_YEAR) or setting.use_total_yi_m3
    columns = np.array(
        [
            pack.anchor(setting.code, name, BASE_YEAR) or total * setting.use_shares[group]
            for name, group in zip(GROUP_ANCHOR, GROUPS, strict=True)
        ]
    )
    columns *= total / columns.sum()
    known = np.array([pack.anchor(c.code, "use_total", BASE_YEAR) or 0.0 for c in pack.cities])
    weight = np.array([c.use_weight for c in pack.cities])
    free = known == 0
    known[free] = (total - known.sum()) * weight[free] / weight[free].sum()
    return known, columns


def _ratio(wanted: np.ndarray, have: np.ndarray) -> np.ndarray:
    return np.where(have > 0, np.maximum(wanted, 0) / np.where(have > 0, have, 1), 1.0)
