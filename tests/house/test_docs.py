"""Pages stay true: commands shown exist, every setting is explained, links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from assistant.cli.app import build_app
from assistant.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]


def commands() -> set[str]:
    """Every command of `shuiwen`, groups as `user add`."""
    top = typer.main.get_command(build_app())
    found = set()
    for name, command in top.commands.items():
        inner = getattr(command, "commands", None)
        found |= {f"{name} {sub}" for sub in inner} if inner else {name}
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_shown_exist(page: Path):
    known = commands()
    shown = re.findall(r"(?:\.venv/bin/|[`$ ])shuiwen ([a-z][a-z-]*)(?: ([a-z]+))?",
                       page.read_text(encoding="utf-8"))  # fmt: skip
    assert [pair for pair in shown if pair[0] not in known and " ".join(pair) not in known] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_make_targets_shown_exist(page: Path):
    targets = set(re.findall(r"^([.a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    shown = set(re.findall(r"\bmake ([.a-z][a-z-]*)", page.read_text(encoding="utf-8")))
    assert shown - targets == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path):
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_readmes_show_the_two_commands():
    for name in ("README.md", "README.zh-CN.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "make demo" in text and "make test" in text


def test_every_setting_is_documented_with_its_default():
    page = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        row = re.search(rf"^\| `SHUIWEN_{name.upper()}` \| (.+?) \|", page, re.M)
        assert row, f"SHUIWEN_{name.upper()} is not in docs/settings.md"
        default = "none" if field.default is None else f"`{field.default:g}`" if isinstance(
            field.default, float) else f"`{field.default}`"  # fmt: skip
        assert row[1] == default


def test_no_setting_is_documented_that_does_not_exist():
    page = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`SHUIWEN_([A-Z_]+)`", page))
    assert {name.lower() for name in named} == set(Settings.model_fields)


def test_every_command_is_in_the_changelog():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert [name for name in commands() if name.split()[0] not in text] == []
