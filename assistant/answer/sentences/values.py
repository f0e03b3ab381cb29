"""Sentences for one row of figures (shape ``value``)."""

from __future__ import annotations

from typing import Any

from assistant.answer.clauses import (
    change_stem,
    change_words,
    difference_words,
    figure_clause,
    is_change,
    number,
    sentence,
    target_clause,
)
from assistant.answer.sentences.statements import statement
from assistant.answer.sentences.topic import Topic
from assistant.answer.units_display import with_unit
from assistant.answer.view import View
from assistant.contracts.answer import Cell

_LONGEST = 44
Row = tuple[Cell, ...]


def value_text(view: View, topic: Topic) -> str:
    """Return one sentence with every figure of the row, the first with its target or change."""
    row = view.all_rows[0]
    spots = [i for i, field in enumerate(view.fields) if field.role != "key"]
    clauses = row_clauses(view, row, spots)
    who = "、".join(view.show(i, row[i]) for i in view.at("key"))
    first = next((i for i in spots if view.fields[i].role == "figure"), None)
    if first is not None and first == spots[0] and (value := number(row[first])) is not None:
        if not any(field.op == "target" for field in view.fields):
            clauses.insert(1, target_clause(view.fields[first], value))
        clauses.append(_change(view, row, spots))
    lead = topic.there if not clauses or _whole(clauses[0]) else topic.lead
    if spots and view.fields[spots[0]].op == "count" and topic.of_things:
        lead = f"{topic.lead.removesuffix('的')}中，"
    if who:
        lead = f"{topic.opening}{who}"
    return sentence(lead + clauses[0], *clauses[1:]) if clauses else sentence(lead.rstrip("，"))


def _whole(clause: str) -> bool:
    return clause.startswith(("共有", "没有", "比"))


def row_clauses(view: View, row: Row, spots: list[int]) -> list[str]:
    """Return a clause for each of the columns; what belongs together is told in one."""
    told: list[str] = []
    done: set[int] = set()
    alone = sum(1 for i in spots if view.fields[i].role == "figure") == 1
    for i in spots:
        if i in done:
            continue
        partner = _partner(view, i, spots, done)
        if partner is not None:
            done.add(partner)
            told.append(_pair(view, row, i, partner))
        else:
            told.append(_clause(view, row, i, alone))
        done.add(i)
    return [_cut(told, n, view, spots) for n in range(len(told))]


def _cut(told: list[str], n: int, view: View, spots: list[int]) -> str:
    """A clause without the measure that the clause before it has just named."""
    if n == 0:
        return told[n]
    if told[n].startswith("其中") and told[n - 1].startswith("其中"):
        return told[n].removeprefix("其中")
    for i in spots:
        label = view.fields[i].label
        if n > 1 and told[n - 1].startswith(label) and told[n].startswith(f"比{label}"):
            return f"前者比后者{told[n].removeprefix(f'比{label}')}"
        if told[n - 1].startswith(label) and told[n].startswith(label):
            rest = told[n].removeprefix(label)
            return rest if rest[:1] in ("占", "比") else told[n]
    return told[n]


def _partner(view: View, i: int, spots: list[int], done: set[int]) -> int | None:
    """The column told together with this one: rate and amount of a change, who and how much."""
    field = view.fields[i]
    term: Any = field.out.expr if field.out is not None else None
    for j in spots:
        other = view.fields[j]
        if j <= i or j in done or other.out is None or term is None:
            continue
        extreme: Any = other.out.expr
        if {term.op, extreme.op} == {"growth", "minus"}:
            if change_stem(field) == change_stem(other):
                return j
        elif term.op == "at_extreme" and extreme.op == "extreme":
            if (term.measure, term.direction) == (extreme.measure, extreme.direction):
                return j
    return None


def _pair(view: View, row: Row, i: int, j: int) -> str:
    """``比上年增加4.3%（0.55亿m³）`` / ``最低的县是广信区（94.7%）``."""
    one = view.fields[i]
    if one.op == "at_extreme":
        return f"{one.label}是{view.show(i, row[i])}（{view.show(j, row[j])}）"
    rate, size = (i, j) if one.op == "growth" else (j, i)
    a, b = number(row[rate]), number(row[size])
    if a is None or b is None:
        known = rate if a is not None else size
        return figure_clause(view, known, row)
    amount = with_unit(abs(b), view.fields[size].unit)
    words = change_words(view.fields[rate], a)
    return f"{change_stem(one)}{words}" + (f"（{amount}）" if b else "")


def _clause(view: View, row: Row, i: int, alone: bool) -> str:
    field, cell = view.fields[i], row[i]
    if isinstance(cell, bool):
        return statement(field.label, holds=cell)
    value = number(cell)
    if value is not None and field.op == "count":
        if field.out is not None and field.out.label is None:
            return _count_clause(view, i, value, alone=alone or i == view.at("figure")[0])
    if field.op == "at_extreme" and value is None and cell is not None:
        return f"{field.label}是{view.show(i, cell)}"
    return figure_clause(view, i, row)


def _count_clause(view: View, i: int, value: float, *, alone: bool) -> str:
    """``共有37个离线计量站点``; zero is told as none, which is not "no data"."""
    field = view.fields[i]
    assert field.out is not None
    term: Any = field.out.expr
    size = with_unit(value, field.unit)
    if term.distinct is not None:
        return figure_clause(view, i, view.all_rows[0])
    words = view.wording.set(term.of)
    inside = _inside(view, i)
    if inside:
        return f"其中{inside}的{size}" if value else f"其中没有{inside}的"
    if len(words) > _LONGEST:
        words = f"符合条件的{view.wording.noun(term.of)}"
    if not value:
        return f"{'不存在' if words[:1] in '有没未无' else '没有'}{words}（{size}）"
    counts = sum(1 for f in view.fields if f.op == "count")
    return f"共有{size}{words}" if alone and counts == 1 else f"{words}{size}"


def _inside(view: View, i: int) -> str:
    """What a count adds to the count before it, of which it is a part."""
    first = next((j for j in view.at("figure") if view.fields[j].op == "count"), i)
    one, two = view.fields[first].out, view.fields[i].out
    if first == i or one is None or two is None:
        return ""
    narrowed = view.wording.narrowed(two.expr, one.expr)
    return narrowed[1] if narrowed else ""


def _change(view: View, row: Row, spots: list[int]) -> str:
    """How the first figure moved, when the second is its earlier value and no column says it."""
    if len(spots) < 2 or any(is_change(view.fields[i]) for i in spots):
        return ""
    first, second = view.fields[spots[0]], view.fields[spots[1]]
    now, before = number(row[spots[0]]), number(row[spots[1]])
    if now is None or before is None or first.out is None or second.out is None:
        return ""
    earlier: Any = second.out.expr
    if earlier.op != "prev" or earlier.measure != first.out.expr:
        return ""
    if first.unit != second.unit:  # sized apart: bring the earlier one to the first's unit
        before = before / second.unit.factor * first.unit.factor
    words = difference_words(first, now, before)
    return words if words != "持平" else f"与之{words}"
