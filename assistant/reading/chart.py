"""Bottom-up composition of adjacent phrases by type: a chart with a beam.

Rules are binary functions registered by the kinds they join; a rule returns the joined phrase or
None when the types do not fit. The best non-overlapping cover of the clause is what was read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.reading.phrase_types import Item, Mods, SetPhrase

_BEAM = 5
_JOIN_BONUS = 1.0


@dataclass(frozen=True, slots=True)
class Joined:
    """A rule's result; ``bonus`` says how strongly the rule binds."""

    kind: str
    value: object
    bonus: float = _JOIN_BONUS


Rule = Callable[["RuleContext", Item, Item], Joined | None]


@dataclass(frozen=True)
class RuleContext:
    """What rules may ask about the model."""

    fits: Callable[..., bool]
    fits_metric: Callable[..., tuple[str, ...]]
    distance: Callable[..., int]
    metric_distance: Callable[..., int]
    bind: Callable[..., Any]
    counters: Callable[[str], tuple[str, ...]]
    nouns: Callable[[str], tuple[str, ...]]
    lasts: Callable[..., bool]
    exclusive: Callable[..., bool]
    counted: Callable[[str], SetPhrase | None]
    attr_type: Callable[[str, str], str]
    entity_kind: Callable[[str], str]
    relative_basis: Mapping[str, str]
    is_rate: Callable[[str], bool] = lambda name: False
    kind_of: Callable[[str], str | None] = lambda name: None
    parts: Callable[[str], tuple[str, ...]] = lambda name: ()
    rates_of: Callable[..., tuple[str, ...]] = lambda names: ()
    counts_of: Callable[[str], tuple[str, ...]] = lambda entity: ()


class RuleBook:
    """Rules by the pair of kinds they join; ``*`` is never used, so look-ups stay small."""

    def __init__(self) -> None:
        self._rules: dict[tuple[str, str], list[Rule]] = defaultdict(list)

    def rule(self, left: str, right: str) -> Callable[[Rule], Rule]:
        """Register a rule for every pair of the kinds named (``a|b`` = either)."""

        def register(function: Rule) -> Rule:
            for one in left.split("|"):
                for other in right.split("|"):
                    self._rules[one, other].append(function)
            return function

        return register

    def join(self, context: RuleContext, left: Item, right: Item) -> list[Item]:
        """Return every phrase the two can form."""
        found = []
        for rule in self._rules.get((left.kind, right.kind), ()):
            joined = rule(context, left, right)
            if joined is not None:
                found.append(
                    Item(joined.kind, joined.value, left.start, right.end,
                         left.score + right.score + joined.bonus, left.text + right.text, right.de,
                         right.tags)
                )
        return found


def compose(items: Sequence[Item], rules: RuleBook, context: RuleContext) -> list[Item]:
    """Return the best cover of the clause by composed phrases, in order.

    Args:
        items: one or more readings a position; each covers exactly one position.
        rules: the rule book.
        context: model look-ups for the rules.
    """
    length = max((item.end for item in items), default=0)
    chart: dict[tuple[int, int], list[Item]] = defaultdict(list)
    for item in items:
        chart[item.start, item.end].append(item)
    for width in range(2, length + 1):
        for start in range(length - width + 1):
            end = start + width
            found: list[Item] = []
            for middle in range(start + 1, end):
                for left in chart[start, middle]:
                    for right in chart[middle, end]:
                        found.extend(rules.join(context, left, right))
            chart[start, end].extend(_prune(found))
    return _cover(chart, length)


def _prune(found: list[Item]) -> list[Item]:
    kept: dict[str, Item] = {}
    for item in sorted(found, key=lambda i: -i.score):
        kept.setdefault(f"{item.kind}:{_shape(item)}", item)
        if len(kept) >= _BEAM:
            break
    return list(kept.values())


def _shape(item: Item) -> str:
    """Two readings of one kind over one stretch compete unless they differ in type."""
    options = getattr(item.value, "options", None) or getattr(item.value, "metrics", None)
    if isinstance(item.value, Mods):  # 没超许可 denies a state or a kind of problem: both are kept
        options = (bool(item.value.conds), bool(item.value.states))
    return str(options)


def _cover(chart: dict[tuple[int, int], list[Item]], length: int) -> list[Item]:
    best: list[tuple[float, list[Item]]] = [(0.0, [])]
    for end in range(1, length + 1):
        options: list[tuple[float, list[Item]]] = []
        for start in range(end):
            for item in chart[start, end]:
                score, path = best[start]
                options.append((score + item.score, [*path, item]))
        best.append(max(options, key=lambda o: o[0], default=(best[end - 1][0], best[end - 1][1])))
    return best[length][1]
