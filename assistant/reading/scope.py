"""Questions outside what may or can be answered: refused, or honestly not held."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml

from assistant.contracts.flow import Plan
from assistant.contracts.time import Term
from assistant.reading.nodes import Token
from assistant.reading.rule_words import pattern_of
from knowledge_graph.semantics.model import NotHeld

_INTENTS = Path(__file__).with_name("intents.yaml")
# Readings that make a token a word of this domain; a token that has one means just that.
_OURS = frozenset({"metric", "metric_group", "state", "entity", "value", "attr", "dimension"})
_SURE_NAMES = frozenset({"exact", "short", "alias", "abbreviation"})
_DEFINES = pattern_of("defines")
_STOP = re.compile(r"[，,（(：:—]|$")
COURTESY = "courtesy"  # the route of 你好, 谢谢, 你能做什么: words without a question in them
_STRANGE = 3  # characters that mean nothing here


class Intent(Term):
    """Something wanted that is not an answer from the data; ``tool``: what would do it."""

    name: str
    tool: str = ""
    status: Literal["refused", "no_data", "clarify"]
    pattern: str
    unless: str = ""
    message: str
    instead: tuple[str, ...]


@dataclass(frozen=True)
class _Rule:
    intent: Intent
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None

    def applies(self, text: str) -> bool:
        return bool(self.pattern.search(text)) and not (
            self.unless is not None and self.unless.search(text))


class ScopeCheck:
    """Tells whether a question is refused (by intent) or about data that are not held.

    Args:
        here: what the data cover, to say so when a place lies elsewhere (江西省).
    """

    def __init__(self, here: str = "本省") -> None:
        self._here = here

    def __call__(self, text: str, tokens: Sequence[Token]) -> Plan | None:
        """Return a refusing or no-data plan, or None when the question may be read."""
        found = intent_of(text)
        if found is not None:
            route = COURTESY if found.status == "clarify" else "parser"
            return Plan(status=found.status, message=found.message, route=route,
                        suggestions=found.instead, confidence=0.95)
        return self._by_words(text, tokens) or self._unrelated(tokens)

    def _by_words(self, text: str, tokens: Sequence[Token]) -> Plan | None:
        for token in tokens:
            readings = token.readings
            if "personal" in readings and not _OURS & readings.keys():
                return Plan(
                    status="refused", confidence=0.95,
                    message=f"“{token.text}”属于受保护的信息，需要专门授权，这里不提供。",
                    suggestions=("今年以来超许可的取水户有哪些",),
                )  # fmt: skip
            if "elsewhere" in readings and not _named(token):
                place = readings["elsewhere"][0].name
                return Plan(status="no_data", confidence=0.9,
                            message=f"数据只有{self._here}的，没有{place}的数据。")
            found: tuple[NotHeld, ...] = readings.get("not_held", ())
            if found and not _OURS & readings.keys() and not _named(token) \
                    and not _DEFINES.match(text, _clause_end(text, token.end)):
                return Plan(status=found[0].status, message=f"“{token.text}”：{found[0].reason}",
                            suggestions=found[0].instead, confidence=0.9)
        return None

    def _unrelated(self, tokens: Sequence[Token]) -> Plan | None:
        """Nothing but words that mean nothing here."""
        ours = _OURS | {"name", "open"}
        strange = sum(len(t.text) for t in tokens if "unknown" in t.readings)
        if strange < _STRANGE or any(ours & t.readings.keys() for t in tokens):
            return None
        return Plan(status="refused", confidence=0.8,
                    message="没有听出与水资源管理有关的内容，这里能查取水计量、用水统计、"
                            "水资源公报和取水许可监管的数据。")


def intent_of(text: str) -> Intent | None:
    """Return what a text wants that is not an answer from the data, if anything."""
    return next((rule.intent for rule in _rules() if rule.applies(text)), None)


def speaker_for(tool: str) -> Intent:
    """Return the intent that says what is told of a tool that is not there.

    Raises:
        KeyError: no intent is for that tool.
    """
    for rule in _rules():
        if rule.intent.tool == tool:
            return rule.intent
    raise KeyError(tool)


def _named(token: Token) -> bool:
    return any(item.how in _SURE_NAMES for item, _ in token.readings.get("name", ()))


def _clause_end(text: str, start: int) -> int:
    """Where the clause ends in which ``start`` lies: a definition of its word may follow."""
    found = _STOP.search(text, start)
    return found.start() if found is not None else len(text)


@lru_cache(maxsize=1)
def _rules() -> tuple[_Rule, ...]:
    data = yaml.safe_load(_INTENTS.read_text(encoding="utf-8"))
    intents = [Intent.model_validate(item) for item in data["intents"]]
    return tuple(
        _Rule(i, re.compile(i.pattern), re.compile(i.unless) if i.unless else None)
        for i in intents
    )
