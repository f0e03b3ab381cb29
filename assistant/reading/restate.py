"""One plain Chinese sentence from a typed query, with every condition, period and basis in it."""

from __future__ import annotations

from assistant.contracts import algebra as a
from assistant.contracts.query import Group, MetricQuery
from assistant.contracts.time import Period
from assistant.reading.term_words import GRAIN_WORDS, TermWords


class Restater(TermWords):
    """Words a whole query back."""

    def restate(self, query: MetricQuery) -> str:
        """Return the question in one sentence."""
        if query.shape == "several":
            return "；".join(self.restate(part) for part in query.parts)
        pieces = [self._when(query.context.time), self._where(query.context.where)]
        if query.over is not None:
            pieces.append(self.set(query.over))
        pieces.append(self._groups(query.by))
        shown = [o.label or self.column(o.expr) for o in (*query.columns, *query.measures)]
        head = "".join(p for p in pieces if p)
        text = head + ("的" if head and shown else "") + "、".join(dict.fromkeys(shown))
        if query.having:
            text += "，只留" + "且".join(self.pred(p) for p in query.having) + "的"
        return text + self._order(query) + self._tail(query)

    def _when(self, period: Period | None) -> str:
        if period is None:
            return ""
        span = self.period(period)
        return f"{span}，" if span else ""

    def _where(self, preds: tuple[a.PredT, ...]) -> str:
        return "".join(self.pred(p) + "，" if i + 1 < len(preds) else self.pred(p)
                       for i, p in enumerate(preds))

    def _groups(self, groups: tuple[Group, ...]) -> str:
        words = []
        for group in groups:
            if group.grain is not None:
                words.append(f"逐{GRAIN_WORDS[group.grain]}")
            elif group.path is not None:
                words.append(f"分{self.path(group.path)}")
            else:
                words.append("分" + "、".join(g.name for g in group.groups))
        return "，" + "、".join(words) if words else ""

    def _order(self, query: MetricQuery) -> str:
        if not query.order:
            return ""
        first = query.order[0]
        columns = [*query.columns, *query.measures]
        by = ""
        if isinstance(first.by, int) and first.by < len(columns):
            by = columns[first.by].label or self.column(columns[first.by].expr)
        way = "从高到低" if first.direction == "desc" else "从低到高"
        text = f"，按{by}{way}"
        if query.limit:
            per = f"每个{self.path(query.limit_per)}" if query.limit_per else ""
            text += f"取{per}前{query.limit}"
        return text

    def _tail(self, query: MetricQuery) -> str:
        if query.shape == "yesno":
            return "，有没有"
        if query.stated is not None:
            return f"，核对“{query.stated.text}”"
        return ""
