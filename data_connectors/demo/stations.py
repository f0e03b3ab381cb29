"""Metering stations: which permits have one, when built, who runs it, how much it measures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data_connectors.demo.holders import Holders
from data_connectors.demo.intakes import Intakes
from data_connectors.demo.permits import Permits, is_live
from data_connectors.demo.scene import Picker, Scene, ids

NATIONAL, SELF_BUILT = "国控", "自建"


@dataclass(frozen=True)
class Stations:
    """Stations; `permit` is -1 for one that meters an unlicensed intake.

    `base_m3` is the volume of a normal year; `factor[station, year]` changes single years.
    """

    id: np.ndarray
    name: np.ndarray
    holder: np.ndarray
    permit: np.ndarray
    kind: np.ndarray
    county: np.ndarray
    city: np.ndarray
    batch: np.ndarray
    built: np.ndarray
    status: np.ndarray
    status_since: np.ndarray
    above_scale: np.ndarray
    base_m3: np.ndarray
    factor: np.ndarray
    is_zombie: np.ndarray
    is_watched: np.ndarray
    never_sent: np.ndarray
    runs_while_stopped: np.ndarray

    @property
    def is_silent_from(self) -> np.ndarray:
        """Day from which nothing is due any more (NaT: never)."""
        stopped = (self.status != "在用") & ~self.runs_while_stopped
        return np.where(stopped, self.status_since, np.datetime64("NaT", "D"))


def build_stations(
    scene: Scene, holders: Holders, permits: Permits, intakes: Intakes
) -> tuple[Stations, np.ndarray]:
    """Return the stations and, for each intake, its station's position or -1."""
    rng = scene.rng("stations")
    batch = _batches(scene)
    intake_at, station_of = _choose_intakes(scene, rng, holders, permits, intakes, batch)
    n = len(intake_at)
    batch = batch[:n]
    permit, holder = intakes.permit[intake_at], intakes.holder[intake_at]
    volume = np.where(permit >= 0, permits.volume_m3[permit], holders.volume_m3[holder] * 0.4)
    batch = _largest_national(rng, batch, volume)
    built = _built(scene, rng, batch)
    never = np.zeros(n, dtype=bool)
    pick = Picker(scene.rng("station-faults"), n)
    own = (batch == SELF_BUILT) & ~_carries_fault(permits, permit)
    never[pick.take(scene.count(16, 2), own)] = True
    status, since, running = _status(scene, rng, built, permits, permit, never)
    threshold = np.where(holders.is_ground[holder], 50_000, 500_000)
    stations = Stations(
        id=ids("ST", n),
        name=np.array([f"{name}站" for name in intakes.name[intake_at]], dtype=object),
        holder=holder,
        permit=permit,
        kind=holders.kind[holder],
        county=holders.county[holder],
        city=holders.city[holder],
        batch=batch,
        built=built,
        status=status,
        status_since=since,
        above_scale=volume >= threshold,
        base_m3=_base(rng, permits, permit, volume),
        factor=rng.normal(1.0, 0.05, (n, len(scene.years))).clip(0.8, 1.12),
        is_zombie=(permit >= 0) & permits.is_zombie[permit],
        is_watched=_carries_fault(permits, permit),
        never_sent=never,
        runs_while_stopped=running,
    )
    for i in np.flatnonzero(never):
        scene.truth.add("从未上传", "station", stations.id[i], built[i])
    return stations, station_of


def _batches(scene: Scene) -> np.ndarray:
    counts = scene.pack.settings.station_batches
    sizes = [scene.count(c) for c in counts.values()]
    return np.repeat(np.array(list(counts), dtype=object), sizes)


def _choose_intakes(
    scene: Scene,
    rng: np.random.Generator,
    holders: Holders,
    permits: Permits,
    intakes: Intakes,
    batch: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Pick the intake that carries each station: planted faults first, then by volume."""
    first = np.flatnonzero(np.r_[True, intakes.permit[1:] != intakes.permit[:-1]])
    first = np.union1d(first, np.flatnonzero(intakes.permit < 0))
    permit, holder = intakes.permit[first], intakes.holder[first]
    volume = np.where(permit >= 0, permits.volume_m3[permit], 5e4)
    volume = volume / np.where(holders.is_ground[holder], 0.1, 1.0)
    weight = np.log10(volume) + rng.normal(0, 0.55, len(first))
    weight[_carries_fault(permits, permit)] += 60
    weight[(permit >= 0) & permits.is_hydropower[permit]] -= 20
    # Where the permit has ended and the water with it, the station has gone.
    ended = ~is_live(scene, permits)
    ended &= ~permits.is_expired_drawing & ~permits.is_ended_drawing
    weight[(permit >= 0) & ended[permit]] -= 100
    weight[(permit >= 0) & (permits.volume_m3[permit] > 3e7)] += 10
    weight[_first_of_county(holders.county[holder], weight)] += 30
    chosen = np.sort(first[np.argsort(-weight, kind="stable")[: len(batch)]])
    station_of = np.full(len(intakes.id), -1)
    station_of[chosen] = np.arange(len(chosen))
    by_permit = dict(zip(intakes.permit[chosen], np.arange(len(chosen)), strict=True))
    for i in np.flatnonzero((station_of < 0) & (intakes.permit >= 0)):
        station_of[i] = by_permit.get(intakes.permit[i], -1)
    return chosen, station_of


def _first_of_county(county: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Position of the heaviest candidate of each county."""
    order = np.lexsort((-weight, county))
    starts = np.r_[True, county[order][1:] != county[order][:-1]]
    return np.asarray(order[starts])


def _carries_fault(permits: Permits, permit: np.ndarray) -> np.ndarray:
    needs = (
        permits.over_this_year
        | permits.over_last_year
        | permits.is_expired_drawing
        | permits.is_ended_drawing
        | permits.is_zombie
        | permits.is_near_limit
        | permits.is_low_use
    )
    return np.asarray((permit >= 0) & needs[permit])


def _largest_national(
    rng: np.random.Generator, batch: np.ndarray, volume: np.ndarray
) -> np.ndarray:
    """National control goes to the largest; the other batches are mixed."""
    order = np.argsort(-(np.log10(volume) + rng.normal(0, 0.3, len(volume))), kind="stable")
    national = int((batch == NATIONAL).sum())
    out = np.empty(len(batch), dtype=object)
    out[order[:national]] = NATIONAL
    out[order[national:]] = rng.permutation(batch[batch != NATIONAL])
    return out


def _built(scene: Scene, rng: np.random.Generator, batch: np.ndarray) -> np.ndarray:
    start = np.datetime64(f"{scene.calendar.as_of.year - 11}-03-01")
    out = np.full(len(batch), start, dtype="datetime64[D]")
    for name in np.unique(batch.astype(str)):
        at = np.flatnonzero(batch == name)
        if name == NATIONAL:
            out[at] += rng.integers(0, 365 * 5, len(at))
        elif name == SELF_BUILT:
            out[at] += rng.integers(365 * 4, 365 * 10 + 180, len(at))
        else:
            out[at] = np.datetime64(f"{name[:4]}-02-15") + rng.integers(0, 300, len(at))
    # Told from an earlier moment, a later batch has just been built.
    return np.asarray(np.minimum(out, scene.calendar.today - 30))


def _status(
    scene: Scene,
    rng: np.random.Generator,
    built: np.ndarray,
    permits: Permits,
    permit: np.ndarray,
    never: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    n = len(built)
    ended = (permit >= 0) & permits.is_ended_drawing[permit]
    free = ~_carries_fault(permits, permit) & ~never
    pick = Picker(scene.rng("stopped"), n)
    status = np.full(n, "在用", dtype=object)
    status[pick.take(scene.count(78, 2), free)] = "停用"
    status[pick.take(scene.count(64, 2), free)] = "暂停"
    running = np.zeros(n, dtype=bool)
    still = np.flatnonzero(ended)[::2]
    status[still] = "停用"
    running[still] = True
    room = np.maximum((scene.calendar.today - built).astype(int) - 20, 10)
    back = np.minimum(rng.integers(10, 600, n), room)
    since = np.where(status == "在用", built, scene.calendar.today - back)
    for i in still:
        since[i] = max(permits.status_date[permit[i]], built[i])
    return status, since, running


def _base(
    rng: np.random.Generator, permits: Permits, permit: np.ndarray, volume: np.ndarray
) -> np.ndarray:
    """Normal-year volume: a share of the permit that stays below the limit in any year."""
    share = rng.beta(4.5, 3.0, len(volume)).clip(0.12, 0.78)
    licensed = permit >= 0
    share[licensed & permits.is_low_use[permit]] = rng.uniform(0.01, 0.08)
    near = licensed & permits.is_near_limit[permit]
    share[near] = rng.uniform(0.84, 0.88, int(near.sum()))
    return np.asarray(volume * share)
