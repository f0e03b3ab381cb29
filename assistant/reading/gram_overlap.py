"""How much of a text's character pairs, or of their sounds, each of many wordings shares."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.contracts.time import Term

Gram = tuple[str, ...]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class OverlapRule(Term):
    """Weights of the overlap; see ``metric_rank.yaml``."""

    wording_power: float
    single: float
    unknown: float
    common_share: float


class GramOverlap:
    """Weighs grams by how few owners hold them, and scores wordings against a text.

    Args:
        wordings: the texts that are compared with.
        owners: for each wording the number of its owner, 0 and up.
        grams: cuts a text into its grams.
        rule: the weights.
    """

    def __init__(
        self, wordings: Sequence[str], owners: Sequence[int],
        grams: Callable[[str], Iterable[Gram]], rule: OverlapRule,
    ) -> None:  # fmt: skip
        self._grams = grams
        self._rule = rule
        cut = [frozenset(grams(wording)) for wording in wordings]
        pairs = {(gram, owner) for of, owner in zip(cut, owners, strict=True) for gram in of}
        held = Counter(gram for gram, _ in pairs)
        total = max(owners, default=-1) + 1
        self._row = {gram: row for row, gram in enumerate(sorted(held))}
        self._rarest = math.log((total + 1) / 0.5)
        self._weight = np.array([
            math.log((total + 1) / (held[gram] + 0.5)) * self._size(gram) for gram in self._row
        ])  # fmt: skip
        self._telling = np.array([held[gram] <= rule.common_share * total for gram in self._row])
        self._matrix = np.zeros((len(self._row), len(wordings)))
        for column, of in enumerate(cut):
            for gram in of:
                self._matrix[self._row[gram], column] = self._weight[self._row[gram]]
        self._whole = np.maximum(self._matrix.sum(axis=0), 1e-9)

    def __call__(self, text: str) -> tuple[Floats, Bools]:
        """Return, for each wording, its score 0..1 and whether they share a telling gram."""
        grams = frozenset(self._grams(text))
        rows = [self._row[gram] for gram in grams if gram in self._row]
        if not rows:
            empty = np.zeros(self._matrix.shape[1])
            return empty, empty > 0
        shared = self._matrix[rows]
        hit = shared.sum(axis=0)
        strange = sum(self._size(gram) for gram in grams if gram not in self._row)
        asked = float(self._weight[rows].sum()) + self._rule.unknown * self._rarest * strange
        power = self._rule.wording_power
        score = (hit / self._whole) ** power * (hit / asked) ** (1 - power)
        telling = shared[self._telling[rows]].sum(axis=0) > 0
        return score, telling

    def _size(self, gram: Gram) -> float:
        return self._rule.single if len(gram) == 1 else 1.0
