"""YAML read into plain data that remembers the line of every value.

PyYAML composes a node tree with marks; the tree is turned into dicts and lists, and a side table
maps each path inside the document (keys and list positions) to its 1-based line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from assistant.contracts.errors import BadInput

DocPath = tuple[str | int, ...]

# The C parser where PyYAML was built with it: several times faster, same nodes and marks.
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class MarkedDocument:
    """One YAML file.

    Attributes:
        file: where it was read from.
        data: plain dicts, lists and scalars; mapping keys are always text.
        lines: path inside the document → line, 1-based.
    """

    file: Path
    data: Any
    lines: dict[DocPath, int] = field(default_factory=dict)

    def line(self, path: DocPath) -> int:
        """Return the line of ``path``, or of its nearest enclosing value."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_marked(file: Path) -> MarkedDocument:
    """Read one YAML file.

    Raises:
        BadInput: the file is missing, is not UTF-8 or YAML, or a mapping repeats a key.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        raise BadInput(f"读不了文件 {file.name}：{exc}", detail=str(file)) from exc
    loader = _Loader(text)
    lines: dict[DocPath, int] = {}
    try:
        node = loader.get_single_node()
        data = None if node is None else _build(loader, node, (), lines, file)
    except yaml.YAMLError as exc:
        raise BadInput(f"{file.name} 不是合法的 YAML：{exc}", detail=str(file)) from exc
    finally:
        loader.dispose()
    return MarkedDocument(file=file, data=data, lines=lines)


def _build(
    loader: yaml.SafeLoader, node: yaml.Node, path: DocPath, lines: dict[DocPath, int], file: Path
) -> Any:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [
            _build(loader, child, (*path, i), lines, file) for i, child in enumerate(node.value)
        ]
    if isinstance(node, yaml.MappingNode):
        return _build_mapping(loader, node, path, lines, file)
    if node.tag == "tag:yaml.org,2002:value":  # a bare "=", which YAML 1.1 keeps for itself
        return str(node.value)
    return loader.construct_object(node, deep=True)


def _build_mapping(
    loader: yaml.SafeLoader, node: yaml.MappingNode, path: DocPath, lines: dict[DocPath, int],
    file: Path,
) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        # The written text, not its YAML meaning: ``true:`` and ``2022:`` are words here.
        key = str(key_node.value)
        line = key_node.start_mark.line + 1
        if key in result:
            raise BadInput(f"{file.name} 第{line}行：键「{key}」重复", detail=f"{file}:{line}")
        lines[(*path, key)] = line
        result[key] = _build(loader, value_node, (*path, key), lines, file)
    return result
