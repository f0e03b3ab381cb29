"""The problem ledger, its steps, inspections and rectification orders."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import SupportsInt

import numpy as np

from data_connectors.demo.holders import Holders
from data_connectors.demo.intakes import Intakes
from data_connectors.demo.permits import Permits
from data_connectors.demo.scene import Scene, ids, optional
from data_connectors.demo.stations import Stations

STEPS = np.array(["发现", "通知", "处理", "复核", "销号"], dtype=object)
RECTIFY_DAYS = 90
_SOURCES = np.array(["平台比对", "现场检查", "群众举报", "上级交办", "流域机构退回"], dtype=object)
_ACTORS = ("县级水政岗", "县级水政岗", "县级取水管理岗", "市级复核岗", "省级销号岗")
_OLDER = (
    ("无证取水", 130), ("编码不统一", 120), ("坐标越界", 60), ("超许可", 110), ("证过期取水", 60),
    ("僵尸证", 90), ("有证无口", 60), ("一表多户", 25), ("多表一户", 25),
)  # fmt: skip
_NAT = np.datetime64("NaT", "D")


@dataclass
class _Draft:
    """Problems being listed: kind and the positions (-1 = none) of what they concern."""

    kind: list[str] = field(default_factory=list)
    holder: list[int] = field(default_factory=list)
    permit: list[int] = field(default_factory=list)
    intake: list[int] = field(default_factory=list)
    station: list[int] = field(default_factory=list)
    recent: list[bool] = field(default_factory=list)

    def add(
        self,
        kind: str,
        holder: SupportsInt,
        permit: SupportsInt = -1,
        intake: SupportsInt = -1,
        station: SupportsInt = -1,
        *,
        recent: bool = False,
    ) -> None:
        self.kind.append(kind)
        self.holder.append(int(holder))
        self.permit.append(int(permit))
        self.intake.append(int(intake))
        self.station.append(int(station))
        self.recent.append(recent)


def write_ledger(
    scene: Scene,
    holders: Holders,
    permits: Permits,
    intakes: Intakes,
    stations: Stations,
    meter_faults: np.ndarray,
) -> None:
    """Write problem, problem_step, inspection and rectification_order."""
    draft = _list(scene, holders, permits, intakes, stations, meter_faults)
    rng = scene.rng("ledger")
    n = len(draft.kind)
    holder = np.array(draft.holder)
    dates, stage, supervised, due = _course(scene, rng, np.array(draft.recent))
    order = np.lexsort((np.arange(n), dates[:, 0]))
    problem_id = np.empty(n, dtype=object)
    problem_id[order] = ids("PB", n)
    closed = dates[:, 4]
    scene.sheets.write(
        "problem",
        {
            "problem_id": problem_id[order],
            "kind": np.array(draft.kind, dtype=object)[order],
            "holder_id": holders.id[holder][order],
            "permit_id": _named(permits.id, draft.permit)[order],
            "intake_id": _named(intakes.id, draft.intake)[order],
            "station_id": _named(stations.id, draft.station)[order],
            "county_code": scene.county_codes[holders.county[holder]][order],
            "source": _SOURCES[rng.choice(5, n, p=[0.55, 0.22, 0.08, 0.1, 0.05])][order],
            "found_date": dates[:, 0][order],
            "due_date": due[order],
            "closed_date": closed[order],
            "stage": STEPS[stage][order],
            "supervised": supervised[order],
        },
    )
    overdue = np.flatnonzero(np.isnat(closed) & (due < scene.calendar.today))
    for i in overdue:
        scene.truth.add("超期未销号", "problem", problem_id[i], due[i], "", draft.kind[i])
    _write_steps(scene, problem_id[order], dates[order])
    _write_visits(scene, rng, holders, np.array(draft.kind, dtype=object), holder, dates)


def _write_steps(scene: Scene, problem_id: np.ndarray, dates: np.ndarray) -> None:
    row, step = np.nonzero(~np.isnat(dates))
    gap = (dates[row, step] - dates[row, np.maximum(step - 1, 0)]).astype(int)
    scene.sheets.write(
        "problem_step",
        {
            "problem_id": problem_id[row],
            "step_no": step + 1,
            "step": STEPS[step],
            "step_date": dates[row, step],
            "actor": np.array(_ACTORS, dtype=object)[step],
            "days_from_previous": np.where(step == 0, np.nan, gap),
        },
    )


def _named(names: np.ndarray, at: list[int]) -> np.ndarray:
    place = np.array(at, dtype=int)
    return optional(place >= 0, names[place])


def _list(
    scene: Scene,
    holders: Holders,
    permits: Permits,
    intakes: Intakes,
    stations: Stations,
    meter_faults: np.ndarray,
) -> _Draft:
    rng = scene.rng("problems")
    draft = _Draft()
    for kind, mask, known in (
        ("超许可", permits.over_this_year | permits.over_last_year, 0.7),
        ("证过期取水", permits.is_expired_drawing, 0.7),
        ("有证无口", permits.is_without_intake, 0.8),
        ("一证多户", permits.is_shared, 0.8),
        ("僵尸证", permits.is_zombie, 0.7),
    ):
        for i in np.flatnonzero(mask):
            if rng.random() < known:
                draft.add(kind, permits.holder[i], permit=i, recent=True)
    for i in np.flatnonzero(intakes.permit < 0):
        kind = str(rng.choice(["有口无证", "无证取水"]))
        draft.add(kind, intakes.holder[i], intake=i, recent=bool(rng.random() < 0.6))
    for i in np.flatnonzero((intakes.offset_km > 0) & (rng.random(len(intakes.id)) < 0.8)):
        draft.add("坐标越界", intakes.holder[i], intake=i, recent=True)
    for i in np.flatnonzero(holders.many_addresses):
        draft.add("一户多址", i)
    for kind, _, holder in meter_faults:
        draft.add(kind, holder)
    _list_others(scene, rng, draft, holders, stations)
    return draft


def _list_others(
    scene: Scene,
    rng: np.random.Generator,
    draft: _Draft,
    holders: Holders,
    stations: Stations,
) -> None:
    """Faults of equipment, missing meters, and older cases that have been put right since."""
    for i in rng.integers(0, len(stations.id), scene.count(320)):
        draft.add("计量设施故障", stations.holder[i], permit=stations.permit[i], station=i)
    bare = np.setdiff1d(np.arange(len(holders.id)), stations.holder)
    for i in rng.choice(bare, min(len(bare), scene.count(110)), replace=False):
        draft.add("未装计量", i)
    for kind, count in _OLDER:
        for i in rng.integers(0, len(holders.id), scene.count(count)):
            draft.add(kind, i)


def _course(
    scene: Scene, rng: np.random.Generator, recent: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return dates (problem, 5 steps; NaT = not reached), stage, supervised, due date."""
    today = scene.calendar.today
    n = len(recent)
    dates = np.full((n, 5), _NAT)
    # What is still wrong today was found within the year, the rest since three years and a half.
    span = np.where(recent, 240, 1330)
    dates[:, 0] = today - (rng.beta(1.0, 1.35, n) * span).astype(int) - 1
    slow = np.where(rng.random(n) < 0.16, 2.6, 1.0)
    for step, days in enumerate((4, 36, 14, 7), start=1):
        wait = (rng.gamma(2.0, days / 2.0, n) * slow).astype(int) + 1
        after = dates[:, step - 1] + wait
        dates[:, step] = np.where(after < today, after, _NAT)
    halted = rng.random(n) < 0.09
    stop = rng.integers(1, 4, n)
    for step in range(1, 5):
        dates[halted & (step > stop), step] = _NAT
    stage = (~np.isnat(dates)).sum(1) - 1
    supervised = rng.random(n) < np.where(halted, 0.3, 0.04)
    return dates, stage, supervised, dates[:, 0] + RECTIFY_DAYS


def _write_visits(
    scene: Scene,
    rng: np.random.Generator,
    holders: Holders,
    kind: np.ndarray,
    holder: np.ndarray,
    dates: np.ndarray,
) -> None:
    reached = np.flatnonzero(~np.isnat(dates[:, 1]) & (rng.random(len(kind)) < 0.45))
    reached = reached[np.argsort(dates[reached, 1], kind="stable")]
    scene.sheets.write(
        "rectification_order",
        {
            "order_id": ids("RO", len(reached)),
            "holder_id": holders.id[holder[reached]],
            "ordered_date": dates[reached, 1],
            "reason": kind[reached],
        },
    )
    count = scene.count(2600)
    day = np.sort(scene.calendar.today - rng.integers(1, 1000, count))
    found = rng.random(count) < 0.17
    what = np.array(["无证取水", "超许可", "计量设施故障", "未装计量", "证过期取水"], dtype=object)
    scene.sheets.write(
        "inspection",
        {
            "inspection_id": ids("IS", count),
            "holder_id": holders.id[rng.integers(0, len(holders.id), count)],
            "inspected_date": day,
            "found_problem": found,
            "problem_kind": optional(found, what[rng.integers(0, 5, count)]),
        },
    )
