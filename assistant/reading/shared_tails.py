"""Names that share their last word: 入境、出境水量; 年初和年末蓄水量."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from assistant.reading.nodes import Token

Readings = dict[str, Any]
_OPEN = ("unknown", "time", "point", "spoken", "value")


def shared_tails(
    tokens: Sequence[Token], known: Callable[[str], Readings]
) -> list[Token]:
    """Return the tokens with the first of such names read as the whole name it stands for."""
    out = list(tokens)
    for index in range(len(out) - 2, 0, -1):
        first, joiner, last = out[index - 1 : index + 2]
        if not joiner.is_fn("and") and joiner.text != "、":
            continue
        if "metric" not in last.readings or not first.has(*_OPEN) or (
                first.has("value") and index > 1 and out[index - 2].text == "、"):
            continue  # 农业、工业、生态用水: values of one total
        for cut in range(1, len(last.text)):
            found = known(first.text + last.text[cut:]).get("metric")
            if found:
                out[index - 1] = replace(first, readings={"metric": found})
                break
    return out
