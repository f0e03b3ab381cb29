"""A conversation as a workbook: a sheet of questions and answers, then a sheet a table."""

from __future__ import annotations

from io import BytesIO

from openpyxl import Workbook

from assistant.contracts.session import Session
from assistant.contracts.work import work_now
from tools.export.sheet_table import tables_of
from tools.export.workbook import append_row, fill_sheet


def session_workbook(session: Session) -> bytes:
    """Return the whole conversation as xlsx."""
    book = Workbook()
    contents = book.active
    assert contents is not None
    contents.title = "问答"
    append_row(contents, ("序号", "问题", "答案", "理解为", "数据截至", "表"))
    for turn in session.turns:
        work_now().check()
        names = []
        for place, table in enumerate(tables_of(turn.answer), 1):
            sheet = book.create_sheet(f"第{turn.number}问" + (f"-{place}" if place > 1 else ""))
            fill_sheet(sheet, table, turn.answer)
            names.append(sheet.title)
        append_row(contents, (turn.number, turn.question, turn.answer.text, turn.answer.reading,
                              turn.answer.as_of, "、".join(names)))
    for letter, width in zip("ABCDEF", (6, 40, 60, 60, 18, 12), strict=True):
        contents.column_dimensions[letter].width = width
    contents.freeze_panes = "A2"
    out = BytesIO()
    book.save(out)
    return out.getvalue()
