"""Hourly readings of the last 60 days, chunk by chunk, with the days that follow from them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from data_connectors.demo import days as dd
from data_connectors.demo import spells as sp
from data_connectors.demo.calendar import DAYS, LATE_MINUTES
from data_connectors.demo.kinds import hour_shape
from data_connectors.demo.scene import Scene
from data_connectors.demo.stations import Stations

CHUNK = 250
_SECONDS = np.timedelta64(1, "s")
_QUALITY = pa.array(["正常", "可疑", "异常"])


def write_days(
    scene: Scene, stations: Stations, quality: sp.Quality, spells: sp.Spells, true: np.ndarray
) -> np.ndarray:
    """Write station_day and reading; return recorded volume (station, day), NaN for none."""
    recorded = np.full(true.shape, np.nan)
    drop = dd.story_drop(scene, stations)
    for first in range(0, len(stations.id), CHUNK):
        last = min(first + CHUNK, len(stations.id))
        got = dd.day_arrivals(scene, stations, quality, spells, true, drop, first, last)
        hours = _Hours(scene, stations, quality, spells, got.due, true, drop, first, last)
        hours.fold_into(got)
        hours.write()
        _write_station_days(scene, stations, got, first)
        recorded[first:last] = got.volume
    return recorded


def _write_station_days(scene: Scene, stations: Stations, got: dd.Arrivals, first: int) -> None:
    row, day = np.nonzero(got.due > 0)
    text = pa.array(stations.id[first : first + len(got.due)])
    scene.sheets.write(
        "station_day",
        {
            "station_id": pa.DictionaryArray.from_arrays(pa.array(row, pa.int32()), text),
            "date": scene.calendar.days[day],
            "records_due": got.due[row, day],
            "records_received": got.received[row, day],
            "records_on_time": got.on_time[row, day],
            "delay_minutes_sum": np.round(got.delay[row, day], 1),
            "volume_m3": got.volume[row, day],
            "online": got.online[row, day],
            "abnormal": got.abnormal[row, day],
        },
    )


class _Hours:
    """The hourly window of one chunk of stations: arrays (station, hour)."""

    def __init__(
        self,
        scene: Scene,
        stations: Stations,
        quality: sp.Quality,
        spells: sp.Spells,
        due: np.ndarray,
        true: np.ndarray,
        drop: np.ndarray,
        first: int,
        last: int,
    ) -> None:
        self._scene, self._stations, self._spells = scene, stations, spells
        self._first, self._last = first, last
        self._rng = scene.rng("hours", first)
        self._count = (DAYS - dd.FIRST_HOUR_DAY) * 24
        off, back = dd.hour_masks(spells, first, last)
        self._back = back[:, sp.WINDOW :]
        window = due[:, dd.FIRST_HOUR_DAY :]
        hour = np.tile(np.arange(24), window.shape[1])
        self._due = hour[None, :] < np.repeat(window, 24, axis=1)
        self._start = scene.calendar.first_day.astype("datetime64[s]") + sp.WINDOW * 3600
        self._volume, self._flow, self._flag = self._numbers(true[first:last])
        self._bend()
        broken = np.repeat(dd.broken_days(spells, first, last)[:, dd.FIRST_HOUR_DAY :], 24, 1)
        loss = quality.missing[first:last, None] + 0.5 * broken
        loss = loss + np.repeat(drop[first:last, dd.FIRST_HOUR_DAY :], 24, 1)
        there = self._due & ~off[:, sp.WINDOW :] & ~stations.never_sent[first:last, None]
        there &= self._rng.random(there.shape) >= loss
        self._delay = self._delays(quality.late[first:last])
        observed = self._observed()[None, :]
        self._received_at = observed + self._delay * _SECONDS
        self._there = there & (self._received_at <= scene.calendar.now)
        # A few records arrive without numbers.
        blank = self._rng.random(there.shape) < 0.0004
        self._flow[blank] = self._volume[blank] = np.nan
        self._blank = blank

    def _observed(self) -> np.ndarray:
        return np.asarray(self._start + (np.arange(self._count) + 1) * 3600)

    def _numbers(self, true: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        kind = self._stations.kind[self._first : self._last]
        window = true[:, dd.FIRST_HOUR_DAY :]
        n, days = window.shape
        weight = np.repeat(hour_shape()[kind][:, None, :], days, axis=1)
        weight = weight * self._rng.gamma(25.0, 1 / 25.0, weight.shape)
        due = self._due.reshape(n, days, 24)
        weight = np.where(due, weight, 0)
        total = weight.sum(2, keepdims=True)
        volume = window[:, :, None] * weight / np.where(total > 0, total, 1)
        volume = np.round(volume.reshape(n, -1), 2)
        flow = np.round(volume * self._rng.normal(1, 0.02, volume.shape), 2)
        return volume, flow, np.zeros(volume.shape, dtype=np.int8)

    def _bend(self) -> None:
        """Apply the spells with bad numbers."""
        s = self._spells
        for i in s.of(self._first, self._last):
            row, kind = s.station[i] - self._first, s.kind[i]
            a, b = s.start[i] - sp.WINDOW, min(s.end[i] - sp.WINDOW, self._count)
            if b <= 0:
                continue
            a = max(a, 0)
            if kind == sp.STUCK:
                self._set(row, a, b, self._volume[row, a], 1)
                self._flow[row, a:b] = self._flow[row, a]
            elif kind == sp.ZERO:
                self._set(row, a, b, 0.0, 1)
                self._flow[row, a:b] = 0.0
            elif kind == sp.DRIFT:
                grown = 1 + s.size[i] * (np.arange(b - a) // 24 + 1)
                self._set(row, a, b, np.round(self._volume[row, a:b] * grown, 2), 1)
                self._flow[row, a:b] = np.round(self._flow[row, a:b] * grown, 2)
            elif kind == sp.NEGATIVE:
                low = -np.round(np.abs(self._flow[row, a:b]) * 0.3 + 0.5, 2)
                self._set(row, a, b, low, 2)
                self._flow[row, a:b] = low
            elif kind == sp.SPIKE:
                self._flow[row, a:b] = np.round(self._flow[row, a:b] * s.size[i], 2)
                grown = 10.0 if s.size[i] == 10.0 else 1.0
                self._set(row, a, b, np.round(self._volume[row, a:b] * grown, 2), 2)

    def _set(self, row: int, a: int, b: int, value: float | np.ndarray, flag: int) -> None:
        self._volume[row, a:b] = value
        self._flag[row, a:b] = flag

    def _delays(self, late: np.ndarray) -> np.ndarray:
        """Seconds from observation to arrival."""
        rng, shape = self._rng, self._volume.shape
        normal = rng.integers(15, 900, shape)
        slow = 3660 + (rng.gamma(2.0, 3600.0, shape)).astype(np.int64)
        out = np.where(rng.random(shape) < late[:, None], slow, normal)
        return np.asarray(
            np.where(self._back > 0, self._back.astype(np.int64) * 3600 + normal, out)
        )

    def _totals(self) -> np.ndarray:
        base = np.round(self._stations.base_m3[self._first : self._last, None] * 1.7)
        total = base + np.cumsum(np.nan_to_num(self._volume), axis=1)
        s = self._spells
        for i in s.of(self._first, self._last):
            at = s.start[i] - sp.WINDOW
            if s.kind[i] == sp.RESET and 0 <= at < self._count:
                row = s.station[i] - self._first
                total[row, at:] -= total[row, at]
                self._flag[row, at] = 2
        total = np.round(total, 2)
        total[self._blank] = np.nan
        return np.asarray(total)

    def fold_into(self, got: dd.Arrivals) -> None:
        """Replace the window's days by what the hours say."""
        n = self._last - self._first
        days = slice(dd.FIRST_HOUR_DAY, DAYS)

        def by_day(values: np.ndarray) -> np.ndarray:
            return np.asarray(values.reshape(n, -1, 24).sum(2))

        minutes = self._delay / 60.0
        late = self._there & (minutes > LATE_MINUTES)
        got.received[:, days] = by_day(self._there)
        got.on_time[:, days] = by_day(self._there & ~late)
        got.delay[:, days] = by_day(np.where(late, minutes, 0))
        summed = by_day(np.where(self._there, np.nan_to_num(self._volume), 0))
        some = by_day(self._there & ~self._blank) > 0
        got.volume[:, days] = np.where(some, np.round(summed, 2), np.nan)
        received, due = got.received[:, days], got.due[:, days]
        got.online[:, days] &= received > 0
        odd = dd.numeric_days(self._spells, self._first, self._last)[:, days] & (received > 0)
        off = ~got.online[:, days] & (due > 0)
        got.abnormal[:, days] = (received * 5 < due * 4) | odd | off

    def write(self) -> None:
        """Write the readings that arrived."""
        total = self._totals()
        row, hour = np.nonzero(self._there)
        text = pa.array(self._stations.id[self._first : self._last])
        flag = np.where(self._blank, 1, self._flag)[row, hour]
        self._scene.sheets.write(
            "reading",
            {
                "station_id": pa.DictionaryArray.from_arrays(pa.array(row, pa.int32()), text),
                "observed_at": self._observed()[hour],
                "received_at": self._received_at[row, hour],
                "flow_m3h": self._flow[row, hour],
                "total_m3": total[row, hour],
                "volume_m3": self._volume[row, hour],
                "quality": pa.DictionaryArray.from_arrays(pa.array(flag, pa.int32()), _QUALITY),
            },
        )
