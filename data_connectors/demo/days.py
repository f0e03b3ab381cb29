"""Day by day: the true volume of every station and what arrived of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data_connectors.demo import spells as sp
from data_connectors.demo.calendar import DAYS, HOUR_DAYS, months_of, years_of
from data_connectors.demo.kinds import IRRIGATION, KINDS, season
from data_connectors.demo.permits import Permits
from data_connectors.demo.scene import Scene
from data_connectors.demo.stations import Stations

FIRST_HOUR_DAY = DAYS - HOUR_DAYS
DROP_SHARE = 0.33


@dataclass(frozen=True)
class Arrivals:
    """What arrived of some stations: arrays (station, day)."""

    due: np.ndarray
    received: np.ndarray
    on_time: np.ndarray
    delay: np.ndarray
    volume: np.ndarray
    online: np.ndarray
    abnormal: np.ndarray


def true_days(scene: Scene, stations: Stations, permits: Permits) -> np.ndarray:
    """Return the true volume (station, day) in m3, zero before the station was built.

    The planted over-permit stations are set so that they pass their limit in the year.
    """
    rng = scene.rng("days")
    days = scene.calendar.days
    shape = season(months_of(days), days)
    weekday = (days.astype(int) + 3) % 7
    rest = np.where(weekday[None, :] >= 5, np.array([k.weekend for k in KINDS])[:, None], 1.0)
    shape = shape * rest / 365.0
    weather = 1 + 0.06 * np.sin(np.arange(DAYS) / 9.0) + rng.normal(0, 0.03, DAYS)
    noise = rng.gamma(60.0, 1 / 60.0, (len(stations.id), DAYS))
    noise[stations.kind == IRRIGATION] *= weather
    year_at = years_of(days) - scene.years[0]
    true = shape[stations.kind] * noise
    true *= stations.base_m3[:, None] * stations.factor[:, year_at]
    true[days[None, :] < stations.built[:, None]] = 0
    true[stations.is_zombie] = 0
    last_due = int(scene.calendar.due[-1])
    true[:, -1] *= last_due / 24
    _set_over(scene, rng, stations, permits, true)
    return np.asarray(true)


def _set_over(
    scene: Scene,
    rng: np.random.Generator,
    stations: Stations,
    permits: Permits,
    true: np.ndarray,
) -> None:
    years = years_of(scene.calendar.days)
    licensed = stations.permit >= 0
    near = np.zeros(len(permits.id), dtype=bool)
    near[np.flatnonzero(permits.is_near_limit)[::2]] = True
    for year, mask, kind in (
        (scene.calendar.as_of.year, near, "接近许可"),
        (scene.calendar.as_of.year, permits.over_this_year, "超许可"),
        (scene.calendar.last_year, permits.over_last_year, "超许可"),
    ):
        inside = years == year
        at = np.flatnonzero(licensed & mask[stations.permit])
        ratio = 1.1 + rng.gamma(1.4, 0.16, len(at))
        if kind == "接近许可":
            ratio = rng.uniform(0.84, 0.99, len(at))
        sums = true[np.ix_(at, inside)].sum(1)
        limit = permits.volume_m3[stations.permit[at]]
        # Built this year: not enough days to judge, left as it is.
        ok = sums > 0
        wanted = ratio[ok] * limit[ok] / sums[ok]
        true[np.ix_(at[ok], inside)] *= wanted[:, None]
        for i, part in zip(at[ok], ratio[ok], strict=True):
            name = permits.id[stations.permit[i]]
            scene.truth.add(kind, "permit", name, f"{year}-01-01", "", f"true ratio {part:.3f}")


def day_arrivals(
    scene: Scene,
    stations: Stations,
    quality: sp.Quality,
    spells: sp.Spells,
    true: np.ndarray,
    drop: np.ndarray,
    first: int,
    last: int,
) -> Arrivals:
    """Return what arrived of stations first..last-1, by day counts alone (no hours)."""
    rng = scene.rng("arrivals", first)
    off, back = hour_masks(spells, first, last)
    due = due_records(scene, stations, first, last)
    n = last - first
    lost = np.minimum(off.reshape(n, DAYS, 24).sum(2), due)
    broken = broken_days(spells, first, last)
    missing = quality.missing[first:last, None] + broken * 0.5
    missing = missing + drop[first:last]
    left = np.where(stations.never_sent[first:last, None], 0, due - lost)
    received = left - rng.binomial(left, np.minimum(missing, 0.97))
    late_hours = back.reshape(n, DAYS, 24)
    forced = np.minimum((late_hours > 0).sum(2), received)
    random_late = rng.binomial(received - forced, quality.late[first:last, None])
    late = forced + random_late
    delay = late_hours.sum(2) * 60.0 * np.where((late_hours > 0).sum(2) > 0, 1, 0)
    delay = np.where(forced > 0, delay, 0) + np.round(
        random_late * (61 + rng.gamma(2.0, 60.0, due.shape)), 1
    )
    bent = bend_days(spells, first, last, true[first:last].copy())
    volume = np.where(received > 0, bent * received / np.maximum(due, 1), np.nan)
    last_hour = np.full(DAYS, 23)
    last_hour[-1] = max(int(scene.calendar.due[-1]) - 1, 0)
    off_at_end = off[:, np.arange(DAYS) * 24 + last_hour]
    online = ~off_at_end & (received > 0)
    odd = numeric_days(spells, first, last)
    abnormal = (received * 5 < due * 4) | (odd & (received > 0)) | (~online & (due > 0))
    return Arrivals(
        due=due,
        received=received,
        on_time=received - late,
        delay=delay,
        volume=np.round(volume, 2),
        online=online,
        abnormal=abnormal,
    )


def hour_masks(spells: sp.Spells, first: int, last: int) -> tuple[np.ndarray, np.ndarray]:
    """Return offline (bool) and back-filled (hours until arrival) by (station, hour)."""
    off = np.zeros((last - first, sp.HOURS), dtype=bool)
    back = np.zeros((last - first, sp.HOURS), dtype=np.int16)
    for i in spells.of(first, last):
        row, a, b = spells.station[i] - first, spells.start[i], min(spells.end[i], sp.HOURS)
        if spells.kind[i] == sp.OFFLINE:
            off[row, a:b] = True
        elif spells.kind[i] == sp.BACKFILL:
            if spells.end[i] >= spells.now:
                off[row, a:b] = True  # not filled yet
            else:
                # The hour ending at a+1 waits until the link is back at b.
                back[row, a:b] = np.maximum(b + 1 - np.arange(a, b), 2)
    back[off] = 0
    return off, back


def due_records(scene: Scene, stations: Stations, first: int, last: int) -> np.ndarray:
    """Return records due by (station, day): none before building or after stopping."""
    days = scene.calendar.days[None, :]
    alive = days >= stations.built[first:last, None]
    silent = stations.is_silent_from[first:last, None]
    alive &= np.isnat(silent) | (days < silent)
    return np.asarray(np.where(alive, scene.calendar.due[None, :], 0))


def broken_days(spells: sp.Spells, first: int, last: int) -> np.ndarray:
    """Return the share of each day under 中断 by (station, day)."""
    out = np.zeros((last - first, DAYS))
    for i in spells.of(first, last):
        if spells.kind[i] == sp.BROKEN:
            a, b = spells.start[i] // 24, min(spells.end[i] // 24 + 1, DAYS)
            out[spells.station[i] - first, a:b] = 1.0
    return out


def story_drop(scene: Scene, stations: Stations) -> np.ndarray:
    """Return the extra share of records lost by (station, day): the pack's story of one month."""
    out = np.zeros((len(stations.id), DAYS), dtype=np.float32)
    story = scene.pack.settings.stories.upload_drop
    if story is None:
        return out
    months = scene.calendar.days.astype("datetime64[M]")
    month = scene.calendar.today.astype("datetime64[M]") - story.months_back
    at = np.flatnonzero(np.isin(stations.city, scene.cities((story.city,))))
    # A third of the stations carry the loss, so that the cause can be found.
    hit = at[:: round(1 / DROP_SHARE)]
    out[np.ix_(hit, months == month)] = min(story.loss / DROP_SHARE, 0.95)
    for i in hit:
        scene.truth.add("上传率下降", "station", stations.id[i], f"{month}-01")
    return out


def numeric_days(spells: sp.Spells, first: int, last: int) -> np.ndarray:
    """Return which days carry bad numbers."""
    out = np.zeros((last - first, DAYS), dtype=bool)
    for i in spells.of(first, last):
        if spells.kind[i] in (sp.DRIFT, sp.NEGATIVE, sp.SPIKE, sp.ZERO, sp.STUCK, sp.RESET):
            out[spells.station[i] - first, spells.start[i] // 24 : spells.end[i] // 24 + 1] = True
    return out


def bend_days(spells: sp.Spells, first: int, last: int, volume: np.ndarray) -> np.ndarray:
    """Apply the bad numbers to day volumes before the hourly window (in place)."""
    for i in spells.of(first, last):
        row, kind = spells.station[i] - first, spells.kind[i]
        a, b = spells.start[i] // 24, min(spells.end[i] // 24 + 1, DAYS)
        if kind == sp.STUCK:
            volume[row, a:b] = volume[row, a]
        elif kind == sp.ZERO:
            volume[row, a:b] = 0
        elif kind == sp.DRIFT:
            volume[row, a:b] *= 1 + spells.size[i] * np.arange(1, b - a + 1)
        elif kind == sp.NEGATIVE:
            volume[row, a] *= 0.9
        elif kind == sp.SPIKE and spells.size[i] == 10.0:
            volume[row, a] *= 1 + 9 / 24
    return volume
