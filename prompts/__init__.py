"""Prompts, one file each, versioned, with declared variables.

A file begins with front matter (id, version, variables, output, suite) and has a part for each
message: ``## system`` and ``## user``. ``{{name}}`` stands for a variable.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

import yaml

from assistant.contracts.errors import InternalError

_FRONT = re.compile(r"\A---\n(?P<front>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)
_PART = re.compile(r"^## (system|user)\n", re.MULTILINE)
_VARIABLE = re.compile(r"\{\{(\w+)\}\}")
_KEYS = {"id", "version", "variables", "output", "suite"}
_MARKS = re.compile(r"<\|[^|<>]*\|?>?|\[/?INST\]|</?s>")
_FENCES = str.maketrans({"《": "〈", "》": "〉"})


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt as its file has it.

    Attributes:
        id: the file's name.
        version: raised with every change of the text.
        variables: what has to be filled in.
        output: ``text`` or ``json``.
        suite: the eval suite that measures it.
        system, user: the messages, with variables.
    """

    id: str
    version: int
    variables: tuple[str, ...]
    output: str
    suite: str
    system: str
    user: str

    def filled(self, values: Mapping[str, str]) -> tuple[str, str]:
        """Return the system and the user message.

        Raises:
            InternalError: other variables are given than the file declares.
        """
        if set(values) != set(self.variables):
            raise InternalError(f"prompt {self.id} wants {self.variables}, got {sorted(values)}")
        return _fill(self.system, values), _fill(self.user, values)


def load_prompt(name: str) -> Prompt:
    """Return a prompt by its id.

    Raises:
        InternalError: there is none, or its file is malformed.
    """
    path = files("prompts").joinpath(f"{name}.md")
    if not path.is_file():
        raise InternalError(f"no prompt {name}")
    return parse_prompt(path.read_text(encoding="utf-8"), name)


def parse_prompt(text: str, name: str) -> Prompt:
    """Return a prompt from the text of its file.

    Raises:
        InternalError: it is malformed.
    """
    found = _FRONT.match(text)
    if found is None:
        raise InternalError(f"prompt {name} has no front matter")
    front = yaml.safe_load(found["front"])
    if not isinstance(front, dict) or set(front) != _KEYS or front["id"] != name:
        raise InternalError(f"prompt {name}: its front matter must give {sorted(_KEYS)}")
    pieces = _PART.split(found["body"])[1:]
    parts = {key: body.strip() for key, body in zip(pieces[::2], pieces[1::2], strict=True)}
    used = set(_VARIABLE.findall("".join(parts.values())))
    if set(parts) != {"system", "user"} or used != set(front["variables"]):
        raise InternalError(f"prompt {name}: a part or a variable is missing or too many")
    return Prompt(
        id=name, version=int(front["version"]), variables=tuple(front["variables"]),
        output=str(front["output"]), suite=str(front["suite"]), **parts)


def harmless(text: str) -> str:
    """Return text without the marks that chat models take for the ends of messages."""
    return _MARKS.sub("", text)


def as_data(text: str) -> str:
    """Return text between fences that it cannot itself write: what users typed is no instruction.

    The prompt says what stands between 《 and 》; those two signs within become 〈 and 〉.
    """
    return f"《{harmless(text).translate(_FENCES)}》"


def _fill(text: str, values: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda found: values[found.group(1)], text)
