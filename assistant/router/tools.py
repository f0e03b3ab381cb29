"""The tools a message can be for, and reviewed messages for each."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import Field, ValidationError

from assistant.contracts.errors import BadInput
from assistant.contracts.time import Term

QUERY = "query"
_TOOLS = Path(__file__).with_name("tools.yaml")
EXAMPLES = Path(__file__).with_name("examples.jsonl")


class Tool(Term):
    """A tool; ``beside``: a message may ask for it beside figures, which are then answered."""

    name: str
    zh: str
    beside: bool = False


class Example(Term):
    """A message people have checked, and the tool it is for."""

    asks: str = Field(min_length=1)
    tool: str


@lru_cache(maxsize=1)
def load_tools() -> dict[str, Tool]:
    """Return the tools by name, in the file's order."""
    found = yaml.safe_load(_TOOLS.read_text(encoding="utf-8"))["tools"]
    return {tool.name: tool for tool in (Tool.model_validate(one) for one in found)}


def load_examples(path: Path = EXAMPLES) -> tuple[Example, ...]:
    """Return the examples of a file.

    Raises:
        BadInput: a line is malformed or names a tool that there is not; told with its place.
    """
    found = []
    for no, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            example = Example.model_validate(json.loads(line))
        except (ValidationError, ValueError) as error:
            raise BadInput(f"{path} 第 {no} 行写得不对：要 asks 和 tool 两项。") from error
        if example.tool not in load_tools():
            raise BadInput(f"{path} 第 {no} 行：没有工具 {example.tool}。")
        found.append(example)
    return tuple(found)
