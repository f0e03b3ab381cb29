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
        self._rarest = math.log((total + 1) / 0.5)
        self._weight = {
            gram: math.log((total + 1) / (n + 0.5)) * self._size(gram) for gram, n in held.items()
        }
        self._telling = {gram for gram, n in held.items() if n <= rule.common_share * total}
        self._columns = _columns(cut)
        self._whole = np.array([max(sum(self._weight[g] for g in of), 1e-9) for of in cut])

    def __call__(self, text: str) -> tuple[Floats, Bools]:
        """Return, for each wording, its score 0..1 and whether they share a telling gram."""
        grams = frozenset(self._grams(text))
        known = [gram for gram in grams if gram in self._weight]
        hit = np.zeros(len(self._whole))
        telling = np.zeros(len(self._whole), np.bool_)
        if not known:
            return hit, telling
        for gram in known:
            columns = self._columns[gram]  # a wording holds a gram once
            hit[columns] += self._weight[gram]
            if gram in self._telling:
                telling[columns] = True
        strange = sum(self._size(gram) for gram in grams if gram not in self._weight)
        asked = sum(self._weight[gram] for gram in known)
        asked += self._rule.unknown * self._rarest * strange
        power = self._rule.wording_power
        return (hit / self._whole) ** power * (hit / asked) ** (1 - power), telling

    def _size(self, gram: Gram) -> float:
        return self._rule.single if len(gram) == 1 else 1.0


def _columns(cut: Sequence[frozenset[Gram]]) -> dict[Gram, NDArray[np.intp]]:
    """The numbers of the wordings that hold each gram."""
    columns: dict[Gram, list[int]] = {}
    for column, of in enumerate(cut):
        for gram in of:
            columns.setdefault(gram, []).append(column)
    return {gram: np.array(of, np.intp) for gram, of in columns.items()}
