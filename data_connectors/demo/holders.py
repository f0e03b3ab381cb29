"""Permit holders: where they are, what they are called, how much they may take."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from data_connectors.demo.base_use import base_use
from data_connectors.demo.kinds import INDUSTRY, IRRIGATION, KINDS, SERVICE, positions
from data_connectors.demo.pack import UNIT_KINDS
from data_connectors.demo.regions import Waters
from data_connectors.demo.scene import Picker, Scene, draw_weighted, ids

_SUFFIX = (
    "灌区",
    "自来水厂",
    "有限公司",
    "",
    "河湖补水工程",
    "养殖场",
    "渔场",
    "建设公司",
    "环卫所",
)


@dataclass(frozen=True)
class Holders:
    """Holders in table order; `volume_m3` is what each may take a year, all permits."""

    id: np.ndarray
    name: np.ndarray
    kind: np.ndarray
    industry: np.ndarray
    county: np.ndarray
    city: np.ndarray
    volume_m3: np.ndarray
    water: np.ndarray
    is_ground: np.ndarray
    registered: np.ndarray
    many_addresses: np.ndarray


def place(scene: Scene, rng: np.random.Generator, kind: np.ndarray) -> np.ndarray:
    """Return a county for each unit: each county gets one before any gets two of a kind."""
    use = base_use(scene.pack)
    spread = scene.rng("county-weight").gamma(4.0, 0.25, len(scene.pack.counties))
    county = np.zeros(len(kind), dtype=int)
    for k in range(len(UNIT_KINDS)):
        at = np.flatnonzero(kind == k)
        per_city = np.bincount(scene.county_city, minlength=len(use))
        weight = use[scene.county_city, KINDS[k].group] / per_city[scene.county_city] * spread
        order = np.argsort(-weight, kind="stable")
        first = order[: len(at)]
        more = rng.choice(len(weight), max(len(at) - len(first), 0), p=weight / weight.sum())
        county[at] = rng.permutation(np.concatenate([first, more]))[: len(at)]
    return county


def industries(scene: Scene, rng: np.random.Generator, kind: np.ndarray) -> np.ndarray:
    """Return an industry for industrial and service units, None for the rest."""
    out = np.full(len(kind), None, dtype=object)
    for k, pool in ((INDUSTRY, "industries"), (SERVICE, "services")):
        at = kind == k
        out[at] = draw_weighted(rng, scene.names[pool], int(at.sum()))
    return out


def invent_names(
    scene: Scene, rng: np.random.Generator, kind: np.ndarray, county: np.ndarray, trade: np.ndarray
) -> np.ndarray:
    """Return names that are unique and plainly invented, from place, brand and trade."""
    pools = scene.names
    words = {**pools["industry_words"], **pools["service_words"]}
    first = rng.integers(len(pools["brands_first"]), size=len(kind))
    last = rng.integers(len(pools["brands_last"]), size=len(kind))
    field = rng.integers(len(pools["fields"]), size=len(kind))
    seen: Counter[str] = Counter()
    out = np.empty(len(kind), dtype=object)
    for i, k in enumerate(kind):
        short = scene.pack.counties[county[i]].short_name
        brand = pools["brands_first"][first[i]] + pools["brands_last"][last[i]]
        if k == IRRIGATION:
            brand = pools["fields"][field[i]]
        name = f"{short}{brand}{words.get(trade[i] or '', '')}{_SUFFIX[k]}"
        seen[name] += 1
        out[i] = name if seen[name] == 1 else f"{name}（{seen[name]}号）"
    return out


def build_holders(scene: Scene, waters: Waters) -> Holders:
    """Invent the holders, the pack's facilities first of their kind."""
    rng = scene.rng("holders")
    setting = scene.pack.settings
    at = positions()
    counts = {at[name]: scene.count(n) for name, n in setting.holders.items()}
    kind = np.repeat(list(counts), list(counts.values()))
    county = place(scene, rng, kind)
    trade = industries(scene, rng, kind)
    name = invent_names(scene, rng, kind, county, trade)
    size = np.exp(rng.normal(0, 1, len(kind)) * np.array([k.spread for k in KINDS])[kind])
    size *= np.array([k.median_m3 for k in KINDS])[kind]
    is_ground = rng.random(len(kind)) < np.array([k.ground_share for k in KINDS])[kind]
    size[is_ground] *= 0.12
    water = np.array([rng.choice(waters.surface[c]) for c in county])
    water[is_ground] = waters.ground[county[is_ground]]
    _set_facilities(scene, waters, kind, county, trade, name, size, water, is_ground)
    city = scene.county_city[county]
    days = rng.integers(0, 365 * 14, len(kind))
    many = Picker(scene.rng("addresses"), len(kind)).take(scene.count(60))
    return Holders(
        id=ids("H", len(kind)),
        name=name,
        kind=kind,
        industry=trade,
        county=county,
        city=city,
        volume_m3=_fit(scene, kind, city, size),
        water=water,
        is_ground=is_ground,
        registered=np.datetime64(f"{scene.calendar.as_of.year - 15}-01-01") + days,
        many_addresses=np.isin(np.arange(len(kind)), many),
    )


def _set_facilities(
    scene: Scene,
    waters: Waters,
    kind: np.ndarray,
    county: np.ndarray,
    trade: np.ndarray,
    name: np.ndarray,
    size: np.ndarray,
    water: np.ndarray,
    is_ground: np.ndarray,
) -> None:
    place_of = {c.code: i for i, c in enumerate(scene.pack.counties)}
    used: Counter[int] = Counter()
    for item in scene.pack.settings.facilities:
        k = positions()[item.kind]
        slots = np.flatnonzero(kind == k)
        if used[k] >= len(slots):
            continue
        i = slots[used[k]]
        used[k] += 1
        county[i], name[i], is_ground[i] = place_of[item.county], item.name, False
        water[i], trade[i] = waters.named(item.water), item.industry
        size[i] = KINDS[k].median_m3 * 12


def _fit(scene: Scene, kind: np.ndarray, city: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Scale sizes so that a city's permits stand for the covered part of its sector use."""
    use = base_use(scene.pack) * 1e8 * scene.scale
    out = size.copy()
    for k, shape in enumerate(KINDS):
        for c in range(len(use)):
            cell = (kind == k) & (city == c)
            if cell.any():
                factor = use[c, shape.group] * shape.coverage / out[cell].sum()
                out[cell] *= np.clip(factor, 0.15, 6.0)
    return np.maximum(np.round(out, -2), 1_000)


def write_holders(scene: Scene, holders: Holders, is_key: np.ndarray) -> None:
    """Write the holder table and the truth of 一户多址."""
    rng = scene.rng("holder-fields")
    n = len(holders.id)
    surnames = scene.names["surnames"]
    who = rng.integers(len(surnames), size=n)
    number = rng.integers(10**8, 10**9, size=n)
    for i in np.flatnonzero(holders.many_addresses):
        scene.truth.add("一户多址", "holder", holders.id[i])
    scene.sheets.write(
        "holder",
        {
            "holder_id": holders.id,
            "name": holders.name,
            "kind": [UNIT_KINDS[k] for k in holders.kind],
            "industry": holders.industry,
            "use_class": [KINDS[k].use_class for k in holders.kind],
            "county_code": scene.county_codes[holders.county],
            "is_key": is_key,
            "registered_date": holders.registered,
            "has_file": rng.random(n) < 0.96,
            "address_count": np.where(holders.many_addresses, rng.integers(2, 4, n), 1),
            "credit_code": [f"91DEMO{v:012d}" for v in number],
            "legal_person": [f"{surnames[w]}示例" for w in who],
            "phone": [f"000{v % 10**8:08d}" for v in number],
            "id_number": [f"000000{v:012d}" for v in number[::-1]],
        },
    )
