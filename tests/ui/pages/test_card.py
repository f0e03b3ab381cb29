"""The answer card: charts switched and saved, tables searched and paged, all of it by keyboard."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.ui.pages.asking import RATES, answer_of, ask
from tests.ui.pages.conftest import opened

PLANTS = "取水户名单"


def test_a_chart_is_switched_put_on_a_log_axis_and_saved(page: Page, address: str, tmp_path: Path):
    card = ask(page, "上个月各市取水量")
    answer = answer_of(page, address, card)
    chart = card.locator(".sw-chart")
    for kind, drawn in (("饼图", ".slice"), ("折线图", ".scatterlayer .trace"),
                        ("柱状图", ".barlayer .trace"), ("条形图", ".barlayer .trace")):
        chart.get_by_role("button", name="换图").click()
        chart.get_by_role("menuitem", name=kind).click()
        expect(chart.locator(drawn).first).to_be_visible()
    log = chart.get_by_role("button", name="对数轴")
    log.click()
    expect(log).to_have_attribute("aria-pressed", "true")
    for kind, ending in (("PNG 图片", "png"), ("SVG 矢量图", "svg"), ("图中数据 CSV", "csv")):
        chart.get_by_role("button", name="存图").click()
        with page.expect_download() as download:
            chart.get_by_role("menuitem", name=kind).click()
        path = tmp_path / f"chart.{ending}"
        download.value.save_as(path)
        assert download.value.suggested_filename.endswith(ending) and path.stat().st_size > 50
    rows = list(csv.reader((tmp_path / "chart.csv").read_text("utf-8-sig").splitlines()))[1:]
    held = {row[0]: row[1] for row in answer["rows"] if row[1] is not None}
    assert {name: float(value) for _, name, value in rows} == held


def test_rates_are_no_pie(page: Page):
    chart = ask(page, RATES).locator(".sw-chart")
    chart.get_by_role("button", name="换图").click()
    expect(chart.get_by_role("menuitem", name="折线图")).to_be_visible()
    expect(chart.get_by_role("menuitem", name="饼图")).to_have_count(0)


def test_a_long_table_is_paged_and_searched(page: Page, address: str):
    card = ask(page, PLANTS)
    rows = answer_of(page, address, card)["rows"]
    assert len(rows) > 12
    expect(card.locator("tr[data-row]")).to_have_count(12)
    expect(card.locator(".sw-pager")).to_contain_text(f"共 {len(rows)} 行")
    card.get_by_role("button", name="下一页").click()
    expect(card.locator("tr[data-row]").first).to_contain_text(str(rows[12][0]))
    card.locator(".sw-filter").fill(str(rows[20][0]))
    expect(card.locator("tr[data-row]").first).to_contain_text(str(rows[20][0]))
    card.locator(".sw-filter").fill("没有这一行")
    expect(card.locator("tr[data-row]")).to_have_count(0)


def test_the_number_of_rows_leads_to_the_table(page: Page, address: str):
    card = ask(page, PLANTS)
    count = len(answer_of(page, address, card)["rows"])
    card.locator(".sw-figure", has_text=str(count)).first.click()
    expect(card.locator(".sw-table.marked")).to_have_count(1)


def test_a_figure_that_stands_alone_leads_to_its_proof(page: Page):
    card = ask(page, "上个月赣州取水量是多少")
    card.locator(".sw-figure").click()
    expect(card.locator(".sw-proof pre").first).to_be_visible()


def test_a_card_is_worked_by_keyboard_alone(page: Page):
    card = ask(page, RATES)
    card.locator(".sw-figure").first.focus()
    page.keyboard.press("Enter")
    expect(card.locator("td.marked")).to_have_count(1)
    card.get_by_role("button", name="下载").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".csv")
    card.get_by_role("button", name="换图").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(card.get_by_role("button", name="换图")).to_be_focused()
    page.locator("#sw-box textarea").focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#sw-box textarea")).to_have_value(RATES)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width, height", [(1366, 768), (390, 800)])
def test_it_is_readable(browser: Browser, address: str, scheme: str, width: int, height: int):
    size = {"width": width, "height": height}
    name = f"look_{scheme}_{width}"
    with opened(browser, address, name, viewport=size, color_scheme=scheme) as page:
        card = ask(page, RATES)
        expect(card.locator(".sw-plot .main-svg").first).to_be_visible()
        root = "document.documentElement"
        assert page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth")
        ink, paper = (page.evaluate(
            "([of, what]) => getComputedStyle(document.querySelector(of))[what]", [of, what])
            for of, what in ((".sw-sentence p", "color"), (".sw-card", "backgroundColor")))
        assert (_light(ink) > _light(paper)) == (scheme == "dark")
        assert abs(_light(ink) - _light(paper)) > 400


def _light(color: str) -> int:
    """Red, green and blue added up."""
    return sum(int(part) for part in color[color.index("(") + 1 : -1].split(",")[:3])


def test_on_paper_tables_are_whole_and_charts_fit(page: Page, address: str):
    card = ask(page, PLANTS)
    rows = len(answer_of(page, address, card)["rows"])
    ask(page, RATES)
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(card.locator("tr[data-row]")).to_have_count(min(rows, 200))
    expect(page.locator("#sw-ask")).to_be_hidden()
    page.wait_for_function(
        "document.querySelector('.sw-plot .main-svg').getBoundingClientRect().width <= 640")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(card.locator("tr[data-row]")).to_have_count(12)
