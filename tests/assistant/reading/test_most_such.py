"""哪个市漂移最多 counts what happened; what is measured is left to its measure."""

import pytest

from assistant.reading.frame import Frame
from assistant.reading.most_such import most_such
from assistant.reading.nodes import Cond
from assistant.reading.phrase_types import Item, Mods, SetPhrase
from assistant.reading.resolve import Resolver
from knowledge_graph.semantics.graph import EntityGraph
from knowledge_graph.semantics.model import SemanticModel


@pytest.fixture(scope="module")
def resolver(model: SemanticModel) -> Resolver:
    return Resolver(model, EntityGraph(model), lambda entity, key: None)


def _frame(asked: str) -> Frame:
    drift = Cond((("anomaly", "kind", ("漂移",)),), "漂移")
    most = Item("extreme", "最多", 0, 1, 0.1, "最多", tags=frozenset({"most"}))
    return Frame(extreme=most, mods=Mods(conds=(drift,)),
                 nouns=[SetPhrase((asked,), asked="which")])


def test_places_are_ranked_by_what_happened(resolver: Resolver) -> None:
    frame = _frame("city")
    most_such(frame, resolver)
    assert frame.ranked is not None and frame.ranked.by is not None
    assert frame.ranked.by.noun is not None and frame.ranked.by.noun.options == ("anomaly",)
    assert not frame.mods and frame.extreme is None


def test_happenings_are_not_ranked_by_themselves(resolver: Resolver) -> None:
    frame = _frame("anomaly")
    most_such(frame, resolver)
    assert frame.ranked is None
