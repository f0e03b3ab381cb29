"""Questions asked in the dialects of the province: the reading must stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import yaml

from evals.robust.mutants import draw
from evals.robust.proof import Explain, Read
from evals.robust.replies import ReplyProof, Rewritten, reply_proof

LEAST = 0.97
_FILE = Path(__file__).with_name("dialect.yaml")
_ALL = "满口方言"
_ENDS = re.compile("[，。！？、,?!]{2,}")


@dataclass(frozen=True)
class Saying:
    """A standard word where it can be said otherwise, and how."""

    standard: re.Pattern[str]
    said: tuple[str, ...]


@cache
def sayings() -> dict[str, tuple[Saying, ...]]:
    """Return what is said instead, by kind."""
    data = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {kind: tuple(Saying(re.compile(word), tuple(map(str, said))) for word, said in found)
            for kind, found in data.items()}


def dialect_proof(reads: list[Read], explain: Explain, *, count: int, seed: int) -> ReplyProof:
    """Return how the questions are read in dialect, drawn evenly over the kinds of words."""
    random = Random(seed)
    found = [one for read in reads for one in spoken(read, random)]
    drawn = draw(found, count, random, by=lambda one: one.kind)
    return reply_proof(f"用方言问，读法必须不变（种子 {seed}）", drawn, explain, LEAST)


def spoken(read: Read, random: Random) -> Iterator[Rewritten]:
    """Yield a question with one word said in dialect, once a kind, and with as many as it has."""
    text, kept = read.found.text, _names(read)
    whole, words = text, list[str]()
    for kind, found in sayings().items():
        able = [(one, match) for one in found for match in one.standard.finditer(text)
                if not any(a < match.end() and match.start() < b for a, b in kept)]
        if not able:
            continue
        one, match = random.choice(able)
        said = random.choice(one.said)
        altered = text[: match.start()] + said + text[match.end() :]
        yield Rewritten(read, kind, _tidy(altered), f"“{match[0]}”→“{said}”")
        if match[0]:
            whole, words = one.standard.sub(said, whole), [*words, said]
    if len(words) > 1:
        yield Rewritten(read, _ALL, _tidy(whole), "、".join(words))


def _names(read: Read) -> list[tuple[int, int]]:
    """A name stays as it is in every dialect."""
    return [(t.start, t.end) for t in read.found.tokens if "name" in t.readings]


def _tidy(text: str) -> str:
    return _ENDS.sub(lambda marks: marks[0][0], text)
