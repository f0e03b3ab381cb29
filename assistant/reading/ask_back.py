"""Plans that ask back: which place, which measure, which period, which part was not understood."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.contracts.answer import Choice, WordReading
from assistant.contracts.errors import UserFixable
from assistant.contracts.flow import Plan
from assistant.reading.asking import AskBack, Swap
from assistant.reading.nodes import Token
from assistant.reading.resolve import Ambiguity
from knowledge_graph.semantics.model import SemanticModel


@dataclass(frozen=True)
class AskBackPlans:
    """Makes the plans for one reader.

    Args:
        model: the semantic model.
        name_of: the name of an entity's key.
        parent_of: the (entity, key) a named object belongs to.
    """

    model: SemanticModel
    name_of: Callable[[str, str], str]
    parent_of: Callable[[str, str], tuple[str, str] | None]

    def place(self, text: str, found: Ambiguity, words: tuple[WordReading, ...]) -> Plan:
        """Ask which of several things a name means; a county's city is offered beside it."""
        choices = [Choice(label=label, question=text.replace(found.text, name, 1))
                   for label, name in self._places(found)]
        return Plan(status="clarify", words=words, confidence=0.4, choices=tuple(choices),
                    message=f"“{found.text}”有不止一种意思，请选：")

    def _places(self, found: Ambiguity) -> list[tuple[str, str]]:
        out = []
        above: list[tuple[str, str]] = []
        for entity, keys in found.options[:4]:
            if not keys:  # a nickname: the options are names already
                out.append((entity, entity))
                continue
            name = self.name_of(entity, str(keys[0]))
            suffix = "" if name.endswith(("市", "县", "区", "省")) else "流域"
            out.append((f"{name}{suffix}（{self.model.entity(entity).zh}）", name + suffix))
            parent = self.parent_of(entity, str(keys[0])) if entity == "county" else None
            if parent is not None:
                city = self.name_of(*parent)
                above.append((f"{city}（{name}所在的市）", city))
        return [*out, *above]

    def group(self, text: str, word: str, metrics: Sequence[str],
              words: tuple[WordReading, ...]) -> Plan:
        """Ask which of several metrics a word means (水量、用水效率)."""
        names = [self.model.metric(m).zh for m in metrics]
        return Plan(
            status="clarify", words=words, confidence=0.4,
            message=f"“{word}”可以指几个指标，请选：",
            choices=tuple(Choice(label=n, question=text.replace(word, n)) for n in names),
        )  # fmt: skip

    def period(self, text: str, word: str, periods: Sequence[str],
               words: tuple[WordReading, ...], unread: tuple[str, ...]) -> Plan:
        """Ask which period a vague word means (上期、这阵子)."""
        return Plan(
            status="clarify", words=words, unread=unread, confidence=0.4,
            message=f"“{word}”没有说定是哪一段时间，请选：",
            choices=tuple(Choice(label=c, question=text.replace(word, c))
                          for c in (*periods, "昨天")),
        )  # fmt: skip

    def error(self, text: str, exc: UserFixable, tokens: Sequence[Token],
              words: tuple[WordReading, ...], unread: tuple[str, ...]) -> Plan:
        """Ask back what building the query could not settle."""
        swaps: tuple[Swap, ...] = exc.swaps if isinstance(exc, AskBack) \
            else tuple(("", s) for s in exc.suggestions)
        choices = tuple(Choice(label=new, question=self._swapped(text, old, new, tokens))
                        for old, new in swaps)
        return Plan(status="clarify", words=words, unread=unread, message=exc.message,
                    confidence=0.4, choices=choices)

    def _swapped(self, text: str, old: str, new: str, tokens: Sequence[Token]) -> str:
        if not old:
            return new + text
        for token in tokens:
            uses = token.readings.get("state", ())
            if any(use.name == old for use in uses):
                return text[: token.start] + new + text[token.end:]
        return text.replace(old, new, 1)
