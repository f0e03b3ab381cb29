"""Generates a whole exchange folder of demo data from a province pack and a seed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from assistant.contracts.errors import BadInput
from data_connectors.demo import accounts, alarms, annual, filing, forms, ledger, regions, spells
from data_connectors.demo.archive import write_archive
from data_connectors.demo.calendar import Calendar
from data_connectors.demo.days import true_days
from data_connectors.demo.holders import Holders, build_holders, write_holders
from data_connectors.demo.intakes import build_intakes, write_intakes
from data_connectors.demo.meters import write_meters
from data_connectors.demo.pack import PROVINCES, load_pack
from data_connectors.demo.permits import Permits, build_permits, write_permits
from data_connectors.demo.readings import write_days
from data_connectors.demo.scene import Scene, optional
from data_connectors.demo.sheet import Sheets
from data_connectors.demo.station_table import write_stations
from data_connectors.demo.stations import Stations, build_stations
from data_connectors.demo.truth import Truth
from data_connectors.demo.units import build_units, write_units

AS_OF = datetime(2026, 9, 16, 9, 0)
FORMAT_VERSION = 1


@dataclass(frozen=True)
class Entry:
    """One table's file in the folder."""

    file: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a generated folder holds; also written as manifest.json."""

    format_version: int
    profile: str
    generated: bool
    seed: int
    scale: float
    as_of: str
    tables: dict[str, Entry]


def generate_folder(
    out: Path,
    seed: int,
    scale: float,
    as_of: datetime = AS_OF,
    province: Path = PROVINCES / "jiangxi",
) -> Manifest:
    """Write an exchange folder of invented data and return its manifest.

    Args:
        out: folder to write, made if missing; must not hold tables already.
        seed: same seed and scale give the same bytes.
        scale: multiplies stations, holders, permits and units; regions and years never.
        as_of: the moment the data end, Beijing time.
        province: a province pack.

    Raises:
        BadInput: the scale is out of range, the folder is in use, or the pack is malformed.
    """
    if not 0 < scale <= 10:
        raise BadInput("演示数据的规模须大于 0、不超过 10", detail=f"scale={scale}")
    out.mkdir(parents=True, exist_ok=True)
    if any(out.glob("*.csv")):
        raise BadInput(f"目录 {out.name} 已有数据，请换一个空目录", detail=str(out))
    scene = Scene(load_pack(province), Calendar(as_of), seed, scale, Sheets(out), Truth())
    _write_all(scene)
    scene.truth.write(out / "truth")
    manifest = Manifest(
        format_version=FORMAT_VERSION,
        profile=scene.pack.settings.profile,
        generated=True,
        seed=seed,
        scale=scale,
        as_of=as_of.isoformat(sep=" "),
        tables={name: Entry(**entry) for name, entry in scene.sheets.finish().items()},
    )
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
    (out / "manifest.json").write_text(text + "\n", encoding="utf-8")
    return manifest


def _write_all(scene: Scene) -> None:
    """Build each object before the tables that point at it."""
    regions.write_regions(scene)
    waters = regions.write_waters(scene)
    holders = build_holders(scene, waters)
    units = build_units(scene, holders)
    key = np.isin(np.arange(len(holders.id)), units.holder[units.is_key])
    write_holders(scene, holders, key)
    write_units(scene, units, holders)
    permits = build_permits(scene, holders)
    write_permits(scene, permits, holders, waters)
    intakes = build_intakes(scene, holders, permits)
    stations, station_of = build_stations(scene, holders, permits, intakes)
    names = optional(station_of >= 0, stations.id[station_of])
    write_intakes(scene, intakes, holders, permits, waters, names)
    write_stations(scene, stations, holders, permits, waters)
    meter_faults = write_meters(scene, stations, holders)
    ledger.write_ledger(scene, holders, permits, intakes, stations, meter_faults)
    use = annual.write_annual(scene)
    metered = _write_telemetry(scene, stations, holders, permits)
    due = forms.build_forms(scene, units, metered)
    filed = filing.build_filing(scene, due, units)
    filing.write_filing(scene, due, filed, units)
    accounts.write_accounts(scene, due, ~np.isnat(filed.submitted), use)
    accounts.write_progress(scene, units, holders.city[permits.holder])


def _write_telemetry(
    scene: Scene, stations: Stations, holders: Holders, permits: Permits
) -> forms.Metered:
    quality = spells.build_quality(scene, stations)
    found = spells.build_spells(scene, stations, quality)
    alarms.write_alarms(scene, stations, found)
    archived = write_archive(scene, stations, quality)
    true = true_days(scene, stations, permits)
    recorded = write_days(scene, stations, quality, found, true)
    months = scene.calendar.archive_months
    last = scene.calendar.today.astype("datetime64[M]")
    count = int((last - months[0]).astype(int)) + 1
    by_month = np.zeros((len(stations.id), count))
    by_month[:, : len(months)] += np.nan_to_num(archived)
    at = (scene.calendar.days.astype("datetime64[M]") - months[0]).astype(int)
    np.add.at(by_month.T, at, np.nan_to_num(recorded).T)
    volume = np.zeros((len(holders.id), count))
    np.add.at(volume, stations.holder, by_month)
    return forms.Metered(volume, months[0])
