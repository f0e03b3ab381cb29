"""Sentences for members: list, yes/no, which."""

from __future__ import annotations

from assistant.answer.clauses import figure_clause, named_list, number, sentence
from assistant.answer.sentences.topic import Topic
from assistant.answer.view import View
from assistant.contracts.answer import Cell

_MOST_NAMES = 5


def list_text(view: View, topic: Topic) -> str:
    """Return the count first, then the first few names."""
    if not view.rows:
        return f"{topic.lead}没有{topic.counted(view)}。"
    more = "至少" if view.truncated else "共"
    return sentence(
        f"{topic.lead}{more}有{len(view.rows)}{view.counter}{topic.counted(view)}"
    ).rstrip("。") + f"：{_names(view)}。"


def yesno_text(view: View, topic: Topic) -> str:
    """Return yes or no first, then what it rests on."""
    verdict = _verdict(view)
    if verdict is not None:
        answer, rest = verdict
        return sentence(f"{'是' if answer else '否'}", *rest)
    if not view.rows:
        base = view.notes.get("base_count")
        checked = f"，共核对{base}{view.counter}" if isinstance(base, int) else ""
        return f"没有。{topic.lead}没有{topic.counted(view)}{checked}。"
    if view.query.over is None and len(view.rows) == 1 and view.figure is not None:
        return _one_figure(view, topic)
    return f"有，共{len(view.rows)}{view.counter}：{_names(view)}。"


def which_text(view: View, topic: Topic) -> str:
    """Return the member (or members, when tied) at the extreme, with the figure."""
    i = view.figure
    rows = _leaders(view, i)
    if not rows:
        return f"{topic.lead}没有{topic.counted(view)}。"
    names = named_list([view.name(row) for row in rows], 10)
    if i is None:
        extra = [figure_clause(view, j, rows[0]) for j in view.at("note") if len(rows) == 1]
        keys = bool(view.at("key"))
        return sentence(f"{topic.lead}是{names}", *(extra if keys else extra[1:]))
    others = [figure_clause(view, j, rows[0]) for j in view.at("figure") if j != i]
    tied = f"，{len(rows)}{view.counter}并列" if len(rows) > 1 else ""
    shown = figure_clause(view, i, rows[0])
    return sentence(f"{topic.lead}是{names}{tied}", shown, *(others if len(rows) == 1 else []))


def _leaders(view: View, i: int | None) -> list[tuple[Cell, ...]]:
    """The first row and those that tie with it; every row when nothing is measured."""
    if not view.rows or i is None:
        return list(view.rows)
    return [row for row in view.rows if row[i] == view.rows[0][i]]


def _verdict(view: View) -> tuple[bool, list[str]] | None:
    """A yes/no that is itself a cell of a single row, with the figures beside it."""
    if len(view.all_rows) != 1:
        return None
    row = view.all_rows[0]
    flags = [i for i, cell in enumerate(row) if isinstance(cell, bool)]
    if len(flags) != 1 or view.query.over is not None:
        return None
    rest = [figure_clause(view, i, row) for i in view.at("figure")]
    return bool(row[flags[0]]), rest


def _one_figure(view: View, topic: Topic) -> str:
    """A count or sum stands for the answer: more than zero is yes."""
    i = view.figure
    assert i is not None
    value = number(view.rows[0][i])
    if value is None:
        return sentence(f"{topic.lead}{view.fields[i].label}没有数据，不能判断")
    head = "有" if value > 0 else "没有"
    return f"{head}。{sentence(topic.lead + figure_clause(view, i, view.rows[0]))}"


def _names(view: View) -> str:
    i = view.figure
    shown = []
    for row in view.rows[:_MOST_NAMES]:
        value = f"（{view.show(i, row[i])}）" if i is not None else ""
        shown.append(f"{view.name(row)}{value}")
    return "、".join(shown) + ("等，其余见表" if len(view.rows) > _MOST_NAMES else "")
