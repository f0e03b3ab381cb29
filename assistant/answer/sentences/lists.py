"""Sentences for members: list, yes/no, which."""

from __future__ import annotations

from typing import Any

from assistant.answer.clauses import ends, figure_clause, named_list, number, sentence
from assistant.answer.sentences.groups import rank_text
from assistant.answer.sentences.ranked import order_words
from assistant.answer.sentences.statements import flagged, statement
from assistant.answer.sentences.topic import Topic
from assistant.answer.sentences.values import row_clauses, value_text
from assistant.answer.view import View
from assistant.answer.wording.base import GRAIN_NOUN
from assistant.contracts.answer import Cell

_MOST_NAMES = 5
_LONGEST = 30
_LONGEST_LABEL = 16


def list_text(view: View, topic: Topic) -> str:
    """Return the count first, then the first few names."""
    if not view.rows:
        return f"{topic.there}{topic.none(view)}。"
    more = "至少" if view.truncated else "共"
    count = f"{topic.there}{more}有{len(view.rows)}{view.counter}{topic.counted(view)}"
    i = view.figure
    if view.query.order and i is not None and len(view.rows) > _MOST_NAMES:
        rows = [row for row in view.rows if number(row[i]) is not None]
        if rows and view.query.order[0].by is not None and _sorted_by(view, i):
            count += f"，{view.fields[i].label}{order_words(view, rows, i)}排在前面的是"
            return f"{count}：{_names(view, labelled=False)}。{flagged(view)}"
    return f"{count}：{_names(view)}。{flagged(view)}"


def _sorted_by(view: View, i: int) -> bool:
    by = view.query.order[0].by
    outs = (*view.query.columns, *view.query.measures)
    term = outs[by].expr if isinstance(by, int) and by < len(outs) else by
    if i is None:
        return False
    out = view.fields[i].out
    return out is not None and out.expr == term


def yesno_text(view: View, topic: Topic) -> str:
    """Return yes or no first, then what it rests on."""
    verdict = _verdict(view, topic) or _of_all(view, topic)
    if verdict:
        return verdict
    if not view.rows:
        base = view.notes.get("base_count")
        narrowed = any(getattr(p, "op", "") == "attr" for p in _where(view.query.over))
        known = isinstance(base, int) and not narrowed
        checked = f"，共核对{base}{view.counter}{view.row_noun}" if known else ""
        return f"没有。{topic.there}{topic.none(view)}{checked}。"
    if view.query.over is None and len(view.rows) == 1 and view.figure is not None:
        return _one_figure(view, topic)
    return f"有。{list_text(view, topic)}"


def _of_all(view: View, topic: Topic) -> str:
    """Whether every row is so: those that are not are told first."""
    if view.query.focus != "all" or not view.rows:
        return ""
    spots = [i for i in view.at("note") if any(isinstance(r[i], bool) for r in view.rows)]
    not_so = [row for row in view.rows if any(row[i] is False for i in spots)]
    said = "、".join(statement(view.fields[i].label, holds=True) for i in spots)
    size = f"{'至少' if view.truncated else ''}{len(view.rows)}{view.counter}"
    lead = f"{topic.there}共有{size}{topic.counted(view)}"
    if not not_so and not view.truncated:
        return f"是。{lead}，全部{said}。"
    names = "、".join(view.name(row) for row in not_so[:_MOST_NAMES])
    more = f"等{len(not_so)}{view.counter}，详见表" if len(not_so) > _MOST_NAMES else ""
    denied = "、".join(statement(view.fields[i].label, holds=False) for i in spots)
    return f"否。{lead}，其中{denied}的有{len(not_so)}{view.counter}：{names}{more}。"


def which_text(view: View, topic: Topic) -> str:
    """Return the member (or members, when tied) at the extreme, with the figure."""
    i = view.figure
    rows = _leaders(view, i)
    if not rows:
        return f"{topic.opening}{topic.none(view)}。"
    if view.query.over is None and not view.at("key"):
        return value_text(view, topic)
    if view.query.limit_per or getattr(view.query.over, "per", None):
        return rank_text(view, topic)
    if view.query.having and len(view.rows) > 1:
        return _all_that_hold(view, topic)
    names = named_list([view.name(row) for row in rows], 10)
    tied = f"，{len(rows)}{view.counter}并列" if len(rows) > 1 else ""
    words = view.wording.set(view.query.over) if view.query.over is not None else ""
    if not words or words == view.row_noun:
        words = _at_the_end(view, i) or words
    who = f"{words}是{names}" if words and len(words) <= _LONGEST else f"是{names}"
    spots = [j for j, field in enumerate(view.fields) if field.role != "key"]
    clauses = row_clauses(view, rows[0], [j for j in spots if _tells(view, j, rows[0])])
    by = getattr(view.query.over, "by", None)
    named = words in who and (by is None or _is_term(view, i, by))
    if i is not None and named and words and clauses:
        first = [j for j in spots if _tells(view, j, rows[0])][0]
        if first == i:
            clauses[0] = f"为{view.show(i, rows[0][i])}"
    if len(rows) > 1:
        clauses = [figure_clause(view, i, rows[0])] if i is not None else []
    return sentence(f"{topic.opening}{who}{tied}", *clauses)


def _at_the_end(view: View, i: int | None) -> str:
    """What the first of sorted groups is: ``到报率最低的设区市``."""
    if i is None or not view.query.order:
        return ""
    field = view.fields[i]
    high, low = ends(field)
    label = field.label
    if label.startswith("比"):
        label = view.fields[view.at("figure")[0]].label + label
    grain = next((f.grain for f in view.fields if f.role == "key" and f.grain), None)
    noun = GRAIN_NOUN[grain] if grain and len(view.at("key")) == 1 else view.row_noun
    return f"{label}最{low if view.query.order[0].direction == 'asc' else high}的{noun}"


def _is_term(view: View, i: int | None, term: Any) -> bool:
    out = view.fields[i].out if i is not None else None
    return out is not None and out.expr == term


def _tells(view: View, j: int, row: tuple[Cell, ...]) -> bool:
    """Whether a column says more than the member's name does."""
    return row[j] is not None and view.show(j, row[j]) not in view.name(row)


def _all_that_hold(view: View, topic: Topic) -> str:
    """Every row that meets the condition; periods in order, the first one told."""
    timed = any(field.grain for field in view.fields if field.role == "key")
    rows = list(view.rows)
    i = view.figure
    if timed:
        key = view.at("key")[0]
        rows.sort(key=lambda row: str(row[key]))
    shown = [
        view.name(row) + (f"（{view.show(i, row[i])}）" if i is not None else "") for row in rows
    ]
    first = f"，最早是{view.name(rows[0])}" if timed else ""
    text = f"{topic.opening}{topic.counted(view)}有{len(rows)}{view.counter}"
    return f"{text}：{named_list(shown, 10)}{first}。"


def _leaders(view: View, i: int | None) -> list[tuple[Cell, ...]]:
    """The first row and those that tie with it; every row when nothing is measured."""
    if not view.rows or i is None:
        return list(view.rows)
    return [row for row in view.rows if row[i] == view.rows[0][i]]


def _where(term: Any) -> tuple[Any, ...]:
    return getattr(term, "where", ())


def _verdict(view: View, topic: Topic) -> str:
    """A yes/no that is itself a cell of a single row, with the figures beside it."""
    if len(view.all_rows) != 1 or view.query.over is not None:
        return ""
    row = view.all_rows[0]
    flags = [i for i, cell in enumerate(row) if isinstance(cell, bool)]
    if len(flags) != 1:
        return ""
    holds = bool(row[flags[0]])
    said = statement(view.fields[flags[0]].label, holds=holds)
    rest = [figure_clause(view, i, row) for i in view.at("figure")]
    return f"{'是' if holds else '否'}。{sentence(f'{topic.lead}{said}', *rest)}"


def _one_figure(view: View, topic: Topic) -> str:
    """A count or sum stands for the answer: more than zero is yes."""
    i = view.figure
    assert i is not None
    value = number(view.rows[0][i])
    if value is None:
        return sentence(f"{topic.lead}{view.fields[i].label}没有数据，不能判断")
    return f"{'有' if value > 0 else '没有'}。{value_text(view, topic)}"


def _names(view: View, *, labelled: bool = True) -> str:
    """The first few rows with their figure; the first says what the figure is."""
    i = view.figure
    shown = []
    for n, row in enumerate(view.rows[:_MOST_NAMES]):
        value = ""
        if i is not None:
            label = view.fields[i].label if labelled and n == 0 else ""
            label = label if len(label) <= _LONGEST_LABEL else ""
            value = f"（{label}{view.show(i, row[i])}）"
        shown.append(f"{view.name(row)}{value}")
    more = f"等{len(view.rows)}{view.counter}，详见表" if len(view.rows) > _MOST_NAMES else ""
    return "、".join(shown) + more
