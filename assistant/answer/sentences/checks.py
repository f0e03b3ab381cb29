"""Sentences for checks: a stated figure, sources against each other, what explains a change."""

from __future__ import annotations

import re

from assistant.answer.clauses import change_clause, is_change, number, sentence
from assistant.answer.fields import Field
from assistant.answer.sentences.groups import table_text
from assistant.answer.sentences.topic import Topic
from assistant.answer.units_display import ShownUnit, with_unit
from assistant.answer.view import View

# Units a stated figure may be written in: shown value = base × factor.
_STATED_UNITS = (
    ("个百分点", 100.0), ("%", 100.0), ("％", 100.0), ("亿", 1e-8), ("万", 1e-4), ("成", 10.0),
)  # fmt: skip


def check_text(view: View, topic: Topic) -> str:
    """Return whether the stated figure or interval holds, and what the data say."""
    i, stated = view.figure, view.query.stated
    if not view.all_rows or i is None or stated is None:
        return table_text(view, topic)
    field = view.fields[i]
    shown = number(view.all_rows[0][i])
    if shown is None:
        return f"不能核对：{topic.lead}{field.label}没有数据。"
    base = shown / field.unit.factor
    said = f"题中说“{stated.text}”" if stated.text else "题中所说"
    found = f"按数据，{topic.lead.replace('，', '')}{_told(field, shown)}"
    if stated.low is not None or stated.high is not None:
        inside = (stated.low is None or base >= stated.low) and (
            stated.high is None or base <= stated.high
        )
        return sentence(f"{'相符' if inside else '不符'}：{said}", found)
    if stated.value is None:
        return sentence(found)
    if _agrees(base, stated.value, stated.decimals, stated.tolerance, stated.text):
        return sentence(f"相符：{said}", found)
    unit = field.unit
    if field.op == "growth" or field.is_rate:
        unit = ShownUnit(label="个百分点", factor=100.0, decimals=unit.decimals)
    gap = abs(base - stated.value) * unit.factor
    return sentence(f"不符：{said}", found, f"相差{with_unit(gap, unit)}")


def _told(field: Field, shown: float) -> str:
    if is_change(field):
        return change_clause(field, shown)
    return f"{field.label}为{with_unit(shown, field.unit)}"


def _agrees(
    base: float, stated: float, decimals: int | None, tolerance: float | None, text: str
) -> bool:
    """Whether the value, written as exactly as the statement was, is the statement."""
    if tolerance is not None:
        return abs(base - stated) <= abs(tolerance * stated)
    factor = next((f for word, f in _STATED_UNITS if word in text), 1.0)
    if decimals is None:
        match = re.search(r"\d+\.(\d+)", text)
        decimals = len(match[1]) if match else (0 if re.search(r"\d", text) else 6)
    # Half a unit of the last stated digit, and a hair for binary noise.
    return abs(base - stated) * factor <= 0.5 * 10.0**-decimals + 1e-9


def reconcile_text(view: View, topic: Topic) -> str:
    """Return how many entries differ and the first few."""
    if not view.rows:
        return f"{topic.opening}各来源一致，没有差异。"
    names = "、".join(view.name(row) for row in view.rows[:5])
    more = f"等{len(view.rows)}{view.counter}，详见表" if len(view.rows) > 5 else ""
    return f"{topic.opening}共有{len(view.rows)}{view.counter}不一致：{names}{more}。"


def explain_text(view: View, topic: Topic) -> str:
    """Return the largest contributions, those that raised and those that lowered."""
    if view.query.focus == "factors" and len(view.all_rows) == 1:
        return _factors_text(view, topic)
    i = view.figure
    changes = [j for j in view.at("figure") if is_change(view.fields[j])]
    i = changes[0] if changes else i
    if i is None or len(view.rows) < 2:
        return table_text(view, topic)
    ranked = sorted(view.rows, key=lambda row: -abs(number(row[i]) or 0.0))
    up = [row for row in ranked if (number(row[i]) or 0.0) > 0][:3]
    down = [row for row in ranked if (number(row[i]) or 0.0) < 0][:3]
    told = [
        f"{word}主要是" + "、".join(f"{view.name(row)}（{view.show(i, row[i])}）" for row in rows)
        for word, rows in (("增加的", up), ("减少的", down))
        if rows
    ]
    if view.query.order and view.query.order[0].direction == "asc":
        told.reverse()  # what fell was asked about
    label = view.fields[i].label
    if label.startswith("比"):
        label = view.fields[view.at("figure")[0]].label + label
    totals = "".join(f"{view.name(row)}为{view.show(i, row[i])}。" for row in view.totals)
    if not told:
        return f"{topic.lead}{label}没有变化。{totals}"
    return sentence(f"{topic.opening}{label}中，{told[0]}", *told[1:]) + totals


def _factors_text(view: View, topic: Topic) -> str:
    """Return the change, what each of its factors brought, and which of them did it."""
    row, spots = view.all_rows[0], view.at("figure")
    whole, parts = spots[2], spots[3:5]
    told = [f"{view.fields[spots[0]].label}为{view.show(spots[0], row[spots[0]])}",
            change_clause(view.fields[whole], number(row[whole]) or 0.0)]
    told += [f"{view.fields[j].label}为{view.show(j, row[j])}" for j in parts]
    sizes = [number(row[j]) for j in parts]
    moved = number(row[whole])
    same = [j for j, size in zip(parts, sizes, strict=True)
            if size is not None and moved and size * moved > 0]
    main = max(same, key=lambda j: abs(number(row[j]) or 0.0), default=None)
    if main is not None:
        told.append(f"主要是{view.fields[main].label.removesuffix('带来的增减量')}带来的")
    return sentence(f"{topic.lead}{told[0]}", *told[1:])
