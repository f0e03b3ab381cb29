from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.contracts.errors import BadInput
from data_connectors.demo.pack import PROVINCES, load_pack

PACKS = sorted(path for path in PROVINCES.iterdir() if path.is_dir())


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.name)
def test_every_pack_loads_and_fits_together(path: Path):
    pack = load_pack(path)
    area = {city.code: 0.0 for city in pack.cities}
    for cell in pack.cells:
        area[cell.city_code] += cell.area_km2
    assert area == {city.code: city.area_km2 for city in pack.cities}
    assert {county.city_code for county in pack.counties} == set(area)
    assert all(county.code[:4] == county.city_code[:4] for county in pack.counties)
    assert all(anchor.source for anchor in pack.anchors)
    for codes in (pack.cities, pack.counties, pack.basins, pack.subbasins):
        assert len({item.code for item in codes}) == len(codes)


@pytest.mark.shared
def test_the_divisions_are_the_published_ones(shared: Path):
    published = {
        tuple(line.split(",")[:2])
        for line in (shared / "facts/admin_divisions.csv").read_text("utf-8").splitlines()
        if line.startswith("36")
    }
    pack = load_pack(PROVINCES / "jiangxi")
    ours = {(item.code, item.name) for item in (*pack.cities, *pack.counties)}
    ours.add((pack.settings.code, pack.settings.name))
    assert ours == published


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(PROVINCES / "invented", tmp_path / "pack")
    return tmp_path / "pack"


@pytest.mark.parametrize(
    "file, old, new",
    [
        ("pack.yaml", "permits:", "permit_number:"),
        ("pack.yaml", "permits: 1700", "permits: many"),
        ("pack.yaml", "permits: 1700", "permits: 1700\nsurprise: 1"),
        ("pack.yaml", "灌区: 610", "灌溉: 610"),
        ("pack.yaml", 'all_filed: ["990300"]', 'all_filed: ["123456"]'),
        ("pack.yaml", "water: 云澜江", "water: 不存在的江"),
        ("cities.csv", "use_weight", "weight"),
        ("counties.csv", "YL-X", "NO-X"),
        ("city_basin.csv", "990100", "990999"),
        ("anchors.csv", "117.0", "much"),
    ],
)
def test_a_malformed_pack_is_refused(copy: Path, file: str, old: str, new: str):
    text = (copy / file).read_text("utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(BadInput, match="省份数据包"):
        load_pack(copy)


def test_a_missing_file_is_refused(copy: Path):
    (copy / "basins.csv").unlink()
    with pytest.raises(BadInput, match="basins.csv"):
        load_pack(copy)
