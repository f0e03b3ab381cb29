"""A table in a Word document: shaded heading that is told again on each page, figures right."""

from __future__ import annotations

from docx.document import Document as DocumentType
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table, _Cell

from assistant.contracts.answer import AnswerColumn
from tools.export.document_style import NOTE
from tools.export.sheet_table import SheetTable, shown

_MOST_ROWS = 200
_WIDE_CM, _LEAST = 16.0, 6
_HEAD, _LINE = "DCE8F5", "B8C4D0"
_SMALL = Pt(9.5)


def add_table(document: DocumentType, table: SheetTable) -> None:
    """Add a table; of a long one its first rows, and how many there are."""
    rows = table.rows[:_MOST_ROWS]
    texts = [[shown(value, column) for value, column in zip(row, table.columns, strict=True)]
             for row in rows]
    grid = document.add_table(rows=1 + len(rows), cols=len(table.columns), style="Table Grid")
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _lines(grid)
    widths = _widths(table.headings, texts)
    heading = OxmlElement("w:tblHeader")
    heading.set(qn("w:val"), "true")
    grid.rows[0]._tr.get_or_add_trPr().append(heading)
    for place, (line, row) in enumerate(
            zip(grid.rows, [list(table.headings), *texts], strict=True)):
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text, column, width in zip(line.cells, row, table.columns, widths, strict=True):
            cell.width = Cm(width)
            _write(cell, text, column, bold=place == 0)
            if place == 0:
                _shade(cell)
    note = document.add_paragraph(style=NOTE)
    if len(table.rows) > _MOST_ROWS:
        note.add_run(f"共 {len(table.rows)} 行，此处列前 {_MOST_ROWS} 行；全部见 Excel。")


def _write(cell: _Cell, text: str, column: AnswerColumn, *, bold: bool) -> None:
    paragraph = cell.paragraphs[0]
    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = Pt(1.5)
    layout.line_spacing = 1.0
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, _SMALL
    if column.type == "number":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _widths(headings: tuple[str, ...], texts: list[list[str]]) -> list[float]:
    """Share the page's width by how wide the columns' texts are."""
    wide = [max(_LEAST, *(_letters(row[n]) for row in texts), _letters(heading) / 2)
            if texts else _LEAST for n, heading in enumerate(headings)]
    return [_WIDE_CM * one / sum(wide) for one in wide]


def _letters(text: str) -> int:
    return sum(2 if ord(ch) > 0xFF else 1 for ch in text)


def _lines(grid: Table) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("color", _LINE)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    grid._tbl.tblPr.append(borders)


def _shade(cell: _Cell) -> None:
    fill = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", _HEAD)):
        fill.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(fill)
