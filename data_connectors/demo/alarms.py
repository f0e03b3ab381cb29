"""Anomaly records and fault tickets that follow from the spells."""

from __future__ import annotations

import numpy as np

from data_connectors.demo import spells as sp
from data_connectors.demo.scene import Scene, ids, optional
from data_connectors.demo.stations import Stations

_CAUSES = np.array(["供电", "通信", "传感器", "设备老化", "人为"], dtype=object)
_HOUR = np.timedelta64(3600, "s")
_NAT = np.datetime64("NaT", "s")
LEAST_HOURS = 4  # a shorter outage raises no anomaly


def write_alarms(scene: Scene, stations: Stations, spells: sp.Spells) -> None:
    """Write anomaly and fault_ticket, and the truth of every spell."""
    rng = scene.rng("alarms")
    begin = scene.calendar.first_day.astype("datetime64[s]")
    length = spells.end - spells.start
    outage = np.isin(spells.kind, [sp.OFFLINE, sp.BROKEN])
    shown = (spells.kind != sp.BACKFILL) & (~outage | (length >= LEAST_HOURS))
    at = np.flatnonzero(shown)
    never = np.flatnonzero(stations.never_sent)
    station = np.concatenate([spells.station[at], never])
    kind = np.concatenate([spells.kind[at], np.full(len(never), sp.OFFLINE)])
    start = np.concatenate(
        [begin + spells.start[at] * _HOUR, stations.built[never].astype("datetime64[s]")]
    )
    is_open = np.concatenate([spells.end[at] > spells.now, np.ones(len(never), bool)])
    end = np.concatenate([begin + spells.end[at] * _HOUR, np.full(len(never), _NAT)])
    end = np.where(is_open, _NAT, end)
    order = np.lexsort((station, start))
    station, kind, start, end = station[order], kind[order], start[order], end[order]
    cause = _CAUSES[rng.choice(5, len(station), p=[0.3, 0.35, 0.15, 0.15, 0.05])]
    known = rng.random(len(station)) < np.where(np.isnat(end), 0.5, 0.85)
    scene.sheets.write(
        "anomaly",
        {
            "anomaly_id": ids("A", len(station), 6),
            "station_id": stations.id[station],
            "kind": np.array(sp.NAMES, dtype=object)[kind],
            "start_at": start,
            "end_at": end,
            "cause": optional(known, cause),
        },
    )
    _write_tickets(scene, rng, stations.id[station], kind, start, end, cause)
    _note(scene, stations, spells, begin)


def _note(scene: Scene, stations: Stations, spells: sp.Spells, begin: np.datetime64) -> None:
    for i in range(len(spells.station)):
        open_ended = spells.end[i] > spells.now
        scene.truth.add(
            sp.NAMES[spells.kind[i]],
            "reading",
            stations.id[spells.station[i]],
            begin + spells.start[i] * _HOUR,
            "" if open_ended else begin + spells.end[i] * _HOUR,
            f"{spells.size[i]:g}" if spells.size[i] else "",
        )


def _write_tickets(
    scene: Scene,
    rng: np.random.Generator,
    station: np.ndarray,
    kind: np.ndarray,
    start: np.ndarray,
    end: np.ndarray,
    cause: np.ndarray,
) -> None:
    now = scene.calendar.now
    until = np.where(np.isnat(end), now, end)
    hours = (until - start).astype("timedelta64[s]").astype(int) / 3600
    outage = kind == sp.OFFLINE
    serious = outage & (hours >= 20)
    made = serious | (rng.random(len(station)) < np.where(outage, 0.35, 0.2))
    wait = np.minimum(rng.uniform(0.5, 20, len(station)), hours * 0.5)
    reported = start + (wait * 3600).astype(int) * np.timedelta64(1, "s")
    made &= reported < now
    major = rng.random(len(station)) < 0.14
    answer = np.exp(rng.normal(np.log(np.where(major, 4.5, 1.6)), 0.65))
    answer = np.minimum(answer, np.maximum(hours - wait, 0.2))
    responded = reported + (answer * 3600).astype(int) * np.timedelta64(1, "s")
    responded = np.where(responded > now, _NAT, responded)
    at = np.flatnonzero(made)
    scene.sheets.write(
        "fault_ticket",
        {
            "ticket_id": ids("T", len(at), 6),
            "station_id": station[at],
            "severity": np.where(major, "重大", "一般").astype(object)[at],
            "reported_at": reported[at],
            "responded_at": responded[at],
            "repaired_at": end[at],
            "cause": cause[at],
        },
    )
