"""Monthly summaries older than the daily ones."""

from __future__ import annotations

import numpy as np

from data_connectors.demo.kinds import IRRIGATION, LAKES, POND, season
from data_connectors.demo.scene import Scene
from data_connectors.demo.spells import Quality
from data_connectors.demo.stations import Stations


def write_archive(scene: Scene, stations: Stations, quality: Quality) -> np.ndarray:
    """Write station_month_archive; return recorded volume (station, month), NaN for none."""
    rng = scene.rng("archive")
    months = scene.calendar.archive_months
    first = months.astype("datetime64[D]")
    after = np.minimum((months + 1).astype("datetime64[D]"), scene.calendar.first_day)
    begin = np.maximum(first[None, :], stations.built[:, None])
    days = np.maximum((after[None, :] - begin).astype(int), 0)
    silent = stations.is_silent_from[:, None]
    days = np.where(
        np.isnat(silent), days, np.minimum(days, np.maximum((silent - begin).astype(int), 0))
    )
    due = days * 24
    offline = np.minimum(
        rng.gamma(1.0, np.maximum(quality.outages[:, None], 0.01) / 12, days.shape), 8
    )
    lost = np.minimum(quality.missing[:, None] * 1.2 + offline / 30, 0.9)
    lost = np.where(stations.never_sent[:, None], 1.0, lost)
    received = rng.binomial(due, 1 - lost)
    late = rng.binomial(received, np.minimum(quality.late[:, None] * 1.15, 0.5))
    number = months.astype(int) % 12 + 1
    year_at = months.astype("datetime64[Y]").astype(int) + 1970 - scene.years[0]
    dry = np.isin(scene.years, scene.pack.settings.dry_years)
    seasonal = np.isin(stations.kind, [IRRIGATION, POND, LAKES])
    stress = np.where(dry[None, :] & seasonal[:, None], 1.18, 1.0)
    true = stations.base_m3[:, None] * season(number)[stations.kind] * days / 365
    true = true * (stations.factor * stress)[:, year_at] * rng.gamma(80, 1 / 80, days.shape)
    true[stations.is_zombie] = 0
    volume = np.where(received > 0, np.round(true * received / np.maximum(due, 1), 2), np.nan)
    report = np.where(received > 0, np.maximum(days - np.floor(offline).astype(int), 1), 0)
    off_days = np.where(received > 0, np.minimum(np.ceil(offline * 0.8).astype(int), days), days)
    odd = rng.binomial(days, np.minimum(quality.missing * 2, 0.5)[:, None])
    row, column = np.nonzero(days)
    scene.sheets.write(
        "station_month_archive",
        {
            "station_id": stations.id[row],
            "month": first[column],
            "days": days[row, column],
            "records_due": due[row, column],
            "records_received": received[row, column],
            "records_on_time": (received - late)[row, column],
            "delay_minutes_sum": np.round(late * rng.uniform(90, 260, days.shape), 1)[row, column],
            "volume_m3": volume[row, column],
            "report_days": np.minimum(report, days)[row, column],
            "online_days": (days - off_days)[row, column],
            "abnormal_days": np.minimum(np.maximum(off_days, odd), days)[row, column],
        },
    )
    return np.asarray(np.where(days > 0, volume, np.nan))
