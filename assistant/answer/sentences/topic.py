"""What every sentence writer gets besides the view."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answer.view import View

_LONGEST = 44  # words for a set that are longer are left to the restatement


@dataclass(frozen=True)
class Topic:
    """The opening words: ``lead`` before a measure (…的), ``opening`` before a clause (…，)."""

    lead: str

    @property
    def opening(self) -> str:
        """Return the opening as a phrase of its own."""
        words = self.lead.removesuffix("的")
        return words if not words or words.endswith("，") else f"{words}，"

    @property
    def of_things(self) -> bool:
        """Whether the opening ends in things (在库名录单位的), of which some may be counted."""
        return self.lead.endswith("的") and not self.lead.endswith(("”的", "外的"))

    @property
    def there(self) -> str:
        """Return the opening before 共有 or 没有: a place needs no comma."""
        return self.opening if self.lead.endswith("的") else self.lead

    def counted(self, view: View) -> str:
        """Return what the rows are, in words: ``离线计量站点`` or ``符合条件的计量站点``."""
        query = view.query
        having = "且".join(view.wording.pred(pred) for pred in query.having)
        noun = view.wording.set(query.over) if query.over is not None else view.row_noun
        words = f"{having}的{noun}" if having else noun
        if len(words) <= _LONGEST:
            return words
        return f"符合条件的{view.row_noun}"

    def none(self, view: View) -> str:
        """Return that there are none: ``没有离线计量站点``."""
        words = self.counted(view)
        negative = words[:1] in "有没未无" or "没有" in words
        return f"{'不存在' if negative else '没有'}{words}"
