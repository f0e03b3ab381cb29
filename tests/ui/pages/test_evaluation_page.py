"""The page of evaluators: what users disliked becomes a draft of a case; suites' results."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import yaml
from playwright.sync_api import Browser, Page, expect

from assistant.contracts.evaluation import Miss, SuiteReport
from assistant.contracts.flow import User
from assistant.evaluation.reports import write_suite_report
from tests.ui.pages.asking import ask
from tests.ui.pages.conftest import opened, serving


def test_a_disliked_answer_becomes_a_draft(
    page: Page, browser: Browser, pages_home: Path, tmp_path: Path
):
    ask(page, "上个月赣州取水量是多少")
    card = ask(page, "那吉安呢？")
    card.get_by_role("button", name="不对").click()
    card.locator(".sw-why input").fill("少了两个县")
    card.locator(".sw-why").get_by_role("button", name="提交").click()
    expect(card.locator(".sw-judged")).to_contain_text("已记下")
    report = SuiteReport(
        suite="metric", ran_at=datetime(2026, 9, 16, 9), right=411, wrong=1, all=422,
        lines=("正确 411/422",), misses=(Miss(id="m-1", question="问", verdict="答错"),))
    write_suite_report(report, pages_home / "eval-reports")
    who = User(name="grader", role="evaluator")
    with serving(pages_home, who) as address, opened(browser, address, "evaluation") as graded:
        graded.get_by_role("tab", name="评测").click()
        one = graded.locator("#sw-evaluation .sw-tile", has_text="少了两个县").first
        expect(one).to_contain_text("前文：上个月赣州取水量是多少")
        one.get_by_role("button", name="转成评测题").click()
        one.locator("[name=area]").fill("取水计量")
        one.locator("[name=gold_sql]").fill("SELECT 1 AS v")
        one.get_by_role("button", name="存为草稿").click()
        expect(graded.locator(".sw-drafts")).to_contain_text("那吉安呢")
        expect(graded.locator(".sw-suite")).to_contain_text("411/422（97.4%）")
        with graded.expect_download() as download:
            graded.get_by_role("button", name="下载 YAML").click()
        download.value.save_as(tmp_path / "drafts.yaml")
    (case,) = yaml.safe_load((tmp_path / "drafts.yaml").read_text(encoding="utf-8"))
    assert case["earlier"] == ["上个月赣州取水量是多少"] and case["gold_sql"] == "SELECT 1 AS v"
    assert "少了两个县" in case["note"]


def test_a_manager_has_no_such_page(page: Page):
    expect(page.get_by_role("tab", name="评测")).to_have_count(0)
