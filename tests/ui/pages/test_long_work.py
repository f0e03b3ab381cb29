"""Long work can be watched and stopped; a broken line is mended from the stored answer."""

from __future__ import annotations

import httpx
from playwright.sync_api import Page, Route, expect

from tests.ui.pages.asking import RATES, answer_of, ask


def test_a_line_that_breaks_is_mended_from_the_stored_answer(page: Page, address: str):
    def broken(route: Route) -> None:
        """All the service does happens; the client sees the first event alone."""
        reply = route.fetch()
        first = reply.text().split("\n\n")[0] + "\n\n"
        route.fulfill(status=200, content_type="text/event-stream", body=first)

    page.route("**/api/v1/ask/stream", broken)
    card = ask(page, RATES)
    answer = answer_of(page, address, card)
    assert answer["status"] == "answered"
    assert card.locator(".sw-sentence").inner_text().replace("\n", "") == answer["text"]


def test_a_question_is_cancelled_by_escape_at_the_service_too(page: Page, address: str):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    # The line is held open after the first event, as by a slow query.
    page.add_init_script(_HELD)
    page.reload()
    page.wait_for_selector("html[data-ready=true]")
    box = page.locator("#sw-box textarea")
    box.fill(RATES)
    box.press("Enter")
    expect(page.locator(".sw-wait progress").last).to_be_visible()
    page.wait_for_function("window.begun")
    page.keyboard.press("Escape")
    expect(page.locator(".sw-cancelled")).to_have_text("已取消。")
    page.wait_for_timeout(300)
    assert any(url.endswith("/api/v1/answers/A-held/cancel") for url in asked)


_HELD = """
const real = window.fetch;
window.fetch = (url, options) => {
  if (!String(url).endsWith("/ask/stream")) return real(url, options);
  const body = new ReadableStream({ start(control) {
    options.signal.addEventListener("abort", () =>
      control.error(new DOMException("stopped", "AbortError")));
    control.enqueue(new TextEncoder().encode(
      'event: progress\\nid: A-held\\ndata: {"answer_id": "A-held", "stage": "run"}\\n\\n'));
    setTimeout(() => { window.begun = true; }, 100);
  } });
  return Promise.resolve(new Response(body, { status: 200 }));
};
"""


def test_an_export_is_stopped_by_its_own_button(page: Page):
    ask(page, RATES)
    held: list[Route] = []
    page.route("**/file?form=docx", lambda route: held.append(route))
    item = page.locator(".sw-list li.current")
    item.get_by_role("button", name="会话操作").click()
    item.get_by_role("menuitem", name="导出 Word").click()
    work = page.locator(".sw-work")
    expect(work.locator("progress")).to_be_visible()
    work.get_by_role("button", name="取消").click()
    expect(page.locator(".sw-toast")).to_contain_text("已取消")
    expect(work).to_have_count(0)


def test_an_export_that_fails_says_so_on_the_page(page: Page):
    card = ask(page, RATES)
    page.route("**/file?form=xlsx", lambda route: route.fulfill(
        status=503, json={"error": "SourceUnavailable", "message": "磁盘已满。"}))
    card.get_by_role("button", name="下载").click()
    card.get_by_role("menuitem", name="Excel").click()
    expect(page.locator(".sw-toast")).to_have_text("磁盘已满。")


def test_the_whole_board_is_run_again_and_told_how_far(page: Page, address: str):
    with httpx.Client(base_url=f"{address}/api/v1") as client:
        for n in range(2):
            answer = client.post("/ask", json={"question": RATES, "session_id": "board"}).json()
            client.post("/pins", json={"answer_id": answer["answer_id"], "title": f"第{n}块"})
        page.get_by_role("tab", name="看板").click()
        expect(page.locator(".sw-tile")).to_have_count(2)
        before = {pin["pin_id"]: pin["refreshed_at"] for pin in client.get("/pins").json()}
        with page.expect_response("**/api/v1/notices"):
            page.get_by_role("button", name="全部重查").click()
        after = {pin["pin_id"]: pin["refreshed_at"] for pin in client.get("/pins").json()}
        assert all(after[pin] > at for pin, at in before.items())
        for pin in before:
            client.delete(f"/pins/{pin}")
