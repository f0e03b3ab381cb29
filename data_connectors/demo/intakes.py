"""Intakes: where permits meet the water, with coordinates and the planted broken links."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data_connectors.demo.holders import Holders
from data_connectors.demo.kinds import IRRIGATION
from data_connectors.demo.permits import Permits
from data_connectors.demo.regions import Waters
from data_connectors.demo.scene import Picker, Scene, ids, optional


@dataclass(frozen=True)
class Intakes:
    """Intakes; `permit` is -1 where there is none (有口无证)."""

    id: np.ndarray
    name: np.ndarray
    holder: np.ndarray
    permit: np.ndarray
    county: np.ndarray
    longitude: np.ndarray
    latitude: np.ndarray
    located: np.ndarray
    in_province: np.ndarray
    offset_km: np.ndarray


def build_intakes(scene: Scene, holders: Holders, permits: Permits) -> Intakes:
    """One intake a permit, a second for some, none for 有证无口, and some without a permit."""
    rng = scene.rng("intakes")
    with_intake = np.flatnonzero(~permits.is_without_intake)
    bare_holders = np.setdiff1d(np.arange(len(holders.id)), permits.holder)
    lone = scene.count(30, 2)
    bare = np.concatenate([bare_holders, rng.choice(len(holders.id), lone, replace=False)])
    room = scene.count(scene.pack.settings.intakes) - len(with_intake) - len(bare)
    second = rng.choice(with_intake, max(room, 0), replace=False)
    permit = np.concatenate([np.sort(np.concatenate([with_intake, second])), [-1] * len(bare)])
    permit = permit.astype(int)
    holder = np.where(permit >= 0, permits.holder[permit], 0)
    holder[permit < 0] = bare
    county = holders.county[holder]
    longitude, latitude = locate(scene, rng, county)
    number = np.zeros(len(holder), dtype=int)
    seen: dict[int, int] = {}
    for i, h in enumerate(holder):
        seen[h] = seen.get(h, 0) + 1
        number[i] = seen[h]
    located, inside, offset = _stray(scene, rng, county)
    longitude = longitude + offset / 95
    # Coordinates that were never entered; a stray point has some.
    blank = (rng.random(len(county)) < 0.0045) & (offset == 0)
    longitude[blank] = latitude[blank] = np.nan
    names = [
        f"{holders.name[h]}{_word(holders.kind[h])}{'' if k == 1 else f'{k}号'}"
        for h, k in zip(holder, number, strict=True)
    ]
    return Intakes(
        id=ids("IN", len(holder)),
        name=np.array(names, dtype=object),
        holder=holder,
        permit=permit,
        county=county,
        longitude=np.round(longitude, 6),
        latitude=latitude,
        located=located,
        in_province=inside,
        offset_km=offset,
    )


def _stray(
    scene: Scene, rng: np.random.Generator, county: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Plant coordinates outside the county and outside the province."""
    located = scene.county_codes[county].copy()
    inside, offset = np.ones(len(county), dtype=bool), np.zeros(len(county))
    pick = Picker(scene.rng("coordinates"), len(county))
    for i in pick.take(scene.count(58, 2)):
        located[i], offset[i] = _neighbour(scene, rng, county[i]), rng.uniform(0.4, 38)
    for i in pick.take(scene.count(21, 2)):
        located[i], inside[i], offset[i] = None, False, rng.uniform(60, 900)
    return located, inside, np.round(offset, 1)


def _word(kind: int) -> str:
    return "渠首" if kind == IRRIGATION else "取水口"


def county_centres(scene: Scene) -> np.ndarray:
    """Return an illustrative centre (longitude, latitude) for each county, ringed by city."""
    centre = np.zeros((len(scene.pack.counties), 2))
    for c, city in enumerate(scene.pack.cities):
        at = np.flatnonzero(scene.county_city == c)
        radius = 0.42 * np.sqrt(city.area_km2) / 111.0
        angle = 2 * np.pi * np.arange(len(at)) / max(len(at), 1)
        ring = radius * (0.55 + 0.45 * (np.arange(len(at)) % 2))
        centre[at, 0] = city.longitude + ring * np.cos(angle)
        centre[at, 1] = city.latitude + ring * np.sin(angle)
    return centre


def locate(
    scene: Scene, rng: np.random.Generator, county: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return coordinates near each county's centre."""
    centre = county_centres(scene)[county]
    spread = rng.normal(0, 0.05, centre.shape)
    return np.round(centre[:, 0] + spread[:, 0], 6), np.round(centre[:, 1] + spread[:, 1], 6)


def write_intakes(
    scene: Scene,
    intakes: Intakes,
    holders: Holders,
    permits: Permits,
    waters: Waters,
    station_of: np.ndarray,
) -> None:
    """Write the intake table; `station_of` holds station ids or None."""
    rng = scene.rng("intake-fields")
    n = len(intakes.id)
    for i in np.flatnonzero(intakes.offset_km > 0):
        where = intakes.located[i] or "outside the province"
        scene.truth.add("坐标越界", "intake", intakes.id[i], detail=where)
    for i in np.flatnonzero(intakes.permit < 0):
        scene.truth.add("有口无证", "intake", intakes.id[i])
    permit_id = optional(intakes.permit >= 0, permits.id[intakes.permit])
    water = holders.water[intakes.holder]
    age = rng.integers(0, 365 * 3, n)
    scene.sheets.write(
        "intake",
        {
            "intake_id": intakes.id,
            "name": intakes.name,
            "kind": np.where(rng.random(n) < 0.05, "转供", "自然水体").astype(object),
            "holder_id": holders.id[intakes.holder],
            "permit_id": permit_id,
            "station_id": station_of,
            "water_source_id": waters.id[water],
            "county_code": scene.county_codes[intakes.county],
            "is_canal_head": holders.kind[intakes.holder] == IRRIGATION,
            "longitude": intakes.longitude,
            "latitude": intakes.latitude,
            "located_county_code": intakes.located,
            "in_province": intakes.in_province,
            "offset_km": intakes.offset_km,
            "built_date": holders.registered[intakes.holder] - age,
        },
    )


def _neighbour(scene: Scene, rng: np.random.Generator, county: int) -> str:
    same = np.flatnonzero(scene.county_city == scene.county_city[county])
    same = same[same != county]
    pool = same if len(same) else np.setdiff1d(np.arange(len(scene.county_codes)), [county])
    return str(scene.county_codes[rng.choice(pool)])
