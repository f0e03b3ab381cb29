"""Sets read back: 九江市自筹的离线站点, 取水量最多的10户, 除南昌市外的设区市."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

from assistant.answer.wording.base import GRAIN_NOUN
from assistant.answer.wording.timing import own_when
from assistant.contracts import algebra as a
from assistant.reading.restated.grammar import Grammar, Terms, rule
from assistant.reading.restated.mods import Mods
from assistant.reading.restated.scope import Scope
from assistant.reading.restated.templates import cuts

_MOST = re.compile(r"^(?P<by>.+)最(?P<way>[多少长短大小高低])的"
                   r"(?:(?P<n>\d+)(?P<unit>\D))?(?P<noun>.*)$")
_UP = frozenset("多长大高")


class Sets(Mods, Grammar):
    """Nonterminals for sets."""

    @rule
    def set(self, text: str, scope: Scope) -> Terms:
        """Read a set."""
        found = [*self._rows(text, scope), *self._names_alone(text, scope)]
        for read in (self._members_of, self._periods_of, self._values_of, self._top,
                     self._combined):
            found += read(text, scope)
        return tuple(self.said_so("set", text, scope, found))

    def _rows(self, text: str, scope: Scope) -> Iterator[a.Rows]:
        for name, words in scope.rows:
            if words == text:
                yield a.Rows(name=name)

    def _names_alone(self, text: str, scope: Scope) -> Iterator[a.Members]:
        for path, keys in self.members(text, scope):
            one = len(keys) == 1
            pred = a.AttrPred(path=path, cmp="=" if one else "in",
                              value=keys[0] if one else keys)  # fmt: skip
            yield a.Members(entity=path.partition(".")[0], where=(pred,))

    # ------------------------------------------------------------------------------- members
    def _members_of(self, text: str, scope: Scope) -> Iterator[a.Members]:
        for entity, noun in self._ending_in(text):
            inner = scope.within(entity)
            for timing, rest in self._timed(text, entity):
                for where in self.where(rest, inner, noun):
                    members = a.Members(entity=entity, where=where, when=timing)
                    if timing != own_when(members, self.words.model):
                        yield members

    def _ending_in(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield the entities whose members a text may end in, by their names or a state's."""
        for entity in self.words.model.entities:
            if text.endswith((entity.zh, *entity.nouns)):
                yield entity.name, entity.zh

    def _timed(self, text: str, entity: str) -> Iterator[tuple[str, str]]:
        """Yield (when, text without it); what says when is the first of the clauses."""
        yield "default", text
        yield "none", text
        for said, when in self.words.timings(entity).items():
            before, found, after = text.partition(said)
            if found and after.startswith(("的", "且")):
                yield when, before + after[1:]

    # ----------------------------------------------------------------------- periods, values
    def _periods_of(self, text: str, scope: Scope) -> Iterator[a.Periods]:
        for grain, noun in GRAIN_NOUN.items():
            if text == noun:
                yield a.Periods(grain=grain)
            elif text.endswith(f"的{noun}"):
                for time, where in self._narrowed(text.removesuffix(f"的{noun}"), scope):
                    yield a.Periods(grain=grain, time=time, where=where)

    def _narrowed(self, text: str, scope: Scope) -> Iterator[tuple[Any, Terms]]:
        inner = scope.within(None)
        for time in self.period(text, scope):
            yield time, ()
        for where in self.several(text, inner, "且"):
            yield None, where
        for before, after in cuts(text, "的"):
            for time in self.period(before, scope):
                yield from ((time, where) for where in self.several(after, inner, "且"))

    def _values_of(self, text: str, scope: Scope) -> Iterator[a.Values]:
        if not self._is_kind(text):
            return
        yield from (a.Values(path=path) for path in self._categories(text, scope))
        for before, after in cuts(text, "的"):
            for path in self._categories(after, scope):
                for where in self.several(before, scope, "且"):
                    yield a.Values(path=path, where=where)

    def _categories(self, text: str, scope: Scope) -> Iterator[str]:
        for path in self.paths(text, scope):
            attribute = self.words.target(self.words.end_of(path)).attribute
            if attribute is not None and attribute.type == "category":
                yield path

    def _is_kind(self, text: str) -> bool:
        """Whether the last words of a text name an attribute with values of its own."""
        return any(self.words.target(target).attribute is not None
                   and self.words.target(target).attribute.type == "category"  # type: ignore[union-attr]
                   for start in range(len(text))
                   for target in self.words.paths.get(text[start:], ()))

    # ----------------------------------------------------------------------- first and last
    def _top(self, text: str, scope: Scope) -> Iterator[a.Top]:
        found = _MOST.match(text)
        if found is None:
            return
        way: Any = "desc" if found["way"] in _UP else "asc"
        n, by = int(found["n"] or 1), found["by"]
        for before, after in cuts(by, "中"):
            for of in self.set(before, scope):
                yield from self._ranked(of, after, scope, n, way)
        if found["noun"] or found["unit"]:
            for of in self._whole(found["noun"], found["unit"] or "", scope):
                yield from self._ranked(of, by, scope, n, way)

    def _whole(self, noun: str, counter: str, scope: Scope) -> Iterator[Any]:
        if noun:
            yield from self.set(noun, scope)
        for entity in self.words.model.entities:
            if counter and entity.zh.endswith(counter) and not noun:
                yield a.Members(entity=entity.name)

    def _ranked(self, of: Any, text: str, scope: Scope, n: int, way: Any) -> Iterator[a.Top]:
        entity = getattr(of, "entity", None)
        inner = scope.within(entity) if entity else scope
        for by in self.measure(text, inner):
            yield a.Top(of=of, by=by, n=n, direction=way)
        for per, rest in self._per(text, scope):
            for by in self.measure(rest, inner):
                yield a.Top(of=of, by=by, n=n, direction=way, per=per)

    def _per(self, text: str, scope: Scope) -> Iterator[tuple[str, str]]:
        if text.startswith("每个"):
            for at in range(3, len(text)):
                for path in self.paths(text[2:at], scope):
                    yield path, text[at:]

    # ------------------------------------------------------------------------------ together
    def _combined(self, text: str, scope: Scope) -> Iterator[Any]:
        yield from self._minus(text, scope)
        if text.startswith("同属"):
            for noun in {text[at + 1:] for at in range(2, len(text)) if text[at] == "的"}:
                for sets in self._several_sets(text[2:-len(noun) - 1], scope):
                    yield a.Intersect(of=sets)
        if text.endswith("组合"):
            yield from self._product(text.removesuffix("组合"), scope)
        if text.startswith("（") and "、" in text:
            yield from (a.Union(of=sets) for sets in self._several_sets(text[1:-1], scope)
                        if len(sets) > 1 and not _of_one_kind(sets))

    def _product(self, text: str, scope: Scope) -> Iterator[a.Product]:
        for one, other in cuts(text, "与"):
            for pair in product(self.set(one, scope), self.set(other, scope)):
                yield a.Product(of=pair)
        for before, after in cuts(text, "的"):
            for where in self.several(before, scope, "且"):
                for pairs in self._product(after, scope):
                    yield a.Product(of=pairs.of, where=where)

    @rule
    def _several_sets(self, text: str, scope: Scope) -> tuple[Terms, ...]:
        found = [(one,) for one in self.set(text, scope)]
        for first, rest in cuts(text, "、"):
            sets = self.set(first, scope)
            if sets:
                found += [(one, *more)
                          for one, more in product(sets, self._several_sets(rest, scope))]
        return tuple(found)

    def _minus(self, text: str, scope: Scope) -> Iterator[a.Minus]:
        if text.startswith("除"):
            for before, noun in cuts(text[1:], "外的"):
                for of in self.set(noun, scope):
                    for without in self._left_out(before, noun, of, scope):
                        yield a.Minus(of=of, without=without)
        if text.endswith("除外）"):
            for before, inside in cuts(text.removesuffix("除外）"), "（"):
                for of in self.set(before, scope):
                    for without in self._left_out(inside, "", of, scope):
                        yield a.Minus(of=of, without=without)

    def _left_out(self, text: str, noun: str, of: Any, scope: Scope) -> Iterator[Any]:
        """Sets that may be said so after 除: their names, or with the noun left out."""
        yield from self.set(text, scope)
        if noun:
            yield from self.set(f"{text}的{noun}", scope)
        entity = getattr(of, "entity", None)
        if entity is not None:
            for where in self.bare(text, scope.within(entity)):
                yield a.Members(entity=entity, where=where)


def _of_one_kind(sets: Terms) -> bool:
    """Whether the sets are members of one entity, told apart by conditions: then it is one set."""
    return all(isinstance(one, a.Members) for one in sets) and len(
        {one.entity for one in sets}) == 1
