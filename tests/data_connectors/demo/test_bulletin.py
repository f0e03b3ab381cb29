from __future__ import annotations

import pytest
from conftest import Folder

from data_connectors.demo.pack import PROVINCES, Anchor, load_pack

COLUMN = {
    "total_wr": "select sum(total_yi_m3) from annual_hydrology",
    "surface_wr": "select sum(surface_yi_m3) from annual_hydrology",
    "ground_wr": "select sum(ground_yi_m3) from annual_hydrology",
    "precip_mm": "select sum(precip_yi_m3) / sum(area_km2) * 1e5 from annual_hydrology",
    "use_total": "select sum(use_yi_m3) from annual_use",
    "use_agri": "select sum(use_yi_m3) filter (sector_group = '农业') from annual_use",
    "use_industry": "select sum(use_yi_m3) filter (sector_group = '工业') from annual_use",
    "use_living": "select sum(use_yi_m3) filter (sector_group = '生活') from annual_use",
    "use_eco": "select sum(use_yi_m3) filter (sector_group = '生态') from annual_use",
    "supply_surface": "select sum(supply_yi_m3) filter (source = '地表水') from annual_supply",
    "supply_ground": "select sum(supply_yi_m3) filter (source = '地下水') from annual_supply",
    "supply_other": "select sum(supply_yi_m3) filter (source = '其他水源') from annual_supply",
    "gdp": "select sum(gdp_yi_yuan) from annual_socio",
    "population": "select sum(urban_population + rural_population) from annual_socio",
}
ANCHORS = [a for a in load_pack(PROVINCES / "jiangxi").anchors if a.year and a.indicator in COLUMN]


@pytest.mark.parametrize("anchor", ANCHORS, ids=lambda a: f"{a.region_code}-{a.year}-{a.indicator}")
def test_published_figures_come_out(folder: Folder, anchor: Anchor):
    where = "" if anchor.region_code == "360000" else f" and city_code = '{anchor.region_code}'"
    value = folder.one(f"{COLUMN[anchor.indicator]} where year = {anchor.year}{where}")
    tolerance = 0.05 if anchor.indicator == "precip_mm" else 0.006
    assert value == pytest.approx(anchor.value, abs=tolerance)


def test_the_anchors_cover_province_and_cities():
    assert len(ANCHORS) > 100
    assert {a.region_code for a in ANCHORS} >= {"360000", "360900", "360300", "360100"}


def test_supply_equals_use_in_every_city_and_year(either: Folder):
    worst = either.one("""select max(abs(u - s)) from
        (select year, city_code, sum(use_yi_m3) as u from annual_use group by all)
        join (select year, city_code, sum(supply_yi_m3) as s from annual_supply group by all)
        using (year, city_code)""")
    assert worst < 0.001


def test_resources_add_up(either: Folder):
    assert (
        either.one("""select count(*) from annual_hydrology where
        abs(surface_yi_m3 + nonoverlap_ground_yi_m3 - total_yi_m3) > 0.0002
        or nonoverlap_ground_yi_m3 > ground_yi_m3 + 0.0001 or precip_yi_m3 < total_yi_m3""")
        == 0
    )
    assert either.one("select count(*) from annual_use where use_yi_m3 < 0") == 0
    assert either.one("select count(*) from annual_use where consumption_yi_m3 > use_yi_m3") == 0
    assert either.one("select count(*) from annual_supply where supply_yi_m3 < 0") == 0


def test_a_year_s_storage_begins_where_the_last_ended(either: Folder):
    assert (
        either.one("""select count(*) from (select begin_yi_m3 - lag(end_yi_m3) over (
        partition by city_code, basin_code, size order by year) as gap from reservoir_storage)
        where abs(gap) > 1e-9""")
        == 0
    )


def test_eleven_years_in_every_cell(either: Folder):
    cells = either.one("select count(*) from longterm_hydrology")
    for table in ("annual_hydrology", "annual_use", "annual_supply"):
        counts = either.rows(
            f"select year, count(distinct (city_code, basin_code)) from {table} group by 1"
        )
        assert len(counts) == 11
        assert {n for _, n in counts} == {cells}


def test_the_dry_year_is_dry_and_thirsty(folder: Folder):
    mm = dict(
        folder.rows(
            "select year, sum(precip_yi_m3) / sum(area_km2) * 1e5 from annual_hydrology group by 1"
        )
    )
    farm = dict(
        folder.rows(
            "select year, sum(use_yi_m3) from annual_use where sector = '农田灌溉' group by 1"
        )
    )
    assert mm[2022] < 0.95 * 1646
    assert farm[2022] > 1.02 * farm[2021]
    assert folder.one(
        "select sum(end_yi_m3) < sum(begin_yi_m3) from reservoir_storage where year = 2022"
    )
