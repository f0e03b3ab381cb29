"""The real model and the reader over the demo province, wired as the assistant wires it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from golden_book import Golden, rewrite
from typed_text import Compact, reading_of

from assistant.ask import Stages
from assistant.reading.conversing.reader import Conversing
from assistant.reading.reader import Reader
from assistant.router.router import Router
from assistant.settings import Settings, load_settings
from assistant.wiring.answering import _build_stages
from assistant.wiring.data import open_warehouse
from assistant.wiring.planning import aids_of
from data_connectors.warehouse.store import DuckWarehouse
from knowledge_graph.semantics.load import load_model
from knowledge_graph.semantics.model import SemanticModel

StagesOver = Callable[[SemanticModel], Stages]
Readings = Callable[[str], Compact]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true",
        help="write the readings of tests/assistant/reading/golden anew",
    )  # fmt: skip


@pytest.fixture(scope="session")
def model() -> SemanticModel:
    return load_model(profile="jiangxi")


@pytest.fixture(scope="session")
def demo_warehouse(demo_home: Path) -> Iterator[tuple[Settings, DuckWarehouse]]:
    settings = load_settings(home=demo_home)
    warehouse = open_warehouse(settings)
    yield settings, warehouse
    warehouse.close()


@pytest.fixture(scope="session")
def stages_over(demo_warehouse) -> StagesOver:
    """Build the stages over another model and the same data."""
    settings, warehouse = demo_warehouse
    return lambda model: _build_stages(
        settings, model, warehouse, aids_of(model, settings, None))


@pytest.fixture(scope="session")
def reader(stages_over: StagesOver, model: SemanticModel) -> Reader:
    router = stages_over(model).reader
    assert isinstance(router, Router)
    conversing = router.reads
    assert isinstance(conversing, Conversing)
    return conversing.single


@pytest.fixture(scope="session")
def reading(reader: Reader) -> Readings:
    """Read a question once: its status, with the typed query as text when it is ready."""
    held: dict[str, Compact] = {}

    def read(question: str) -> Compact:
        if question not in held:
            held[question] = reading_of(reader.read(question))
        return held[question]

    return read


@pytest.fixture(scope="session")
def agree(request: pytest.FixtureRequest) -> Iterator[Callable[[Golden, Compact], None]]:
    """Hold a reading against what was agreed on; with ``--update-golden`` take it over."""
    update = request.config.getoption("--update-golden", default=False)
    new: dict[Path, dict[str, Compact]] = defaultdict(dict)

    def check(golden: Golden, got: Compact) -> None:
        if update:
            new[golden.file][golden.question] = got
        else:
            assert got == golden.wanted

    yield check
    for path, readings in new.items():
        rewrite(path, readings)
