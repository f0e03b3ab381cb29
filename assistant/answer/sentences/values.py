"""Sentences for one row of figures (shape ``value``)."""

from __future__ import annotations

from typing import Any

from assistant.answer.clauses import (
    difference_words,
    figure_clause,
    is_change,
    number,
    sentence,
    target_clause,
)
from assistant.answer.operands import entity_named, set_entity
from assistant.answer.sentences.topic import Topic
from assistant.answer.subject import members_words
from assistant.answer.units_display import with_unit
from assistant.answer.view import View
from assistant.contracts.answer import Cell


def value_text(view: View, topic: Topic) -> str:
    """Return one sentence with every figure of the row, the first with its target or change."""
    row = view.all_rows[0]
    figures = [i for i, field in enumerate(view.fields) if field.role != "key"]
    clauses = [_clause(view, topic, row, i) for i in figures]
    first = figures[0] if figures else None
    if first is not None and (value := number(row[first])) is not None:
        clauses.insert(1, target_clause(view.fields[first], value))
        clauses.append(_change(view, row, figures))
    who = "、".join(view.show(i, row[i]) for i in view.at("key"))
    lead = topic.lead + who
    return sentence(lead + clauses[0], *clauses[1:]) if clauses else sentence(lead)


def _clause(view: View, topic: Topic, row: tuple[Cell, ...], i: int) -> str:
    field, value = view.fields[i], number(row[i])
    if value is None:
        return figure_clause(view, i, row)
    if field.op == "count" and field.out is not None and field.out.label is None:
        return _count_clause(view, topic, i, value)
    if field.op == "share" and field.out is not None and field.out.label is None:
        share: Any = field.out.expr
        first = view.query.measures[0].expr if view.query.measures else None
        if share.part == first and share is not first:
            return f"占全部的{with_unit(value, field.unit)}"
    return figure_clause(view, i, row)


def _count_clause(view: View, topic: Topic, i: int, value: float) -> str:
    """``共有37个离线的计量站点``; zero is told as none, which is not "no data"."""
    field = view.fields[i]
    assert field.out is not None
    term: Any = field.out.expr
    words = members_words(term.of, view.model, topic.names) if term.distinct is None else None
    if words is None:
        entity = entity_named(set_entity(term.of), view.model)
        if entity is None or term.distinct is not None:
            return figure_clause(view, i, view.all_rows[0])
        words = f"符合条件的{entity.zh}"
    size = with_unit(value, field.unit)
    return f"共有{size}{words}" if value else f"没有{words}（{size}）"


def _change(view: View, row: tuple[Cell, ...], figures: list[int]) -> str:
    """How the first figure moved, when the second is its earlier value and no column says it."""
    if len(figures) < 2 or any(is_change(view.fields[i]) for i in figures):
        return ""
    first, second = view.fields[figures[0]], view.fields[figures[1]]
    now, before = number(row[figures[0]]), number(row[figures[1]])
    if now is None or before is None or first.out is None or second.out is None:
        return ""
    earlier: Any = second.out.expr
    if earlier.op != "prev" or earlier.measure != first.out.expr:
        return ""
    if first.unit != second.unit:  # sized apart: bring the earlier one to the first's unit
        before = before / second.unit.factor * first.unit.factor
    words = difference_words(first, now, before)
    return words if words != "持平" else f"与之{words}"

