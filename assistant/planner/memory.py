"""The reviewed memory: questions whose meaning people have checked, found again by what they mean.

Nothing comes into it by use. The pairs are files: those shipped here, and ``reviewed.jsonl`` in the
home folder, if the operator keeps one ({"asks": question, "says": restatement} a line, in codes).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, ValidationError

from assistant.contracts.errors import BadInput
from assistant.contracts.time import Term
from assistant.reading.wording_vectors import WordingVectors

REVIEWED = Path(__file__).with_name("reviewed.jsonl")
Floats = NDArray[np.float32]


class Pair(Term):
    """A question in codes and what it means."""

    asks: str = Field(min_length=1)
    says: str = Field(min_length=1)


def load_pairs(*paths: Path) -> tuple[Pair, ...]:
    """Return the pairs of files, in order; a file that is not there has none.

    Raises:
        BadInput: a line is malformed; told with its place.
    """
    found: list[Pair] = []
    for path in paths:
        if not path.exists():
            continue
        for no, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                found.append(Pair.model_validate(json.loads(line)))
            except (ValidationError, ValueError) as error:
                raise BadInput(f"{path} 第 {no} 行写得不对：要 asks 和 says 两项。") from error
    return tuple(found)


class Memory:
    """Finds like questions; by meaning once its vectors are prepared, by writing before that.

    Args:
        pairs: what people have checked.
        vectors: of the pairs' questions; None = by writing only.
    """

    def __init__(self, pairs: Sequence[Pair], vectors: WordingVectors | None = None) -> None:
        self._pairs, self._vectors = tuple(pairs), vectors
        self._grams = [_grams(pair.asks) for pair in self._pairs]

    def __call__(self, text: str, n: int) -> list[tuple[str, str]]:
        """Return the ``n`` pairs whose questions are most alike, best first."""
        if self._vectors is not None and self._vectors.ready:
            alike = self._vectors.cosines(text)
        else:
            alike = self._written_alike(text)
        best = np.argsort(-alike, kind="stable")[:n]
        return [(self._pairs[i].asks, self._pairs[i].says) for i in best]

    def prepare(self) -> None:
        """Embed the questions unless that was done in an earlier run; about ten seconds a thousand.

        Raises:
            SourceUnavailable: the embedding model cannot be reached.
        """
        if self._vectors is not None and self._pairs:
            self._vectors.prepare()

    def _written_alike(self, text: str) -> Floats:
        mine = _grams(text)
        shares = [len(mine & other) / (len(mine | other) or 1) for other in self._grams]
        return np.array(shares, np.float32)


def _grams(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))
