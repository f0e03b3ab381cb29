"""What narrows a measure: places, and conditions on the things its values are of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from assistant.reading.restated.grammar import Grammar, Terms, rule
from assistant.reading.restated.mods import Mods
from assistant.reading.restated.scope import Scope
from assistant.reading.restated.templates import cuts


class Scoping(Mods, Grammar):
    """The nonterminal for ``南昌市国控计量站点的完整率``, given ``完整率``."""

    @rule
    def scoped(self, text: str, scope: Scope, said: str) -> tuple[Terms, ...]:
        """Read what narrows a measure said as ``said`` (both together are the text)."""
        if not text.endswith(said):
            return ()
        say = self.wording(scope).scoped
        found = self._narrowing(text[:len(text) - len(said)], scope, said)
        return tuple(where for where in found if where and say(where, said) == text)

    def _narrowing(self, text: str, scope: Scope, said: str) -> Iterator[Terms]:
        for places, rest in self.places(text, scope):
            if rest in ("", "的"):
                yield places
            else:
                yield from ((*places, *told) for told in self._conditions(rest, scope, said))

    def _conditions(self, text: str, scope: Scope, said: str) -> Iterator[Terms]:
        for entity, noun in self._things_of():
            if said.startswith(noun):
                yield from self.before(text, _about(scope, entity))
        yield from self._groups(text.removesuffix("的"), scope)
        if text.endswith("的"):
            yield from self._groups(text, scope)

    @rule
    def _groups(self, text: str, scope: Scope) -> tuple[Terms, ...]:
        """Read conditions on one thing, or on several joined by 、."""
        found = [*self._group(text, scope)]
        for first, rest in cuts(text, "、"):
            named = first.endswith(self.words.nouns) or rest.endswith(self.words.nouns)
            groups = self._group(first, scope) if named else ()
            if groups:
                found += [(*one, *more)
                          for one, more in product(groups, self._groups(rest, scope))]
        return tuple(found)

    @rule
    def _group(self, text: str, scope: Scope) -> tuple[Terms, ...]:
        found = [*self.before(text, scope), *self.before(f"{text}的", scope)]
        for entity, noun in self._things_of():
            if text.endswith(noun):
                found += self.before(text.removesuffix(noun), _about(scope, entity))
                found += self.where(text, _about(scope, entity), noun)
        return tuple(told for told in found if told)

    def _things_of(self) -> Iterator[tuple[str, str]]:
        """Yield the things that values are of, with their nouns; facts have none."""
        for entity in self.words.model.entities:
            if entity.kind != "fact":
                yield entity.name, entity.zh


def _about(scope: Scope, entity: str) -> Scope:
    """The scope of conditions on a thing that the measure's values are of."""
    return replace(scope, owner=None, near=(entity,))
