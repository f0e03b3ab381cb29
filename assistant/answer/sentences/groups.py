"""Sentences for groups with figures: rank, table, compare."""

from __future__ import annotations

from assistant.answer.clauses import (
    change_words,
    figure_clause,
    is_change,
    more_words,
    number,
    sentence,
)
from assistant.answer.sentences.topic import Topic
from assistant.answer.sentences.values import value_text
from assistant.answer.view import View
from assistant.contracts.answer import Cell

_ALL_NAMED = 6
Row = tuple[Cell, ...]


def rank_text(view: View, topic: Topic) -> str:
    """Return the first place (ties named), the next two, and the last."""
    i = view.figure
    if i is None:
        names = "、".join(view.name(row) for row in view.rows[:_ALL_NAMED])
        return f"{topic.lead}依次为{names}。"
    rows = [row for row in view.rows if number(row[i]) is not None]
    if not rows:
        return f"{topic.lead}{view.fields[i].label}没有数据。"
    ascending = _ascending(rows, i)
    word, other = ("最低", "最高") if ascending else ("最高", "最低")
    first = [row for row in rows if row[i] == rows[0][i]]
    lead = f"{topic.lead}{view.fields[i].label}{word}的是{_named(view, first, i)}"
    rest = rows[len(first) : len(first) + 2]
    clauses = [lead]
    if rest:
        clauses.append("其次是" + "、".join(_one(view, row, i) for row in rest))
    if len(rows) > len(first) + 2 and view.query.limit is None:
        last = [row for row in rows if row[i] == rows[-1][i]]
        clauses.append(f"{other}的是{_named(view, last, i)}")
    return sentence(*clauses) + _totals(view, i) + _missing(view, i)


def table_text(view: View, topic: Topic) -> str:
    """Return every group when there are few, else the highest and the lowest."""
    i = view.figure
    if i is None:
        return f"{topic.lead}共{len(view.rows)}{view.counter}，见表。"
    if not view.rows:
        return topic.lead + _totals(view, i)
    if len(view.rows) == 1:
        return value_text(view, topic) + _totals(view, i)
    label = view.fields[i].label
    if len(view.rows) <= _ALL_NAMED:
        text = "；".join(
            f"{view.name(row)}{view.show(i, row[i])}" for row in view.rows
        )
        return f"{topic.lead}{label}：{text}。{_totals(view, i)}"
    rows = sorted(
        (row for row in view.rows if number(row[i]) is not None),
        key=lambda row: number(row[i]) or 0.0,
    )
    if not rows:
        return f"{topic.lead}{label}没有数据。"
    high = [row for row in rows if row[i] == rows[-1][i]]
    low = [row for row in rows if row[i] == rows[0][i]]
    body = (
        f"{label}最高的是{_named(view, high, i)}，最低的是{_named(view, low, i)}"
        if rows[0][i] != rows[-1][i]
        else f"{label}都是{view.show(i, rows[0][i])}"
    )
    count = f"{len(view.rows)}{view.counter}{view.row_noun}中"
    return f"{topic.lead}{count}，{body}。{_totals(view, i)}{_missing(view, i)}"


def compare_text(view: View, topic: Topic) -> str:
    """Return the two sides and their gap, or how many groups rose and fell."""
    figures = view.at("figure")
    if len(view.rows) == 1 or not figures:
        return value_text(view, topic)
    changes = [i for i in figures if is_change(view.fields[i])]
    if changes:
        return _risen_fallen(view, topic, changes[0])
    i = figures[0]
    if len(view.rows) != 2:
        return rank_text(view, topic) if view.query.order else table_text(view, topic)
    one, two = view.rows
    a, b = number(one[i]), number(two[i])
    clauses = [
        f"{topic.lead}{view.name(one)}{figure_clause(view, i, one)}",
        f"{view.name(two)}为{view.show(i, two[i])}",
    ]
    if a is not None and b is not None:
        gap = a - b
        clauses.append(
            f"{view.name(one)}比{view.name(two)}{more_words(view.fields[i], gap)}"
            if gap
            else "两者持平"
        )
    others = [
        f"{view.fields[j].label}分别为{view.show(j, one[j])}和{view.show(j, two[j])}"
        for j in figures[1:]
    ]
    return sentence(*clauses, *others)


def _risen_fallen(view: View, topic: Topic, i: int) -> str:
    """How many groups rose and fell, and which moved most."""
    field = view.fields[i]
    rows = [row for row in view.rows if number(row[i]) is not None]
    up = [row for row in rows if (number(row[i]) or 0.0) > 0]
    down = [row for row in rows if (number(row[i]) or 0.0) < 0]
    if not rows:
        return f"{topic.lead}{field.label}没有数据。"
    parts = [f"{len(up)}{view.counter}上升、{len(down)}{view.counter}下降"]
    if len(rows) > len(up) + len(down):
        parts[0] += f"、{len(rows) - len(up) - len(down)}{view.counter}持平"
    for side, best in ((up, max), (down, min)):
        if side:
            row = best(side, key=lambda r: number(r[i]) or 0.0)
            change = change_words(field, number(row[i]) or 0.0)
            parts.append(f"{'升' if side is up else '降'}幅最大的是{view.name(row)}（{change}）")
    count = f"{len(rows)}{view.counter}{view.row_noun}中"
    return sentence(f"{topic.lead}{count}，{parts[0]}", *parts[1:]) + _missing(view, i)


def _ascending(rows: list[Row], i: int) -> bool:
    first, last = number(rows[0][i]) or 0.0, number(rows[-1][i]) or 0.0
    return first < last


def _one(view: View, row: Row, i: int) -> str:
    return f"{view.name(row)}（{view.show(i, row[i])}）"


def _named(view: View, rows: list[Row], i: int) -> str:
    """``九江市（94.3%）``; several tied: ``九江市、赣州市（并列，94.3%）``."""
    if len(rows) == 1:
        return _one(view, rows[0], i)
    names = "、".join(view.name(row) for row in rows[:_ALL_NAMED])
    more = f"等{len(rows)}{view.counter}" if len(rows) > _ALL_NAMED else ""
    return f"{names}{more}（并列，{view.show(i, rows[0][i])}）"


def _totals(view: View, i: int) -> str:
    return "".join(f"{view.name(row)}为{view.show(i, row[i])}。" for row in view.totals)


def _missing(view: View, i: int) -> str:
    missing = [row for row in view.rows if row[i] is None]
    if not missing:
        return ""
    names = "、".join(view.name(row) for row in missing[:3])
    more = f"等{len(missing)}{view.counter}" if len(missing) > 3 else ""
    return f"{names}{more}没有数据。"
