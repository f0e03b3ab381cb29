"""Region tables: province, cities, counties, basins, tributaries, water bodies, maintainers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data_connectors.demo.scene import Scene, ids


@dataclass(frozen=True)
class Waters:
    """Water bodies; `surface` and `ground` hold, for each county, the bodies to draw from."""

    id: np.ndarray
    name: np.ndarray
    county: np.ndarray
    kind: np.ndarray
    surface: tuple[np.ndarray, ...]
    ground: np.ndarray

    def named(self, name: str) -> int:
        """Position of the first body with this name."""
        return int(np.flatnonzero(self.name == name)[0])


def write_regions(scene: Scene) -> None:
    """Write the administrative and river tables."""
    pack, sheets = scene.pack, scene.sheets
    setting = pack.settings
    cities = pack.cities
    sheets.write(
        "province",
        {
            "province_code": [setting.code],
            "name": [setting.name],
            "short_name": [setting.short_name],
            "area_km2": [sum(c.area_km2 for c in cities)],
        },
    )
    sheets.write(
        "city",
        {
            "city_code": [c.code for c in cities],
            "name": [c.name for c in cities],
            "short_name": [c.short_name for c in cities],
            "province_code": [setting.code] * len(cities),
            "area_km2": [c.area_km2 for c in cities],
            "sort_order": range(1, len(cities) + 1),
        },
    )
    sheets.write(
        "county",
        {
            "county_code": [c.code for c in pack.counties],
            "name": [c.name for c in pack.counties],
            "short_name": [c.short_name for c in pack.counties],
            "kind": [c.kind for c in pack.counties],
            "city_code": [c.city_code for c in pack.counties],
            "sort_order": range(1, len(pack.counties) + 1),
        },
    )
    _write_rivers(scene)
    names = scene.names["maintainers"]
    sheets.write("maintainer", {"maintainer_id": ids("YW", len(names), 2), "name": names})


def _write_rivers(scene: Scene) -> None:
    pack = scene.pack
    basins = pack.basins
    scene.sheets.write(
        "basin",
        {
            "basin_code": [b.code for b in basins],
            "name": [b.name for b in basins],
            "system": [b.system for b in basins],
            "is_five_river": [b.is_five_river for b in basins],
            "area_km2": [
                sum(c.area_km2 for c in pack.cells if c.basin_code == b.code) for b in basins
            ],
            "sort_order": range(1, len(basins) + 1),
        },
    )
    scene.sheets.write(
        "subbasin",
        {
            "subbasin_code": [s.code for s in pack.subbasins],
            "name": [s.name for s in pack.subbasins],
            "basin_code": [s.basin_code for s in pack.subbasins],
            "reach": [s.reach for s in pack.subbasins],
            "flow_order": [s.flow_order for s in pack.subbasins],
        },
    )


def write_waters(scene: Scene) -> Waters:
    """Write the named bodies of the pack plus a river, a reservoir and an aquifer a county."""
    pack = scene.pack
    place = {c.code: i for i, c in enumerate(pack.counties)}
    river = {s.code: s.name for s in pack.subbasins}
    rows = [
        (w.name, w.kind, w.subbasin_code, place[w.county_code], w.is_drinking)
        for w in pack.water_bodies
    ]
    for i, county in enumerate(pack.counties):
        tributary = river[county.subbasin_code].removesuffix("干流")
        rows += [
            (f"{tributary}（{county.short_name}段）", "河流", county.subbasin_code, i, False),
            (f"{county.short_name}示范水库", "水库", county.subbasin_code, i, i % 3 == 0),
            (f"{county.short_name}浅层地下水", "地下水", county.subbasin_code, i, False),
        ]
    name, kind, subbasin, county_at, drinking = (list(column) for column in zip(*rows, strict=True))
    waters = _waters(
        np.array(name, object), np.array(kind, object), np.array(county_at), len(place)
    )
    scene.sheets.write(
        "water_source",
        {
            "water_source_id": waters.id,
            "name": name,
            "kind": kind,
            "subbasin_code": subbasin,
            "county_code": scene.county_codes[waters.county],
            "is_drinking": drinking,
        },
    )
    return waters


def _waters(name: np.ndarray, kind: np.ndarray, county: np.ndarray, counties: int) -> Waters:
    is_ground = kind == "地下水"
    return Waters(
        id=ids("WS", len(name), 4),
        name=name,
        county=county,
        kind=kind,
        surface=tuple(np.flatnonzero((county == c) & ~is_ground) for c in range(counties)),
        ground=np.array([np.flatnonzero((county == c) & is_ground)[0] for c in range(counties)]),
    )
