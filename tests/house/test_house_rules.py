"""Rules of the house that no linter knows."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("assistant", "knowledge_graph", "tools", "data_connectors", "prompts", "evals", "ui")


def python_files():
    return [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]


def test_the_assistant_package_itself_is_empty():
    assert (ROOT / "assistant/__init__.py").read_text() == ""


def test_errors_come_from_the_one_tree():
    """No module but contracts/errors.py defines an exception class."""
    found = []
    for path in python_files():
        if path.match("assistant/contracts/errors.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                bases = {ast.unparse(base).rsplit(".", 1)[-1] for base in node.bases}
                if any(base in {"Exception", "BaseException"} or base.endswith("Error")
                       for base in bases):  # fmt: skip
                    found.append(f"{path.relative_to(ROOT)}:{node.name}")
    assert found == []


def test_no_region_is_named_in_code():
    """What differs between provinces is data; comparing with a region's name or code is a bug."""
    region = re.compile(r"江西|南昌|赣州|\b36\d{4}\b")
    found = []
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Compare | ast.match_case):
                for leaf in ast.walk(node):
                    if isinstance(leaf, ast.Constant) and region.search(str(leaf.value)):
                        found.append(f"{path.relative_to(ROOT)}:{leaf.lineno}")
    assert found == []


def test_the_locks_name_no_index():
    for lock in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / lock).read_text()
        assert "--hash=sha256:" in text
        assert not re.search(r"^\s*--(?:extra-)?index|^\s*--find-links|://|@ file", text, re.M)


def test_every_runtime_dependency_is_locked():
    names = re.findall(r"^([A-Za-z][\w.-]*)", (ROOT / "requirements.in").read_text(), re.M)
    lock = (ROOT / "requirements.txt").read_text().lower()
    assert names
    assert [name for name in names if f"\n{name.lower()}==" not in lock] == []
