"""Asking on the page, as a person does."""

from __future__ import annotations

from typing import Any

import httpx
from playwright.sync_api import Locator, Page, expect

RATES = "上季度各市上传率排名"


def ask(page: Page, question: str) -> Locator:
    """Ask and return the card of the answer."""
    cards = page.locator("#sw-thread .sw-card")
    held = cards.count()
    box = page.locator("#sw-box textarea")
    box.fill(question)
    box.press("Enter")
    expect(cards).to_have_count(held + 1)
    return cards.nth(held)


def answer_of(page: Page, address: str, card: Locator) -> dict[str, Any]:
    """Return the answer of a card as the interface gives it."""
    found = httpx.get(f"{address}/api/v1/answers/{card.get_attribute('data-answer')}").json()
    answer: dict[str, Any] = found["answer"]
    return answer
