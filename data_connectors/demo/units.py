"""The survey directory: units of nine kinds, their holders, entry and exit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data_connectors.demo.holders import Holders, industries, invent_names, place
from data_connectors.demo.kinds import BUILDING, INDUSTRY, IRRIGATION, KINDS, LAKES, positions
from data_connectors.demo.pack import UNIT_KINDS
from data_connectors.demo.scene import Scene, ids, optional

EXITED = 160  # units that have left the directory, beside those in it


@dataclass(frozen=True)
class Units:
    """Survey units; `holder` is -1 where no permit is linked."""

    id: np.ndarray
    name: np.ndarray
    kind: np.ndarray
    industry: np.ndarray
    county: np.ndarray
    holder: np.ndarray
    is_key: np.ndarray
    files_annual: np.ndarray
    entry: np.ndarray
    exit: np.ndarray
    year_m3: np.ndarray


def build_units(scene: Scene, holders: Holders) -> Units:
    """Build the directory: the pack's counts are in it now, some more have left."""
    rng = scene.rng("units")
    counts = scene.pack.settings.survey_units
    at = positions()
    now = np.repeat([at[k] for k in counts], [scene.count(c) for c in counts.values()])
    weight = np.bincount(now, minlength=len(UNIT_KINDS)).astype(float)
    weight[BUILDING] += weight.sum() * 0.1  # building sites come and go
    gone = rng.choice(len(UNIT_KINDS), scene.count(EXITED), p=weight / weight.sum())
    kind = np.concatenate([now, gone])
    has_left = np.arange(len(kind)) >= len(now)
    county, holder = _places(scene, rng, kind, holders)
    trade = industries(scene, rng, kind)
    linked = holder >= 0
    trade[linked] = holders.industry[holder[linked]]
    name = invent_names(scene, rng, kind, county, trade)
    name[linked] = holders.name[holder[linked]]
    size = np.array([k.median_m3 for k in KINDS])[kind] * np.exp(rng.normal(-0.6, 0.8, len(kind)))
    size = np.where(linked, holders.volume_m3[holder] * rng.uniform(0.4, 0.8, len(kind)), size)
    entry, leave = _dates(scene, rng, kind, has_left)
    key, annual = _filers(scene, rng, kind, size, entry, has_left, leave)
    return Units(
        id=ids("U", len(kind)),
        name=name,
        kind=kind,
        industry=trade,
        county=county,
        holder=holder,
        is_key=key,
        files_annual=annual,
        entry=entry,
        exit=leave,
        year_m3=size,
    )


def _places(
    scene: Scene, rng: np.random.Generator, kind: np.ndarray, holders: Holders
) -> tuple[np.ndarray, np.ndarray]:
    county = place(scene, rng, kind)
    holder = np.full(len(kind), -1)
    for k in range(len(UNIT_KINDS)):
        units = np.flatnonzero(kind == k)
        own = rng.permutation(np.flatnonzero(holders.kind == k))
        pairs = min(len(own), int(len(units) * 0.9))
        holder[rng.permutation(units)[:pairs]] = own[:pairs]
    county[holder >= 0] = holders.county[holder[holder >= 0]]
    return county, holder


def _dates(
    scene: Scene, rng: np.random.Generator, kind: np.ndarray, has_left: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    today, n = scene.calendar.today, len(kind)
    year = scene.calendar.as_of.year
    entry = np.datetime64(f"{year - 7}-01-01") + rng.integers(0, 300, n)
    later = rng.random(n) < np.where(kind == BUILDING, 0.6, 0.14)
    since = np.datetime64(f"{year - 6}-01-01")
    entry[later] = since + rng.integers(0, int((today - since).astype(int)) - 8, int(later.sum()))
    leave = np.full(n, np.datetime64("NaT", "D"))
    span = np.maximum((today - entry).astype(int) - 40, 30)
    back = np.minimum(rng.integers(3, 900, n), span)
    leave[has_left] = np.maximum(today - back, entry + 5)[has_left]
    return entry, leave


def _filers(
    scene: Scene,
    rng: np.random.Generator,
    kind: np.ndarray,
    size: np.ndarray,
    entry: np.ndarray,
    has_left: np.ndarray,
    leave: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Choose exactly the pack's number of key units and of annual filers."""
    setting = scene.pack.settings
    weight = np.log10(size) + rng.normal(0, 0.4, len(size))
    weight[kind == LAKES] += 9
    quarter = np.datetime64(scene.calendar.quarters[-1][0])
    year = np.datetime64(f"{scene.calendar.last_year}-01-01")
    keys = scene.count(setting.key_forms)
    rank = np.where(has_left | (entry >= min(quarter, year)), -99.0, weight)
    key = np.isin(np.arange(len(size)), np.argsort(-rank, kind="stable")[:keys])
    rest = np.where(key, -99.0, rank) + rng.normal(0, 1.0, len(size))
    more = scene.count(setting.annual_forms) - keys
    annual = key | np.isin(np.arange(len(size)), np.argsort(-rest, kind="stable")[:more])
    # Some of those that left were key units once, before the last finished year.
    once = has_left & (leave < year) & (rng.random(len(size)) < 0.4)
    return key | once, annual | once


def in_directory(units: Units, begin: np.datetime64, end: np.datetime64) -> np.ndarray:
    """True for units that were in the directory through the whole period."""
    return np.asarray((units.entry <= begin) & (np.isnat(units.exit) | (units.exit > end)))


def write_units(scene: Scene, units: Units, holders: Holders) -> None:
    """Write survey_unit and spot_check."""
    rng = scene.rng("unit-fields")
    n = len(units.id)
    farm, mill = units.kind == IRRIGATION, units.kind == INDUSTRY
    per_mu = rng.normal(600, 60, n).clip(400, 800)
    area = np.where(farm, np.round(units.year_m3 / per_mu, 0), np.nan)
    output = np.where(mill, np.round(units.year_m3 / rng.uniform(12, 80, n), 1), np.nan)
    scene.sheets.write(
        "survey_unit",
        {
            "unit_id": units.id,
            "name": units.name,
            "kind": [UNIT_KINDS[k] for k in units.kind],
            "industry": units.industry,
            "county_code": scene.county_codes[units.county],
            "holder_id": optional(units.holder >= 0, holders.id[units.holder]),
            "is_key": units.is_key,
            "entry_date": units.entry,
            "exit_date": units.exit,
            "design_area_mu": area,
            "output_wan_yuan": output,
        },
    )
    _write_checks(scene, rng, units)


def _write_checks(scene: Scene, rng: np.random.Generator, units: Units) -> None:
    count = scene.count(900)
    present = np.flatnonzero(np.isnat(units.exit))
    unit = rng.choice(present, count)
    day = scene.calendar.today - rng.integers(1, 970, count)
    found = rng.random(count) < 0.23
    kinds = np.array(["计量不实", "台账缺失", "单位错误", "漏报水源", "面积不实"], dtype=object)
    what = kinds[rng.choice(5, count, p=[0.26, 0.34, 0.16, 0.14, 0.10])]
    order = np.argsort(day, kind="stable")
    scene.sheets.write(
        "spot_check",
        {
            "check_id": ids("SC", count),
            "unit_id": units.id[unit[order]],
            "checked_date": day[order],
            "found_problem": found[order],
            "problem_kind": optional(found, what)[order],
        },
    )
