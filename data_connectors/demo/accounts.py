"""Progress of the directory work by city and day, and the annual accounts."""

from __future__ import annotations

import numpy as np

from data_connectors.demo.forms import ANNUAL, Forms
from data_connectors.demo.scene import Scene
from data_connectors.demo.units import Units

_TASKS = (("证照转名录", 0.86), ("名录数据治理", 1.0))
_EXPLAINED = {
    1: "推算部分偏大，典型灌区亩均水量取值偏高，已复核",
    -1: "部分非重点单位未报，推算样本偏少，已补充调查",
}


def write_progress(scene: Scene, units: Units, permit_city: np.ndarray) -> None:
    """Write register_progress for every day of the as-of year."""
    rng = scene.rng("progress")
    today = scene.calendar.today
    first = np.datetime64(f"{scene.calendar.as_of.year}-01-01")
    days = np.arange(first, today + 1)
    cities = len(scene.pack.cities)
    present = scene.county_city[units.county[np.isnat(units.exit)]]
    for task, share in _TASKS:
        source = permit_city if task == "证照转名录" else present
        todo = np.maximum(np.round(np.bincount(source, minlength=cities) * share), 4).astype(int)
        goal = rng.permutation(np.linspace(0.955, 1.0, cities))
        pace = rng.uniform(0.5, 1.4, cities)
        x = np.linspace(0, 1, len(days))[:, None]
        done = (0.35 + 0.65 * x**pace) * goal
        done = np.minimum(np.floor(done * todo), todo).astype(int)
        done[-1, goal >= 0.9999] = todo[goal >= 0.9999]
        done = np.maximum.accumulate(done, axis=0)
        scene.sheets.write(
            "register_progress",
            {
                "date": np.repeat(days, cities),
                "city_code": np.tile(scene.city_codes, len(days)),
                "task": [task] * (len(days) * cities),
                "todo_count": np.tile(todo, len(days)),
                "done_count": done.ravel(),
            },
        )


def write_accounts(scene: Scene, forms: Forms, filed: np.ndarray, use: np.ndarray) -> None:
    """Write annual_account: surveyed + estimated against the reported total.

    Args:
        scene: the run.
        forms: the forms.
        filed: which of them were filed.
        use: reported use (year, city) in 1e8 m3, for the bulletin's years.
    """
    rng = scene.rng("accounts")
    cities = len(scene.pack.cities)
    years = list(scene.calendar.annual_years)
    for year in range(scene.calendar.last_year - 5, scene.calendar.last_year + 1):
        at = (forms.form == ANNUAL) & filed & (forms.begin == np.datetime64(f"{year}-01-01"))
        at &= forms.slip == 0
        city = scene.county_city[forms.county[at]]
        reported = np.round(use[years.index(year)] * 1e8)
        surveyed = np.bincount(city, weights=forms.volume[at], minlength=cities)
        surveyed = np.minimum(np.round(surveyed), np.round(reported * 0.9))
        gap = rng.normal(0, 0.018, cities)
        wide = rng.choice(cities, min(3, cities), replace=False)
        gap[wide] = rng.choice([-1, 1], len(wide)) * rng.uniform(0.055, 0.12, len(wide))
        estimated = np.round(reported * (1 + gap) - surveyed)
        far = np.abs(gap) > 0.05
        told = far & (np.arange(cities) != wide[0])
        for c in np.flatnonzero(far):
            name = f"{year}-{scene.city_codes[c]}"
            scene.truth.add("核算偏差", "annual_account", name, year, "", f"{gap[c]:.4f}")
        scene.sheets.write(
            "annual_account",
            {
                "year": np.full(cities, year),
                "city_code": scene.city_codes,
                "surveyed_m3": surveyed,
                "estimated_m3": estimated,
                "reported_m3": reported,
                "explanation": [
                    _EXPLAINED[int(np.sign(g))] if t else None
                    for g, t in zip(gap, told, strict=True)
                ],
            },
        )
