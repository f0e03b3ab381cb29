"""A figure of one hour is tested hour by hour."""

import pytest

from assistant.reading.frame import Frame
from assistant.reading.nodes import Amount, Comparison
from assistant.reading.phrase_types import MeasurePhrase, Mods, PredPhrase, SetPhrase
from assistant.reading.resolve import Resolver
from assistant.reading.roles import Roles
from assistant.reading.single_hours import hour_by_hour
from knowledge_graph.semantics.graph import EntityGraph
from knowledge_graph.semantics.model import SemanticModel


@pytest.fixture(scope="module")
def resolver(model: SemanticModel) -> Resolver:
    return Resolver(model, EntityGraph(model), lambda entity, key: None)


def _holders() -> SetPhrase:
    volume = MeasurePhrase("metric", metrics=("volume_taken",))
    over = Comparison(">", Amount(500.0, unit="m3", dimension="volume"))
    return SetPhrase(("holder",), Mods(preds=(PredPhrase(volume, comparison=over),)))


def test_each_hour_that_passes_is_listed(resolver: Resolver) -> None:
    roles = Roles(rows=_holders())
    hour_by_hour(Frame(flags={"single_hour"}), roles, resolver)
    assert roles.rows is None and [g.grain for g in roles.groups] == [None, "hour"]
    assert roles.having[0].subject is not None
    assert roles.having[0].subject.metrics == ("hourly_volume",)


def test_things_with_such_an_hour_are_counted(resolver: Resolver) -> None:
    roles = Roles(measures=[MeasurePhrase("count", noun=_holders())])
    hour_by_hour(Frame(flags={"single_hour"}), roles, resolver)
    noun = roles.measures[0].noun
    assert noun is not None
    assert (noun.mods.preds[0].quantifier, noun.mods.preds[0].grain) == ("some", "hour")


def test_a_total_is_left_alone(resolver: Resolver) -> None:
    roles = Roles(rows=_holders())
    hour_by_hour(Frame(), roles, resolver)
    assert roles.rows is not None
