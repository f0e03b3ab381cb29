"""What every sentence writer gets besides the view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.answer.subject import members_words
from assistant.answer.view import View


@dataclass(frozen=True)
class Topic:
    """The opening words, and the names of codes for what is told later."""

    lead: str
    names: Mapping[str, str]

    def counted(self, view: View) -> str:
        """Return what the rows are, in words: ``离线的计量站点`` or ``符合条件的计量站点``."""
        words = members_words(view.query.over, view.model, self.names)
        if words is not None and not view.query.having and view.query.premise is None:
            return words
        noun = view.row_noun
        return noun if view.query.over is None else f"符合条件的{noun}"
