"""Meters, their replacements and the holders linked to them."""

from __future__ import annotations

import numpy as np

from data_connectors.demo.holders import Holders
from data_connectors.demo.kinds import IRRIGATION
from data_connectors.demo.scene import Picker, Scene, ids
from data_connectors.demo.stations import Stations

_KINDS = np.array(["电磁", "超声波", "水表", "明渠流量计"], dtype=object)
_REASONS = ("故障", "到期", "改造")


def write_meters(scene: Scene, stations: Stations, holders: Holders) -> np.ndarray:
    """Write meter, meter_change and meter_holder; return holders with 一表多户/多表一户.

    Returns:
        Object array (kind of fault, meter or station id, holder position) for the ledger.
    """
    rng = scene.rng("meters")
    n = len(stations.id)
    pick = Picker(scene.rng("meter-faults"), n)
    several = pick.take(scene.count(40, 2))  # 多表一户
    # 一表多户; a few have both faults
    shared = np.union1d(pick.take(scene.count(35, 2)), several[:: max(len(several) // 3, 1)][:3])
    changes = np.minimum(rng.poisson(0.22, n), 3)
    chain = changes + 1
    chain[several] = 1
    count = chain.copy()
    count[several] = 2 + rng.integers(0, 2, len(several))
    station = np.repeat(np.arange(n), count)
    order = np.arange(len(station)) - np.repeat(np.cumsum(count) - count, count)
    parallel = np.isin(station, several)
    meter_id = ids("M", len(station))
    installed, removed = _dates(scene, rng, stations, station, order, chain, parallel)
    _write_meters(scene, rng, stations, station, meter_id, installed, removed)
    replaced = np.flatnonzero(~np.isnat(removed))
    scene.sheets.write(
        "meter_change",
        {
            "change_id": ids("MC", len(replaced)),
            "station_id": stations.id[station[replaced]],
            "old_meter_id": meter_id[replaced],
            "new_meter_id": meter_id[replaced + 1],
            "changed_date": removed[replaced],
            "reason": np.array(_REASONS, dtype=object)[
                rng.choice(3, len(replaced), p=[0.5, 0.3, 0.2])
            ],
        },
    )
    return _write_links(scene, rng, stations, holders, station, meter_id, removed, several, shared)


def _dates(
    scene: Scene,
    rng: np.random.Generator,
    stations: Stations,
    station: np.ndarray,
    order: np.ndarray,
    chain: np.ndarray,
    parallel: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """A station's life is cut into as many parts as it had meters one after another."""
    built = stations.built[station]
    life = (scene.calendar.today - built).astype(int)
    parts = np.where(parallel, 1, chain[station])
    at = np.where(parallel, 0, order)
    jitter = rng.uniform(0.75, 1.0, len(stations.id))[station]
    installed = built + (life * jitter * at / parts).astype(int)
    until = built + (life * jitter * (at + 1) / parts).astype(int)
    last = parallel | (at == parts - 1)
    return installed, np.where(last, np.datetime64("NaT", "D"), until)


def _write_meters(
    scene: Scene,
    rng: np.random.Generator,
    stations: Stations,
    station: np.ndarray,
    meter_id: np.ndarray,
    installed: np.ndarray,
    removed: np.ndarray,
) -> None:
    n = len(station)
    farm = stations.kind[station] == IRRIGATION
    kind = np.where(farm, rng.choice([3, 1], n, p=[0.7, 0.3]), rng.choice(3, n, p=[0.5, 0.3, 0.2]))
    maker = rng.integers(len(scene.names["makers"]), size=n)
    end = np.where(np.isnat(removed), scene.calendar.today, removed)
    age = np.maximum((end - installed).astype(int), 1)
    verified = installed + (age // 730) * 730 + rng.integers(0, 60, n)
    verified = np.minimum(verified, np.maximum(end - 1, installed))
    # One in fourteen has missed its last verification.
    missed = (rng.random(n) < 0.07) & (age > 730)
    verified = np.where(missed, np.maximum(verified - 730, installed), verified)
    scene.sheets.write(
        "meter",
        {
            "meter_id": meter_id,
            "station_id": stations.id[station],
            "kind": _KINDS[kind],
            "model": [f"{'DUWK'[k]}-{100 + 50 * m}" for k, m in zip(kind, maker, strict=True)],
            "maker": np.array(scene.names["makers"], dtype=object)[maker],
            "installed_date": installed,
            "removed_date": removed,
            "verified_date": verified,
            "verification_due_date": verified + 730,
        },
    )


def _write_links(
    scene: Scene,
    rng: np.random.Generator,
    stations: Stations,
    holders: Holders,
    station: np.ndarray,
    meter_id: np.ndarray,
    removed: np.ndarray,
    several: np.ndarray,
    shared: np.ndarray,
) -> np.ndarray:
    links = list(zip(meter_id, stations.holder[station], strict=True))
    faults: list[tuple[str, str, int]] = []
    active = np.isnat(removed)
    for s in shared:
        meter = meter_id[np.flatnonzero((station == s) & active)[0]]
        own = stations.holder[s]
        near = np.flatnonzero(holders.city == stations.city[s])
        near = near[near != own]
        pool = near if len(near) else np.setdiff1d(np.arange(len(holders.id)), [own])
        others = rng.choice(pool, min(len(pool), int(rng.integers(1, 4))), replace=False)
        links += [(meter, h) for h in others]
        faults.append(("一表多户", meter, int(own)))
        scene.truth.add("一表多户", "meter", meter, detail=len(others) + 1)
    for s in several:
        faults.append(("多表一户", str(stations.id[s]), int(stations.holder[s])))
        used = int(((station == s) & active).sum())
        scene.truth.add("多表一户", "station", stations.id[s], detail=used)
    scene.sheets.write(
        "meter_holder",
        {"meter_id": [m for m, _ in links], "holder_id": holders.id[[h for _, h in links]]},
    )
    return np.array(faults, dtype=object)
