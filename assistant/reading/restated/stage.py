"""The first stage of the reader: a text that is exactly a restatement is the query it restates."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.contracts.algebra import Metric
from assistant.contracts.flow import Plan
from assistant.contracts.query import MetricQuery
from assistant.reading.explained import Explained
from assistant.reading.restate import Restater
from assistant.reading.restated.read_back import read_back
from assistant.reading.restated.vocabulary import Vocabulary

# What only a restatement has: its dates before a comma, its own words for rows and parts.
_MARKS = re.compile(r"^[^，]*\d{4}年[^，]*，|列出|的名单$|的名单，|^是否存在|（1）")
# What asks, or talks to the reader; a restatement does neither.
_ASKS = re.compile(
    r"[？?！!。～…\s]|[吗呢吧啊哪几谁怎咋啥嘛呀哦您你我]|什么|多少|如何|有没|(?<!申)请|帮|看看|一下|最近")
_LONGEST = 1_000


@dataclass(frozen=True)
class Restated:
    """Reads restatements back.

    Attributes:
        words: what is printed by name.
        restater: prints queries.
    """

    words: Vocabulary
    restater: Restater

    def __call__(
        self, text: str, read: Callable[[str], Explained],
        beyond: Callable[[MetricQuery], str | None],
    ) -> Explained:
        """Return the reading of a text: what it restates, or else what is read freely.

        Args:
            text: what was asked.
            read: the free reading.
            beyond: tells whether a query lies outside of the data.
        """
        query = self.marked(text)
        if query is None:
            free, query = read(text), self.unmarked(text)
            if query is None or dated_by_itself(free.plan.query) \
                    or free.plan.status in ("no_data", "refused") or self._undated(query):
                return free
        outside = beyond(query)
        plan = Plan(status="ready" if outside is None else "no_data", query=query, reading=text,
                    message=outside or "", confidence=1.0)
        return Explained(text, (), (), plan)

    def _undated(self, query: MetricQuery) -> bool:
        """用水总量: of which period, nobody said, and the words alone are no answer to it."""
        volumes = [o.expr for o in query.measures if isinstance(o.expr, Metric)
                   and self.words.model.metric(o.expr.name).unit == "m3"]
        return query.context.time is None and bool(volumes) and not (query.over or query.by)

    def marked(self, text: str) -> MetricQuery | None:
        """Return the query of a text that has the marks of a restatement, if it is one."""
        return self.plain(text) if _MARKS.search(text) else None

    def unmarked(self, text: str) -> MetricQuery | None:
        """Return the query of any other text that neither asks nor talks."""
        return None if _MARKS.search(text) or _ASKS.search(text) else self.plain(text)

    def plain(self, text: str) -> MetricQuery | None:
        """Return the query of a text that is exactly a restatement."""
        return read_back(text, self.words, self.restater) if len(text) <= _LONGEST else None


def dated_by_itself(query: MetricQuery | None) -> bool:
    """Whether a period went without saying in a query, or in a part of it."""
    parts = (query.parts or (query,)) if query is not None else ()
    return any(part.context.time is not None and part.context.time.assumed for part in parts)

