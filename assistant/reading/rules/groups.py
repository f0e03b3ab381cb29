"""Rules that build groupings: 各市、按批次、各类、按市和批次、哪个行业."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.chart import Joined, RuleBook, RuleContext
from assistant.reading.phrase_types import GroupPhrase, Item, Mods


def register(book: RuleBook) -> None:
    """Add the grouping rules to the book."""
    book.rule("each", "noun|dim|attr|grainword")(grouped)
    book.rule("which", "attr|dim")(asked_attr)
    book.rule("attr|dim", "which")(attr_asked)
    book.rule("each", "kinds")(by_kinds)
    book.rule("group|dim", "joiner")(more_groups)
    book.rule("group+", "noun|attr|dim|kinds")(two_groups)
    book.rule("kinds", "noun")(kinds_of)
    book.rule("noun", "kinds")(kinds_after)


def asked_attr(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """哪个行业、哪个批次: one of an attribute's values is asked for."""
    if right.kind == "dim":
        group = GroupPhrase(paths=right.value, asked=True, text=left.text + right.text)
    else:
        group = GroupPhrase(attrs=right.value, asked=True, text=left.text + right.text)
    return Joined("group", group, 1.2)


def attr_asked(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """行业是哪个."""
    return asked_attr(context, right, left)


def grouped(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """各市、按批次、分流域."""
    value = right.value
    text = left.text + right.text
    if right.kind == "noun":
        if value.asked or value.ranked:
            return None
        plain = replace(value, mods=Mods())
        group = GroupPhrase(entities=plain.options, each=True, text=text)
        if value.mods:
            return Joined("groupset", (group, value), 1.2)
        return Joined("group", group, 1.3)
    if right.kind == "dim":
        return Joined("group", GroupPhrase(paths=value, each=True, text=text), 1.3)
    if right.kind == "grainword":
        return Joined("group", GroupPhrase(grain=value, each=True, text=text), 1.3)
    return Joined("group", GroupPhrase(attrs=value, each=True, text=text), 1.2)


def kinds_of(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """各类问题: the noun, grouped by its own kind."""
    if right.value.asked or right.value.ranked:
        return None
    group = GroupPhrase(entities=right.value.options, each=True, kinds=True, text=left.text)
    return Joined("kindset", (group, right.value), 1.2)


def kinds_after(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """问题按类型."""
    return kinds_of(_, right, left)


def by_kinds(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """按九类."""
    return Joined("kinds", right.value, 0.6)


def more_groups(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """按市和 …: a second grouping is coming."""
    group = left.value if left.kind == "group" else GroupPhrase(paths=left.value, each=True)
    return Joined("group+", group, 0.3)


def two_groups(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """按市和批次."""
    if right.kind == "kinds":
        second = GroupPhrase(kinds=True, each=True, text=right.text)
    else:
        joined = grouped(context, left, right)
        if joined is None or joined.kind != "group":
            return None
        second = joined.value  # type: ignore[assignment]
    return Joined("groups", (left.value, second), 1.3)
