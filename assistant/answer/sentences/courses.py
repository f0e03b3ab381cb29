"""Sentences for a course in time and for distributions: series, bins, crosstab."""

from __future__ import annotations

from collections.abc import Callable

from assistant.answer.clauses import (
    change_stem,
    change_words,
    difference_words,
    is_change,
    number,
    sentence,
)
from assistant.answer.sentences.groups import table_text
from assistant.answer.sentences.statements import flagged
from assistant.answer.sentences.topic import Topic
from assistant.answer.view import View
from assistant.contracts.answer import Cell

_FEW = 8
Row = tuple[Cell, ...]


def series_text(view: View, topic: Topic) -> str:
    """Return first → last with the change, then the highest and lowest with when."""
    i, keys = view.figure, view.at("key")
    if i is None or not keys:
        return table_text(view, topic)
    if len(keys) > 1:
        return _several_lines(view, topic, i, keys)
    known = [row for row in view.rows if number(row[i]) is not None]
    if len(known) < 2:
        return table_text(view, topic)
    first, last = known[0], known[-1]
    if is_change(view.fields[i]):
        return _changes(view, topic, known, i) + flagged(view)
    change = difference_words(view.fields[i], number(last[i]) or 0.0, number(first[i]) or 0.0)
    label = view.fields[i].label
    short = _shortened(topic.lead, [view.name(row) for row in known])
    lead = (
        f"{topic.lead}{label}从{short(view.name(first))}的{view.show(i, first[i])}"
        f"到{short(view.name(last))}的{view.show(i, last[i])}"
    )
    gaps = len(view.rows) - len(known)
    note = f"有{gaps}个时段没有数据。" if gaps else ""
    text = sentence(lead, change) + _extremes(view, known, i, short)
    return text + _further(view, i) + flagged(view) + note


def _further(view: View, i: int) -> str:
    """From first to last for the next plain figures of the same periods."""
    told = ""
    plain = {"metric", "count", "agg", "ratio", "share", "per"}
    for j in [j for j in view.at("figure") if j != i and view.fields[j].op in plain][:2]:
        rows = [row for row in view.rows if number(row[j]) is not None]
        if len(rows) > 1:
            first, last = rows[0], rows[-1]
            field = view.fields[j]
            change = difference_words(field, number(last[j]) or 0.0, number(first[j]) or 0.0)
            told += sentence(
                f"{field.label}从{view.show(j, first[j])}到{view.show(j, last[j])}", change
            )
    return told


def _changes(view: View, topic: Topic, rows: list[Row], i: int) -> str:
    """The change of each period when there are few, else the largest and the smallest."""
    field = view.fields[i]
    told = [f"{view.name(row)}{change_words(field, number(row[i]) or 0.0)}" for row in rows]
    if len(rows) <= _FEW:
        return f"{topic.lead}{change_stem(field)}：{'、'.join(told)}。"
    high = max(range(len(rows)), key=lambda n: number(rows[n][i]) or 0.0)
    low = min(range(len(rows)), key=lambda n: number(rows[n][i]) or 0.0)
    return f"{topic.lead}{change_stem(field)}，最高为{told[high]}，最低为{told[low]}。"


def _shortened(lead: str, names: list[str]) -> Callable[[str], str]:
    """Names of periods without the year, when the lead has said it and there is but one."""
    year = lead[:5]
    one = year.endswith("年") and all(n.startswith(year) and len(n) > len(year) for n in names)
    return lambda name: name.removeprefix(year) if one else name


def _extremes(view: View, rows: list[Row], i: int, short: Callable[[str], str]) -> str:
    if len(rows) < 3:
        return ""
    high = max(rows, key=lambda row: number(row[i]) or 0.0)
    low = min(rows, key=lambda row: number(row[i]) or 0.0)
    if high[i] == low[i]:
        return "各期相同。"
    return (
        f"最高为{short(view.name(high))}（{view.show(i, high[i])}），"
        f"最低为{short(view.name(low))}（{view.show(i, low[i])}）。"
    )


def _several_lines(view: View, topic: Topic, i: int, keys: tuple[int, ...]) -> str:
    """Several things over time: the last period told for each."""
    when = next((k for k in keys if view.fields[k].grain), keys[-1])
    rows = [row for row in view.rows if number(row[i]) is not None]
    if not rows:
        return f"{topic.lead}{view.fields[i].label}没有数据。"
    last = max((str(row[when]) for row in rows), default="")
    at_last = [row for row in rows if str(row[when]) == last]
    others = [k for k in keys if k != when]
    shown = "；".join(
        "·".join(view.show(k, row[k]) for k in others) + view.show(i, row[i])
        for row in at_last[:6]
    )
    more = "；其余见表" if len(at_last) > 6 else ""
    periods = len({str(row[when]) for row in view.rows})
    label, name = view.fields[i].label, view.show(when, at_last[0][when])
    return f"{topic.lead}{label}共{periods}个时段，{name}：{shown}{more}。"


def _one_bin(view: View, topic: Topic) -> str:
    """All in one bin."""
    i = view.figure
    if i is None or len(view.rows) != 1 or not view.at("key"):
        return ""
    row = view.rows[0]
    label = view.fields[i].label.removesuffix("数").removesuffix("个")
    return f"{topic.opening}{view.show(i, row[i])}{label}全部在“{view.name(row)}”一组。"


def spread_text(view: View, topic: Topic) -> str:
    """Return the fullest bin or cell and its part of the whole."""
    i = view.figure
    if i is None or len(view.rows) < 2:
        return _one_bin(view, topic) or table_text(view, topic)
    values = [number(row[i]) or 0.0 for row in view.rows]
    whole, top = sum(values), max(values)
    if whole <= 0 or min(values) < 0:
        return table_text(view, topic)
    rows = [row for row, value in zip(view.rows, values, strict=True) if value == top]
    names = "、".join(view.name(row) for row in rows[:3])
    tied = "并列" if len(rows) > 1 else ""
    field = view.fields[i]
    # Only counts and volumes add up to a whole; rates do not.
    adds = field.unit.decimals == 0 or "m³" in field.unit.label
    share = f"，占{top / whole * 100:.1f}%" if adds and not field.is_rate and not tied else ""
    total = ""
    if adds and "/" not in field.unit.label:
        total = f"合计{view.show(i, whole if field.unit.decimals else round(whole))}，"
    shown = f"{view.show(i, rows[0][i])}{share}"
    every = ""
    if len(view.rows) <= _FEW:
        each = [f"{view.name(row)}{view.show(i, row[i])}" for row in view.rows]
        every = "各组为：" + "、".join(each) + "。"
    return f"{topic.opening}{total}{field.label}最多的是{names}{tied}（{shown}）。{every}"
