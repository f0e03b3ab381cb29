"""Counts at full scale: the objects are built in memory, the large tables are not written."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from data_connectors.demo import forms
from data_connectors.demo.calendar import Calendar
from data_connectors.demo.generate import AS_OF, generate_folder
from data_connectors.demo.holders import build_holders
from data_connectors.demo.intakes import build_intakes
from data_connectors.demo.pack import PROVINCES, UNIT_KINDS, load_pack
from data_connectors.demo.permits import build_permits
from data_connectors.demo.regions import write_waters
from data_connectors.demo.scene import Scene
from data_connectors.demo.sheet import Sheets
from data_connectors.demo.stations import build_stations
from data_connectors.demo.truth import Truth
from data_connectors.demo.units import build_units


@pytest.fixture(scope="module", params=["jiangxi", "invented"])
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    out = tmp_path_factory.mktemp("counts")
    pack = load_pack(PROVINCES / request.param)
    return Scene(pack, Calendar(AS_OF), 1, 1.0, Sheets(out), Truth())


def test_objects_at_full_scale(scene: Scene):
    setting = scene.pack.settings
    holders = build_holders(scene, write_waters(scene))
    permits = build_permits(scene, holders)
    intakes = build_intakes(scene, holders, permits)
    stations, station_of = build_stations(scene, holders, permits, intakes)
    assert Counter(stations.batch) == setting.station_batches
    assert len(holders.id) == sum(setting.holders.values())
    assert (len(permits.id), len(intakes.id)) == (setting.permits, setting.intakes)
    assert set(stations.county) == set(range(len(scene.pack.counties)))
    assert set(holders.county) == set(range(len(scene.pack.counties)))
    assert set(station_of[station_of >= 0]) == set(range(len(stations.id)))


def test_units_and_forms_at_full_scale(scene: Scene):
    setting = scene.pack.settings
    holders = build_holders(scene, write_waters(scene))
    units = build_units(scene, holders)
    present = np.isnat(units.exit)
    assert Counter(UNIT_KINDS[k] for k in units.kind[present]) == setting.survey_units
    nothing = forms.Metered(np.zeros((len(holders.id), 80)), np.datetime64("2021-01"))
    due = forms.build_forms(scene, units, nothing)
    quarter = np.datetime64("2026-04-01")
    year = np.datetime64("2025-01-01")
    zones = len(scene.pack.counties) + len(setting.extra_zones)

    def count(form: str, begin: np.datetime64) -> int:
        return int(((due.form == form) & (due.begin == begin)).sum())

    assert count(forms.QUARTERLY, quarter) == setting.key_forms
    assert count(forms.ANNUAL, year) == setting.annual_forms
    assert count(forms.COUNTY_QUARTERLY, quarter) == zones
    assert count(forms.COUNTY_ANNUAL, year) == zones
    assert count(forms.COMPOSITE, year) == zones + len(scene.pack.cities) + 1
    assert len(set(due.begin[due.form == forms.QUARTERLY])) == 14
    assert len(set(due.begin[due.form == forms.ANNUAL])) == 6


@pytest.mark.slow
def test_a_full_folder(tmp_path: Path):
    tables = generate_folder(tmp_path, 1, 1.0).tables
    assert tables["station"].rows == 3718
    assert 4_700_000 < tables["reading"].rows <= 3718 * (59 * 24 + 8)
    assert 2_400_000 < tables["station_day"].rows <= 3718 * 730
