"""Clauses that take everything in: 停用的也一起算, 不管关没关闭; they narrow nothing.

Only where nothing else was narrowed to a state: 在用的站，停用的也算 asks for both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.reading.nodes import Node
from assistant.reading.rule_words import pattern_of, words_of

_WHATEVER = tuple(words_of("whatever"))
_COUNTED_IN: re.Pattern[str] = pattern_of("counted_in")
_OTHER = frozenset({"metric", "metric_group", "time", "shift", "vague_time", "cmp", "limit",
                    "number", "dimension"})


def takes_all_in(clause: Sequence[Node], nodes: Sequence[Node]) -> bool:
    """Return whether a clause says only that what it names is not left out."""
    text = "".join(node.text for node in clause)
    if not clause or any(n.kind in _OTHER or n.has_reading("name") for n in clause):
        return False
    if text.startswith(_WHATEVER):
        return True
    elsewhere = any(n.kind == "state" for n in nodes if n not in clause)
    told = any(n.kind in ("state", "cond") for n in clause)
    return bool(_COUNTED_IN.search(text)) and told and not elsewhere
