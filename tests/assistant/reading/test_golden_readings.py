"""Questions of the users, and the typed query each must become."""

from __future__ import annotations

import pytest
from golden_book import FOLDER, Golden, golden_readings, rewrite

GOLDEN = golden_readings()


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda golden: golden.question)
def test_read_as_agreed(golden: Golden, reading, agree):
    agree(golden, reading(golden.question))


def test_no_question_stands_twice():
    assert len({golden.question for golden in GOLDEN}) == len(GOLDEN)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.name)
def test_files_stand_as_the_update_would_write_them(path, tmp_path, pytestconfig):
    """Otherwise the next --update-golden would bury its changes among others."""
    if pytestconfig.getoption("--update-golden", default=False):
        pytest.skip("they are being written")
    copy = tmp_path / path.name
    copy.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    rewrite(copy, {})
    assert copy.read_text(encoding="utf-8") == path.read_text(encoding="utf-8")


def test_an_update_changes_the_readings_it_was_given_and_no_other(tmp_path):
    path = tmp_path / "some.yaml"
    path.write_text(
        "# Why these.\n- question: 甲\n- question: 乙\n  status: clarify\n", encoding="utf-8"
    )
    rewrite(path, {"甲": {"status": "ready", "query": {"measures": ["a", "b"]}}})
    assert path.read_text(encoding="utf-8") == (
        "# Why these.\n\n"
        "- question: 甲\n  status: ready\n  query:\n    measures:\n    - a\n    - b\n\n"
        "- question: 乙\n  status: clarify\n"
    )
