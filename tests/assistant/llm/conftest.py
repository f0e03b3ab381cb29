"""The small model, where ``make test`` could fetch it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.llm.catalogue import ModelFile, find_model, load_catalogue
from assistant.llm.fetch import ModelStore
from tests.conftest import ROOT


@pytest.fixture(scope="session")
def small() -> ModelFile:
    return find_model(load_catalogue(), "qwen2.5-0.5b")


@pytest.fixture(scope="session")
def weights(small: ModelFile) -> Path:
    """The file of the small model."""
    store = ModelStore(ROOT / ".venv" / "live" / "models")
    if not store.has(small):
        pytest.skip("no language model: .ci/model fetches it")
    return store.path(small)
