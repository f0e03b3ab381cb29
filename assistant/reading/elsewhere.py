"""Finds places that the data do not reach: other provinces and their cities, other countries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from knowledge_graph.semantics.spans import ElsewhereItem, Span


class Elsewhere:
    """A source of spans; what the data themselves name is never elsewhere.

    Args:
        places: word → full name.
        held: names of everything the data hold.
    """

    def __init__(self, places: Mapping[str, str], held: Iterable[str]) -> None:
        ours = set(held)
        self._places = {word: name for word, name in places.items()
                        if word not in ours and name not in ours}
        self._longest = max(map(len, self._places), default=0)

    def spans(self, text: str) -> list[Span]:
        """Return the places, overlapping ones too."""
        return [
            Span(start=start, end=end, text=text[start:end],
                 item=ElsewhereItem(name=self._places[text[start:end]]))
            for start in range(len(text))
            for end in range(start + 2, min(start + self._longest, len(text)) + 1)
            if text[start:end] in self._places
        ]  # fmt: skip
