"""Rules that build groupings: 各市、按批次、各类、按市和批次、哪个行业."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.chart import Joined, RuleBook, RuleContext
from assistant.reading.phrase_types import GroupPhrase, Item, Mods
from assistant.reading.rule_words import words_of


def register(book: RuleBook) -> None:
    """Add the grouping rules to the book."""
    book.rule("each", "noun|dim|attr|grainword")(grouped)
    book.rule("each", "measure")(ordering)
    book.rule("each", "mods")(values_apart)
    book.rule("each", "share")(ordering_share)
    book.rule("each", "change")(ordering_change)
    book.rule("change", "cmp")(moved_edge)
    book.rule("which", "attr|dim")(asked_attr)
    book.rule("attr", "kinds")(attr_kinds)
    book.rule("attr|dim", "which")(attr_asked)
    book.rule("each", "kinds")(by_kinds)
    book.rule("kinds", "attr|dim")(grouped)
    book.rule("group|dim", "joiner")(more_groups)
    book.rule("group+", "noun|attr|dim|kinds")(two_groups)
    book.rule("kinds", "noun")(kinds_of)
    book.rule("noun", "kinds")(kinds_after)


def moved_edge(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """多一成以上、少一成以上: an amount of rise, or of fall."""
    amount = right.value.amount
    if amount is None or amount.dimension != "fraction" or right.value.upper is not None \
            or not left.tags & {"up", "down"} or amount.value < 0:
        return None
    if "up" in left.tags:
        return Joined("cmp", right.value, 0.4)
    flipped = {">=": "<=", ">": "<", "<=": ">=", "<": ">"}.get(right.value.cmp)
    if flipped is None:
        return None
    fallen = replace(amount, value=-amount.value)
    return Joined("cmp", replace(right.value, cmp=flipped, amount=fallen), 0.4)


def asked_attr(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """哪个行业、哪个批次: one of an attribute's values is asked for."""
    if right.kind == "dim":
        group = GroupPhrase(paths=right.value, asked=True, text=left.text + right.text)
    else:
        group = GroupPhrase(attrs=right.value, asked=True, text=left.text + right.text)
        if all(context.attr_type(a.entity, a.attribute) == "category" for a in right.value):
            return Joined("group", group, 1.5)  # 在哪个环节: rather than a row named so
    return Joined("group", group, 1.2)


def attr_kinds(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """事由哪种: by the values of the attribute."""
    return Joined("group", GroupPhrase(attrs=left.value, asked=True, each=True,
                                       text=left.text + right.text), 1.0)


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


def ordering(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """按用水总量: what the rows are put in order by."""
    if left.text not in words_of("by_the_measure") or right.value.change is not None:
        return None
    return Joined("orderby", right.value, 0.9)


def ordering_share(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """按比例排: by the rate that is shown."""
    return Joined("orderby", None, 0.9) if left.text in words_of("ordering") else None


def ordering_change(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """按增幅排、按差值排: by how far what is shown moved."""
    if left.text not in words_of("ordering") or not right.tags & {"growth", "diff", "change"}:
        return None
    return Joined("orderchange", "growth" if "growth" in right.tags else "", 0.9)


def values_apart(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """分故障、到期、改造: one row for each of the values."""
    mods: Mods = right.value
    if len(mods.conds) != 1 or mods.conds[0].listed < 2 or mods.states or mods.preds:
        return None
    return Joined("split", mods, 1.0)


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
