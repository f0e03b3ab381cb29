"""How forms are filed, reviewed, returned, edited and closed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data_connectors.demo.forms import COMPOSITE, QUARTERLY, Forms
from data_connectors.demo.kinds import IRRIGATION, SUPPLY
from data_connectors.demo.scene import Picker, Scene, ids, optional
from data_connectors.demo.units import Units

_HOUR = np.timedelta64(3600, "s")
_NAT = np.datetime64("NaT", "s")
LEVELS = np.array(["县级", "市级", "省级"], dtype=object)
_REASONS = (
    "水量疑似多填一个零，请核对单位", "与许可水量相差过大，请说明", "分水源合计与总量不符",
    "与上年同期变化超过五成，请附说明", "灌溉面积与水量不匹配", "报零无说明",
)  # fmt: skip


@dataclass(frozen=True)
class Filing:
    """Filing state of each form; `steps` = review levels a form passes (2 or 3)."""

    submitted: np.ndarray
    closed: np.ndarray
    level: np.ndarray
    returns: np.ndarray
    steps: np.ndarray
    finished: np.ndarray  # (form, 3) end of each level's last review, NaT while open
    received: np.ndarray  # (form, 3)


def build_filing(scene: Scene, forms: Forms, units: Units) -> Filing:
    """Draw submission, returns and review times."""
    rng = scene.rng("filing")
    n = len(forms.form)
    city = scene.county_city[forms.county]
    submitted = _submit(scene, rng, forms, city)
    filed = ~np.isnat(submitted)
    ladder = scene.rng("return-ladder").permutation(
        np.linspace(0.002, 0.03, len(scene.pack.cities))
    )
    returned = filed & ((rng.random(n) < ladder[city]) | ((forms.slip > 0) & (rng.random(n) < 0.4)))
    returns = np.where(returned, rng.choice([1, 2, 3], n, p=[0.74, 0.2, 0.06]), 0)
    steps = np.where((forms.form == COMPOSITE) | (rng.random(n) < 0.15), 3, 2)
    latest = forms.begin == np.datetime64(scene.calendar.quarters[-1][0])
    stuck = rng.random(n) < np.where(latest & (forms.form == QUARTERLY), 0.03, 0.0006)
    stuck_at = np.where(stuck, rng.integers(0, 2, n), 9)
    received = np.full((n, 3), _NAT)
    finished = np.full((n, 3), _NAT)
    clock = submitted + returns * 3 * 24 * _HOUR
    for level in range(3):
        runs = filed & (level < steps) & (level <= stuck_at)
        received[runs, level] = clock[runs]
        hours = rng.gamma(2.2, 40.0 if level == 0 else 30.0, n).astype(int) + 2
        done = clock + hours * _HOUR
        ok = runs & (level != stuck_at) & (done < scene.calendar.now)
        finished[ok, level] = done[ok]
        clock = np.where(ok, done, _NAT)
        filed = filed & ok
    last = finished[np.arange(n), steps - 1]
    at_level = np.where(np.isnat(submitted) | ~np.isnat(last), -1, (~np.isnat(finished)).sum(1))
    return Filing(
        submitted=submitted,
        closed=last,
        level=optional(at_level >= 0, LEVELS[np.clip(at_level, 0, 2)]),
        returns=returns,
        steps=steps,
        finished=finished,
        received=received,
    )


def _submit(scene: Scene, rng: np.random.Generator, forms: Forms, city: np.ndarray) -> np.ndarray:
    n = len(city)
    perfect = np.isin(city, scene.cities(scene.pack.settings.stories.all_filed))
    cities = len(scene.pack.cities)
    late_rate = scene.rng("late-ladder").permutation(np.linspace(0.002, 0.035, cities))[city]
    local = scene.rng("late-county").gamma(0.6, 1 / 0.6, len(scene.pack.counties))[forms.county]
    # Filing has been getting better year by year.
    age = scene.calendar.as_of.year - (forms.begin.astype("datetime64[Y]").astype(int) + 1970)
    late = (rng.random(n) < late_rate * local * (0.7 + 0.35 * age)) & ~perfect
    never = (rng.random(n) < 0.004 * local) & ~perfect
    never |= _absent(scene, forms) & ~perfect
    early = rng.gamma(3.0, 1.6, n).clip(0.3, 13)
    early = np.where(forms.unit < 0, np.minimum(early, 4), early)
    after = rng.gamma(1.5, 4.0, n) + 0.4
    shift = np.where(late, after, -early) * 24
    # The due day itself still counts, so days are counted from its end.
    moment = (forms.due + 1).astype("datetime64[s]") + shift.astype(int) * _HOUR
    moment = moment + rng.integers(0, 3600, n) * np.timedelta64(1, "s")
    moment = np.maximum(moment, (forms.end + 1).astype("datetime64[s]") + 8 * _HOUR)
    return np.where(never | (moment >= scene.calendar.now), _NAT, moment)


def _absent(scene: Scene, forms: Forms) -> np.ndarray:
    """A few key units filed no quarterly form at all last year."""
    year = forms.begin.astype("datetime64[Y]").astype(int) + 1970
    quarterly = (forms.form == QUARTERLY) & (year == scene.calendar.last_year)
    known = np.unique(forms.unit[quarterly])
    chosen = scene.rng("absent").choice(known, min(len(known), scene.count(7)), replace=False)
    return np.asarray(quarterly & np.isin(forms.unit, chosen))


def write_filing(scene: Scene, forms: Forms, filing: Filing, units: Units) -> None:
    """Write survey_report, report_return, review_step and report_edit."""
    form_id = ids("R", len(forms.form), 6)
    _note(scene, form_id, forms, ~np.isnat(filing.submitted))
    _write_reports(scene, form_id, forms, filing, units)
    _write_returns(scene, form_id, forms, filing)
    _write_steps(scene, form_id, forms, filing)
    _write_edits(scene, form_id, forms, filing)


def _write_reports(
    scene: Scene, form_id: np.ndarray, forms: Forms, filing: Filing, units: Units
) -> None:
    rng = scene.rng("report-fields")
    n = len(form_id)
    filed = ~np.isnat(filing.submitted)
    volume = np.where(filed, forms.volume, np.nan)
    ground = np.round(volume * np.where(rng.random(n) < 0.15, rng.uniform(0.1, 1.0, n), 0.0))
    other = np.round((volume - ground) * np.where(rng.random(n) < 0.05, 0.1, 0.0))
    kind = np.where(forms.unit >= 0, units.kind[forms.unit], -1)
    yearly = (forms.form == "年报") & filed
    # The slip is in the volume alone: the area is what it was.
    plain = forms.volume / np.where(forms.slip > 0, forms.slip, 1.0)
    per_mu = scene.rng("per-mu").normal(610, 60, len(scene.pack.cities)).clip(480, 760)
    per_mu = per_mu[scene.county_city[forms.county]] * rng.normal(1, 0.1, n).clip(0.75, 1.3)
    area = plain / per_mu
    sold = volume * rng.uniform(0.82, 0.93, n)
    parts = rng.dirichlet([12, 6, 4], n)
    supply = (kind == SUPPLY) & filed
    flagged = (forms.slip > 0) & filed & (rng.random(n) < 0.93)
    scene.sheets.write(
        "survey_report",
        {
            "report_id": form_id,
            "form": forms.form,
            "unit_id": optional(forms.unit >= 0, units.id[forms.unit]),
            "county_code": scene.county_codes[forms.county],
            "zone_name": forms.zone,
            "period_start": forms.begin,
            "period_end": forms.end,
            "due_date": forms.due,
            "submitted_at": filing.submitted,
            "closed_at": filing.closed,
            "review_level": filing.level,
            "return_count": filing.returns,
            "volume_m3": volume,
            "surface_m3": volume - ground - other,
            "ground_m3": ground,
            "other_m3": other,
            "irrigated_area_mu": np.where(yearly & (kind == IRRIGATION), np.round(area), np.nan),
            "sold_domestic_m3": np.where(supply, np.round(sold * parts[:, 0]), np.nan),
            "sold_production_m3": np.where(supply, np.round(sold * parts[:, 1]), np.nan),
            "sold_public_m3": np.where(supply, np.round(sold * parts[:, 2]), np.nan),
            "unit_slip": flagged,
            "slip_resolved": flagged & ~np.isnat(filing.closed) & (rng.random(n) < 0.5),
        },
    )


def _note(scene: Scene, form_id: np.ndarray, forms: Forms, filed: np.ndarray) -> None:
    """Put the planted form faults into the truth; a form never filed shows no other fault."""
    for kind, mask, detail in (
        ("未报", ~filed, None),
        ("单位错误", filed & (forms.slip > 0), forms.slip),
        ("报零", filed & (forms.volume == 0) & (forms.unit >= 0), None),
        ("与上年同期相同", filed & (forms.repeats == 1), None),
        ("连续三季相同", filed & (forms.repeats == 2), None),
    ):
        for i in np.flatnonzero(mask):
            extra = "" if detail is None else f"{detail[i]:g}"
            scene.truth.add(kind, "survey_report", form_id[i], forms.begin[i], forms.end[i], extra)


def _write_returns(scene: Scene, form_id: np.ndarray, forms: Forms, filing: Filing) -> None:
    rng = scene.rng("returns")
    at = np.repeat(np.arange(len(form_id)), filing.returns)
    order = np.arange(len(at)) - np.repeat(
        np.cumsum(filing.returns) - filing.returns, filing.returns
    )
    when = filing.submitted[at] + (order * 72 + rng.integers(4, 60, len(at))) * _HOUR
    reason = rng.integers(1, len(_REASONS), len(at))
    reason = np.where(forms.slip[at] > 0, 0, reason)
    level = rng.choice(3, len(at), p=[0.62, 0.3, 0.08])
    scene.sheets.write(
        "report_return",
        {
            "return_id": ids("RR", len(at)),
            "report_id": form_id[at],
            "returned_at": np.minimum(when, scene.calendar.now - _HOUR),
            "level": LEVELS[level],
            "reason": np.array(_REASONS, dtype=object)[reason],
        },
    )


def _write_steps(scene: Scene, form_id: np.ndarray, forms: Forms, filing: Filing) -> None:
    """One row a level passed, and one more for each return by the first level."""
    rng = scene.rng("steps")
    row, level = np.nonzero(~np.isnat(filing.received))
    back = np.repeat(np.arange(len(form_id)), filing.returns)
    again = np.arange(len(back)) - np.repeat(
        np.cumsum(filing.returns) - filing.returns, filing.returns
    )
    began = filing.submitted[back] + again * 72 * _HOUR
    ended = began + rng.integers(4, 60, len(back)) * _HOUR
    form = np.concatenate([row, back])
    at = np.concatenate([level, np.zeros(len(back), int)])
    received = np.concatenate([filing.received[row, level], began])
    finished = np.concatenate([filing.finished[row, level], ended])
    result = np.concatenate(
        [
            optional(~np.isnat(filing.finished[row, level]), "通过"),
            np.full(len(back), "退回", object),
        ]
    )
    order = np.lexsort((received, form))
    county = scene.county_codes[forms.county]
    city = scene.city_codes[scene.county_city[forms.county]]
    home = np.where(at == 0, county[form], np.where(at == 1, city[form], scene.pack.settings.code))
    post = rng.integers(1, 4, len(form))
    reviewer = np.array([f"审核岗-{h}-{p}" for h, p in zip(home, post, strict=True)], dtype=object)
    scene.sheets.write(
        "review_step",
        {
            "step_id": ids("RS", len(form), 6),
            "report_id": form_id[form[order]],
            "level": LEVELS[at[order]],
            "reviewer": reviewer[order],
            "received_at": received[order],
            "finished_at": finished[order],
            "result": result[order],
        },
    )


def _write_edits(scene: Scene, form_id: np.ndarray, forms: Forms, filing: Filing) -> None:
    rng = scene.rng("edits")
    pick = Picker(scene.rng("edited"), len(form_id))
    unit = (forms.unit >= 0) & ~np.isnat(filing.submitted) & (forms.volume > 0)
    closed = unit & ~np.isnat(filing.closed)
    latest = closed & (forms.begin == np.datetime64(scene.calendar.quarters[-1][0]))
    late = np.union1d(pick.take(scene.count(60, 2), closed), pick.take(scene.count(14, 2), latest))
    early = np.union1d(
        pick.take(scene.count(420), unit), np.flatnonzero((filing.returns > 0) & unit)
    )
    early = np.setdiff1d(early, late)
    at = np.concatenate([late, early])
    after = np.arange(len(at)) < len(late)
    begun = np.where(after, filing.closed[at], filing.submitted[at])
    when = (
        begun
        + np.where(after, rng.integers(20, 600, len(at)), rng.integers(1, 20, len(at))) * _HOUR
    )
    when = np.minimum(when, scene.calendar.now - _HOUR)
    close = filing.closed[at]
    after &= when > close
    before = np.round(forms.volume[at] * rng.choice([0.6, 0.8, 0.9, 1.1, 1.3], len(at)))
    for i in np.flatnonzero(after):
        scene.truth.add("关账后修改", "survey_report", form_id[at[i]], when[i])
    scene.sheets.write(
        "report_edit",
        {
            "edit_id": ids("RE", len(at)),
            "report_id": form_id[at],
            "edited_at": when,
            "editor": [
                f"填报岗-{scene.county_codes[forms.county[i]]}-{k}"
                for i, k in zip(at, rng.integers(1, 5, len(at)), strict=True)
            ],
            "old_volume_m3": before,
            "new_volume_m3": forms.volume[at],
            "after_close": after,
        },
    )
