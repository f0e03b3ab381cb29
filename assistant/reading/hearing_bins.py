"""How a frame hears the names its bins are given, and the part its figures are held against."""

from __future__ import annotations

from assistant.reading.nodes import Comparison
from assistant.reading.phrase_types import Item


class BinHearing:
    """The part of a frame that hears what bins are called."""

    bare: list[Comparison]
    bare_texts: list[str]
    called: list[str]
    rest_called: str
    heard: list[str]
    flags: set[str]
    other_parts: list[Item]

    def _hear_called(self, item: Item) -> None:
        self.called.append(item.text)
        self.heard.extend(item.value)

    def _hear_thanpart(self, item: Item) -> None:
        self.other_parts.append(item)

    def _name_bins(self) -> None:
        """…以上算偏丰，中间算平: the bin of this clause goes by the name it was given."""
        if len(self.called) == 1 and len(self.bare) == 1:
            self.bare_texts = list(self.called)
        elif len(self.called) == 1 and not self.bare and self.flags & {"rest", "between"}:
            self.rest_called, self.called = self.called[0], []
