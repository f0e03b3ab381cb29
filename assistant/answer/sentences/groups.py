"""Sentences for groups with figures: rank, table, compare."""

from __future__ import annotations

from typing import Any

from assistant.answer.clauses import (
    change_stem,
    change_words,
    ends,
    figure_clause,
    is_change,
    more_words,
    number,
    sentence,
)
from assistant.answer.sentences.ranked import (
    ascending,
    first_few,
    last_words,
    named,
    order_words,
)
from assistant.answer.sentences.statements import flagged
from assistant.answer.sentences.topic import Topic
from assistant.answer.sentences.values import value_text
from assistant.answer.view import View
from assistant.contracts.answer import Cell

_LISTED = 12
_MORE = 2  # further figures told beside the first
_ALL_NAMED = 6
Row = tuple[Cell, ...]


def rank_text(view: View, topic: Topic) -> str:
    """Return the first places (ties named) and the last."""
    i = view.figure
    if i is None:
        names = "、".join(view.name(row) for row in view.rows[:_ALL_NAMED])
        return f"{topic.opening}依次为：{names}。"
    rows = [row for row in view.rows if number(row[i]) is not None]
    label = view.fields[i].label
    if not rows:
        return f"{topic.lead}{label}没有数据。"
    per, most = _per_group(view)
    if per:
        high, low = ends(view.fields[i])
        best = f"最{low if ascending(view, rows, i) else high}"
        spread = f"按每个{view.wording.path(per)}各取前{most}，共{len(view.rows)}行"
        lead = f"{topic.opening}{label}{spread}"
        if len(rows) <= _LISTED:
            each = "、".join(named(view, [row], i) for row in rows)
            group = view.wording.path(per)
            return f"{topic.opening}按每个{group}各取{label}{best}的{most}个：{each}。"
        return sentence(lead, f"其中{best}的是{named(view, rows[:1], i)}") + _missing(view, i)
    if len(rows) == 1:
        return value_text(view, topic) + _totals(view, i)
    lead = f"{topic.lead}{label}{order_words(view, rows, i)}{first_few(view, rows, i)}"
    text = sentence("；".join(x for x in (lead, last_words(view, rows, i)) if x))
    return text + flagged(view) + _totals(view, i) + _missing(view, i)


def _per_group(view: View) -> tuple[str, int]:
    """The dimension of which each member shows its own first few, and how many."""
    over: Any = view.query.over
    if over is not None and over.op == "top" and over.per is not None:
        return over.per, over.n
    return view.query.limit_per or "", view.query.limit or 0


def table_text(view: View, topic: Topic) -> str:
    """Return every group when there are few, else the highest and the lowest."""
    i = view.figure
    if i is None:
        return f"{topic.opening}共{len(view.rows)}{view.counter}，详见表。" + flagged(view)
    if not view.rows:
        return topic.opening + _totals(view, i)
    if len(view.rows) == 1:
        return value_text(view, topic) + _totals(view, i)
    if len(view.rows) <= _ALL_NAMED:
        text = topic.lead + _every_row(view, i)
    else:
        text = _ends(view, topic, i)
    return text + flagged(view) + _totals(view, i) + _missing(view, i)


def _every_row(view: View, i: int) -> str:
    """Each row with its first figure, shares and changes behind; further figures in their turn."""
    beside = [j for j in view.at("figure") if j != i and _goes_beside(view, j)]
    shared = [j for j in view.at("figure") if j != i and _shared(view, j)]
    others = [j for j in view.at("figure") if j not in (i, *beside, *shared)][:_MORE]
    told = []
    for j in (i, *others):
        rows = [f"{view.name(row)}{_cell(view, row, j)}" for row in view.rows]
        if j == i and beside:
            rows = [
                f"{text}（{'，'.join(_cell(view, row, k) for k in beside[:2])}）"
                for text, row in zip(rows, view.rows, strict=True)
            ]
        told.append(f"{view.fields[j].label}：{'、'.join(rows)}")
    told += [f"{view.fields[j].label}为{view.show(j, view.rows[0][j])}" for j in shared]
    return "；".join(told) + "。"


def _shared(view: View, j: int) -> bool:
    """Whether a figure is that of the whole, the same in every row."""
    return view.fields[j].op in {"at", "ancestor"} and len({row[j] for row in view.rows}) == 1


def _goes_beside(view: View, j: int) -> bool:
    field = view.fields[j]
    return is_change(field) or (field.label.startswith("占") and field.label.endswith("的比例"))


def _cell(view: View, row: Row, j: int) -> str:
    """A figure as it stands behind a name or in brackets."""
    field, value = view.fields[j], number(row[j])
    if value is None:
        return view.show(j, row[j])
    if is_change(field):
        stem = change_stem(field) if change_stem(field).startswith("比") else ""
        return stem + change_words(field, value)
    if _goes_beside(view, j):
        return field.label.removesuffix("比例") + view.show(j, row[j])
    return view.show(j, row[j])


def _count(view: View, n: int) -> str:
    noun = view.row_noun
    return f"{n}组中" if noun == "分组" else f"{n}{view.counter}{noun}中"


def _ends(view: View, topic: Topic, i: int) -> str:
    """Of many rows: how many, and the highest and lowest of the first figures."""
    count = _count(view, len(view.rows))
    told = []
    changes = [j for j in view.at("figure") if j != i and is_change(view.fields[j])]
    others = [
        j for j in view.at("figure")
        if j not in (i, *changes) and view.fields[j].op != "prev" and not _shared(view, j)
    ]  # fmt: skip
    for j in [i, *others][: _MORE + 1]:
        rows = sorted(
            (row for row in view.rows if number(row[j]) is not None),
            key=lambda row: number(row[j]) or 0.0,
        )
        if not rows:
            told.append(f"{view.fields[j].label}没有数据")
            continue
        high = [row for row in rows if row[j] == rows[-1][j]]
        low = [row for row in rows if row[j] == rows[0][j]]
        label = view.fields[j].label + ("中" if view.fields[j].label.endswith("值") else "")
        up, down = ends(view.fields[j])
        told.append(
            f"{label}最{up}的是{named(view, high, j)}，最{down}的是{named(view, low, j)}"
            if rows[0][j] != rows[-1][j]
            else f"{label}都是{view.show(j, rows[0][j])}"
        )
    moved = sentence(*_moves(view, changes[0])) if changes else ""
    whole = [
        f"{view.fields[j].label}为{view.show(j, view.rows[0][j])}。"
        for j in view.at("figure") if j != i and _shared(view, j)
    ]  # fmt: skip
    return f"{topic.opening}{count}，{'；'.join(told)}。{moved}{''.join(whole)}"


def compare_text(view: View, topic: Topic) -> str:
    """Return the two sides and their gap, or how many groups rose and fell."""
    figures = view.at("figure")
    if len(view.rows) == 1 or not figures:
        return value_text(view, topic) + _gap_in_row(view, figures)
    changes = [i for i in figures if is_change(view.fields[i])]
    i = figures[0]
    if changes and len(view.rows) > 2:
        return _risen_fallen(view, topic, changes[0])
    if len(view.rows) != 2 or changes:
        return rank_text(view, topic) if view.query.order else table_text(view, topic)
    one, two = view.rows
    a, b = number(one[i]), number(two[i])
    clauses = [
        f"{topic.opening}{view.name(one)}{figure_clause(view, i, one)}",
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


def _gap_in_row(view: View, figures: tuple[int, ...]) -> str:
    """How two figures of one row differ, when nothing else in the row says it."""
    if len(figures) != 2 or len(view.fields) != len(figures):
        return ""
    i, j = figures
    one, two = view.fields[i], view.fields[j]
    built = {"growth", "minus", "ratio", "share", "prev"}
    if one.unit.label != two.unit.label or {one.op, two.op} & built:
        return ""
    a, b = number(view.all_rows[0][i]), number(view.all_rows[0][j])
    if a is None or b is None:
        return ""
    return f"前者比后者{more_words(one, a - b)}。" if a != b else "两者相等。"


def _risen_fallen(view: View, topic: Topic, i: int) -> str:
    """How many groups rose and fell, and which moved most."""
    rows = [row for row in view.rows if number(row[i]) is not None]
    if not rows:
        return f"{topic.lead}{view.fields[i].label}没有数据。"
    told = sentence(f"{topic.opening}{_count(view, len(rows))}", *_moves(view, i))
    return told + _missing(view, i)


def _moves(view: View, i: int) -> list[str]:
    """Clauses on how many rows rose and fell by a change, and which moved most."""
    field = view.fields[i]
    rows = [row for row in view.rows if number(row[i]) is not None]
    up = [row for row in rows if (number(row[i]) or 0.0) > 0]
    down = [row for row in rows if (number(row[i]) or 0.0) < 0]
    words = {"rate": ("上升", "下降"), "size": ("增加", "减少")}
    rise, fall = words["rate" if field.unit.label == "个百分点" else "size"]
    flat = len(rows) - len(up) - len(down)
    sides = ((len(up), rise), (len(down), fall), (flat, "持平"))
    counts = [f"{word}的{n}{view.counter}" for n, word in sides if n]
    stem = change_stem(field)
    if stem.startswith("比"):
        stem = view.fields[view.at("figure")[0]].label + stem
    whole = next((word for n, word in sides if n == len(rows)), "")
    parts = [f"{stem}均{whole}" if whole else stem + "、".join(counts)]
    for side, best, word in ((up, max, rise), (down, min, fall)):
        if side:
            row = best(side, key=lambda r: number(r[i]) or 0.0)
            change = change_words(field, number(row[i]) or 0.0)
            parts.append(f"{word}最多的是{view.name(row)}（{change}）")
    return parts


def _totals(view: View, i: int) -> str:
    spots = [i, *[j for j in view.at("figure") if j != i]][: _MORE + 1]
    told = ""
    for row in view.totals:
        shown = [f"{view.fields[j].label}{_cell(view, row, j)}" for j in spots]
        link = "" if is_change(view.fields[i]) else "为"
        plain = f"{link}{_cell(view, row, i)}" if len(spots) == 1 else f"：{'，'.join(shown)}"
        told += f"{view.name(row)}{plain}。"
    return told


def _missing(view: View, i: int) -> str:
    missing = [row for row in view.rows if row[i] is None]
    if not missing:
        return ""
    names = "、".join(view.name(row) for row in missing[:3])
    more = f"等{len(missing)}{view.counter}" if len(missing) > 3 else ""
    return f"{names}{more}没有数据。"
