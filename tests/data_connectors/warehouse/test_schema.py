"""The schema files: read into types, refused with file and line, described on a page."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from assistant.contracts.errors import BadInput
from data_connectors.warehouse.ddl import comments, create_table
from data_connectors.warehouse.dictionary import dictionary
from data_connectors.warehouse.schema import load_schema

ROOT = Path(__file__).resolve().parents[3]
GOOD = """\
area: 试验
tables:
  parent:
    zh: 父
    en: parent
    key: [id]
    columns:
      id: [text, 编号, id]
  child:
    zh: 子
    en: child
    key: [id]
    refs: {parent_id: parent}
    columns:
      id: [int, 编号, id]
      parent_id: ["text?", 父, parent]
"""


def load_text(tmp_path: Path, text: str):
    (tmp_path / "1.yaml").write_text(text, encoding="utf-8")
    return load_schema(tmp_path)


def test_a_schema_becomes_types(tmp_path: Path):
    schema = load_text(tmp_path, GOOD)
    child = schema.tables["child"]
    assert child.area == "试验" and child.refs == {"parent_id": "parent"}
    assert child.column("parent_id").nullable and child.column("id").type == "int"
    assert [table.name for table in schema.load_order] == ["parent", "child"]


@pytest.mark.parametrize("old, new, line, word", [
    ("    zh: 父\n", "    zh: 父\n    colour: red\n", 5, "colour"),
    ("[text, 编号, id]", "[varchar, 编号, id]", 7, "varchar"),
    ("id: [int, 编号, id]", "id: [int, 编号]", 15, "id"),
    ("area: 试验\n", "area: 试验\narea: 再\n", 2, "area"),
    ("    zh: 父\n", "    zh: [父\n", 5, "YAML"),
])  # fmt: skip
def test_what_is_unknown_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, word: str
):
    with pytest.raises(BadInput) as caught:
        load_text(tmp_path, GOOD.replace(old, new, 1))
    assert f"1.yaml:{line}" in caught.value.message and word in caught.value.message


@pytest.mark.parametrize("old, new, word", [
    ("parent_id: parent}", "parent_id: nobody}", "nobody"),
    ("parent_id: parent}", "nothing: parent}", "nothing"),
    ("refs: {parent_id: parent}", "time: when", "when"),
    ('["text?", 父, parent]', "[int, 父, parent]", "类型不同"),
    ("id: [int, 编号, id]", '"id": ["int?", 编号, id]', "不能为空"),
    ("key: [id]\n    columns", "key: [id]\n    refs: {id: child}\n    columns", "类型不同"),
])  # fmt: skip
def test_what_leads_nowhere_is_refused(tmp_path: Path, old: str, new: str, word: str):
    with pytest.raises(BadInput, match=word):
        load_text(tmp_path, GOOD.replace(old, new, 1))


def test_references_in_a_circle_are_refused(tmp_path: Path):
    text = GOOD.replace("      id: [text, 编号, id]",
                        "      id: [text, 编号, id]\n      child_id: [int, 子, child]")
    with pytest.raises(BadInput, match="成环"):
        load_text(tmp_path, text.replace("columns", "refs: {child_id: child}\n    columns", 1))


def test_an_empty_folder_is_refused(tmp_path: Path):
    with pytest.raises(BadInput, match="没有表定义"):
        load_schema(tmp_path)


def test_the_digest_follows_the_structure_only(tmp_path: Path):
    first = load_text(tmp_path, GOOD).digest
    assert load_text(tmp_path, GOOD.replace("zh: 父", "zh: 爹")).digest == first
    assert load_text(tmp_path, GOOD.replace('"text?"', "text")).digest != first


def test_every_personal_column_exists_and_every_table_is_described():
    for table in load_schema().tables.values():
        assert table.zh and table.en
        assert all(column.zh and column.en for column in table.columns)
        assert set(table.mask) <= set(table.column_names)


def test_ddl_is_what_duckdb_understands():
    con = duckdb.connect()
    schema = load_schema()
    for table in schema.tables.values():
        con.execute(create_table(table))
        for statement in comments(table):
            con.execute(statement)
    found = con.execute(
        "SELECT column_name, data_type, is_nullable FROM duckdb_columns() "
        "WHERE table_name = 'problem' "
        "AND column_name IN ('found_date', 'closed_date', 'supervised') ORDER BY 1"
    ).fetchall()
    con.close()
    assert found == [
        ("closed_date", "DATE", True), ("found_date", "DATE", False),
        ("supervised", "BOOLEAN", False),
    ]  # fmt: skip


def test_the_dictionary_page_is_current():
    page = (ROOT / "docs/data-dictionary.md").read_text(encoding="utf-8")
    assert page == dictionary(load_schema()), (
        "run: python -m data_connectors.warehouse.dictionary > docs/data-dictionary.md"
    )
