"""A conversation as a Word document: a heading a question, then answer, table and sources."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH

from assistant.contracts.session import Session, Turn
from assistant.contracts.work import work_now
from tools.export.document_style import NOTE, dress
from tools.export.document_table import add_table
from tools.export.sheet_table import tables_of

_STATUS = {
    "clarify": "请再说明一下", "no_data": "没有数据", "refused": "不能回答",
    "not_permitted": "没有权限", "failed": "没有答成",
}  # fmt: skip


def session_document(session: Session) -> bytes:
    """Return the whole conversation as docx."""
    document = Document()
    dress(document, f"水问 · {session.info.title}")
    document.add_heading(session.info.title, level=0)
    about = document.add_paragraph(
        f"{session.info.created_at:%Y年%m月%d日 %H:%M} 起，共 {len(session.turns)} 问。", NOTE)
    about.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for turn in session.turns:
        work_now().check()
        _turn(document, turn)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _turn(document: DocumentType, turn: Turn) -> None:
    answer = turn.answer
    document.add_heading(f"{turn.number}. {' '.join(turn.question.split())}", level=1)
    if answer.status in _STATUS:
        document.add_paragraph().add_run(f"（{_STATUS[answer.status]}）").bold = True
    for line in answer.text.split("\n"):
        if line.strip():
            document.add_paragraph(line.replace("**", ""))
    for choice in answer.choices:
        document.add_paragraph(choice.label, style="List Bullet")
    for table in tables_of(answer):
        add_table(document, table)
    told = [("理解为", answer.reading)] if answer.reading else []
    told += [("口径", "；".join(text.rstrip("。") for text in answer.definitions) + "。")] \
        if answer.definitions else []
    told += [("说明", text) for text in answer.caveats]
    told += [("数据截至", f"{answer.as_of}（答案编号 {answer.answer_id}）")] if answer.as_of else []
    for label, text in told:
        paragraph = document.add_paragraph(style=NOTE)
        paragraph.add_run(f"{label}：").bold = True
        paragraph.add_run(text)
