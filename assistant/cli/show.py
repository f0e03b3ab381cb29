"""Prints answers, tables and errors for people."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.markdown import Markdown
from rich.markup import escape
from rich.table import Table

from assistant.contracts.answer import Answer, AnswerColumn, Cell
from assistant.contracts.errors import AssistantError

out = Console(soft_wrap=True)
err = Console(stderr=True, soft_wrap=True)
_MOST_ROWS = 50


def show_error(error: AssistantError) -> None:
    """Print what happened and what to do, on standard error."""
    err.print(f"[red]{escape(error.message)}[/red]", highlight=False)
    for suggestion in error.suggestions:
        err.print(f"  可以试试：{escape(suggestion)}", highlight=False)


def show_lines(lines: Iterable[str]) -> None:
    """Print plain lines as they are."""
    for line in lines:
        out.print(escape(line), highlight=False)


def show_answer(answer: Answer) -> None:
    """Print an answer: sentence, table, definitions, as-of date, caveats, what to ask next."""
    out.print(Markdown(answer.text))
    if answer.narrative:
        out.print(Markdown(answer.narrative))
    _show_table(answer)
    for part in answer.parts:
        show_answer(part)
    _show_notes("口径", answer.definitions)
    _show_notes("注意", answer.caveats)
    _show_notes("您是想问", tuple(choice.question for choice in answer.choices))
    _show_notes("可以这样问", answer.suggestions)
    if answer.reading:
        out.print(f"[dim]理解为：{escape(answer.reading)}[/dim]", highlight=False)
    if answer.as_of:
        made = "（生成的演示数据）" if answer.generated_data else ""
        out.print(f"[dim]数据截至 {escape(answer.as_of)}{made}[/dim]", highlight=False)


def _show_notes(title: str, notes: tuple[str, ...]) -> None:
    for note in notes:
        out.print(f"[bold]{title}[/bold] {escape(note)}", highlight=False)


def _show_table(answer: Answer) -> None:
    # A single figure is already in the sentence.
    if not answer.rows or (len(answer.rows) == 1 and len(answer.columns) == 1):
        return
    table = Table()
    for column in answer.columns:
        right = column.type == "number"
        table.add_column(escape(_heading(column)), justify="right" if right else "left")
    for row in answer.rows[:_MOST_ROWS]:
        table.add_row(*(escape(_cell(cell)) for cell in row))
    out.print(table)
    if len(answer.rows) > _MOST_ROWS:
        out.print(f"……共 {len(answer.rows)} 行，这里列出前 {_MOST_ROWS} 行；全部见 --json。")


def _heading(column: AnswerColumn) -> str:
    return f"{column.label}（{column.unit}）" if column.unit else column.label


def _cell(cell: Cell) -> str:
    if cell is None:
        return "—"
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return f"{cell:,.4f}".rstrip("0").rstrip(".")
    return f"{cell:,}" if isinstance(cell, int) else cell
