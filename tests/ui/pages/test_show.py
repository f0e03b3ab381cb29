"""A manager's morning on the page, from the first question to the exported conversation."""

from __future__ import annotations

import re
from pathlib import Path

from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.ui.pages.asking import RATES, answer_of, ask
from tests.ui.pages.conftest import keep


def test_a_morning_with_the_pages(page: Page, address: str, tmp_path: Path):
    expect(page.locator(".sw-tiles button").first).to_be_visible()
    keep(page, "show_1_start")

    first = ask(page, "上个月赣州取水量是多少")
    assert "赣州市" in answer_of(page, address, first)["reading"]
    second = answer_of(page, address, ask(page, "那吉安呢？"))
    assert "吉安市" in second["reading"] and "赣州市" not in second["reading"]
    third = answer_of(page, address, ask(page, "和去年同期比"))
    assert "吉安市" in third["reading"] and "同期" in third["reading"]
    fourth = ask(page, "换成各县，前三名")
    assert len(answer_of(page, address, fourth)["rows"]) == 3
    keep(page, "show_2_follow_up")

    page.keyboard.press("Alt+n")
    unclear = ask(page, "用水总量是多少")  # of which period?
    keep(page, "show_3_choices")
    unclear.locator(".sw-choices button").first.click()
    expect(page.locator("#sw-thread .sw-card")).to_have_count(2)
    expect(page.locator("#sw-thread .sw-card").last).to_have_class(re.compile("answered|no_data"))

    rates = ask(page, RATES)
    answer = answer_of(page, address, rates)
    rates.locator(".sw-proof summary").click()
    expect(rates.locator(".sw-proof")).to_contain_text("实收条数÷应收条数")
    keep(page, "show_4_proof")

    rates.get_by_role("button", name="下载").click()
    with page.expect_download() as download:
        rates.get_by_role("menuitem", name="Excel").click()
    download.value.save_as(tmp_path / "answer.xlsx")
    cells = load_workbook(tmp_path / "answer.xlsx")["结果"].iter_rows(values_only=True)
    assert [list(row) for row in cells if isinstance(row[1], float)] == answer["rows"]

    rates.get_by_role("button", name="放上看板").first.click()
    form = rates.locator("form.sw-pin")
    form.locator("[name=title]").fill("早上的上传率")
    form.locator("[name=column]").select_option(index=1)
    form.locator("[name=value]").fill("100.5")
    form.get_by_role("button", name="放上看板").click()
    page.get_by_role("tab", name=re.compile("看板")).click()
    tile = page.locator(".sw-tile", has_text="早上的上传率")
    expect(tile).to_have_class(re.compile("tripped"))
    expect(page.locator(".sw-notices")).to_contain_text("低于100.5%")
    keep(page, "show_5_board")
    tile.get_by_role("button", name="移走").click()

    page.get_by_role("tab", name="提问").click()
    item = page.locator(".sw-list li.current")
    item.get_by_role("button", name="会话操作").click()
    with page.expect_download() as download:
        item.get_by_role("menuitem", name="导出 Word").click()
    download.value.save_as(tmp_path / "session.docx")
    words = "\n".join(one.text for one in Document(str(tmp_path / "session.docx")).paragraphs)
    assert "用水总量是多少" in words and RATES in words
