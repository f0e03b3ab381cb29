"""Texts read back over the demo province's names."""

from __future__ import annotations

from datetime import datetime

import pytest

from assistant.reading.restate import Restater
from assistant.reading.restated.read_back import ReadBack
from assistant.reading.restated.vocabulary import Vocabulary
from assistant.wiring.answering import _named_rows
from assistant.wiring.told_names import ToldNames

AS_OF = datetime(2026, 9, 16, 9)


@pytest.fixture(scope="session")
def told(model, demo_warehouse) -> ToldNames:
    _, warehouse = demo_warehouse
    return ToldNames(_named_rows(model, warehouse), model)


@pytest.fixture(scope="session")
def vocabulary(model, told) -> Vocabulary:
    return Vocabulary(model, told.name_of, told.keys_of)


@pytest.fixture(scope="session")
def restater(model, told) -> Restater:
    return Restater(model, told.name_of)


@pytest.fixture
def read_back(vocabulary, restater) -> ReadBack:
    return ReadBack(vocabulary, restater)
