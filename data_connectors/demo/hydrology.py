"""Bulletin tables of the water itself: resources, storage, inflow and outflow."""

from __future__ import annotations

import numpy as np

from data_connectors.demo.cells import cells_of, fit_published, split_cells
from data_connectors.demo.scene import Scene


def _longterm(scene: Scene) -> tuple[np.ndarray, np.ndarray]:
    """Return long-term precipitation and runoff depth (mm) of each city."""
    rng = scene.rng("longterm")
    setting, cities = scene.pack.settings, scene.pack.cities
    area = np.array([c.area_km2 for c in cities])
    depth = rng.normal(1.0, 0.05, len(cities)).clip(0.9, 1.1)
    depth /= (depth * area).sum() / area.sum()
    rain = depth * setting.longterm_precip_mm
    for i, city in enumerate(cities):
        rain[i] = scene.pack.anchor(city.code, "precip_longterm_mm", None) or rain[i]
    runoff = setting.longterm_runoff_mm * (rain / setting.longterm_precip_mm) ** 1.6
    for i, city in enumerate(cities):
        total = scene.pack.anchor(city.code, "total_wr_longterm", None)
        runoff[i] = total * 1e5 / city.area_km2 if total else runoff[i]
    return rain, runoff


def write_hydrology(scene: Scene) -> None:
    """Write longterm_hydrology and annual_hydrology."""
    city, basin, area = cells_of(scene)
    city_area = np.array([c.area_km2 for c in scene.pack.cities])
    rain, runoff = _longterm(scene)
    local = scene.rng("basin-rain").normal(1, 0.05, len(city)).clip(0.85, 1.15)
    total = np.round(runoff * city_area / 1e5, 4)
    share = np.full(len(total), 0.985)
    base = {
        "precip": split_cells(np.round(rain * city_area / 1e5, 4), city, area * local),
        "surface": split_cells(np.round(total * share, 4), city, area * local**1.5),
        "ground": split_cells(np.round(total * 0.234, 4), city, area),
        "total": split_cells(total, city, area * local**1.5),
    }
    scene.sheets.write(
        "longterm_hydrology",
        {
            "city_code": scene.city_codes[city],
            "basin_code": basin,
            "area_km2": area,
            "precip_yi_m3": base["precip"],
            "surface_yi_m3": base["surface"],
            "ground_yi_m3": base["ground"],
            "total_yi_m3": base["total"],
        },
    )
    for year in scene.calendar.annual_years:
        _write_hydrology_year(scene, year, rain, runoff, local)


def _write_hydrology_year(
    scene: Scene, year: int, rain: np.ndarray, runoff: np.ndarray, local: np.ndarray
) -> None:
    rng = scene.rng("hydrology", year)
    pack = scene.pack
    city, basin, area = cells_of(scene)
    city_area = np.array([c.area_km2 for c in pack.cities])
    local_wet = rng.normal(1, 0.07, len(city_area)).clip(0.82, 1.18)
    # Cities differ, the province stays as wet as the pack says.
    local_wet /= (local_wet * city_area).sum() / city_area.sum()
    wet = pack.settings.wetness.get(year, 1.0) * local_wet
    depth = np.round(rain * wet**0.62, 1)
    for i, c in enumerate(pack.cities):
        depth[i] = pack.anchor(c.code, "precip_mm", year) or depth[i]
    total = fit_published(scene, "total_wr", year, runoff * wet * city_area / 1e5)
    surface = fit_published(scene, "surface_wr", year, total * 0.9865)
    surface = np.minimum(surface, total)
    ground = fit_published(
        scene, "ground_wr", year, total**0.8 * (total.sum() * 0.234 / (total**0.8).sum())
    )
    ground = np.maximum(ground, np.round(total - surface, 4))
    weight = area * local**1.5 * rng.normal(1, 0.05, len(city)).clip(0.85, 1.15)
    surface_cell = split_cells(surface, city, weight)
    extra_cell = split_cells(np.round(total - surface, 4), city, area)
    ground_cell = np.maximum(split_cells(ground, city, area), extra_cell)
    scene.sheets.write(
        "annual_hydrology",
        {
            "year": np.full(len(city), year),
            "city_code": scene.city_codes[city],
            "basin_code": basin,
            "area_km2": area,
            "precip_yi_m3": split_cells(np.round(depth * city_area / 1e5, 4), city, area * local),
            "surface_yi_m3": surface_cell,
            "ground_yi_m3": ground_cell,
            "nonoverlap_ground_yi_m3": extra_cell,
            "total_yi_m3": np.round(surface_cell + extra_cell, 4),
        },
    )


def write_storage(scene: Scene) -> None:
    """Write reservoir_storage; a year begins with what the year before left."""
    city, basin, area = cells_of(scene)
    rng = scene.rng("storage")
    for size, per_km2, volume in (("大型", 1 / 5200, 2.6), ("中型", 1 / 620, 0.09)):
        count = np.floor(area * per_km2 + rng.random(len(area))).astype(int)
        store = count * volume * rng.uniform(0.6, 1.4, len(area))
        at = np.flatnonzero(count)
        begin = np.round(store * 0.95, 4)
        for year in scene.calendar.annual_years:
            wet = scene.pack.settings.wetness.get(year, 1.0)
            level = (0.62 + 0.33 * wet) * rng.normal(1, 0.05, len(area))
            if year in scene.pack.settings.dry_years:
                level *= 0.8
            end = np.round(store * level, 4)
            scene.sheets.write(
                "reservoir_storage",
                {
                    "year": np.full(len(at), year),
                    "city_code": scene.city_codes[city[at]],
                    "basin_code": basin[at],
                    "size": [size] * len(at),
                    "reservoir_count": count[at],
                    "begin_yi_m3": begin[at],
                    "end_yi_m3": end[at],
                },
            )
            begin = end


def write_transit(scene: Scene) -> None:
    """Write annual_transit."""
    rng = scene.rng("transit")
    basins = scene.pack.basins
    inflow_of = scene.pack.settings.inflow_share
    area = np.array(
        [sum(c.area_km2 for c in scene.pack.cells if c.basin_code == b.code) for b in basins]
    )
    for year in scene.calendar.annual_years:
        wet = scene.pack.settings.wetness.get(year, 1.0)
        local = area * scene.pack.settings.longterm_runoff_mm / 1e5 * wet
        share = np.array([inflow_of.get(b.name, 0.02) for b in basins])
        inflow = np.round(local * share * rng.normal(1, 0.05, len(area)), 4)
        outflow = np.round(inflow + local * rng.uniform(0.86, 0.93, len(area)), 4)
        scene.sheets.write(
            "annual_transit",
            {
                "year": np.full(len(area), year),
                "basin_code": [b.code for b in basins],
                "inflow_yi_m3": inflow,
                "outflow_yi_m3": outflow,
            },
        )
