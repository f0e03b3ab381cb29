"""What follows the outputs, read back: conditions on rows, order, limit, what is to be told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from assistant.answer.wording.amounts import number_said
from assistant.answer.wording.outputs import restated_outputs
from assistant.contracts import algebra as a
from assistant.contracts.query import MetricQuery, Order, Stated
from assistant.reading.one_form import decimals_of
from assistant.reading.restate import SOURCES
from assistant.reading.restated.rows import Rows
from assistant.reading.restated.scope import Scope

_ORDER = re.compile(r"^按(.+?)(的绝对值)?(从高到低|从低到高|从晚到早|从早到晚)排列$")
_GIVEN = re.compile(r"^按(.+)的次序排列$")
_PLACE = re.compile(r"^第(\d+)项$")
_CUT = re.compile(r"^(?:每个(.+))?取(?:前|最.的)(\d+)\D+$")
_STATED = re.compile(r"^核对“(.+?)”(?:（(-?\d[^（）]*)）)?是否相符(?:（允许相差(.+)%）)?$")
_ONLY = re.compile(r"^只列(.+)的$")
_ADDED = {"合计": "total", "全省": "parent", "上一级": "parent"}
_TOLD = {"判断有没有": "yesno", "判断是否如此": "yesno",
         "说明变化主要来自哪里": "explain",
         "核对各来源是否一致": "reconcile"}  # fmt: skip
_SOURCE = {word: name for name, word in SOURCES.items()}
_TAIL = re.compile(
    r"^(按.+排列|(每个.+)?取(前|最.的)\d+\D+|核对“.+|没有的(不列|也列为0)|只列.+的|另列.+|前提是.+"
    r"|判断(有没有|是否如此)|说明变化主要来自哪里|核对各来源是否一致"
    r"|用(部级数据|流域机构数据|省级数据))$")


def is_tail(text: str) -> bool:
    """Whether a stretch between commas stands behind the outputs."""
    return _TAIL.match(text) is not None


class Tails(Rows):
    """Reads what follows the outputs."""

    def with_tail(
        self, query: MetricQuery, told: tuple[str, ...], scope: Scope
    ) -> Iterator[MetricQuery]:
        """Yield the query with what each stretch adds."""
        if not told:
            yield query
            return
        for more in self._added(query, told[0], scope):
            yield from self.with_tail(more, told[1:], scope)

    def _added(self, query: MetricQuery, text: str, scope: Scope) -> Iterator[MetricQuery]:
        ways: tuple[Callable[..., Iterator[dict[str, Any]]], ...] = (
            self._order, self._cut, self._on_rows, self._stated, self._fixed)
        for way in ways:
            for update in way(query, text, scope):
                yield query.model_copy(update=update)

    def _order(self, query: MetricQuery, text: str, scope: Scope) -> Iterator[dict[str, Any]]:
        given = _GIVEN.match(text)
        if given is not None:
            yield from ({"order": (*query.order, Order(by=0, given=keys))}
                        for _, keys in self.members(given[1], scope))
        found = _ORDER.match(text)
        if found is None:
            return
        for by in self._sorted_by(query, found[1], scope):
            yield {"order": (*query.order, Order(
                by=by, direction="desc" if found[3] in ("从高到低", "从晚到早") else "asc",
                absolute=found[2] is not None))}

    def _sorted_by(self, query: MetricQuery, words: str, scope: Scope) -> Iterator[Any]:
        shown = restated_outputs(self.wording(scope), query)
        place = _PLACE.match(words)
        if words == "该值":
            yield 0
        elif place is not None:
            yield int(place[1]) - 1
        elif words in shown:
            yield shown.index(words)
        else:
            yield from self.column(words, scope)

    def _cut(self, query: MetricQuery, text: str, scope: Scope) -> Iterator[dict[str, Any]]:
        found = _CUT.match(text)
        if found is not None:
            for per in self.paths(found[1], scope) if found[1] else (None,):
                yield {"limit": int(found[2]), "limit_per": per}

    def _on_rows(self, query: MetricQuery, text: str, scope: Scope) -> Iterator[dict[str, Any]]:
        if text == "没有的不列":
            for out in query.measures:
                if isinstance(out.expr, a.Count):
                    some = a.MeasurePred(left=out.expr, cmp=">", right=a.Number(value=0))
                    yield {"having": (*query.having, some)}
        found = _ONLY.match(text)
        if found is not None:
            yield from ({"having": (*query.having, pred)} for pred in self.pred(found[1], scope))
        if text.startswith("前提是"):
            yield from ({"premise": pred}
                        for pred in self.pred(text.removeprefix("前提是"), scope))

    def _stated(self, query: MetricQuery, text: str, scope: Scope) -> Iterator[dict[str, Any]]:
        found = _STATED.match(text)
        if found is None:
            return
        said = found[1]
        tolerance = float(found[3]) / 100 if found[3] else None
        ends = [number_said(part) for part in (found[2] or said).split("至")]
        if None in ends:
            return
        values = {"value": ends[0]} if len(ends) == 1 else {"low": ends[0], "high": ends[1]}
        yield {"shape": "check", "stated": Stated(
            text=said, tolerance=tolerance, decimals=decimals_of(said), **values)}

    def _fixed(self, query: MetricQuery, text: str, scope: Scope) -> Iterator[dict[str, Any]]:
        if text.startswith("另列"):
            added = [_ADDED.get(word) for word in text.removeprefix("另列").split("、")]
            if None not in added:
                yield {"add": (*query.add, *added)}
        if text.startswith("用") and text[1:] in _SOURCE:
            yield {"context": query.context.model_copy(update={"source": _SOURCE[text[1:]]})}
        if text == "没有的也列为0":
            yield {"add": (*query.add, "zero")}
        elif text in _TOLD:
            yield {"shape": _TOLD[text]}
