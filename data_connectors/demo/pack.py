"""A province pack: every fact about a demo province that the generator needs, as data."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.contracts.errors import BadInput

PROVINCES = Path(__file__).parent / "provinces"

UNIT_KINDS = (
    "灌区", "公共供水企业", "自备水源工业", "自备水源服务业", "人工河湖补水",
    "畜禽养殖", "鱼塘", "建筑业", "城乡环境",
)  # fmt: skip


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class City(_Part):
    """A prefecture-level city; `use_weight` is its share of the province's water use."""

    code: str
    name: str
    short_name: str
    area_km2: float
    longitude: float
    latitude: float
    use_weight: float


class County(_Part):
    """A county, city or district with the tributary it mostly drains to."""

    code: str
    name: str
    short_name: str
    kind: str
    city_code: str
    subbasin_code: str


class Basin(_Part):
    """A river basin of the province."""

    code: str
    name: str
    system: str
    is_five_river: bool


class Cell(_Part):
    """Area of one basin inside one city."""

    city_code: str
    basin_code: str
    area_km2: float


class Subbasin(_Part):
    """A tributary or a reach."""

    code: str
    name: str
    basin_code: str
    reach: str | None
    flow_order: int


class WaterBody(_Part):
    """A named river, lake or reservoir."""

    name: str
    kind: str
    county_code: str
    subbasin_code: str
    is_drinking: bool


class Anchor(_Part):
    """A published figure; `year` is empty for a long-term mean."""

    region_code: str
    year: int | None
    indicator: str
    value: float
    unit: str
    source: str
    note: str | None


class Zone(_Part):
    """A reporting zone of the composite form that is not a county."""

    name: str
    county: str


class Facility(_Part):
    """A holder with a given name."""

    name: str
    kind: str
    county: str
    water: str
    industry: str | None = None


class Drop(_Part):
    """One city loses a share of its records in one month."""

    city: str
    months_back: int = Field(ge=1)
    loss: float = Field(gt=0, lt=1)


class Stories(_Part):
    """Cities that stand out."""

    all_archived: tuple[str, ...] = ()
    all_filed: tuple[str, ...] = ()
    few_late: tuple[str, ...] = ()
    weak_reporting: tuple[str, ...] = ()
    upload_drop: Drop | None = None


class Coefficient(_Part):
    """Irrigation coefficient of the first and the last year."""

    first: float
    last: float


class Settings(_Part):
    """`pack.yaml`."""

    code: str
    name: str
    short_name: str
    profile: str
    station_batches: dict[str, int]
    survey_units: dict[str, int]
    holders: dict[str, int]
    permits: int
    intakes: int
    key_forms: int
    annual_forms: int
    extra_zones: tuple[Zone, ...] = ()
    wetness: dict[int, float]
    dry_years: tuple[int, ...] = ()
    longterm_precip_mm: float
    longterm_runoff_mm: float
    use_shares: dict[str, float]
    use_total_yi_m3: float
    supply_shares: dict[str, float]
    irrigation_coefficient: Coefficient
    irrigation_m3_per_mu: float
    inflow_share: dict[str, float] = {}
    stories: Stories = Stories()
    facilities: tuple[Facility, ...] = ()
    sources: dict[str, str]


@dataclass(frozen=True)
class Pack:
    """A checked province pack."""

    settings: Settings
    cities: tuple[City, ...]
    counties: tuple[County, ...]
    basins: tuple[Basin, ...]
    cells: tuple[Cell, ...]
    subbasins: tuple[Subbasin, ...]
    water_bodies: tuple[WaterBody, ...]
    anchors: tuple[Anchor, ...]

    def anchor(self, region: str, indicator: str, year: int | None) -> float | None:
        """Return the published figure, or None where there is none."""
        for item in self.anchors:
            if (item.region_code, item.indicator, item.year) == (region, indicator, year):
                return item.value
        return None


_P = TypeVar("_P", bound=_Part)


def load_pack(folder: Path) -> Pack:
    """Read and check a pack folder.

    Raises:
        BadInput: a file is missing, a key is unknown, or a code names nothing.
    """
    pack = Pack(
        settings=_settings(folder / "pack.yaml"),
        cities=_rows(folder / "cities.csv", City),
        counties=_rows(folder / "counties.csv", County),
        basins=_rows(folder / "basins.csv", Basin),
        cells=_rows(folder / "city_basin.csv", Cell),
        subbasins=_rows(folder / "subbasins.csv", Subbasin),
        water_bodies=_rows(folder / "water_bodies.csv", WaterBody),
        anchors=_rows(folder / "anchors.csv", Anchor),
    )
    _check(pack, folder)
    return pack


def _settings(path: Path) -> Settings:
    try:
        raw: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        return Settings.model_validate(raw)
    except OSError as error:
        raise BadInput(f"读不到省份数据包文件 {path.name}", detail=str(error)) from error
    except (yaml.YAMLError, ValidationError) as error:
        raise BadInput(f"省份数据包 {path.name} 写法有误", detail=str(error)) from error


def _rows(path: Path, kind: type[_P]) -> tuple[_P, ...]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return tuple(
                kind.model_validate({k: v if v != "" else None for k, v in row.items()})
                for row in csv.DictReader(file)
            )
    except OSError as error:
        raise BadInput(f"读不到省份数据包文件 {path.name}", detail=str(error)) from error
    except ValidationError as error:
        raise BadInput(f"省份数据包 {path.name} 写法有误", detail=str(error)) from error


def _check(pack: Pack, folder: Path) -> None:
    """Refuse a code that names nothing, so that a slip shows here and not in a table."""
    cities = {c.code for c in pack.cities}
    counties = {c.code for c in pack.counties}
    basins = {b.code for b in pack.basins}
    subbasins = {s.code for s in pack.subbasins}
    settings, stories = pack.settings, pack.settings.stories
    drop = [stories.upload_drop.city] if stories.upload_drop else []
    named = [
        ("cities", cities, [c.city_code for c in pack.counties]),
        ("cities", cities, [c.city_code for c in pack.cells]),
        ("cities", cities, [*stories.all_archived, *stories.all_filed, *drop]),
        ("cities", cities, [*stories.few_late, *stories.weak_reporting]),
        ("basins", basins, [s.basin_code for s in pack.subbasins]),
        ("basins", basins, [c.basin_code for c in pack.cells]),
        ("subbasins", subbasins, [c.subbasin_code for c in pack.counties]),
        ("subbasins", subbasins, [w.subbasin_code for w in pack.water_bodies]),
        ("counties", counties, [w.county_code for w in pack.water_bodies]),
        ("counties", counties, [z.county for z in settings.extra_zones]),
        ("counties", counties, [f.county for f in settings.facilities]),
        ("unit kinds", set(UNIT_KINDS), [*settings.survey_units, *settings.holders]),
        ("waters", {w.name for w in pack.water_bodies}, [f.water for f in settings.facilities]),
    ]
    for what, known, used in named:
        missing = sorted(set(used) - known)
        if missing:
            raise BadInput(
                f"省份数据包 {folder.name} 引用了不存在的编码 {missing[0]}",
                detail=f"{missing} not among {what}",
            )
