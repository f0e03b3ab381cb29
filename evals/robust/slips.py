"""Questions with slips of typing: the reading must stay, or be offered."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from assistant.reading.lexicon import CONTENT, Lexicon
from assistant.reading.nodes import Token
from evals.robust.mutants import draw
from evals.robust.proof import Explain, Read
from evals.robust.replies import ReplyProof, Rewritten, reply_proof
from evals.robust.typing_marks import MARKS, typed_whole
from knowledge_graph.semantics.linker.lexicon import lexicon as dictionary
from knowledge_graph.semantics.linker.sound import syllable
from knowledge_graph.semantics.model import SemanticModel

LEAST = 0.9
_FILE = Path(__file__).with_name("slips.yaml")
_WORDS = frozenset({*CONTENT, "dimension", "time", "fn"})
_COMMON = 8  # how many of the letters of one sound are tried, the commonest first
_OFTEN = 2000  # a letter seen less often is not what a keyboard offers first
_LONG, _LONGER = 3, 4
_CLIPPED = 7  # a longer word is not clipped to its first letters
_TWO = "两处"
_DENYING = frozenset("没未不无")  # to lose one is to ask something else

Spelt = tuple[str, str]  # a word as written, and as mistyped
Slip = Callable[["Words", str, Token, Random], str | None]


@cache
def slip_words() -> dict[str, Any]:
    """Return what is mistyped for what."""
    data: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return data


@dataclass(frozen=True)
class Words:
    """The words a slip may not make by chance, and the letters that sound alike."""

    known: Callable[[str], object]

    def letters(self, sound: str) -> tuple[str, ...]:
        """Return the commonest letters of a sound."""
        return _by_sound().get(sound, ())[:_COMMON]


@cache
def _by_sound() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    seen = dictionary().tokenizer.FREQ
    for letter in sorted((w for w in seen if len(w) == 1), key=lambda w: -seen[w]):
        if "\u4e00" <= letter <= "\u9fff" and seen[letter] >= _OFTEN:
            found[syllable(letter)].append(letter)
    return {sound: tuple(letters) for sound, letters in found.items()}


def slip_proof(
    reads: list[Read], explain: Explain, model: SemanticModel, *, count: int, seed: int
) -> ReplyProof:
    """Return how the questions are read with slips, drawn evenly over the kinds."""
    random, words = Random(seed), Words(Lexicon(model).known)
    found = [one for read in reads for one in slipped(read, words, random)]
    drawn = draw(found, count, random, by=lambda one: one.kind)
    return reply_proof(f"打错、漏打、换个写法，读法必须不变（种子 {seed}）", drawn, explain, LEAST)


def slipped(read: Read, words: Words, random: Random) -> Iterator[Rewritten]:
    """Yield a question with a slip of each kind it can have, and with two of them."""
    text, tokens = read.found.text, [t for t in read.found.tokens if len(t.text) > 1]
    able: list[tuple[Token, str]] = []
    for kind, slip in SLIPS.items():
        for token in random.sample(tokens, len(tokens)):
            other = slip(words, text, token, random) if _mistypable(token) else None
            if other is not None and other != token.text:
                able.append((token, other))
                yield Rewritten(read, kind, _with(text, (token, other)),
                                f"“{token.text}”→“{other}”")
                break
    for kind, mark in MARKS.items():
        other = mark(text, [t.start for t in read.found.tokens], random)
        if other is not None and other != text:
            yield Rewritten(read, kind, other, kind)
    yield from _twice(read, able, random)
    other = typed_whole(text, slip_words())
    if other != text:
        yield Rewritten(read, "繁体", other, "全句")


def _twice(read: Read, able: list[tuple[Token, str]], random: Random) -> Iterator[Rewritten]:
    places = {token.start: (token, other) for token, other in random.sample(able, len(able))}
    if len(places) > 1:
        two = random.sample(sorted(places.values(), key=lambda one: one[0].start), 2)
        text = read.found.text
        for one in sorted(two, key=lambda one: -one[0].start):
            text = _with(text, one)
        yield Rewritten(read, _TWO, text, "、".join(f"“{t.text}”→“{o}”" for t, o in two))


def _with(text: str, one: tuple[Token, str]) -> str:
    token, other = one
    return text[: token.start] + other + text[token.end :]


def _mistypable(token: Token) -> bool:
    kinds = token.readings.keys()
    return bool(kinds & {*_WORDS, "name"}) and all("\u4e00" <= c <= "\u9fff" for c in token.text)


def _replaced(words: Words, word: str, at: int, letters: tuple[str, ...], random: Random
              ) -> str | None:
    able = [other for letter in letters if letter != word[at]
            and not words.known(other := word[:at] + letter + word[at + 1 :])]
    return random.choice(able) if able else None


def _sound(words: Words, _: str, token: Token, random: Random) -> str | None:
    at = random.randrange(len(token.text))
    return _replaced(words, token.text, at, words.letters(syllable(token.text[at])), random)


def _mixed(words: Words, _: str, token: Token, random: Random) -> str | None:
    at = random.randrange(len(token.text))
    sound = syllable(token.text[at])
    others = [re.sub(one, other, sound) for one, other in slip_words()["mixed"]
              if re.search(one, sound)]
    letters = tuple(letter for other in others for letter in words.letters(other))
    return _replaced(words, token.text, at, letters, random)


def _shape(words: Words, _: str, token: Token, random: Random) -> str | None:
    places = [(at, group) for at, letter in enumerate(token.text)
              for group in slip_words()["shapes"] if letter in group]
    if not places:
        return None
    at, group = random.choice(places)
    return _replaced(words, token.text, at, tuple(group), random)


def _lost(words: Words, _: str, token: Token, random: Random) -> str | None:
    if len(token.text) < _LONGER or not token.has(*CONTENT) or set(token.text) & _DENYING:
        return None
    at = random.randrange(1, len(token.text) - 1)
    rest = token.text[:at] + token.text[at + 1 :]
    return None if words.known(rest) else rest


def _doubled(words: Words, _: str, token: Token, random: Random) -> str | None:
    at = random.randrange(len(token.text))
    other = token.text[: at + 1] + token.text[at:]
    return None if words.known(other) or token.has("time") else other


def _turned(words: Words, _: str, token: Token, random: Random) -> str | None:
    if len(token.text) < _LONG or not token.has(*CONTENT):
        return None
    at = random.randrange(len(token.text) - 1)
    other = token.text[:at] + token.text[at + 1] + token.text[at] + token.text[at + 2 :]
    return None if words.known(other) else other


def _place(words: Words, _: str, token: Token, random: Random) -> str | None:
    return _place_from("places", token, random)


def _old(words: Words, _: str, token: Token, random: Random) -> str | None:
    return _place_from("old", token, random) if token.text in slip_words()["old"] else None


def _place_from(which: str, token: Token, random: Random) -> str | None:
    if "name" not in token.readings:
        return None
    for name in sorted(slip_words()[which], key=len, reverse=True):
        if token.text.startswith(name):
            return str(random.choice(slip_words()[which][name])) + token.text[len(name) :]
    return None


def _pinyin(words: Words, _: str, token: Token, random: Random) -> str | None:
    if not token.has(*CONTENT, "name"):
        return None
    return "".join(syllable(letter) for letter in token.text)


def _initials(words: Words, _: str, token: Token, random: Random) -> str | None:
    named = token.has("metric", "name") and not token.has("spoken")
    if not _LONG <= len(token.text) <= _CLIPPED or not named:
        return None
    return "".join(syllable(letter)[0] for letter in token.text)


SLIPS: dict[str, Slip] = {
    "同音字": _sound, "南方混音": _mixed, "形近字": _shape, "漏字": _lost, "叠字": _doubled,
    "颠倒": _turned, "地名错字": _place, "旧名": _old, "拼音": _pinyin, "首字母": _initials,
}
