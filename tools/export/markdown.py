"""A conversation as Markdown: questions, answers, tables, and where the figures are from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.contracts.session import Session, Turn
from assistant.contracts.work import work_now
from tools.export.sheet_table import SheetTable, shown, tables_of


def session_markdown(session: Session) -> str:
    """Return the whole conversation."""
    lines = [f"# {_inline(session.info.title)}", "",
             f"{session.info.created_at:%Y-%m-%d %H:%M} 起，共 {len(session.turns)} 问。", ""]
    for turn in session.turns:
        work_now().check()
        lines.extend(_turn(turn))
    return "\n".join(lines).rstrip() + "\n"


def _turn(turn: Turn) -> Iterator[str]:
    answer = turn.answer
    yield from (f"## {turn.number}. {_inline(turn.question)}", "", answer.text, "")
    for table in tables_of(answer):
        yield from _table(table)
    if answer.reading:
        yield f"- 理解为：{_inline(answer.reading)}"
    yield from (f"- 口径：{_inline(text)}" for text in answer.definitions)
    yield from (f"- 说明：{_inline(text)}" for text in answer.caveats)
    if answer.as_of:
        yield f"- 数据截至 {answer.as_of}；答案编号 {answer.answer_id}"
    yield ""


def _table(table: SheetTable) -> Iterator[str]:
    yield _row(table.headings)
    yield _row("---:" if c.type == "number" else "---" for c in table.columns)
    for row in table.rows:
        yield _row(shown(value, column) for value, column in zip(row, table.columns, strict=True))
    yield ""


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(_inline(cell).replace("|", "\\|") for cell in cells) + " |"


def _inline(text: str) -> str:
    return " ".join(text.split())
