"""Sentence vectors of a fixed list of wordings, kept in a file between starts."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from threading import Lock
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from assistant.contracts.ports import Embedder

Vectors = NDArray[np.float32]
_ALIKE = 1e-3  # one text embedded twice by one model on two machines


class WordingVectors:
    """Unit vectors of wordings; the file is named after their content.

    Args:
        wordings: the texts.
        embedder: the sentence-embedding model.
        folder: where the file is kept; None keeps nothing.
    """

    def __init__(self, wordings: Sequence[str], embedder: Embedder, folder: Path | None) -> None:
        self._wordings = tuple(wordings)
        self._embedder = embedder
        key = hashlib.sha256("\n".join(self._wordings).encode()).hexdigest()[:16]
        self._path = None if folder is None else folder / f"wordings-{key}.npz"
        self._lock = Lock()
        self._vectors = self._read()

    @property
    def ready(self) -> bool:
        """Whether texts can be compared now, at the cost of one embedding."""
        return self._vectors is not None

    @property
    def matrix(self) -> Vectors | None:
        """The vectors, a row a wording; None while not ready."""
        return self._vectors

    def of(self, text: str) -> Vectors:
        """Return the vector of a text.

        Raises:
            SourceUnavailable: the embedding model cannot be reached.
        """
        return np.array(self._embedder.embed([text])[0], np.float32)

    def prepare(self) -> None:
        """Embed the wordings unless they are there; tens of milliseconds a wording.

        Raises:
            SourceUnavailable: the embedding model cannot be reached.
        """
        with self._lock:
            if self._vectors is None:
                self._vectors = np.array(self._embedder.embed(self._wordings), np.float32)
                self._write(self._vectors)

    def cosines(self, text: str) -> Vectors:
        """Return the cosine of ``text`` with each wording; zeros while not ready.

        Raises:
            SourceUnavailable: the embedding model cannot be reached.
        """
        if self._vectors is None:
            return np.zeros(len(self._wordings), np.float32)
        found: Vectors = self._vectors @ self.of(text)
        return found

    def _read(self) -> Vectors | None:
        """The kept vectors; None when absent, damaged or of another model."""
        if self._path is None or not self._wordings:
            return None
        try:
            with self._path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                vectors: Vectors = stored["vectors"]
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):
            return None
        if vectors.shape != (len(self._wordings), self._embedder.dimension):
            return None
        # The file does not know which model made it: embedding one wording again tells.
        again = np.array(self._embedder.embed(self._wordings[:1])[0], np.float32)
        return vectors if np.allclose(vectors[0], again, atol=_ALIKE) else None

    def _write(self, vectors: Vectors) -> None:
        """Replace the file in one step; one that cannot be written is only slower."""
        if self._path is None:
            return
        part = self._path.with_name(f"{self._path.stem}.{token_hex(4)}.part.npz")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            np.savez(part, vectors=vectors)
            part.replace(self._path)
        except OSError:
            with suppress(OSError):
                part.unlink()
