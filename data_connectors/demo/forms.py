"""Survey forms due: who files what for which period, with volumes and planted slips."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from data_connectors.demo.kinds import BUILDING, season
from data_connectors.demo.scene import Picker, Scene
from data_connectors.demo.units import Units, in_directory

QUARTERLY, ANNUAL = "季报", "年报"
FILING_DAYS = 15
COUNTY_QUARTERLY, COUNTY_ANNUAL, COMPOSITE = "县级综合季报", "县级综合年报", "综合表"


@dataclass(frozen=True)
class Forms:
    """Forms in order of period; `unit` is -1 for composite forms. Volumes in m3."""

    form: np.ndarray
    unit: np.ndarray
    county: np.ndarray
    zone: np.ndarray
    begin: np.ndarray
    end: np.ndarray
    due: np.ndarray
    volume: np.ndarray
    slip: np.ndarray
    repeats: np.ndarray  # 1 = as last year, 2 = as the two quarters before


@dataclass(frozen=True)
class Metered:
    """Metered volume of each holder: array (holder, month), zero where nothing was metered."""

    volume: np.ndarray
    first_month: np.datetime64

    def over(self, begin: date, end: date) -> np.ndarray:
        """Volume of each holder from `begin` through `end` (whole months)."""
        a = int((np.datetime64(begin, "M") - self.first_month).astype(int))
        b = int((np.datetime64(end, "M") - self.first_month).astype(int)) + 1
        if a < 0:
            return np.zeros(len(self.volume))
        return np.asarray(self.volume[:, a:b].sum(1))


def build_forms(scene: Scene, units: Units, metered: Metered) -> Forms:
    """Build every form since the first quarter, faults included."""
    year = scene.calendar.last_year
    annual = [(date(y, 1, 1), date(y, 12, 31)) for y in range(year - 5, year + 1)]
    parts: list[tuple[np.ndarray, ...]] = []
    for begin, end in scene.calendar.quarters:
        parts += _period(scene, units, metered, begin, end, yearly=False)
    for begin, end in annual:
        parts += _period(scene, units, metered, begin, end, yearly=True)
    columns = [np.concatenate(c) for c in zip(*parts, strict=True)]
    form, unit, county, zone, begin_day, end_day, due, volume = columns
    volume, slip, repeats = _plant(scene, units, form, unit, begin_day, volume)
    return Forms(form, unit, county, zone, begin_day, end_day, due, np.round(volume), slip, repeats)


def _period(
    scene: Scene, units: Units, metered: Metered, begin: date, end: date, *, yearly: bool
) -> list[tuple[np.ndarray, ...]]:
    files = units.files_annual if yearly else units.is_key
    present = in_directory(units, np.datetime64(begin), np.datetime64(end))
    unit = np.flatnonzero(files & present)
    volume = _volumes(scene, units, unit, metered, begin, end)
    due = date(end.year + 1, 1, 31) if yearly else end + timedelta(days=FILING_DAYS)
    names = np.array([c.name for c in scene.pack.counties], dtype=object)
    county = units.county[unit]
    rows = [(ANNUAL if yearly else QUARTERLY, unit, county, names[county], volume)]
    # The county's own estimate for those that file nothing comes on top of its units.
    by_county = np.bincount(county, weights=volume, minlength=len(names)) * 1.25
    at, zone, m3 = _zones(scene, names, by_county)
    none = np.full(len(at), -1)
    rows.append((COUNTY_ANNUAL if yearly else COUNTY_QUARTERLY, none, at, zone, m3))
    if yearly:
        rows.append(_composites(scene, at, zone, m3))
    days = [np.datetime64(d, "D") for d in (begin, end, due)]
    return [
        (
            np.full(len(who), form, object),
            who,
            where,
            zone,
            *(np.full(len(who), d) for d in days),
            m3,
        )
        for form, who, where, zone, m3 in rows
    ]


_Row = tuple[str, np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def _zones(
    scene: Scene, names: np.ndarray, by_county: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return county position, zone name and volume of each reporting zone."""
    zones = scene.pack.settings.extra_zones
    code = {c.code: i for i, c in enumerate(scene.pack.counties)}
    extra = np.array([code[z.county] for z in zones], dtype=int)
    at = np.concatenate([np.arange(len(names)), extra])
    zone = np.concatenate([names, np.array([z.name for z in zones], dtype=object)])
    return at, zone, np.concatenate([by_county, by_county[extra] * 0.1])


def _composites(scene: Scene, at: np.ndarray, names: np.ndarray, m3: np.ndarray) -> _Row:
    """The composite table goes up: zones, then cities, then the province."""
    city = scene.county_city
    head = np.array([int(np.flatnonzero(city == c)[0]) for c in range(len(scene.pack.cities))])
    by_city = np.bincount(city[at], weights=m3, minlength=len(head))
    where = np.concatenate([at, head, head[:1]])
    cities = np.array([c.name for c in scene.pack.cities], dtype=object)
    zone = np.concatenate([names, cities, np.array([scene.pack.settings.name], dtype=object)])
    volume = np.concatenate([m3, by_city, [by_city.sum()]])
    return COMPOSITE, np.full(len(where), -1), where, zone, volume


def _volumes(
    scene: Scene, units: Units, unit: np.ndarray, metered: Metered, begin: date, end: date
) -> np.ndarray:
    """Metered volume where the holder is metered, else the unit's size by season."""
    rng = scene.rng(f"form-volume-{begin}-{end}")
    months = np.arange(begin.month, end.month + 1)
    share = season(months).sum(1) / 12
    size = units.year_m3[unit] * share[units.kind[unit]] * rng.gamma(40, 1 / 40, len(unit))
    holder = units.holder[unit]
    known = np.where(holder >= 0, metered.over(begin, end)[holder], 0.0)
    # Outages leave gaps in the meter, so a form runs a little above it.
    use = known > 0.25 * size
    return np.asarray(
        np.where(use, known * rng.normal(1.03, 0.05, len(unit)).clip(0.85, 1.25), size)
    )


def _plant(
    scene: Scene,
    units: Units,
    form: np.ndarray,
    unit: np.ndarray,
    begin: np.ndarray,
    volume: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Plant unit slips, zeros and repeats, some of each in the latest quarter."""
    pick = Picker(scene.rng("form-faults"), len(form))
    latest = begin == np.datetime64(scene.calendar.quarters[-1][0])
    quarterly = (unit >= 0) & (form == QUARTERLY)
    volume, slip = volume.copy(), np.zeros(len(form))
    repeats = np.zeros(len(form), dtype=int)

    def take(count: int, recent: int, eligible: np.ndarray) -> np.ndarray:
        older = pick.take(scene.count(count, 2), eligible & ~latest)
        return np.union1d(older, pick.take(scene.count(recent, 1), eligible & latest))

    for factor, count in ((10.0, 70), (1e4, 26), (0.1, 30), (1e-4, 24)):
        at = take(count, 6, (unit >= 0) & (volume > 2e4))
        volume[at] *= factor
        slip[at] = factor
    volume[take(90, 14, quarterly)] = 0
    # A building site that rests reports nothing used.
    site = quarterly & (units.kind[unit] == BUILDING) & (slip == 0)
    volume[site & (scene.rng("resting-sites").random(len(form)) < 0.15)] = 0
    where = _index(form, unit, begin)
    for months, count, recent in (((12,), 60, 16), ((3, 6), 24, 8)):
        for i in take(count, recent, quarterly & (volume > 0)):
            before = [where.get((int(unit[i]), _back(begin[i], m)), -1) for m in months]
            if -1 in before or slip[before].any() or not volume[before].all():
                continue
            volume[before] = volume[i]
            repeats[i] = len(before)
            pick.hold(np.array(before))
    return volume, slip, repeats


def _back(begin: np.datetime64, months: int) -> np.datetime64:
    earlier = begin.astype("datetime64[M]") - months
    return np.datetime64(earlier, "D")


def _index(
    form: np.ndarray, unit: np.ndarray, begin: np.ndarray
) -> dict[tuple[int, np.datetime64], int]:
    at = np.flatnonzero((form == QUARTERLY) & (unit >= 0))
    return {(int(unit[i]), begin[i]): int(i) for i in at}
