"""Instruction data: questions in codes → restatements in the same codes, made from wordings.

A wording's target is its restatement, in the codes of the wording, shortened as far as the parser
still reads the same; a sample that the parser does not read back is left out.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.contracts.flow import Plan
from assistant.contracts.query import MetricQuery
from assistant.contracts.time import Period
from assistant.planner.codes import NAMES, Code, Coded, coded, decoded, in_codes, missing
from assistant.planner.rewriting import Parser
from assistant.reading.one_form import bare_form

_DATED = re.compile(r"[^，；、]*\d{4}年[^，；、]*，")
_YEAR = re.compile(r"\d{4}年")
_SHIFTED = re.compile(r"上年|去年|同期|同比|环比|前一|今年")
_LONGEST = 110  # characters of question and target together: what a small model learns quickest
_KEPT = 100_000


@dataclass(frozen=True, slots=True)
class Sample:
    """What the model gets and what it should say; ``says`` is the restatement behind it."""

    asked: str
    told: str
    says: str


class Sampler:
    """Makes samples; ``left_out`` counts why wordings gave none.

    Args:
        parser: reads wordings and targets.
        period: words a period as restatements do.
    """

    def __init__(self, parser: Parser, period: Callable[[Period], str]) -> None:
        self._parser, self._period = parser, period
        self._read = lru_cache(maxsize=_KEPT)(parser.read)
        self.left_out: Counter[str] = Counter()

    def __call__(self, says: str, asks: Iterable[str]) -> Iterator[Sample]:
        """Yield a sample for each wording that can be told in codes.

        Args:
            says: the restatement.
            asks: ways to ask it; the restatement itself is taken as one more.
        """
        query = self._read(says).query
        if query is None:
            self.left_out["restatement not read"] += 1
            return
        for ask in (*asks, says):
            asked = coded(self._parser.freely(ask).tokens, self._period)
            told = self._short(in_codes(says, asked.codes), asked.codes, query)
            fault = self._fault(asked, told, query)
            if fault:
                self.left_out[fault] += 1
            else:
                yield Sample(asked.text, told, says)

    def _fault(self, asked: Coded, told: str, query: MetricQuery) -> str:
        lost = missing(told, asked.codes)
        if any(one.code in NAMES for one in lost):
            return "name lost"
        if lost and not _SHIFTED.search(told):
            return "time lost"
        if _YEAR.search(told):
            return "date left"
        if len(asked.text) + len(told) > _LONGEST:
            return "long"
        return "" if self._same(decoded(told, asked.codes), query) else "not read back"

    def _short(self, told: str, codes: tuple[Code, ...], query: MetricQuery) -> str:
        """Leave out dates that the words do not give, where they go without saying."""
        for dated in [found.group() for found in _DATED.finditer(told)]:
            shorter = told.replace(dated, "", 1)
            if self._same(decoded(shorter, codes), query):
                told = shorter
        return told

    def _same(self, text: str, query: MetricQuery) -> bool:
        plan: Plan = self._read(text)
        return plan.status == "ready" and plan.query is not None \
            and bare_form(plan.query) == bare_form(query)


def split(
    samples: Iterable[Sample], *, held: float, most: int, seed: int
) -> tuple[list[Sample], list[Sample]]:
    """Return the samples to train on and those held out, whole restatements each.

    Args:
        samples: all there are.
        held: share of the restatements held out.
        most: samples of one target at most, so that no target is learnt by heart.
        seed: of the draw.
    """
    chance = random.Random(seed)
    unique = list({(one.asked, one.told): one for one in samples}.values())
    says = sorted({one.says for one in unique})
    chance.shuffle(says)
    apart = set(says[: round(len(says) * held)])
    chance.shuffle(unique)
    seen: Counter[str] = Counter()
    train: list[Sample] = []
    for one in unique:
        if one.says not in apart and seen[one.told] < most:
            seen[one.told] += 1
            train.append(one)
    return train, [one for one in unique if one.says in apart and one.asked != one.told]
