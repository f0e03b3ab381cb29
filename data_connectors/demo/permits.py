"""Permits: volumes, validity, events, and the planted licence faults."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data_connectors.demo.holders import Holders
from data_connectors.demo.kinds import IRRIGATION, KINDS
from data_connectors.demo.regions import Waters
from data_connectors.demo.scene import Picker, Scene, ids

TERM_DAYS = 5 * 365 + 1
_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True)
class Permits:
    """Permits in table order; the `is_*` masks are planted faults and do not overlap."""

    id: np.ndarray
    holder: np.ndarray
    kind: np.ndarray
    county: np.ndarray
    volume_m3: np.ndarray
    is_ground: np.ndarray
    is_hydropower: np.ndarray
    issue: np.ndarray
    valid_from: np.ndarray
    valid_to: np.ndarray
    status: np.ndarray
    status_date: np.ndarray
    is_expired_drawing: np.ndarray
    is_ended_drawing: np.ndarray
    is_zombie: np.ndarray
    is_without_intake: np.ndarray
    is_shared: np.ndarray
    over_this_year: np.ndarray
    over_last_year: np.ndarray
    is_low_use: np.ndarray
    is_near_limit: np.ndarray


def build_permits(scene: Scene, holders: Holders) -> Permits:
    """Give each licensed holder one permit and the larger ones more."""
    rng = scene.rng("permits")
    holder, power = _owners(scene, rng, holders)
    n = len(holder)
    share = rng.dirichlet([6.0, 3.0], n)[:, 0]
    count = np.bincount(holder[~power], minlength=len(holders.id))
    volume = holders.volume_m3[holder] / np.maximum(count[holder], 1) * (0.7 + 0.6 * share)
    volume = np.where(count[holder] > 1, volume, holders.volume_m3[holder])
    volume[power] = np.maximum(volume[power], 1e6) * 8
    masks = _plant(scene, holders, holder, volume, power)
    issue, start, end = _terms(scene, rng, masks)
    status, since = _status(scene, rng, issue, start, masks, power)
    return Permits(
        id=ids("P", n),
        holder=holder,
        kind=holders.kind[holder],
        county=holders.county[holder],
        volume_m3=np.maximum(np.round(volume, -2), 1_000),
        is_ground=holders.is_ground[holder] & ~power,
        is_hydropower=power,
        issue=issue,
        valid_from=start,
        valid_to=end,
        status=status,
        status_date=since,
        **masks,
    )


def _owners(
    scene: Scene, rng: np.random.Generator, holders: Holders
) -> tuple[np.ndarray, np.ndarray]:
    """Return the holder of each permit and which permits are for hydropower."""
    n = len(holders.id)
    unlicensed = Picker(scene.rng("unlicensed"), n).take(
        scene.count(60, 2), holders.volume_m3 < np.quantile(holders.volume_m3, 0.7)
    )
    licensed = np.setdiff1d(np.arange(n), unlicensed)
    extra = max(scene.count(scene.pack.settings.permits) - len(licensed), 0)
    farms = licensed[holders.kind[licensed] == IRRIGATION]
    power = rng.choice(farms, min(len(farms), extra // 10), replace=False)
    weight = np.sqrt(holders.volume_m3[licensed])
    more = rng.choice(licensed, extra - len(power), p=weight / weight.sum())
    owner = np.concatenate([licensed, more, power])
    is_power = np.arange(len(owner)) >= len(owner) - len(power)
    order = np.argsort(owner, kind="stable")
    return owner[order], is_power[order]


def _plant(
    scene: Scene, holders: Holders, holder: np.ndarray, volume: np.ndarray, power: np.ndarray
) -> dict[str, np.ndarray]:
    n = len(holder)
    pick = Picker(scene.rng("permit-faults"), n)
    pick.hold(np.flatnonzero(power))
    alone = np.bincount(holder, minlength=len(holders.id))[holder] == 1
    drawing = alone & (volume > np.quantile(volume, 0.25))
    wanted = (
        ("over_this_year", 62, drawing),
        ("over_last_year", 48, drawing),
        ("is_near_limit", 150, drawing),
        ("is_expired_drawing", 46, drawing),
        ("is_ended_drawing", 12, drawing),
        ("is_low_use", 60, drawing & (volume > 1e6)),
        ("is_zombie", 58, alone),
        ("is_without_intake", 72, alone & ~drawing),
        ("is_shared", 40, alone),
    )
    masks = {}
    for name, count, eligible in wanted:
        mask = np.zeros(n, dtype=bool)
        mask[pick.take(scene.count(count, 2), eligible)] = True
        masks[name] = mask
    # Some were over the limit in both years.
    both = np.flatnonzero(masks["over_this_year"])[::4]
    masks["over_last_year"][both] = True
    return masks


def _terms(
    scene: Scene, rng: np.random.Generator, masks: dict[str, np.ndarray]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    expired = masks["is_expired_drawing"]
    today, n = scene.calendar.today, len(expired)
    age = np.where(rng.random(n) < 0.05, rng.integers(5, 259, n), rng.integers(200, 365 * 13, n))
    issue = today - age
    start = issue + (age // TERM_DAYS) * TERM_DAYS
    late = rng.integers(20, 430, n)
    start = np.where(expired, today - late - TERM_DAYS + 1, start)
    issue = np.where(expired, start - TERM_DAYS * rng.integers(0, 2, n), issue)
    # A few ran out and were let go: no renewal and no more water.
    lapsed = ~np.any(list(masks.values()), axis=0) & (rng.random(n) < 0.012)
    start = np.where(lapsed, today - late - TERM_DAYS + 1, start)
    issue = np.where(lapsed, start, issue)
    return issue, start, start + (TERM_DAYS - 1)


def _status(
    scene: Scene,
    rng: np.random.Generator,
    issue: np.ndarray,
    start: np.ndarray,
    masks: dict[str, np.ndarray],
    power: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    n = len(issue)
    faulty = np.any(list(masks.values()), axis=0)
    ended = masks["is_ended_drawing"] | (~faulty & ~power & (rng.random(n) < 0.045))
    revoked = ended & (rng.random(n) < 0.15)
    status = np.where(ended, np.where(revoked, "吊销", "注销"), "有效").astype(object)
    room = np.maximum((scene.calendar.today - start).astype(int) - 1, 1)
    back = np.minimum(rng.integers(15, 700, n), room)
    back = np.where(masks["is_ended_drawing"], np.minimum(back, 240), back)
    since = np.where(ended, scene.calendar.today - back, issue)
    return status, since


def is_live(scene: Scene, permits: Permits) -> np.ndarray:
    """True where the permit is in force at the as-of day."""
    return np.asarray((permits.status == "有效") & (permits.valid_to >= scene.calendar.today))


def write_permits(scene: Scene, permits: Permits, holders: Holders, waters: Waters) -> None:
    """Write permits, their events and their links to holders."""
    rng = scene.rng("permit-fields")
    n = len(permits.id)
    draw = rng.random(n)
    level = np.where(draw < np.where(permits.volume_m3 > 2e6, 0.5, 0.08), "市级", "县级").astype(
        object
    )
    level[(draw > 0.97) | (permits.volume_m3 > 1.5e7)] = "省级"
    level[permits.volume_m3 > 8e7] = "流域机构"
    source = np.where(permits.is_ground, "地下水", "地表水").astype(object)
    use = np.array([KINDS[k].purpose for k in permits.kind], dtype=object)
    use[permits.is_hydropower] = "水力发电"
    years = permits.valid_from.astype("datetime64[Y]").astype(int) + 1970
    scene.sheets.write(
        "permit",
        {
            "permit_id": permits.id,
            "permit_no": [
                f"C{scene.county_codes[c]}{'G' if g else 'S'}{y}-{i + 1:05d}"
                for i, (c, g, y) in enumerate(
                    zip(permits.county, permits.is_ground, years, strict=True)
                )
            ],
            "holder_id": holders.id[permits.holder],
            "county_code": scene.county_codes[permits.county],
            "water_source_id": waters.id[holders.water[permits.holder]],
            "authority_level": level,
            "source_type": source,
            "use": use,
            "annual_volume_m3": permits.volume_m3,
            "issue_date": permits.issue,
            "valid_from": permits.valid_from,
            "valid_to": permits.valid_to,
            "status": permits.status,
            "status_date": permits.status_date,
            "register_done": rng.random(n) < 0.985,
        },
    )
    _write_events(scene, rng, permits)
    _write_links(scene, rng, permits, holders)
    for kind, mask in (
        ("证过期取水", permits.is_expired_drawing),
        ("注销后取水", permits.is_ended_drawing),
        ("僵尸证", permits.is_zombie),
        ("有证无口", permits.is_without_intake),
    ):
        for i in np.flatnonzero(mask):
            scene.truth.add(kind, "permit", permits.id[i], permits.valid_to[i])


def _write_events(scene: Scene, rng: np.random.Generator, permits: Permits) -> None:
    today = scene.calendar.today
    rows: list[tuple[str, str, np.datetime64, float]] = []
    changed = rng.random(len(permits.id)) < 0.06
    lead = rng.integers(20, 80, len(permits.id))
    applied = rng.random(len(permits.id)) < 0.55
    for i, name in enumerate(permits.id):
        volume = float(permits.volume_m3[i])
        rows.append((name, "新发", permits.issue[i], volume))
        first, last = permits.issue[i], permits.valid_from[i]
        for step in range(1, int((last - first).astype(int) // TERM_DAYS) + 1):
            renewed = first + step * TERM_DAYS
            rows.append((name, "延续申请", renewed - lead[i] * _DAY, volume))
            rows.append((name, "延续", renewed, volume))
        if permits.status[i] != "有效":
            rows.append((name, permits.status[i], permits.status_date[i], volume))
            continue
        left = int((permits.valid_to[i] - today).astype(int))
        if 0 <= left < 90 and applied[i]:
            asked = min(today - _DAY, permits.valid_to[i] - (lead[i] + 30) * _DAY)
            rows.append((name, "延续申请", asked, volume))
        if changed[i] and (today - last).astype(int) > 60:
            rows.append((name, "变更", last + 30 * _DAY, volume))
    columns = list(zip(*rows, strict=True))
    scene.sheets.write(
        "permit_event",
        {
            "event_id": ids("PE", len(rows), 6),
            "permit_id": list(columns[0]),
            "kind": list(columns[1]),
            "event_date": np.array(columns[2]),
            "volume_m3": list(columns[3]),
        },
    )


def _write_links(
    scene: Scene, rng: np.random.Generator, permits: Permits, holders: Holders
) -> None:
    own = list(zip(permits.id, holders.id[permits.holder], strict=True))
    extra = []
    for i in np.flatnonzero(permits.is_shared):
        near = np.flatnonzero(holders.city == holders.city[permits.holder[i]])
        near = near[near != permits.holder[i]]
        if len(near) == 0:
            near = np.setdiff1d(np.arange(len(holders.id)), [permits.holder[i]])
        others = rng.choice(near, min(len(near), int(rng.integers(1, 3))), replace=False)
        extra += [(permits.id[i], holders.id[h]) for h in others]
        scene.truth.add("一证多户", "permit", permits.id[i], detail=len(others) + 1)
    links = own + extra
    scene.sheets.write(
        "permit_holder",
        {"permit_id": [p for p, _ in links], "holder_id": [h for _, h in links]},
    )
