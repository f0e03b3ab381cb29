"""A question as it was typed → the text that is read: one spelling, whole words, slips mended.

A slip is looked for only where a letter could not be read, or says little where it stands; the
word it nearly is must then be part of the best path through the sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from assistant.contracts.answer import Choice
from assistant.contracts.flow import Plan
from assistant.reading.blanks import without_stray_marks
from assistant.reading.cuts import best_cut
from assistant.reading.latin_words import LatinWords
from assistant.reading.lexicon import CONTENT, Lexicon
from assistant.reading.near_words import NearWords, Place
from assistant.reading.nodes import Token
from assistant.reading.rule_words import rule_words
from assistant.reading.run_ons import parted
from assistant.reading.segment import SURE, candidates, score_of
from assistant.reading.slips import cuts_a_place
from knowledge_graph.semantics.grammar.words import time_words
from knowledge_graph.semantics.spans import Span
from knowledge_graph.semantics.word_patterns import expanded

SpanSource = Callable[[str], Sequence[Span]]
_MENDED = "mended"
_LONGEST = 200  # letters; what goes on longer is pasted, not typed
_WORTH = frozenset({*CONTENT, "dimension", "name", "time"})
# letters that a clause may well have twice: 哪个县有有证无口的, 现在在线
_SAID_TWICE = frozenset("有在是的了一不没被和各数下")
_LIGHT_KINDS = frozenset({"filler", "fn", "unknown"})


class Mended(NamedTuple):
    """The text to read, and each slip in it: as typed, as read."""

    text: str
    slips: tuple[tuple[str, str], ...] = ()


def noted(plan: Plan, slips: Iterable[tuple[str, str]]) -> Plan:
    """Return the plan with what the slips were read as."""
    notes = tuple(f"“{typed}”按“{word}”理解" for typed, word in slips)
    if not notes or plan.status != "ready":
        return plan
    return plan.model_copy(update={"assumptions": (*notes, *plan.assumptions)})


class Mender:
    """Turns a question as typed into the text that is read.

    Args:
        lexicon: the words.
        spans: sources of times, numbers and names.
        names: forms of the names of places, with what each stands for.
    """

    def __init__(
        self, lexicon: Lexicon, spans: Sequence[SpanSource], names: Mapping[str, object]
    ) -> None:
        self._lexicon, self._spans = lexicon, spans
        words: dict[str, dict[str, Any]] = lexicon.words()
        for word in _said_times():
            words.setdefault(word, {"time": word})
        for name, meant in names.items():
            words[name] = {**words.get(name, {}), "name": meant}
        self._near = NearWords(words, _WORTH)
        self._latin = LatinWords(words, _WORTH)

    def __call__(self, question: str) -> Mended:
        """Return the text to read."""
        if len(question) > _LONGEST:
            return Mended(self._lexicon.rewrite(question))
        text = self._latin(self._lexicon.rewrite(question))
        text = without_stray_marks(text, self.path)
        for token in reversed(typed_twice(self.path(text))):
            text = text[: token.start] + text[token.end :]
        found = self._mended(text)
        for token, word in reversed(found):
            text = text[: token.start] + word + text[token.end :]
        text = parted(text, self.path(text))
        return Mended(text, tuple((token.text, word) for token, word in found))

    def told(self, plan: Plan, text: str, slips: Iterable[tuple[str, str]]) -> Plan:
        """Return the plan with what slips were read as; what clipped words may be is offered."""
        able = self._latin.choices(text) if plan.status in ("clarify", "refused") else []
        if able:
            choices = tuple(Choice(label=word, question=whole) for word, whole in able)
            return plan.model_copy(update={
                "status": "clarify", "choices": choices, "message": "拼音首字母有几种可能，请选："})
        return noted(plan, slips)

    def path(self, text: str) -> list[Token]:
        """Return the words of a text, with no slip mended."""
        return best_cut(text, self._candidates(text))

    def _candidates(self, text: str) -> Any:
        return candidates(text, self._lexicon, [s for source in self._spans for s in source(text)])

    def _mended(self, text: str) -> list[tuple[Token, str]]:
        """Return the stretches that are slips of a word, each with the word."""
        able = self._candidates(text)
        tokens = best_cut(text, able)
        dark = [(t.start, t.end) for t in tokens if self.doubtful(t)]
        near = self._near.found(text, dark, _pale(tokens)) if dark or _pale(tokens) else {}
        written = {(t.start, t.end): t.readings for t in tokens}
        for (start, end), one in near.items():
            if cuts_a_place(start, end, written):
                continue
            score = score_of(one.readings, len(one.word)) * one.sure
            readings = {**one.readings, _MENDED: one.word}
            able[end].append((Token(start, end, text[start:end], readings, score), score))
        path = best_cut(text, able) if near else []
        return [(t, t.readings[_MENDED]) for t in path if _MENDED in t.readings]

    def doubtful(self, token: Token) -> bool:
        """What no word says, or only one that sounds like it."""
        if token.readings.keys() == {"unknown"}:
            return True
        guessed = token.readings.keys() <= {*CONTENT, "name"} \
            and not self._lexicon.known(token.text)
        return guessed and all(score < SURE for _, score in token.readings.get("name", ()))


def _pale(tokens: Iterable[Token]) -> list[Place]:
    """Single letters that only fill or join."""
    return [(t.start, t.end) for t in tokens
            if t.end - t.start == 1 and t.readings.keys() <= _LIGHT_KINDS]


def _said_times() -> set[str]:
    words = time_words()
    formed = {form for said in rule_words()["time_forms"] for form in expanded(said, {})}
    return {word for said in words.relative.values() for word in said} | {
        *words.now, *words.nights, *words.plans, *words.seasons, *formed}


def typed_twice(tokens: Sequence[Token]) -> list[Token]:
    """Return single letters that the word beside them has already: 全省|省, 几|几本."""
    found = []
    for one, other in zip(tokens, tokens[1:], strict=False):
        if len(one.text) > 1 and other.text == one.text[-1] and one.text not in _SAID_TWICE:
            found.append(other)
        elif one.text == other.text[:1] and len(other.text) > 1 and not one.has("entity"):
            found.append(one)
    return [token for token in found if token.text not in _SAID_TWICE]
