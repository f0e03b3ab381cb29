"""Units of measures made of others."""

import pytest

from assistant.contracts.algebra import Arith, Number, Per
from knowledge_graph.semantics.model import SemanticModel
from tools.query.units import unit_of


@pytest.mark.parametrize(
    ("units", "product"),
    [
        (("m3/mu", "mu"), "m3"),
        (("L/person/day", "person"), "L/day"),
        (("m3", "fraction"), "m3"),
        (("count", "m3"), "m3"),
        (("fraction", "fraction"), "fraction"),
        (("m3", "m3"), ""),
        (("m3/wan_yuan", "yuan"), ""),
    ],
)
def test_unit_of_a_product(model: SemanticModel, units: tuple[str, ...], product: str) -> None:
    factors = tuple(Number(value=2, unit=unit) for unit in units)
    assert unit_of(Arith(op="times", of=factors), model) == product


@pytest.mark.parametrize(("scale", "unit"), [(1, "ratio"), (100, "")])
def test_things_per_hundred_of_their_like_are_no_ratio(
    model: SemanticModel, scale: float, unit: str
) -> None:
    things = Number(value=2, unit="count")
    assert unit_of(Per(measure=things, by=things, scale=scale), model) == unit
