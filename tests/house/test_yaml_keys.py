"""No mapping of a data file says a key twice: the parser would silently keep the last only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FOLDERS = ("assistant", "knowledge_graph", "tools", "data_connectors", "evals", "prompts", "ui")


def twice(node: yaml.Node | None) -> Iterator[str]:
    """The keys that a mapping below says more than once, with their lines."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from twice(item)
    elif isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen and key.value != "<<":
                yield f"{key.value} (line {key.start_mark.line + 1})"
            seen.add(str(key.value))
            yield from twice(value)


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_key_is_said_twice(folder: str):
    found = {
        str(path.relative_to(ROOT)): keys
        for path in sorted((ROOT / folder).rglob("*.yaml"))
        if (keys := list(twice(yaml.compose(path.read_text(encoding="utf-8"), yaml.CSafeLoader))))
    }
    assert found == {}
