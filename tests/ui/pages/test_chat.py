"""What a manager does on the page: ask, look, choose, download, pin, be told, come back."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.ui.pages.asking import RATES, answer_of, ask


def test_a_question_gets_its_card(page: Page, address: str):
    card = ask(page, RATES)
    answer = answer_of(page, address, card)
    assert card.locator(".sw-sentence").inner_text().replace("\n", "") == answer["text"]
    expect(card.locator(".sw-reading")).to_contain_text(answer["reading"])
    expect(card.locator(".sw-plot .main-svg").first).to_be_visible()
    expect(card.locator("tbody tr[data-row]")).to_have_count(len(answer["rows"]))
    expect(page.locator("#sw-box textarea")).to_have_value("")


def test_a_figure_of_the_sentence_leads_to_its_cell(page: Page):
    card = ask(page, RATES)
    figure = card.locator(".sw-figure").first
    figure.click()
    marked = card.locator("td.marked")
    expect(marked).to_have_count(1)
    assert figure.get_attribute("title")
    assert abs(float(marked.inner_text()) - float(figure.inner_text().rstrip("%"))) < 0.06


def test_the_proof_tells_words_definition_query_and_sql(page: Page):
    proof = ask(page, RATES).locator(".sw-proof")
    proof.locator("summary").click()
    for told in ("上季度", "实收条数÷应收条数", "upload_rate", "SELECT", "规则解析"):
        expect(proof).to_contain_text(told)


def test_the_table_is_sorted_by_its_headings(page: Page):
    card = ask(page, RATES)
    heading = card.locator("th.number button")
    cells = card.locator("td.number")
    heading.click()
    down = [float(text) for text in cells.all_inner_texts()]
    heading.click()
    up = [float(text) for text in cells.all_inner_texts()]
    assert down == sorted(down, reverse=True) and up == sorted(up) and down != up


def test_a_choice_of_an_unclear_question_is_asked_by_a_click(page: Page):
    card = ask(page, "用水总量是多少")  # of which period?
    choice = card.locator(".sw-choices button").first
    label = choice.inner_text()
    choice.click()
    expect(page.locator("#sw-thread .sw-card")).to_have_count(
        page.locator("#sw-thread .sw-said").count())
    expect(page.locator("#sw-thread .sw-card").last).to_have_class(re.compile("answered|no_data"))
    assert label


def test_the_workbook_holds_the_numbers_of_the_interface(page: Page, address: str, tmp_path: Path):
    card = ask(page, RATES)
    rows = answer_of(page, address, card)["rows"]
    card.get_by_role("button", name="下载").click()
    with page.expect_download() as download:
        card.get_by_role("menuitem", name="Excel").click()
    path = tmp_path / "answer.xlsx"
    download.value.save_as(path)
    sheet = load_workbook(path)["结果"]
    table = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert [row for row in table if isinstance(row[1], float)] == rows
    assert any(row[1] and "（%）" in str(row[1]) for row in table)


def test_a_pinned_answer_trips_its_threshold(page: Page):
    card = ask(page, RATES)
    card.get_by_role("button", name="放上看板").first.click()
    form = card.locator("form.sw-pin")
    form.locator("[name=title]").fill("各市上传率")
    form.locator("[name=column]").select_option(index=1)
    form.locator("[name=cmp]").select_option("<")
    form.locator("[name=value]").fill("100.5")
    form.get_by_role("button", name="放上看板").click()
    expect(page.locator(".sw-toast")).to_have_text("已放上看板")
    page.get_by_role("tab", name=re.compile("看板")).click()
    tile = page.locator(".sw-tile", has_text="各市上传率")
    expect(tile).to_have_class(re.compile("tripped"))
    expect(page.locator(".sw-notices")).to_contain_text("低于100.5%")
    tile.get_by_role("button", name="重查").click()
    expect(page.locator(".sw-tile")).to_have_count(1)
    page.locator(".sw-tile").get_by_role("button", name="移走").click()
    expect(page.locator(".sw-tile")).to_have_count(0)


def test_a_conversation_is_there_after_coming_back(page: Page, tmp_path: Path):
    ask(page, "上个月赣州取水量是多少")
    ask(page, RATES)
    page.reload()
    page.wait_for_selector("html[data-ready=true]")
    page.locator(".sw-name", has_text="上个月赣州取水量是多少").first.click()
    expect(page.locator("#sw-thread .sw-card")).to_have_count(2)
    item = page.locator(".sw-list li.current")
    item.get_by_role("button", name="会话操作").click()
    with page.expect_download() as download:
        item.get_by_role("menuitem", name="导出 Word").click()
    path = tmp_path / "session.docx"
    download.value.save_as(path)
    assert path.stat().st_size > 5000
    page.on("dialog", lambda dialog: dialog.accept())
    item.get_by_role("button", name="会话操作").click()
    item.get_by_role("menuitem", name="删除").click()
    expect(page.locator("#sw-thread .sw-start")).to_be_visible()


def test_an_answer_is_judged(page: Page):
    card = ask(page, RATES)
    card.get_by_role("button", name="不对").click()
    card.locator(".sw-why input").fill("少了一个市")
    card.locator(".sw-why").get_by_role("button", name="提交").click()
    expect(card.locator(".sw-judged")).to_contain_text("已记下")


def test_text_of_a_question_is_never_markup(page: Page):
    said = "<img src=x onerror=document.title='hit'>**上月**取水量"
    ask(page, said)
    expect(page.locator(".sw-said p").last).to_have_text(said)
    assert page.title() == "水问" and page.locator("#sw-thread .sw-said img").count() == 0


def test_the_keyboard_is_enough(page: Page):
    page.locator("body").press("Escape")
    page.locator("#sw-thread").evaluate("(e) => document.activeElement.blur()")
    page.keyboard.press("/")
    page.keyboard.type(RATES)
    page.keyboard.press("Enter")
    expect(page.locator("#sw-thread .sw-card")).to_have_count(1)
    page.keyboard.press("Alt+n")
    expect(page.locator("#sw-thread .sw-start")).to_be_visible()


def test_it_fits_a_phone(page: Page):
    page.set_viewport_size({"width": 390, "height": 800})
    ask(page, RATES)
    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth")


@pytest.mark.parametrize("method, path, code", [
    ("GET", "/api/v1/nowhere", 404), ("POST", "/api/nowhere", 404), ("GET", "/api/v1/ask", 405),
])  # fmt: skip
def test_unknown_addresses_of_the_interface_are_not_left_to_the_pages(
    address: str, method: str, path: str, code: int
):
    found = httpx.request(method, address + path)
    assert found.status_code == code
    assert set(found.json()) == {"error", "message", "suggestions"}
