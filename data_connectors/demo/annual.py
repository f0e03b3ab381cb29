"""Bulletin tables of use and supply by city × basin, and the society that uses it."""

from __future__ import annotations

import numpy as np

from data_connectors.demo.base_use import BASE_YEAR, GROUP_ANCHOR, GROUPS, base_use
from data_connectors.demo.cells import cells_of, fit_published, split_cells
from data_connectors.demo.hydrology import write_hydrology, write_storage, write_transit
from data_connectors.demo.rng import apportion
from data_connectors.demo.scene import Scene

SECTORS = (
    ("农田灌溉", 0, 0.90, 0.62), ("林牧渔畜", 0, 0.10, 0.72), ("工业", 1, 1.0, 0.24),
    ("城镇公共", 2, 0.22, 0.35), ("城镇居民生活", 2, 0.50, 0.24), ("农村居民生活", 2, 0.28, 0.66),
    ("人工生态环境补水", 3, 1.0, 0.70),
)  # fmt: skip
_DETAILS = (
    ("蓄水工程", "地表水", 0.50), ("引水工程", "地表水", 0.27), ("提水工程", "地表水", 0.22),
    ("跨流域调水", "地表水", 0.01), ("浅层地下水", "地下水", 0.93), ("深层地下水", "地下水", 0.07),
    ("再生水", "其他水源", 0.75), ("雨水利用", "其他水源", 0.25),
)  # fmt: skip


def write_annual(scene: Scene) -> np.ndarray:
    """Write all bulletin tables; return use[year, city] in 1e8 m3."""
    write_hydrology(scene)
    use = _write_use(scene)
    write_storage(scene)
    _write_socio(scene, use)
    write_transit(scene)
    return np.asarray(use.sum(2))


def group_use(scene: Scene, year: int) -> np.ndarray:
    """Return use[city, group] of a year in 1e8 m3; published figures kept."""
    rng = scene.rng("use", year)
    setting = scene.pack.settings
    base = base_use(scene.pack)
    age = year - BASE_YEAR
    dry = year in setting.dry_years
    trend = np.array([1.0 - 0.002 * age, (1 - 0.025) ** age, 1.012**age, 1.06**age])
    trend[0] *= 1.055 if dry else 1 + 0.12 * (1 - setting.wetness.get(year, 1.0)) * 0.5
    use = base * trend * rng.normal(1, 0.018, base.shape)
    if year == BASE_YEAR:
        use = base
    for g, name in enumerate(GROUP_ANCHOR):
        use[:, g] = fit_published(scene, name, year, use[:, g])
    for i, c in enumerate(scene.pack.cities):
        published = scene.pack.anchor(c.code, "use_total", year)
        if published is not None and year != BASE_YEAR:
            free = [
                g for g, n in enumerate(GROUP_ANCHOR) if scene.pack.anchor(c.code, n, year) is None
            ]
            left = published - sum(use[i, g] for g in range(4) if g not in free)
            if free:
                use[i, free] = apportion(left, use[i, free], 4)
    return np.asarray(np.round(use, 4))


def _write_use(scene: Scene) -> np.ndarray:
    city, basin, area = cells_of(scene)
    spread = scene.rng("use-cells").gamma(20, 1 / 20, len(city))
    years = list(scene.calendar.annual_years)
    use = np.stack([group_use(scene, year) for year in years])
    for y, year in enumerate(years):
        rng = scene.rng("use-sectors", year)
        parts = []
        for sector, group, share, loss in SECTORS:
            lean = rng.normal(1, 0.03, len(use[y]))
            parts.append((sector, group, share * lean, loss))
        for group in range(4):
            of = [p for p in parts if p[1] == group]
            weight = np.stack([p[2] for p in of], axis=1)
            split = np.stack(
                [apportion(v, w, 4) for v, w in zip(use[y, :, group], weight, strict=True)]
            )
            for column, (sector, _, _, loss) in enumerate(of):
                cell = split_cells(split[:, column], city, area * spread)
                rate = loss * rng.normal(1, 0.02, len(city))
                scene.sheets.write(
                    "annual_use",
                    {
                        "year": np.full(len(city), year),
                        "city_code": scene.city_codes[city],
                        "basin_code": basin,
                        "sector": [sector] * len(city),
                        "sector_group": [GROUPS[group]] * len(city),
                        "use_yi_m3": cell,
                        "consumption_yi_m3": np.round(cell * rate.clip(0, 1), 4),
                    },
                )
        _write_supply(scene, year, use[y].sum(1), city, basin, area * spread)
    return use


def _write_supply(
    scene: Scene,
    year: int,
    total: np.ndarray,
    city: np.ndarray,
    basin: np.ndarray,
    weight: np.ndarray,
) -> None:
    rng = scene.rng("supply", year)
    shares = scene.pack.settings.supply_shares
    lean = rng.uniform(0.5, 1.6, len(total))
    ground = fit_published(scene, "supply_ground", year, total * shares["地下水"] * lean)
    other = fit_published(scene, "supply_other", year, total * shares["其他水源"] * lean[::-1])
    by_source = {"地下水": ground, "其他水源": other, "地表水": np.round(total - ground - other, 4)}
    for detail, source, _ in _DETAILS:
        same = [d for d in _DETAILS if d[1] == source]
        position = [d[0] for d in same].index(detail)
        split = np.stack(
            [apportion(v, np.array([d[2] for d in same]), 4) for v in by_source[source]]
        )
        scene.sheets.write(
            "annual_supply",
            {
                "year": np.full(len(city), year),
                "city_code": scene.city_codes[city],
                "basin_code": basin,
                "source": [source] * len(city),
                "source_detail": [detail] * len(city),
                "supply_yi_m3": split_cells(split[:, position], city, weight),
            },
        )


def _write_socio(scene: Scene, use: np.ndarray) -> None:
    rng = scene.rng("socio")
    pack, years = scene.pack, list(scene.calendar.annual_years)
    setting = pack.settings
    coefficient = np.linspace(
        setting.irrigation_coefficient.first, setting.irrigation_coefficient.last, len(years)
    )
    per_mu = setting.irrigation_m3_per_mu * rng.normal(1, 0.08, len(pack.cities)).clip(0.85, 1.15)
    land = use[BASE_YEAR - years[0], :, 0] * 0.9e8 / per_mu
    industry = rng.uniform(0.32, 0.44, len(pack.cities))
    for y, year in enumerate(years):
        people, urban = _people(scene, year)
        gdp = np.array([_gdp(scene, i, year) for i in range(len(pack.cities))])
        irrigation = use[y, :, 0] * 0.9
        wobble = rng.normal(1, 0.004, len(pack.cities))
        scene.sheets.write(
            "annual_socio",
            {
                "year": np.full(len(pack.cities), year),
                "city_code": scene.city_codes,
                "urban_population": np.round(people * urban),
                "rural_population": np.round(people) - np.round(people * urban),
                "gdp_yi_yuan": gdp,
                "industry_added_yi_yuan": np.round(gdp * industry, 2),
                "irrigated_area_mu": np.round(land * rng.normal(1, 0.012, len(land)), -2),
                "irrigation_net_yi_m3": np.round(irrigation * coefficient[y] * wobble, 4),
            },
        )


def _people(scene: Scene, year: int) -> tuple[np.ndarray, np.ndarray]:
    cities = scene.pack.cities
    age = year - 2020
    people = np.array(
        [scene.pack.anchor(c.code, "population", 2020) or c.use_weight * 1.8e5 for c in cities]
    )
    urban = np.array([scene.pack.anchor(c.code, "urban_rate", 2020) or 58.0 for c in cities])
    return np.asarray(people * (1 + 0.0008 * age)), np.minimum((urban + 1.05 * age) / 100, 0.92)


def _gdp(scene: Scene, city: int, year: int) -> float:
    """Published GDP, or the nearest published year carried on at 5 % (7 % backwards)."""
    code = scene.pack.cities[city].code
    known = {
        a.year: a.value
        for a in scene.pack.anchors
        if a.region_code == code and a.indicator == "gdp" and a.year
    }
    if not known:
        known = {2020: scene.pack.cities[city].use_weight * 110}
    near = min(known, key=lambda y: abs(y - year))
    rate = 1.05 if year > near else 1.07
    return round(known[near] * rate ** (year - near), 2)
