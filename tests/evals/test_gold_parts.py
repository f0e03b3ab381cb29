"""Gold part by part: what a question asks, in the forms that are fair."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from assistant.contracts.errors import BadInput
from evals.case_files import load_manager_cases, load_query_cases
from evals.gold import GoldDatabase
from evals.parts import Part
from evals.run import short_gold


def test_a_typed_query_may_tell_what_its_question_asks_as_text(tmp_path: Path):
    (tmp_path / "query").mkdir()
    (tmp_path / "query" / "a.yaml").write_text(
        "- id: q1\n  source_line: 1\n  question: 甲\n  gold_sql: &own SELECT 1 AS a, 2 AS b\n"
        "  query: {measures: [{op: count, of: station}]}\n"
        "  asked: {gold_sql: [{sql: *own, columns: [a], first: true}, [s, t]], note: 少问}\n"
        "- id: q2\n  source_line: 2\n  question: 乙\n  gold_sql: [s, t]\n  ordered: true\n"
        "  query: {measures: [{op: count, of: station}]}\n"
        "  asked: {compare: {columns: [[a], [b]]}}\n",
        encoding="utf-8",
    )
    one, two = load_manager_cases(tmp_path)
    assert (one.golds, one.note) == (("SELECT 1 AS a, 2 AS b", "s"), "少问")
    assert (one.parts[0].columns, one.parts[0].first) == ((("a",),), True)
    assert one.parts[1].statements == ("s", "t") and not one.parts[1].columns
    assert [part.columns for part in two.parts] == [(("a",), ("b",))] * 2
    assert not two.parts[0].ordered
    first, second = load_query_cases(tmp_path / "query")
    assert first.golds == ("SELECT 1 AS a, 2 AS b",) and second.parts[0].ordered


def test_columns_that_no_gold_has_are_refused(tmp_path: Path):
    path = tmp_path / "warehouse.duckdb"
    duckdb.connect(str(path)).close()
    part = Part(sql=("SELECT 1 AS a", "SELECT 2 AS b"), columns=(("a",), ("b",)))
    typo = Part(sql="SELECT 1 AS a", columns=(("a",), ("typo",)))
    with GoldDatabase(path, datetime(2026, 9, 16, 9)) as gold:
        (found,) = gold.parts([part])
        assert [table.rows for table in found.tables] == [((1.0,),), ((2.0,),)]
        assert short_gold([found]) == "1行（a）：1"
        with pytest.raises(BadInput, match="typo"):
            gold.parts([typo])
