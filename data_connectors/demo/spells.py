"""The planted spells of each station: outages, gaps, late batches and bad numbers, in hours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data_connectors.demo.calendar import DAYS, HOUR_DAYS
from data_connectors.demo.kinds import IRRIGATION, LAKES, POND
from data_connectors.demo.scene import Scene
from data_connectors.demo.stations import Stations

HOURS = DAYS * 24
WINDOW = (DAYS - HOUR_DAYS) * 24  # first hour with readings
OFFLINE, BROKEN, BACKFILL, DRIFT, NEGATIVE, SPIKE, ZERO, STUCK, RESET, REPEAT = range(10)
NAMES = ("离线", "中断", "补传", "漂移", "负值", "突增", "长期零值", "卡值", "计数回零", "重复上传")

# kind: (count over two years at full scale, count inside the hourly window, median hours, spread)
_NUMERIC = {
    DRIFT: (90, 24, 300, 0.6),
    NEGATIVE: (110, 40, 3, 0.5),
    SPIKE: (120, 45, 1, 0.0),
    ZERO: (50, 16, 400, 0.5),
    STUCK: (90, 30, 90, 0.7),
    RESET: (60, 25, 1, 0.0),
    REPEAT: (70, 25, 2, 0.5),
}


@dataclass(frozen=True)
class Spells:
    """Spells in order of station; hours count from the first summarised midnight.

    `end` beyond `now` means that the spell is still open.
    """

    station: np.ndarray
    kind: np.ndarray
    start: np.ndarray
    end: np.ndarray
    size: np.ndarray
    now: int

    def of(self, first: int, last: int) -> np.ndarray:
        """Positions of the spells of stations first..last-1."""
        low, high = np.searchsorted(self.station, [first, last])
        return np.arange(low, high)


@dataclass(frozen=True)
class Quality:
    """Reporting quality of each station."""

    outages: np.ndarray  # a year
    missing: np.ndarray  # share of single records lost
    late: np.ndarray  # share of records late


def build_quality(scene: Scene, stations: Stations) -> Quality:
    """Draw a ladder of cities from good to bad, plus each station's own frailty."""
    rng = scene.rng("quality")
    cities = len(scene.pack.cities)
    stories = scene.pack.settings.stories
    ladder = rng.permutation(np.linspace(0.25, 1.7, cities))
    ladder[scene.cities(stories.weak_reporting)] = 2.4
    late = rng.permutation(np.linspace(0.3, 1.9, cities))
    late[scene.cities(stories.few_late)] = 0.12
    late[scene.cities(stories.weak_reporting[:1])] = 3.0
    local = rng.gamma(6.0, 1 / 6.0, len(scene.pack.counties))
    frail = rng.gamma(1.6, 1 / 1.6, len(stations.id))
    level = ladder[stations.city] * local[stations.county]
    # Stations that carry a planted volume fault report well, or the fault would not show.
    frail = np.where(stations.is_watched, 0.15, frail)
    level = np.where(stations.is_watched, np.minimum(level, 1.0), level)
    return Quality(
        outages=2.0 * level * frail,
        missing=np.minimum(0.012 * level * (0.4 + 0.6 * frail), 0.3),
        late=np.minimum(0.022 * late[stations.city] * local[stations.county] * (0.5 + frail), 0.4),
    )


def build_spells(scene: Scene, stations: Stations, quality: Quality) -> Spells:
    """Draw every spell of the summarised period."""
    rng = scene.rng("spells")
    now = int((scene.calendar.now - scene.calendar.first_day.astype("datetime64[s]")).astype(int))
    now = now // 3600
    built = (stations.built - scene.calendar.first_day).astype(int).clip(0) * 24
    parts = [
        _outages(rng, quality, built, now, OFFLINE, 1.0, 16, 1.35),
        _outages(rng, quality, built, now, BACKFILL, 0.35, 14, 1.0),
        _outages(rng, quality, built, now, BROKEN, 0.4, 40, 0.7),
        _open_now(rng, scene, stations, quality, now),
        *(_numeric(rng, scene, stations, built, now, kind) for kind in _NUMERIC),
    ]
    station, kind, start, end, size = (np.concatenate(c) for c in zip(*parts, strict=True))
    keep = ~stations.never_sent[station] & (start < now)
    # What has not been filled in yet is an outage that is still open.
    waiting = (kind == BACKFILL) & (end >= now - 2)
    kind = np.where(waiting, OFFLINE, kind)
    end = np.where(waiting, HOURS * 2, end)
    silent = stations.is_silent_from[station]
    stop = (silent - scene.calendar.first_day).astype(int) * 24
    stop = np.where(np.isnat(silent), HOURS * 10, stop)
    keep &= start < stop
    end = np.minimum(end, stop)
    order = np.lexsort((kind, start, station))
    order = order[keep[order]]
    return Spells(station[order], kind[order], start[order], end[order], size[order], now)


_Part = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def _outages(
    rng: np.random.Generator,
    quality: Quality,
    built: np.ndarray,
    now: int,
    kind: int,
    rate: float,
    median: float,
    spread: float,
) -> _Part:
    years = (now - built) / (365 * 24)
    count = rng.poisson(quality.outages * rate * np.maximum(years, 0))
    station = np.repeat(np.arange(len(count)), count)
    start = built[station] + (rng.random(len(station)) * (now - built[station])).astype(int)
    hours = np.maximum(np.exp(rng.normal(np.log(median), spread, len(station))), 2).astype(int)
    hours = np.minimum(hours, 45 * 24)
    return station, np.full(len(station), kind), start, start + hours, np.zeros(len(station))


def _open_now(
    rng: np.random.Generator, scene: Scene, stations: Stations, quality: Quality, now: int
) -> _Part:
    """Some stations are off at the as-of moment, a few of them for weeks."""
    chance = np.minimum(quality.outages * 0.008, 0.2)
    station = np.flatnonzero(rng.random(len(chance)) < chance)
    if len(station) < 3:
        station = np.unique(rng.integers(0, len(chance), 3))
    back = np.minimum(np.exp(rng.normal(np.log(60), 1.1, len(station))), 60 * 24).astype(int) + 3
    age = (scene.calendar.today - stations.built[station]).astype(int) * 24
    start = now - np.minimum(back, np.maximum(age - 24, 4))
    end = np.full(len(station), HOURS * 2)
    return station, np.full(len(station), OFFLINE), start, end, np.zeros(len(station))


def _numeric(
    rng: np.random.Generator,
    scene: Scene,
    stations: Stations,
    built: np.ndarray,
    now: int,
    kind: int,
) -> _Part:
    total, recent, median, spread = _NUMERIC[kind]
    seasonal = np.isin(stations.kind, [IRRIGATION, LAKES, POND])
    fit = (stations.status == "在用") & ~stations.never_sent & ~stations.is_zombie
    fit &= ~stations.is_watched
    if kind in (ZERO, STUCK):
        fit &= ~seasonal
    pool = np.flatnonzero(fit)
    # A tiny folder may have no plain station left.
    count = scene.count(total) if len(pool) else 0
    inside = scene.count(recent)
    station = rng.choice(pool, count)
    low = np.where(np.arange(count) < inside, WINDOW, 0)
    low = np.maximum(low, built[station])
    start = low + (rng.random(count) * np.maximum(now - 2 - low, 1)).astype(int)
    hours = np.maximum(np.exp(rng.normal(np.log(median), spread, count)), 1).astype(int)
    end = np.minimum(start + hours, start + 40 * 24)
    size = np.where(rng.random(count) < 0.5, 10.0, 1000.0)
    if kind == DRIFT:
        size = rng.choice([-0.02, 0.015, 0.03, 0.05], count)
    return station, np.full(count, kind), start, end, size
