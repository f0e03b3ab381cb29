"""Files stay under 300 lines and functions under 50; the exceptions are a debt, each with a why."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("assistant", "knowledge_graph", "tools", "data_connectors", "prompts", "evals", "ui")
MOST_LINES, MOST_FUNCTION_LINES = 300, 50

LONG_FILES = {
    # The terms of the algebra refer to one another; pydantic wants recursive types in one module.
    "assistant/contracts/algebra.py",
    # The vocabulary of the semantic model: one short type a kind of definition, read as one page.
    "knowledge_graph/semantics/model.py",
}
LONG_FUNCTIONS: set[str] = set()


def sources() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring."""
    first = node.body[0]
    documented = ast.get_docstring(node) is not None
    start = first.end_lineno + 1 if documented else first.lineno
    return node.end_lineno - start + 1


def test_files_are_short():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) >= MOST_LINES
    }
    assert {name: lines for name, lines in long.items() if name not in LONG_FILES} == {}
    assert set(LONG_FILES) <= set(long), "an exception is no longer needed: remove it"


def test_functions_are_short():
    long = {}
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                name = f"{path.relative_to(ROOT)}:{node.name}"
                if (lines := body_lines(node)) >= MOST_FUNCTION_LINES:
                    long[name] = lines
    assert {name: lines for name, lines in long.items() if name not in LONG_FUNCTIONS} == {}
    assert set(long) >= LONG_FUNCTIONS, "an exception is no longer needed: remove it"


@pytest.mark.parametrize("source, lines", [
    ("def f():\n    '''Doc.'''\n    a = 1\n    return a\n", 2),
    ("def f():\n    a = 1\n    return a\n", 2),
])  # fmt: skip
def test_docstrings_do_not_count(source: str, lines: int):
    assert body_lines(ast.parse(source).body[0]) == lines
