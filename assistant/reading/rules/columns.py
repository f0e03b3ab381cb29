"""Rules for what to show of each row: 列站名、县和断了多久; 带器具型号; 户名和次数."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.chart import Joined, RuleBook, RuleContext
from assistant.reading.phrase_types import Item, SetPhrase
from assistant.reading.rule_words import senses_of, words_of

_TERM = "attr|noun|measure|times|lasting|kinds|count|share|whole_place"
_OWN_PLACES = senses_of("own_place")


def register(book: RuleBook) -> None:
    """Add the column rules to the book."""
    book.rule("mods", "length")(lasting)
    book.rule("attr|times|lasting|noun|measure|columns|kinds|whole_place", "joiner")(more_columns)
    book.rule("columns+", "joiner")(waiting)
    book.rule("list", "joiner")(list_and)
    book.rule("columns+", _TERM)(next_column)
    book.rule("list|show", "columns")(shown)
    book.rule("list", "attr|measure|lasting")(shown_one)
    book.rule("show", "attr|measure|noun|kinds|lasting|times")(shown_one)
    book.rule("columns", "columns")(side_by_side)
    book.rule("attr", "attr|lasting")(two_columns)


def lasting(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """断了多久、停了几天: how long the state has lasted."""
    mods = left.value
    if len(mods.states) != 1 or mods.conds or mods.preds:
        return None
    return Joined("lasting", mods.states[0], 1.0)


def _term(item: Item) -> tuple[Item, ...] | None:
    """Return the item as columns, or None when it asks or narrows by itself."""
    if item.kind == "columns":
        terms: tuple[Item, ...] = item.value
        return terms
    value = item.value
    if item.kind == "whole_place":  # 所在市 of each row
        entity = _OWN_PLACES.get(item.text)
        return None if entity is None else (
            replace(item, kind="noun", value=SetPhrase((entity,), text=item.text)),)
    if item.kind == "measure" and value.kind == "share" and value.lift and value.part is None:
        return (item,)  # 占全省比例 of each row
    if item.kind == "noun" and (value.asked or value.ranked or value.mods or value.number):
        return None
    if item.kind == "measure" and (value.kind != "metric" or value.change is not None):
        return None
    if item.kind == "count" and item.text not in words_of("counting"):
        return None
    return (item,)


def list_and(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """名单和 + 运维单位."""
    return None if "or" in right.tags else Joined("columns+", (), -0.25)


def more_columns(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """站名、…: another column is coming."""
    terms = _term(left)
    if terms is None or "or" in right.tags:
        return None
    return Joined("columns+", terms, 0.2)


def waiting(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """Two joiners in a row: what stood between them says nothing."""
    return Joined("columns+", left.value, 0.1)


def next_column(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """站名、县: columns, when one of them at least can be nothing else."""
    last = _term(right)
    if last is None:
        return None
    terms = (*left.value, *last)
    sure = any(t.kind in ("attr", "times", "lasting") for t in terms)
    return Joined("columns", terms, 0.45 if sure else 0.1)


def shown(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """列站名、县."""
    return Joined("columns", right.value, 0.9)


def shown_one(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """列户名、带水量."""
    terms = _term(right)
    return None if terms is None else Joined("columns", terms, 0.9)


def side_by_side(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """站名、县和运维单位 + 器具型号."""
    return Joined("columns", (*left.value, *right.value), 0.5)


def two_columns(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """编号 类型 期限, said without joiners."""
    terms = _term(right)
    return None if terms is None else Joined("columns", (left, *terms), 0.5)
