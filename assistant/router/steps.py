"""A message in steps: which of its clauses are for the data, which for another tool."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.router.tools import QUERY

_CLAUSE = re.compile(r"[^，,。？?！!；;\n]+[，,。？?！!；;\n]*")
_SENTENCE = re.compile(r"[^。？?！!；;\n]+[。？?！!；;\n]*")
MARKS = " ，,。？?！!；;\n"
_LEAD = re.compile(r"^(另外|还有|再|顺便|顺带|同时|并且|而且|以及|并)(?=.)")


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a message as typed, and the tool it is for."""

    tool: str
    text: str

    @property
    def said(self) -> str:
        """The text without marks around it."""
        return self.text.strip(MARKS)


def steps_of(text: str, tool_of: Callable[[str], str]) -> tuple[Step, ...]:
    """Return the steps of a message, neighbours for the same tool as one.

    Args:
        text: as typed.
        tool_of: the tool a clause is for, ``query`` where none other may stand beside figures.
    """
    found: list[Step] = []
    for clause in _CLAUSE.findall(text):
        tool = tool_of(_LEAD.sub("", clause.strip(MARKS)))
        if found and found[-1].tool == tool:
            found.append(Step(tool, found.pop().text + clause))
        else:
            found.append(Step(tool, clause))
    return tuple(found)


def data_part(text: str, steps: tuple[Step, ...]) -> str:
    """Return what of a message asks the data; the whole of it where nothing or all does."""
    asked = "".join(step.text for step in steps if step.tool == QUERY).rstrip(MARKS)
    return asked if asked and len(steps) > 1 else text


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a message."""
    return tuple(one.strip() for one in _SENTENCE.findall(text) if one.strip(MARKS))
