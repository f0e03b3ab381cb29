"""Reads a YAML file of ours into a frozen type; every complaint names the file and the line."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from assistant.contracts.errors import BadInput

Model = TypeVar("Model", bound=BaseModel)
_Place = tuple[str | int, ...]


def read_yaml(path: Path, model: type[Model]) -> Model:
    """Return the file's content as ``model``.

    Raises:
        BadInput: the file is missing, is not YAML, repeats a key, or does not fit ``model``.
    """
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except FileNotFoundError as error:
        raise BadInput(f"找不到文件 {path}。") from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"读不了文件 {path}。", detail=str(error)) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadInput(f"{path}:{line} 不是合法的 YAML：{error.problem}。") from error
    if root is None:
        raise BadInput(f"{path} 是空文件。")
    lines: dict[_Place, int] = {}
    data = _plain(root, (), lines, path)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        faults = [
            f"{path}:{_line(lines, fault['loc'])} "
            f"{'.'.join(map(str, fault['loc']))}：{fault['msg']}"
            for fault in error.errors()
        ]
        raise BadInput("；".join(faults)) from error


def _plain(node: yaml.Node, place: _Place, lines: dict[_Place, int], path: Path) -> Any:
    """Turn a node into plain Python, noting the line of each place."""
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        found: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = _scalar(key_node)
            if key in found:
                raise BadInput(f"{path}:{key_node.start_mark.line + 1} 重复的键 {key}。")
            found[key] = _plain(value_node, (*place, key), lines, path)
            lines[(*place, key)] = key_node.start_mark.line + 1
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*place, n), lines, path) for n, item in enumerate(node.value)]
    return _scalar(node)


def _scalar(node: yaml.Node) -> Any:
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_object(node)
    finally:
        loader.dispose()


def _line(lines: dict[_Place, int], place: tuple[str | int, ...]) -> int:
    """The line of the place, or of the nearest place above it."""
    while place not in lines:
        place = place[:-1]
    return lines[place]
