"""Questions outside what may or can be answered: refused, or honestly not held."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from assistant.contracts.flow import Plan
from knowledge_graph.semantics.model import NotHeld, SemanticModel

_INTENTS = Path(__file__).with_name("intents.yaml")


class ScopeCheck:
    """Tells whether a question is refused (by intent) or about data that are not held."""

    def __init__(self, model: SemanticModel) -> None:
        data = yaml.safe_load(_INTENTS.read_text(encoding="utf-8"))
        self._refusals = [
            (re.compile(item["pattern"]), item["message"], tuple(item["instead"]))
            for item in data["refusals"]
        ]
        known = {w for m in model.metrics for w in (m.zh, *m.synonyms)}
        self._not_held = sorted(
            ((word, item) for item in model.not_held for word in item.words if word not in known),
            key=lambda pair: -len(pair[0]),
        )

    def __call__(self, text: str) -> Plan | None:
        """Return a refusing or no-data plan, or None when the question may be read."""
        for pattern, message, instead in self._refusals:
            if pattern.search(text):
                return Plan(status="refused", message=message, suggestions=instead,
                            confidence=0.95)
        for word, item in self._not_held:
            if word in text:
                return self._plan(word, item)
        return None

    def _plan(self, word: str, item: NotHeld) -> Plan:
        return Plan(status=item.status, message=f"“{word}”：{item.reason}",
                    suggestions=item.instead, confidence=0.9)
