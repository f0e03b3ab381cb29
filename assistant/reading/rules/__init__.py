"""Composition rules, grouped by what they build; :data:`RULES` holds them all."""

from assistant.reading.chart import RuleBook
from assistant.reading.rules import alternatives, groups, measures, predicates, sets

RULES = RuleBook()
for _module in (sets, groups, alternatives, measures, predicates):
    _module.register(RULES)

__all__ = ["RULES"]
