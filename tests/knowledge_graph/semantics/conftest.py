"""The shipped model, loaded once, and a way to write small YAML files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from knowledge_graph.semantics.load import load_model
from knowledge_graph.semantics.model import SemanticModel

WriteYaml = Callable[..., Path]


@pytest.fixture(scope="session")
def model() -> SemanticModel:
    return load_model()


@pytest.fixture
def write_yaml(tmp_path: Path) -> WriteYaml:
    def write(text: str, name: str = "extra.yaml") -> Path:
        path = tmp_path / name
        path.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
        return path

    return write
