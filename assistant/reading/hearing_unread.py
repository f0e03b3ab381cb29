"""How a frame hears what nothing took up: words that must not be dropped in silence."""

from __future__ import annotations

from assistant.reading.phrase_types import Item
from assistant.reading.rule_words import has_any


class UnreadHearing:
    """The part of a frame that keeps what was heard and not understood."""

    unread: list[str]
    compared: list[Item]
    flags: set[str]

    def _hear_quant(self, item: Item) -> None:
        if item.tags & {"none", "running"}:
            self.unread.append(item.text)
        elif "every" in item.tags:
            self.flags.add("every")
            if has_any(item.text, "period_letters"):  # tests every month: nothing took it up
                self.unread.append(item.text)

    def _hear_cmpword(self, item: Item) -> None:
        self.compared.append(item)
        if len(item.text) > 1:
            self.unread.append(item.text)

    def _hear_unknown(self, item: Item) -> None:
        self.unread.append(item.text)

    _hear_quantn = _hear_qcmp = _hear_unknown
    _hear_alike = _hear_hasnone = _hear_noneend = _hear_only = _hear_held = _hear_unknown
