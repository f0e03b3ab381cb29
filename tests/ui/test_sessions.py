"""Conversations over HTTP: kept, found, renamed, exported, judged; another's are not there."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from itertools import count
from urllib.parse import unquote

import pytest
from docx import Document
from openpyxl import load_workbook

from tests.ui.scripted import Scripted, app_of, ask, call


@pytest.fixture
def app():
    ids = count(1)
    app = app_of(Scripted(), ids=lambda: f"A-{next(ids)}")
    ask(app, question="上个月取水量", session_id="s1")
    ask(app, question="那赣州呢|=1+1", session_id="s1")
    return app


def test_a_conversation_is_begun_by_asking_in_it(app):
    kept = call(app, "GET", "/api/v1/sessions/s1").json()
    assert [turn["question"] for turn in kept["turns"]] == ["上个月取水量", "那赣州呢|=1+1"]
    assert kept["info"]["title"] == "上个月取水量" and kept["info"]["turns"] == 2
    assert kept["turns"][1]["answer"]["answer_id"] == "A-2"


def test_a_question_without_a_conversation_is_not_kept(app):
    ask(app, question="随便问问")
    assert len(call(app, "GET", "/api/v1/sessions").json()) == 1


def test_conversations_are_listed_searched_renamed_and_deleted(app):
    empty = call(app, "POST", "/api/v1/sessions").json()["session_id"]
    assert [s["session_id"] for s in call(app, "GET", "/api/v1/sessions").json()] == [empty, "s1"]
    assert call(app, "GET", "/api/v1/sessions", params={"search": "赣州"}).json()[0][
        "session_id"] == "s1"  # fmt: skip
    renamed = call(app, "PATCH", "/api/v1/sessions/s1", json={"title": "月报素材"})
    assert renamed.json()["title"] == "月报素材"
    assert call(app, "PATCH", "/api/v1/sessions/s1", json={"title": " "}).status_code == 422
    assert call(app, "DELETE", "/api/v1/sessions/s1").status_code == 204
    gone = call(app, "GET", "/api/v1/sessions/s1")
    assert gone.status_code == 404 and gone.json()["error"] == "NotFound"


def test_the_whole_conversation_as_files(app):
    docx = call(app, "GET", "/api/v1/sessions/s1/file")
    words = "\n".join(p.text for p in Document(BytesIO(docx.content)).paragraphs)
    assert "1. 上个月取水量" in words and "2. 那赣州呢" in words
    assert "上个月取水量.docx" in unquote(docx.headers["content-disposition"])
    text = call(app, "GET", "/api/v1/sessions/s1/file", params={"form": "md"}).text
    assert "| 取水量（万m³） |" in text and "| 1.5 |" in text and "## 2. 那赣州呢|=1+1" in text
    xlsx = call(app, "GET", "/api/v1/sessions/s1/file", params={"form": "xlsx"})
    book = load_workbook(BytesIO(xlsx.content))
    assert book.sheetnames == ["问答", "第1问", "第2问"]


def test_an_answer_as_workbook_and_csv_holds_the_numbers_of_the_answer(app):
    answer = call(app, "GET", "/api/v1/answers/A-1").json()["answer"]
    book = load_workbook(BytesIO(call(app, "GET", "/api/v1/answers/A-1/file").content))
    rows = [row for row in book["结果"].iter_rows(values_only=True) if row[0] is not None]
    heading = rows.index(("取水量（万m³）",))
    assert [list(row) for row in rows[heading + 1 :]] == answer["rows"]
    text = call(app, "GET", "/api/v1/answers/A-1/file", params={"form": "csv"}).content.decode(
        "utf-8-sig")  # fmt: skip
    assert list(csv.reader(StringIO(text))) == [["取水量（万m³）"], ["1.5"]]


def test_text_that_looks_like_a_formula_stays_text():
    app = app_of(Scripted())
    ask(app, question="=SUM(A1:A9)", session_id="s1")
    book = load_workbook(BytesIO(call(app, "GET", "/api/v1/answers/A-1/file").content))
    cells = [cell for row in book["口径与依据"].iter_rows() for cell in row if cell.value]
    assert all(cell.data_type == "s" for cell in cells)
    assert "=SUM(A1:A9)" in {cell.value for cell in cells}


def test_an_answer_is_judged(app):
    judged = call(app, "POST", "/api/v1/answers/A-1/judgement",
                  json={"liked": False, "reason": "少了一个市"})  # fmt: skip
    assert judged.json()["reason"] == "少了一个市"
    assert call(app, "POST", "/api/v1/answers/none/judgement", json={"liked": True}
                ).status_code == 404  # fmt: skip


@pytest.mark.parametrize("path", [
    "/api/v1/sessions/none", "/api/v1/answers/none", "/api/v1/sessions/none/file",
    "/api/v1/answers/none/file",
])  # fmt: skip
def test_what_is_not_there_is_told(app, path: str):
    reply = call(app, "GET", path)
    assert reply.status_code == 404 and set(reply.json()) == {"error", "message", "suggestions"}


def test_an_answer_is_given_where_it_cannot_be_kept(tmp_path):
    (tmp_path / "state.db").write_bytes(b"not a database" * 100)
    reply = ask(app_of(Scripted(), home=tmp_path), question="上个月取水量", session_id="s1").json()
    assert reply["status"] == "answered" and "没能存进会话" in reply["caveats"][-1]
