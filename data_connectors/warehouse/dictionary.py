"""The data dictionary page, generated from the schema.

``python -m data_connectors.warehouse.dictionary > docs/data-dictionary.md`` writes it anew.
"""

from __future__ import annotations

import sys
from itertools import groupby

from data_connectors.warehouse.schema import Schema, TableDef, load_schema

_HEAD = """\
# 数据字典

由 `data_connectors/warehouse/schema/*.yaml` 生成，请勿手改：
`python -m data_connectors.warehouse.dictionary > docs/data-dictionary.md`。
单位写在列名里：`m3` 立方米，`yi_m3` 亿立方米，`km2` 平方公里，`mu` 亩，`wan_yuan` 万元。
时间一律为北京时间。
"""
_TYPES = {
    "text": "文本", "int": "整数", "real": "小数",
    "bool": "是/否", "date": "日期", "timestamp": "时间",
}  # fmt: skip


def dictionary(schema: Schema) -> str:
    """Return the page as Markdown, tables grouped by subject area."""
    parts = [_HEAD]
    for area, tables in groupby(schema.tables.values(), key=lambda table: table.area):
        parts.append(f"## {area}\n")
        parts.extend(_table(table) for table in tables)
    return "\n".join(parts)


def _table(table: TableDef) -> str:
    facts = [f"键：{'、'.join(f'`{column}`' for column in table.key)}"]
    if table.time:
        facts.append(f"时间列：`{table.time}`")
    if table.derived:
        facts.append("由装载时推算，不在交换目录中")
    if table.required:
        facts.append("必须提供")
    rows = [f"### {table.zh} `{table.name}`\n", f"{table.en}. {'；'.join(facts)}。\n"]
    rows += ["| 列 | 类型 | 可空 | 说明 | meaning | 引用 |", "| --- " * 6 + "|"]
    for column in table.columns:
        ref = table.refs.get(column.name)
        cells = (
            f"`{column.name}`",
            _TYPES[column.type],
            "可" if column.nullable else "",
            column.zh + ("（个人信息，默认遮盖）" if column.name in table.mask else ""),
            column.en,
            f"`{ref}`" if ref else "",
        )
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.stdout.write(dictionary(load_schema()))
