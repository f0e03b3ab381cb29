"""A conversation as a Word document: a heading a question, then answer, table and sources."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from assistant.contracts.session import Session, Turn
from tools.export.sheet_table import SheetTable, shown, tables_of

_FONT, _SONG = "Times New Roman", "宋体"
_MOST_ROWS = 200


def session_document(session: Session) -> bytes:
    """Return the whole conversation as docx."""
    document = Document()
    _chinese(document)
    document.add_heading(session.info.title, level=0)
    document.add_paragraph(
        f"{session.info.created_at:%Y年%m月%d日 %H:%M} 起，共 {len(session.turns)} 问。")
    for turn in session.turns:
        _turn(document, turn)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _chinese(document: DocumentType) -> None:
    """Chinese letters need a typeface of their own in every style that is used."""
    for name in ("Normal", "Title", "Heading 1", "List Bullet"):
        style = document.styles[name]
        style.font.name = _FONT
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _SONG)
    document.styles["Normal"].font.size = Pt(10.5)


def _turn(document: DocumentType, turn: Turn) -> None:
    answer = turn.answer
    document.add_heading(f"{turn.number}. {' '.join(turn.question.split())}", level=1)
    for line in answer.text.split("\n"):
        if line.strip():
            document.add_paragraph(line.replace("**", ""))
    for table in tables_of(answer):
        _table(document, table)
    told = [f"理解为：{answer.reading}"] if answer.reading else []
    told += [f"口径：{text}" for text in answer.definitions]
    told += [f"说明：{text}" for text in answer.caveats]
    told += [f"数据截至 {answer.as_of}；答案编号 {answer.answer_id}"] if answer.as_of else []
    for text in told:
        document.add_paragraph(text, style="List Bullet")


def _table(document: DocumentType, table: SheetTable) -> None:
    rows = table.rows[:_MOST_ROWS]
    grid = document.add_table(rows=1 + len(rows), cols=len(table.columns), style="Table Grid")
    for cell, heading in zip(grid.rows[0].cells, table.headings, strict=True):
        cell.paragraphs[0].add_run(heading).bold = True
    for line, row in zip(grid.rows[1:], rows, strict=True):
        for cell, value, column in zip(line.cells, row, table.columns, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.add_run(shown(value, column))
            if column.type == "number":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if len(table.rows) > _MOST_ROWS:
        document.add_paragraph(f"共 {len(table.rows)} 行，此处列前 {_MOST_ROWS} 行；全部见 Excel。")
    document.add_paragraph()
