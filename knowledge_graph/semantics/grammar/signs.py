"""Signs before numbers: 同比-1.2% and 负百分之三 are below zero, 3-5% and 8月-10日 are ranges."""

from __future__ import annotations

import re

from knowledge_graph.semantics.grammar.chars import DIGITS

_ZH = "".join(DIGITS) + "十百千"
_MINUS = re.compile(rf"[-−－](?=\d)|负(?=[\d{_ZH}])")
_GOES_ON = re.compile(rf"(?:[a-zA-Z0-9_%％.~{_ZH}])$")  # 3-5%, 90%-95%, NH3-5: no sign
_IN_TIME = re.compile(r"[月日号年]$")
_CHANGES = re.compile(r"[比增减变涨升降差幅][^，。；？！,;?!]{0,7}$")
_AMOUNTS = frozenset({"volume", "money", "area", "length", "percent_point"})


def sign_end(text: str, pos: int) -> int | None:
    """Return where the number begins whose sign stands at ``pos``; None where there is no sign."""
    sign = _MINUS.match(text, pos)
    return None if sign is None or _GOES_ON.search(text[:pos]) else sign.end()


def is_signed(before: str, dimension: str) -> bool:
    """Whether a dash before a number of this kind is a sign.

    Between a name and its figure a dash only parts them (农业-167亿方); before an amount it is a
    sign after words of a change alone (比前年-0.61亿方), before a share also after others.
    """
    if _CHANGES.search(before):
        return dimension == "fraction" or dimension in _AMOUNTS
    return dimension == "fraction" and not _IN_TIME.search(before)
