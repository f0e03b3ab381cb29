"""Sends notices to another system's address; what cannot be delivered is logged, not retried."""

from __future__ import annotations

import logging

import httpx

from assistant.contracts.board import Notice

log = logging.getLogger("shuiwen")
_SECONDS = 5.0


class Webhook:
    """Posts each notice as JSON ``{user, pin_id, text, raised_at}``.

    Args:
        url: where to; None sends nothing.
        transport: how to reach it; None = the network.
    """

    def __init__(self, url: str | None, transport: httpx.BaseTransport | None = None) -> None:
        self._url, self._transport = url, transport

    def __call__(self, user: str, notice: Notice) -> None:
        """Send one notice."""
        if self._url is None:
            return
        body = {"user": user, **notice.model_dump(mode="json", exclude={"seen", "notice_id"})}
        try:
            with httpx.Client(timeout=_SECONDS, transport=self._transport) as client:
                client.post(self._url, json=body).raise_for_status()
        except httpx.HTTPError as error:
            log.warning("a notice was not delivered: %s", error)
