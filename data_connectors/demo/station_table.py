"""Writes the station table: reviews, archives, funding, maintainers."""

from __future__ import annotations

import numpy as np

from data_connectors.demo.holders import Holders
from data_connectors.demo.intakes import locate
from data_connectors.demo.kinds import IRRIGATION
from data_connectors.demo.permits import Permits
from data_connectors.demo.regions import Waters
from data_connectors.demo.scene import Scene, ids, optional
from data_connectors.demo.stations import NATIONAL, SELF_BUILT, Stations

REVIEW_DAYS = 180


def write_stations(
    scene: Scene,
    stations: Stations,
    holders: Holders,
    permits: Permits,
    waters: Waters,
) -> None:
    """Write the station table."""
    rng = scene.rng("station-fields")
    longitude, latitude = locate(scene, rng, stations.county)
    due, done = _reviews(scene, rng, stations)
    archive = _archives(scene, rng, stations)
    scene.sheets.write(
        "station",
        {
            "station_id": stations.id,
            "name": stations.name,
            "county_code": scene.county_codes[stations.county],
            "holder_id": holders.id[stations.holder],
            "permit_id": optional(stations.permit >= 0, permits.id[stations.permit]),
            "water_source_id": waters.id[holders.water[stations.holder]],
            "maintainer_id": _maintainers(scene, rng, stations),
            "batch": stations.batch,
            "built_date": stations.built,
            "funding": _funding(rng, stations.batch),
            "control_level": np.where(
                stations.batch == NATIONAL,
                "国控",
                np.where(stations.above_scale, "省控", "市县控"),
            ).astype(object),
            "source_type": np.where(holders.is_ground[stations.holder], "地下水", "地表水").astype(
                object
            ),
            "is_canal_head": stations.kind == IRRIGATION,
            "above_scale": stations.above_scale,
            "status": stations.status,
            "status_since": stations.status_since,
            "review_due_date": due,
            "reviewed_date": done,
            "has_archive": archive,
            "longitude": longitude,
            "latitude": latitude,
        },
    )


def _reviews(
    scene: Scene, rng: np.random.Generator, stations: Stations
) -> tuple[np.ndarray, np.ndarray]:
    """Return review due date and review date; NaT where there is none."""
    today, n = scene.calendar.today, len(stations.id)
    nothing = np.datetime64("NaT", "D")
    stopped = stations.status != "在用"
    due = np.where(stopped, stations.status_since + REVIEW_DAYS, nothing)
    past = stopped & (due < today)
    reviewed = past & (rng.random(n) < 0.55)
    shift = rng.integers(-40, 25, n)
    for i in np.flatnonzero(past & ~reviewed):
        scene.truth.add("停用未复核", "station", stations.id[i], due[i])
    return due, np.where(reviewed, np.minimum(due + shift, today - 1), nothing)


def _archives(scene: Scene, rng: np.random.Generator, stations: Stations) -> np.ndarray:
    complete = np.isin(stations.city, scene.cities(scene.pack.settings.stories.all_archived))
    gap = rng.uniform(0.005, 0.08, len(scene.pack.cities))[stations.city]
    archive = complete | (rng.random(len(gap)) >= gap)
    for i in np.flatnonzero(~archive):
        scene.truth.add("未建档", "station", stations.id[i])
    return np.asarray(archive)


def _maintainers(scene: Scene, rng: np.random.Generator, stations: Stations) -> np.ndarray:
    count = len(scene.names["maintainers"])
    home = rng.integers(count, size=len(scene.pack.cities))[stations.city]
    other = rng.integers(count, size=len(home))
    at = np.where(rng.random(len(home)) < 0.75, home, other)
    return ids("YW", count, 2)[at]


def _funding(rng: np.random.Generator, batch: np.ndarray) -> np.ndarray:
    central = np.isin(batch.astype(str), ["2022年", "2023年"]) & (rng.random(len(batch)) < 0.6)
    out = np.where(central | (batch == NATIONAL), "中央投资", "省级投资").astype(object)
    out[batch == SELF_BUILT] = "自筹"
    return out
