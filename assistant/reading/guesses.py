"""Reads stretches that are not in the word list as the metric they sound, look or mean like.

取用水上报率 → 上传率. A guess is taken only when the ranking is sure of it and the question then
reads whole; otherwise the nearest metrics are offered to choose from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.contracts.answer import Choice, WordReading
from assistant.contracts.flow import Plan
from assistant.reading.metric_rank import RankedMetric
from assistant.reading.nodes import Token

Rank = Callable[[str], Sequence[RankedMetric]]
_SOFT = frozenset({"unknown", "filler", "metric", "metric_group", "attr", "state", "value",
                   "entity", "not_held"})
_SOFT_TAGS = frozenset({"share_rate", "share", "summed", "avg", "per_day", "cmp_ge"})
_REACH = 2  # tokens on either side of an unknown one
_WINDOWS = 4
_LONGEST, _SHORTEST = 10, 2
_CONFIDENCE = 0.75
_NEAR = 0.4  # score of a metric that may be offered


@dataclass(frozen=True)
class _Window:
    """Characters ``[start, end)`` that may name a metric."""

    start: int
    end: int
    text: str

    def replaced(self, text: str, name: str) -> str:
        return text[: self.start] + name + text[self.end:]


class Guesses:
    """Tries what unknown words may mean.

    Args:
        rank: ranks the model's metrics for a few words.
        read: reads a question.
    """

    def __init__(self, rank: Rank, read: Callable[[str], Plan]) -> None:
        self._rank = rank
        self._read = read

    def __call__(self, plan: Plan, text: str, tokens: Sequence[Token]) -> Plan | None:
        """Return a better plan than one that asks back about unknown words, if there is one."""
        if plan.status != "clarify" or not plan.unread:
            return None
        windows = list(_windows(text, tokens))[:_WINDOWS]
        ranked = [(window, self._rank(window.text)) for window in windows]
        for window, metrics in ranked:
            for metric in metrics[:1]:
                taken = None if metric.only_choice else self._taken(window, metric, text)
                if taken is not None:
                    return taken
        return self._offered(plan, text, ranked)

    def _taken(self, window: _Window, metric: RankedMetric, text: str) -> Plan | None:
        plan = self._read(window.replaced(text, metric.zh))
        if plan.status != "ready":
            return None
        note = f"“{window.text}”按“{metric.zh}”理解"
        said = WordReading(text=window.text, became=f"指标 {metric.zh}")
        words = [said if w.text == metric.zh else w for w in plan.words]
        return plan.model_copy(update={
            "words": tuple(words), "assumptions": (note, *plan.assumptions),
            "confidence": min(plan.confidence, _CONFIDENCE),
        })  # fmt: skip

    def _offered(
        self, plan: Plan, text: str, ranked: Sequence[tuple[_Window, Sequence[RankedMetric]]]
    ) -> Plan | None:
        for window, metrics in ranked:  # the longest first: it says most
            near = [m for m in metrics[:3] if m.score >= _NEAR and m.why != "meaning"]
            choices = tuple(
                Choice(label=m.zh, question=window.replaced(text, m.zh)) for m in near
                if self._read(window.replaced(text, m.zh)).status == "ready"
            )
            if choices:
                return plan.model_copy(update={
                    "message": f"没有名为“{window.text}”的指标，是不是问：", "choices": choices,
                })  # fmt: skip
        return None


def _windows(text: str, tokens: Sequence[Token]) -> Iterator[_Window]:
    """Stretches around each unknown token, the longest first."""
    found = set()
    for index, token in enumerate(tokens):
        if "unknown" not in token.readings:
            continue
        left = _reach(tokens, index, -1)
        right = _reach(tokens, index, 1)
        for first in range(left, index + 1):
            for last in range(index, right + 1):
                start, end = tokens[first].start, tokens[last].end
                whole = _ends(tokens, first - 1) and _ends(tokens, last + 1)
                if whole and _SHORTEST <= end - start <= _LONGEST:
                    found.add((start, end))
    for start, end in sorted(found, key=lambda span: (span[0] - span[1], span)):
        yield _Window(start, end, text[start:end])


def _ends(tokens: Sequence[Token], index: int) -> bool:
    """Whether a name may end beside this token; it may not be cut off from the rest of itself."""
    if not 0 <= index < len(tokens):
        return True
    token = tokens[index]
    return not ({"unknown", "metric", "metric_group"} & token.readings.keys()
                or token.is_fn("share_rate")) or not _soft(token)


def _reach(tokens: Sequence[Token], index: int, step: int) -> int:
    """The last index that still can belong to the name an unknown token is part of."""
    at = index
    while abs(at + step - index) <= _REACH and 0 <= at + step < len(tokens) \
            and _soft(tokens[at + step]):
        at += step
    return at


def _soft(token: Token) -> bool:
    tags = token.tags()
    return bool(_SOFT & token.readings.keys() or tags & _SOFT_TAGS) and token.text != "的" \
        and not {"time", "name", "number", "punct", "dimension"} & token.readings.keys()
