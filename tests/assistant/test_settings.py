"""Settings come from the environment, are checked, and name the variable that is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.contracts.errors import ConfigMissing
from assistant.settings import load_settings

ROOT = Path(__file__).resolve().parents[2]


def test_home_comes_from_the_environment_and_an_option_wins(tmp_path, monkeypatch):
    monkeypatch.setenv("SHUIWEN_HOME", str(tmp_path / "a"))
    assert load_settings().home == tmp_path / "a"
    assert load_settings(home=tmp_path / "b").home == tmp_path / "b"
    assert load_settings(home=None).home == tmp_path / "a"


def test_all_state_lies_under_home(tmp_path):
    settings = load_settings(home=tmp_path)
    for path in (settings.database, settings.demo_folder, settings.cache_folder,
                 settings.users_file, settings.log_file):  # fmt: skip
        assert path.is_relative_to(tmp_path)


@pytest.mark.parametrize("name, value", [
    ("PORT", "70000"), ("PORT", "http"), ("LLM", "gpt"), ("WORKERS", "0"), ("QUERY_SECONDS", "-1"),
])  # fmt: skip
def test_a_wrong_value_is_told_by_its_variable(name: str, value: str, monkeypatch):
    monkeypatch.setenv(f"SHUIWEN_{name}", value)
    with pytest.raises(ConfigMissing, match=f"SHUIWEN_{name}"):
        load_settings()


@pytest.mark.parametrize("value", ["off", "embedded", "http://127.0.0.1:8001/v1"])
def test_the_three_kinds_of_llm_setting(value: str, monkeypatch):
    monkeypatch.setenv("SHUIWEN_LLM", value)
    assert load_settings().llm == value


@pytest.mark.parametrize("host, loopback", [
    ("127.0.0.1", True), ("localhost", True), ("::1", True), ("127.8.8.8", True),
    ("0.0.0.0", False), ("10.0.0.5", False), ("example.org", False), ("::", False),
])  # fmt: skip
def test_what_counts_as_loopback(host: str, loopback: bool):
    assert load_settings(host=host).on_loopback is loopback


def test_nothing_else_reads_the_environment():
    """`os.environ`, `os.getenv` and friends appear in settings.py only."""
    found = [
        str(path.relative_to(ROOT))
        for package in ("assistant", "tools", "knowledge_graph", "data_connectors", "evals", "ui")
        for path in (ROOT / package).rglob("*.py")
        if re.search(r"\benviron\b|\bgetenv\b", path.read_text(encoding="utf-8"))
    ]
    assert found == []
