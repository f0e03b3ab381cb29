"""An answer as an xlsx workbook: the figures with their units, and where they are from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from assistant.contracts.answer import Answer
from tools.export.sheet_table import SheetTable, Value, shown, tables_of, told_of

_BOLD = Font(bold=True)
_HEAD = PatternFill("solid", fgColor="DCE8F5")
_WRAP = Alignment(wrap_text=True, vertical="top")
_WIDEST, _NARROWEST = 48, 8


def answer_workbook(question: str, answer: Answer) -> bytes:
    """Return the workbook: one sheet a table, and one that tells the question and the 口径."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    tables = list(tables_of(answer))
    for place, table in enumerate(tables, 1):
        sheet = first if place == 1 else book.create_sheet()
        sheet.title = "结果" if len(tables) == 1 else f"结果{place}"
        fill_sheet(sheet, table, answer)
    about = book.create_sheet("口径与依据") if tables else first
    about.title = "口径与依据"
    _tell(about, question, answer)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def fill_sheet(sheet: Worksheet, table: SheetTable, answer: Answer) -> None:
    """Write a table: title, 口径 and as-of first, then headings with units, then the rows."""
    for text in told_of(table, answer):
        append_row(sheet, [text])
    top = append_row(sheet, table.headings)
    for cell in sheet[top]:
        cell.font, cell.fill = _BOLD, _HEAD
    for row in table.rows:
        append_row(sheet, row)
    for number, column in enumerate(table.columns, 1):
        if column.type == "number":
            for (cell,) in sheet.iter_rows(top + 1, sheet.max_row, number, number):
                cell.number_format = "#,##0.####"
    sheet.freeze_panes = f"A{top + 1}"
    if table.rows:
        sheet.auto_filter.ref = f"A{top}:{get_column_letter(len(table.columns))}{sheet.max_row}"
    _fit(sheet, table)


def _fit(sheet: Worksheet, table: SheetTable) -> None:
    for number, column in enumerate(table.columns):
        texts = [table.headings[number], *(shown(row[number], column) for row in table.rows[:200])]
        wide = max(sum(2 if ord(ch) > 0xFF else 1 for ch in text) for text in texts) + 2
        letter = get_column_letter(number + 1)
        sheet.column_dimensions[letter].width = max(_NARROWEST, min(wide, _WIDEST))


def _tell(sheet: Worksheet, question: str, answer: Answer) -> None:
    rows: list[tuple[str, Sequence[str]]] = [
        ("问题", [question]), ("理解为", [answer.reading]), ("答案", [answer.text]),
        ("口径", answer.definitions), ("数据截至", [answer.as_of or ""]),
        ("说明", answer.caveats), ("查询语句", [answer.sql or ""]),
        ("答案编号", [answer.answer_id]),
    ]  # fmt: skip
    for label, texts in rows:
        for place, text in enumerate(t for t in texts if t):
            row = append_row(sheet, [label if place == 0 else "", text])
            sheet.cell(row, 1).font = _BOLD
            sheet.cell(row, 2).alignment = _WRAP
    sheet.column_dimensions["A"].width = 12
    sheet.column_dimensions["B"].width = 100


def append_row(sheet: Worksheet, values: Iterable[Value]) -> int:
    """Add a row and return its number; text stays text, whatever sign it begins with."""
    row = sheet.max_row + 1 if sheet.max_row > 1 or sheet.cell(1, 1).value is not None else 1
    for number, value in enumerate(values, 1):
        cell = sheet.cell(row, number, value)
        if isinstance(value, str):
            cell.data_type = "s"
    return row
