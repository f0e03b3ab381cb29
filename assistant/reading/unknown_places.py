"""Names of places that the data do not hold: 瓦坎达市, 长风县, 九江市柳林区."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from assistant.contracts.answer import Choice
from assistant.contracts.flow import Plan
from assistant.reading.nodes import Token
from assistant.reading.rule_words import words_of

_ENDINGS = {"市": ("city", "county"), "县": ("county",), "区": ("county",)}
_SHORTEST, _LONGEST = 2, 4  # letters before the ending
_NEAR, _LETTERS_ALIKE = 3, 1
_JOINS = ("de", "and", "or", "compare", "than", "neg", "group", "each", "partitive", "to", "share")
_NO_NAMES = tuple(words_of("areas_of_no_name"))
_EVERY = {"市": "各市", "县": "各县", "区": "各县"}


class UnknownPlaces:
    """Tells what a question names as a place that there is none of.

    Args:
        path: the words of a text as it was typed, with no slip mended.
        doubtful: whether a word of the path is none that is known as it is written.
        forms: how places may be written, with the (entity, keys) each form stands for.
    """

    def __init__(
        self, path: Callable[[str], Sequence[Token]], doubtful: Callable[[Token], bool],
        forms: Mapping[str, Any],
    ) -> None:
        self._path, self._doubtful = path, doubtful
        self._names = tuple(form for form, meant in forms.items() if form[-1] in _ENDINGS
                            and {entity for entity, _ in meant} <= {"city", "county"})

    def __call__(self, question: str, plan: Plan) -> Plan:
        """Return the plan, or one that names the place, with those of like names to choose from."""
        if plan.status != "clarify" or not any(ending in question for ending in _ENDINGS):
            return plan
        tokens = self._path(question)
        name = self._named(tokens, question)
        if name is None or name in self._names:
            return plan
        near = self._near(name)
        alone = not any(t.has("name") for t in tokens)
        told = f"，是不是{'、'.join(near)}" if near else "，请核对地名"
        return Plan(
            status="clarify", confidence=0.3, unread=(name,),
            message=f"没有名为“{name}”的地区{told}。",
            choices=tuple(Choice(label=one, question=question.replace(name, one, 1))
                          for one in (*near, *([_EVERY[name[-1]]] if alone else []))))

    def _named(self, tokens: Sequence[Token], text: str) -> str | None:
        for index, token in enumerate(tokens):
            if token.text not in _ENDINGS or self._goes_on(tokens, index):
                continue
            first = index
            while first and self._part(tokens[first - 1], at_start=self._begins(tokens, first - 1)):
                first -= 1
            while first < index and not (self._begins(tokens, first)
                                         or self._doubtful(tokens[first])):
                first += 1
            name = text[tokens[first].start : token.end]
            if _SHORTEST < len(name) <= _LONGEST + 1 and not name.endswith(_NO_NAMES) \
                    and any(self._doubtful(t) for t in tokens[first:index]):
                return name
        return None

    def _goes_on(self, tokens: Sequence[Token], index: int) -> bool:
        """市 of 市场: the word does not end there."""
        follow = tokens[index + 1] if index + 1 < len(tokens) else None
        return follow is not None and "unknown" in follow.readings

    def _part(self, token: Token, *, at_start: bool) -> bool:
        """A letter that may belong to a name."""
        if self._doubtful(token):
            return True
        single = len(token.text) == 1 and not token.has("punct", "filler")
        return single and not (token.is_fn(*_JOINS) and not at_start)

    def _begins(self, tokens: Sequence[Token], index: int) -> bool:
        return index == 0 or "punct" in tokens[index - 1].readings

    def _near(self, name: str) -> list[str]:
        """Names that share a letter in its place, those of the same ending first."""
        def alike(other: str) -> int:
            return sum(a == b for a, b in zip(name[:-1], other[:-1], strict=False))

        able = [o for o in self._names if alike(o) >= _LETTERS_ALIKE and len(o) == len(name)]
        return sorted(able, key=lambda o: (-alike(o), o[-1] != name[-1]))[:_NEAR]
