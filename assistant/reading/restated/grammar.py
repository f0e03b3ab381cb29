"""The nonterminals, what they share, and the memo that makes each text read once.

A nonterminal takes a text and the scope it is said in and returns every term that the wording
says in that text, the likeliest first. Each is written in a mixin over ``Grammar``, where it has
no readings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from itertools import product
from typing import Any, TypeVar

from assistant.answer.wording import Wording
from assistant.contracts import algebra as a
from assistant.contracts.time import Period
from assistant.reading.restated.scope import Scope
from assistant.reading.restated.templates import Template, template
from assistant.reading.restated.vocabulary import Vocabulary

Terms = tuple[Any, ...]
_MOST_STEPS = 40_000  # texts looked at for one sentence; then it is no restatement
_MOST_TERMS = 12  # terms kept for one text
Rule = TypeVar("Rule", bound=Callable[..., Terms])


def rule(method: Rule) -> Rule:
    """Read each text once a scope; a text that is being read already reads as nothing inside."""
    name = method.__name__

    @wraps(method)
    def looked_up(self: Grammar, text: str, scope: Scope, *more: Any) -> Terms:
        key = (name, text, scope, *more)
        found = self.memo.get(key)
        if found is None:
            if not text or self.steps >= _MOST_STEPS:
                return ()
            self.steps += 1
            self.memo[key] = ()  # a text inside itself
            found = self.memo[key] = unique(method(self, text, scope, *more))
        return found

    return looked_up  # type: ignore[return-value]


def unique(terms: Iterable[Any]) -> Terms:
    """Return the terms without repetitions, in their order, not too many."""
    found: dict[Any, None] = {}
    for term in terms:
        found[term] = None
        if len(found) >= _MOST_TERMS:
            break
    return tuple(found)


class Grammar:
    """Shared state for reading one sentence; made anew for every sentence.

    Attributes:
        words: the vocabulary, by its printed words.
        memo: what each text was read as.
        steps: how many texts were looked at.
        lengths: the lengths of the names that a text begins with.
    """

    def __init__(self, words: Vocabulary) -> None:
        self.words = words
        self.memo: dict[Any, Terms] = {}
        self.steps = 0
        self.lengths: dict[str, list[int]] = {}
        self._wordings: dict[Scope, Wording] = {}

    # ---------------------------------------------------------------------- the nonterminals
    def period(self, text: str, scope: Scope) -> tuple[Period, ...]:
        """Read ``上月（2026年8月）``."""
        return ()

    def paths(self, text: str, scope: Scope) -> tuple[str, ...]:
        """Read the words of a path: ``运维单位``."""
        return ()

    def pred(self, text: str, scope: Scope) -> Terms:
        """Read a condition as a predicate: ``完整率低于95%``."""
        return ()

    def comparison(self, text: str, scope: Scope, when: str = "") -> Terms:
        """Read a condition on a measure, ``when`` standing before the verb (是否, 每个月都)."""
        return ()

    def where(self, text: str, scope: Scope, noun: str) -> tuple[Terms, ...]:
        """Read conditions before a noun (``九江市自筹计量站点``): tuples of predicates."""
        return ()

    def bare(self, text: str, scope: Scope) -> tuple[Terms, ...]:
        """Read conditions without a noun (``九江市且自筹``): tuples of predicates."""
        return ()

    def set(self, text: str, scope: Scope) -> Terms:
        """Read a set: ``取水量最多的10户取水户``."""
        return ()

    def scoped(self, text: str, scope: Scope, said: str) -> tuple[Terms, ...]:
        """Read what narrows a measure said as ``said`` (both together are the text)."""
        return ()

    def measure(self, text: str, scope: Scope) -> Terms:
        """Read a measure: ``国控计量站点的完整率``."""
        return ()

    def column(self, text: str, scope: Scope) -> Terms:
        """Read an output column: a measure, a path, a flag and the like."""
        return ()

    def several(self, text: str, scope: Scope, word: str) -> tuple[Terms, ...]:
        """Read conditions joined by 且 or 或."""
        return ()

    def members(self, text: str, scope: Scope) -> Terms:
        """Read names joined by 、 as tuples of (path, keys)."""
        return ()

    # ------------------------------------------------------------------------- what they use
    def wording(self, scope: Scope) -> Wording:
        """Return the wording in a scope."""
        found = self._wordings.get(scope)
        if found is None:
            found = self._wordings[scope] = Wording(
                self.words.names, owner=scope.owner, outers=scope.outers, near=scope.near,
                time=scope.time, grains=scope.grains, rows=dict(scope.rows))  # fmt: skip
        return found

    def said_so(self, kind: str, text: str, scope: Scope, terms: Iterable[Any]) -> Iterator[Any]:
        """Yield the terms that the wording's method ``kind`` says in exactly this text."""
        say = getattr(self.wording(scope), kind)
        for term in terms:
            if say(term) == text:
                yield term

    def fill(
        self, pattern: str, text: str, scope: Scope, make: Callable[..., Any]
    ) -> Iterator[Any]:
        """Yield ``make(hole=term, …)`` for every way a pattern's holes can be read in a scope."""
        shape: Template = template(pattern)
        for cut in shape.fits(text):
            told: list[Terms] = []
            for hole in shape.holes:
                read = getattr(self, hole.rule)(cut[hole.name], scope)
                if not read:
                    break
                told.append(read)
            else:
                for terms in product(*told):
                    yield make(**dict(zip((h.name for h in shape.holes), terms, strict=True)))


def condition(preds: Terms) -> a.PredT:
    """Return several predicates as one."""
    return preds[0] if len(preds) == 1 else a.And(preds=preds)
