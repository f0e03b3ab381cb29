"""Composition rules, grouped by what they build; :data:`RULES` holds them all."""

from assistant.reading.chart import RuleBook
from assistant.reading.rules import (
    alternatives,
    amounts,
    arithmetic,
    changes,
    columns,
    compared,
    counts,
    groups,
    having,
    holding,
    measures,
    predicates,
    quantifiers,
    ranks,
    relative,
    sets,
    sides,
    state_amounts,
)

RULES = RuleBook()
for _module in (
    sets, counts, ranks, groups, alternatives, measures, changes, arithmetic, predicates, compared,
    state_amounts, quantifiers, relative, columns, sides, amounts,
    holding, having,
):
    _module.register(RULES)

__all__ = ["RULES"]
