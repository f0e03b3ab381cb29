"""Conditions before a noun: places, clauses with 的, short states and values joined to the noun."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

from assistant.answer.wording.mods import Mods as Said
from assistant.contracts import algebra as a
from assistant.reading.restated.conditions import Conditions
from assistant.reading.restated.grammar import Grammar, Terms, rule
from assistant.reading.restated.scope import Scope
from assistant.reading.restated.templates import cuts

_SHORT = 2  # as in wording/mods.py
_LONGEST_NAME = 32
_LONGEST = 16  # a value, or a state that is a noun


class Mods(Conditions, Grammar):
    """Nonterminals for what stands before a noun."""

    @rule
    def where(self, text: str, scope: Scope, noun: str) -> tuple[Terms, ...]:
        """Read conditions before a noun; the noun may be a state's own word (僵尸证)."""
        found: list[Terms] = []
        if text.endswith(noun):
            found += self.before(text[:len(text) - len(noun)], scope)
        for length in range(3, min(len(text), _LONGEST) + 1):
            for head in self._heads(text[-length:], scope):
                found += [(*preds, head) for preds in self.before(text[:-length], scope)]
        say = self.wording(scope).mods
        return tuple(preds for preds in found if say(preds).before(noun) == text)

    def _heads(self, text: str, scope: Scope) -> Terms:
        nouns = self.words.names.entity(scope.owner)
        if nouns is None or not text.endswith(nouns.nouns):
            return ()
        return (*self.state(text, scope), *self.flag_test(text, scope))

    @rule
    def bare(self, text: str, scope: Scope) -> tuple[Terms, ...]:
        """Read conditions without a noun: ``九江市且自筹``."""
        say = self.wording(scope).mods
        return tuple(preds for preds in self._clauses(text, scope) if say(preds).bare() == text)

    def before(self, text: str, scope: Scope) -> Iterator[Terms]:
        """Yield the conditions that stand so before a noun, unchecked."""
        for rest, tail in self._tails(text, scope):
            for clauses, named in _clauses_first(rest):
                for places, left in self.places(named, scope) if named else (((), ""),):
                    if left in ("", "的"):
                        yield from ((*told, *places, *tail)
                                    for told in self._told_before(clauses, scope))

    def _told_before(self, text: str, scope: Scope) -> Iterator[Terms]:
        """Yield the clauses before 的; none of no text."""
        if not text:
            yield ()
        else:
            yield from self._clauses(text[:-1], scope)
            yield from self._clauses(text, scope)

    # -------------------------------------------------------------- joined to the noun: 在用国控
    def _tails(self, text: str, scope: Scope) -> Iterator[tuple[str, Terms]]:
        yield text, ()
        for length in range(1, min(len(text), _LONGEST) + 1):
            for pred in self._joined_word(text[-length:], scope):
                for rest, before in self._tails(text[:-length], scope):
                    yield rest, (*before, pred)

    def _joined_word(self, text: str, scope: Scope) -> Terms:
        if len(text) > _SHORT:
            return self.value_word(text, scope)
        found = (*self.state(text, scope), *self.flag_test(text, scope),
                 *self.value_word(text, scope))  # fmt: skip
        return self.words.nearest_preds(found, scope.owner, scope.near)

    @rule
    def value_word(self, text: str, scope: Scope) -> Terms:
        """Read a value that needs no name (国控), or several of one attribute (国控、省控)."""
        words = text.split("、")
        targets = [t for t in self.words.values.get(words[0], ())
                   if all(t in self.words.values.get(word, ()) for word in words[1:])]
        preds = {t: a.AttrPred(path=t.path, cmp="=" if len(words) == 1 else "in",
                               value=words[0] if len(words) == 1 else tuple(words))
                 for t in targets}
        say = self.wording(scope).mods
        said = [t for t, pred in preds.items() if text in _value_words(say((pred,)))]
        return tuple(preds[t] for t in self.words.nearest(said, scope.owner, scope.near))

    # -------------------------------------------------------------------------------- places
    def places(self, text: str, scope: Scope) -> Iterator[tuple[Terms, str]]:
        """Yield the places a text begins with, and the rest."""
        yield (), text
        for at in self._ends(text):
            for pred in self._place(text[:at], scope):
                for more, rest in self.places(text[at:], scope):
                    yield (pred, *more), rest

    def _ends(self, text: str) -> list[int]:
        """Where a list of names that the text begins with may end, and 除…外 around one."""
        if text.startswith("除"):
            return [at + 2 for at in self._ends(text[1:]) if text.startswith("外", at + 1)]
        found, starts = [], [0]
        for start in starts:
            for length in self.names_at(text[start:start + _LONGEST_NAME]):
                found.append(start + length)
                if text.startswith("、", start + length):
                    starts.append(start + length + 1)
        return sorted(set(found))

    @rule
    def _place(self, text: str, scope: Scope) -> Terms:
        """Read one place: 九江市, 南昌市、九江市, 除南昌市外, 上游, 五河."""
        without = text.startswith("除") and text.endswith("外")
        names = text[1:-1] if without else text
        one, several = ("!=", "not_in") if without else ("=", "in")
        found: list[Any] = []
        for path, keys in self.members(names, scope):
            value: Any = keys[0] if len(keys) == 1 else keys
            cmp: Any = one if len(keys) == 1 else several
            found.append(a.AttrPred(path=path, cmp=cmp, value=value))
        if not found and not without:
            found += [*self.value_word(text, scope), *self.flag_test(text, scope)]
        say = self.wording(scope).mods
        said = [pred for pred in found if say((pred,)).places == [text]]
        return self.words.nearest_preds(said, scope.owner, scope.near)  # one name, two kinds

    # ------------------------------------------------------------------------------- clauses
    @rule
    def _clauses(self, text: str, scope: Scope) -> tuple[Terms, ...]:
        """Read what stands before 的, joined by 且."""
        found = [(pred,) for pred in self._clause(text, scope)]
        for first, rest in cuts(text, "且"):
            arms = self._clause(first, scope)
            if arms:
                found += [(arm, *more) for arm, more in product(arms, self._clauses(rest, scope))]
        return tuple(found)

    @rule
    def _clause(self, text: str, scope: Scope) -> Terms:
        return (*self._alone(text, scope), *self._either(text, scope))

    def _either(self, text: str, scope: Scope) -> Iterator[Any]:
        """Read alternatives: ``停用或暂停``, ``漂移或（中断且未恢复）``."""
        if "或" not in text:
            return
        say = self.wording(scope).mods
        for preds in self._arms(text, scope):
            either = a.Or(preds=preds)
            if len(preds) > 1 and say((either,)).bare() == text:
                yield either

    @rule
    def _arms(self, text: str, scope: Scope) -> tuple[Terms, ...]:
        found = [(pred,) for pred in self._one_arm(text, scope)]
        for first, rest in cuts(text, "或"):
            arms = self._one_arm(first, scope)
            if arms:
                found += [(arm, *more) for arm, more in product(arms, self._arms(rest, scope))]
        return tuple(found)

    def _one_arm(self, text: str, scope: Scope) -> Iterable[Any]:
        if text.startswith("（") and text.endswith("）"):
            return [a.And(preds=p) for p in self.bare(text[1:-1], scope) if len(p) > 1]
        return self._alone(text, scope)

    @rule
    def _alone(self, text: str, scope: Scope) -> Terms:
        """One condition that stands alone before 的, or beside 且 and 或."""
        found = (*self.one(text, scope), *self.value_word(text, scope), *self._place(text, scope))
        return self.words.nearest_preds(dict.fromkeys(found), scope.owner, scope.near)


def _value_words(mods: Said) -> Iterator[str]:
    """The words of values that stand without their attribute's name."""
    yield from (*mods.values, *mods.places, *(bare for bare, _ in mods.several))


def _clauses_first(text: str) -> Iterator[tuple[str, str]]:
    """Yield (clauses with their 的, places) for every way to cut a text."""
    yield "", text
    at = text.find("的")
    while at >= 0:
        yield text[:at + 1], text[at + 1:]
        at = text.find("的", at + 1)
