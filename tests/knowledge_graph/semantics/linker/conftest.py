"""A linker over the real regions of the demo province and a few invented objects."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from assistant.contracts.ports import NamedRow
from knowledge_graph.semantics.linker import Linker
from knowledge_graph.semantics.model import PlaceAlias

DATA = Path(__file__).with_name("data")
RIVERS = {
    "basin": ("赣江", "抚河", "信江", "饶河", "修水", "鄱阳湖环湖区", "洞庭湖水系", "东江"),
    "subbasin": ("袁河", "桃江", "贡水", "锦江", "昌江", "乐安河", "潦河", "抚河干流",
                 "赣江上游干流", "赣江中游干流", "赣江下游干流"),
    "water_source": ("柘林水库", "峡江水库"),
    "holder": (
        "赣州市虔南纸业有限公司", "大唐丰电发电有限公司", "德兴市银山铜矿有限责任公司",
        "赣州市第一水厂", "潦河灌区管理局", "弋阳县金昌灌区管理局", "莲花县金昌灌区管理局",
    ),
    "maintainer": ("江西水衡运维有限公司",),
}

GROUPS = {"信江": "信江水系", "饶河": "信江水系"}  # as a made-up province might have it


def alias(entity: str, names: str, *words: str) -> PlaceAlias:
    """Return a nickname of the rows ``names`` (separated by blanks)."""
    return PlaceAlias(words=words, entity=entity, names=tuple(names.split()))


ALIASES = (
    alias("city", "南昌市", "洪", "洪都", "洪城"),
    alias("city", "九江市", "浔", "浔城"),
    alias("city", "上饶市", "饶"),
    alias("city", "景德镇市", "瓷都"),
    alias("city", "赣州市", "赣", "虔城", "赣南"),
    alias("province", "江西省", "赣"),
    alias("basin", "赣江", "赣"),
    alias("basin", "抚河", "抚"),
    alias("basin", "信江", "信"),
    alias("basin", "饶河", "饶"),
    alias("basin", "修水", "修"),
    alias("basin", "赣江 抚河 信江 饶河 修水", "五河"),
    alias("province", "江西省", "全省", "省里"),
    PlaceAlias(words=("赣东",), entity="city", names=("抚州市",), ambiguous_with=("鹰潭市",)),
    alias("city", "不在库里的市", "无名城"),
)


def regions() -> list[NamedRow]:
    """Return province, cities and counties as named rows."""
    with (DATA / "regions.csv").open(encoding="utf-8", newline="") as file:
        return [
            NamedRow(
                entity=row["level"], key=row["code"], name=row["name"], parent=row["parent_code"]
            )
            for row in csv.DictReader(file)
        ]


def all_rows() -> tuple[NamedRow, ...]:
    """Return regions, rivers and the invented objects."""
    others = [
        NamedRow(entity=entity, key=f"{entity}-{index}", name=name, group=GROUPS.get(name))
        for entity, names in RIVERS.items()
        for index, name in enumerate(names)
    ]
    return (*regions(), *others)


@pytest.fixture(scope="session")
def linker() -> Linker:
    """One linker for every test of the session; it never changes."""
    return Linker(all_rows(), ALIASES)
