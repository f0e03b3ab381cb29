"""Values said by one letter each, one after the other: 农工生活生态, 蓄引提调, 县市省."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.reading.nodes import ValueUse
from knowledge_graph.semantics.model import Attribute, Entity, SemanticModel

Found = tuple[int, int, tuple[ValueUse, ...]]
_JOINER = "[、/]?"
_LEAST = 3  # of two letters alone nothing is certain


class LetterRuns:
    """Finds runs of values of one attribute in which single letters stand for values."""

    def __init__(self, model: SemanticModel) -> None:
        self._runs = [_Run(entity, attribute) for entity in model.entities
                      for attribute in entity.attributes if attribute.letters]

    def found(self, text: str) -> list[Found]:
        """Return every letter of such a run as (start, end, what it stands for)."""
        uses: dict[tuple[int, int], list[ValueUse]] = {}
        for run in self._runs:
            for start, end, use in run.letters(text):
                uses.setdefault((start, end), []).append(use)
        return [(*place, tuple(found)) for place, found in uses.items()]


class _Run:
    def __init__(self, entity: Entity, attribute: Attribute) -> None:
        self._values = {letter: ValueUse(entity.name, attribute.name, value)
                        for value, letter in attribute.letters.items()}
        words = {w for value, said in attribute.values.items() for w in (value, *said)
                 if len(w) > 1}
        either = "|".join(map(re.escape, sorted((*words, *self._values), key=len, reverse=True)))
        self._word = re.compile(either)
        self._whole = re.compile(f"(?:{either})(?:{_JOINER}(?:{either})){{{_LEAST - 1},}}")

    def letters(self, text: str) -> Iterator[tuple[int, int, ValueUse]]:
        for run in self._whole.finditer(text):
            said = list(self._word.finditer(text, run.start(), run.end()))
            if len({m[0] for m in said}) < len(said):
                continue
            for match in said:
                if match[0] in self._values:
                    yield match.start(), match.end(), self._values[match[0]]
