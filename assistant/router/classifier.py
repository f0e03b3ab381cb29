"""The tool a message is for, learnt from reviewed messages: by its letters, and by what it means.

A linear classifier in closed form (ridge regression on one column a tool), fitted when it is built:
a message that goes astray is mended by adding examples, not code. Letters alone already tell most;
sentence vectors are added once they lie in the home folder.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from assistant.reading.wording_vectors import WordingVectors
from assistant.router.tools import QUERY, Example

Floats = NDArray[np.float32]
_LENGTHS = (1, 2, 3)  # of the runs of letters
_RARE = 2  # runs seen less often tell nothing
_RIDGE = 0.5
_EVEN = 0.5  # how far rare tools' examples count for more: 0 = not at all, 1 = each tool alike
_SHARP = 8.0  # how fast a higher score becomes a higher share
_SURE = 0.6  # share below which a message is taken for a question of the data


@dataclass(frozen=True)
class _Fitted:
    tools: tuple[str, ...]
    runs: dict[str, int]
    mean: Floats | None  # of the vectors, with their scale; None without them
    scale: float
    weights: Floats
    bias: Floats


class ToolClassifier:
    """Tells which tool a message is for; safe to share between threads.

    Args:
        examples: reviewed messages.
        vectors: of the examples' texts, in their order; None = letters only.
    """

    def __init__(
        self, examples: Sequence[Example], vectors: WordingVectors | None = None
    ) -> None:
        self._examples, self._vectors = tuple(examples), vectors
        self._lock = Lock()
        self._fitted: _Fitted | None = None

    def prepare(self) -> None:
        """Embed the examples unless that was done in an earlier run; some seconds.

        Raises:
            SourceUnavailable: the embedding model cannot be reached.
        """
        if self._vectors is not None and not self._vectors.ready:
            self._vectors.prepare()
            with self._lock:
                self._fitted = None

    def __call__(self, text: str) -> str:
        """Return the tool's name; ``query`` where no other is likely enough."""
        shares = self.shares(text)
        best = max(shares, key=lambda tool: shares[tool], default=QUERY)
        return best if shares.get(best, 0.0) >= _SURE else QUERY

    def shares(self, text: str) -> dict[str, float]:
        """Return how likely each tool is; they add up to 1."""
        with self._lock:
            if self._fitted is None:
                self._fitted = _fitted(self._examples, self._matrix())
            fitted = self._fitted
        if not fitted.tools:
            return {}
        row = _letters([text], fitted.runs)
        if fitted.mean is not None and self._vectors is not None:
            meant = (self._vectors.of(text) - fitted.mean) / fitted.scale
            row = np.hstack([row, meant[None, :]])
        scores = _SHARP * (row @ fitted.weights + fitted.bias)[0]
        likely = np.exp(scores - scores.max())
        return dict(zip(fitted.tools, (likely / likely.sum()).tolist(), strict=True))

    def _matrix(self) -> Floats | None:
        return self._vectors.matrix if self._vectors is not None else None


def _fitted(examples: Sequence[Example], vectors: Floats | None) -> _Fitted:
    tools = tuple(sorted({one.tool for one in examples}))
    seen = Counter(run for one in examples for run in _runs(one.asks))
    runs = {run: n for n, run in enumerate(sorted(r for r in seen if seen[r] >= _RARE))}
    rows = _letters([one.asks for one in examples], runs)
    mean, scale = None, 1.0
    if vectors is not None and len(vectors):
        mean = vectors.mean(axis=0)
        scale = float(np.linalg.norm(vectors - mean, axis=1).mean()) or 1.0
        rows = np.hstack([rows, (vectors - mean) / scale])
    of = [tools.index(one.tool) for one in examples]
    wanted = np.full((len(examples), len(tools)), -1 / max(1, len(tools) - 1), np.float32)
    wanted[np.arange(len(examples)), of] = 1.0
    share = np.bincount(of, minlength=len(tools))[of] / max(1, len(examples))
    weight = share ** -_EVEN if len(examples) else share
    bias = np.average(wanted, axis=0, weights=weight) if len(examples) else wanted.sum(axis=0)
    kernel = rows @ rows.T + _RIDGE * np.diag(weight.mean() / weight) if len(examples) else rows
    weights = rows.T @ np.linalg.solve(kernel, wanted - bias) if len(examples) else rows.T
    return _Fitted(tools, runs, mean, scale, weights, bias)


def _letters(texts: Sequence[str], runs: dict[str, int]) -> Floats:
    """A row a text: 1 at each run it holds, scaled to length 1."""
    found = np.zeros((len(texts), len(runs)), np.float32)
    for n, text in enumerate(texts):
        at = [runs[run] for run in _runs(text) if run in runs]
        if at:
            found[n, at] = 1 / np.sqrt(len(at))
    return found


def _runs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + n] for n in _LENGTHS for at in range(len(text) - n + 1))
