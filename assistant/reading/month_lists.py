"""Months counted off one by one: 6、7、8三个月 are June to August, 3、7两个月 March and July.

10月、11月里 too: read apart, 11月里 would be a stretch of eleven months.
"""

from __future__ import annotations

import re

from assistant.reading.rule_words import pattern_of
from knowledge_graph.semantics.grammar.chars import numeral

_COUNTED = pattern_of("months_counted")
_WITHIN = pattern_of("months_within")
_LAST_MONTH = 12


def months_listed(text: str) -> str:
    """Return the text with counted-off months written as the time grammar reads them."""
    return _WITHIN.sub(_written, _COUNTED.sub(_written, text))


def _written(found: re.Match[str]) -> str:
    months = [int(m) for m in re.findall(r"\d+", found["months"])]
    counted = found["n"]
    if any(not 1 <= m <= _LAST_MONTH for m in months):
        return found[0]
    if counted and numeral(counted) != len(months):
        return found[0]
    running = months == list(range(months[0], months[0] + len(months)))
    if running:
        return f"{months[0]}月到{months[-1]}月"
    return "、".join(f"{m}月" for m in months)
