"""Composition rules, grouped by what they build; :data:`RULES` holds them all."""

from assistant.reading.chart import RuleBook
from assistant.reading.rules import (
    alike,
    alternatives,
    amounts,
    arithmetic,
    changes,
    columns,
    compared,
    counted_places,
    counts,
    done_to,
    groups,
    having,
    holding,
    measures,
    predicates,
    quantifiers,
    ranks,
    relative,
    sets,
    shares,
    sides,
    state_amounts,
)

RULES = RuleBook()
for _module in (
    sets, counts, counted_places, ranks, groups, alternatives, measures, shares, changes,
    arithmetic,
    predicates, compared,
    state_amounts, quantifiers, relative, columns, sides, amounts,
    holding, having, alike, done_to,
):
    _module.register(RULES)

__all__ = ["RULES"]
