"""Composition: adjacent phrases join by type, and the best cover of the clause is taken."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.reading.chart import Joined, RuleBook, compose
from assistant.reading.phrase_types import Item

BOOK = RuleBook()


@BOOK.rule("number", "unit")
def amount(_: Any, left: Item, right: Item) -> Joined:
    return Joined("amount", (left.value, right.value))


@BOOK.rule("less|more", "amount")
def limit(_: Any, left: Item, right: Item) -> Joined | None:
    return Joined("limit", (left.kind, right.value)) if right.value[1] != "sheep" else None


@BOOK.rule("amount", "unit")
def odd(_: Any, left: Item, right: Item) -> Joined:
    return Joined("odd", left.value, bonus=-5.0)


def item(at: int, kind: str, value: object = None, score: float = 1.0) -> Item:
    return Item(kind, value, at, at + 1, score, f"{kind}{at}")


def composed(*items: Item) -> list[Item]:
    return compose(items, BOOK, None)  # type: ignore[arg-type]  # these rules look nothing up


def test_phrases_join_upwards():
    (found,) = composed(item(0, "less"), item(1, "number", 5), item(2, "unit", "m"))
    assert (found.kind, found.value) == ("limit", ("less", (5, "m")))
    assert (found.start, found.end, found.text) == (0, 3, "less0number1unit2")
    assert found.score == 5.0  # three words and two joins


def test_one_rule_serves_each_kind_it_names():
    (found,) = composed(item(0, "more"), item(1, "number", 5), item(2, "unit", "m"))
    assert found.value == ("more", (5, "m"))


def test_types_that_do_not_fit_stay_apart():
    found = composed(item(0, "less"), item(1, "number", 5), item(2, "unit", "sheep"))
    assert [one.kind for one in found] == ["less", "amount"]


def test_of_two_readings_the_one_that_joins_is_taken():
    word = item(0, "name", "fifty", 1.5), item(0, "number", 50)
    assert [one.kind for one in composed(*word)] == ["name"]
    assert [one.kind for one in composed(*word, item(1, "unit", "m"))] == ["amount"]


def test_a_join_that_costs_more_than_it_brings_is_not_taken():
    found = composed(item(0, "number", 5), item(1, "unit", "m"), item(2, "unit", "s"))
    assert [one.kind for one in found] == ["amount", "unit"]


def test_nothing_heard_gives_nothing():
    assert composed() == []


@settings(derandomize=True, database=None, deadline=None, max_examples=80)
@given(st.lists(st.sampled_from(["number", "unit", "less", "more", "other"]), max_size=10))
def test_every_word_is_in_exactly_one_phrase(kinds):
    found = composed(*(item(at, kind, at) for at, kind in enumerate(kinds)))
    assert [at for one in found for at in range(one.start, one.end)] == list(range(len(kinds)))
    assert sum(one.score for one in found) >= len(kinds)
