"""Acts told in many ways: which state the words are read as."""

from __future__ import annotations

import pytest

from assistant.reading.act_forms import act_forms
from knowledge_graph.semantics.model import SemanticModel


def told(model: SemanticModel, text: str) -> set[str]:
    """Return the states that a text as a whole tells."""
    found = ((form, form.pattern.match(text)) for form in act_forms(model))
    return {use.name for form, at in found if at is not None and at[0] == text
            for use in form.states}


@pytest.mark.parametrize(("text", "state"), [
    ("没建档案", "station_unarchived"), ("档案一直没建好", "station_unarchived"),
    ("没有档案", "station_unarchived"), ("档案空着", "station_unarchived"),
    ("建好了档案", "station_archived"), ("有档案", "station_archived"),
    ("还没修好", "ticket_open"), ("已经修复", "ticket_repaired"),
    ("没提出延续申请", "permit_renewal_missing"), ("延续申请已递交", "permit_renewal_applied"),
    ("收到整改通知", "holder_ordered"), ("还没装流量计", "intake_unmetered"),
    ("偏差说明还没交", "account_unexplained"), ("改过数据", "report_edited"),
])  # fmt: skip
def test_an_act_is_told_in_many_ways(model: SemanticModel, text: str, state: str):
    assert state in told(model, text)


@pytest.mark.parametrize("text", ["都没建档案", "查了", "建", "档案", "没", "装表"])
def test_what_tells_less_or_more_than_the_act_is_left_alone(model: SemanticModel, text: str):
    assert told(model, text) == set()


def test_every_way_ends_with_a_word_of_the_act(model: SemanticModel):
    assert all(form.pattern.match("") is None for form in act_forms(model))
