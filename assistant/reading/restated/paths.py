"""Paths, the names of members, and the operands of attribute tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from assistant.answer.wording.names import Named
from assistant.contracts import algebra as a
from assistant.reading.restated.amounts import amounts, moment, shifts
from assistant.reading.restated.grammar import Grammar, Terms, rule
from assistant.reading.restated.scope import Scope
from assistant.reading.restated.vocabulary import Target

_MOMENTS = {"数据截止时": a.AsOf, "期末": a.Moment, "期初": a.Start}


class Paths(Grammar):
    """Nonterminals for what is named."""

    @rule
    def paths(self, text: str, scope: Scope) -> tuple[str, ...]:
        """Read the words of a path, the nearest attribute of that name."""
        if text == "数据截止时":
            return ("as_of",)
        linked = self._linked(text, scope)
        if linked:
            return linked
        targets = self.words.paths.get(text, ())
        return tuple(t.path for t in self.nearest_said("path", text, scope, targets))

    def nearest_said(
        self, kind: str, text: str, scope: Scope, targets: Iterable[Target]
    ) -> tuple[Target, ...]:
        """Return the nearest targets whose path the wording says in these words."""
        say = getattr(self.wording(scope), kind)
        found = [t for t in targets if say(t.path) == text]
        return self.words.nearest(found, scope.owner, scope.near)

    def _linked(self, text: str, scope: Scope) -> tuple[str, ...]:
        """A relation of the row that has a name of its own (取水口所在县)."""
        entity = self.words.names.entity(scope.owner)
        links = entity.relations if entity is not None else ()
        found = (link.name for link in links if link.zh == text)
        return tuple(self.said_so("path", text, scope, found))

    # ------------------------------------------------------------------------------ members
    @rule
    def members(self, text: str, scope: Scope) -> Terms:
        """Read names joined by 、 as tuples of (path, keys)."""
        first, *more = [self._called(name) for name in text.split("、")]
        return tuple((path, (key, *(other[path] for other in more)))
                     for path, key in first.items() if all(path in other for other in more))

    def _called(self, name: str) -> dict[str, str]:
        """Return the members of a name: path → key; a kind may itself be the key (用水行业)."""
        base = name[:name.rindex("（")] if name.endswith("）") and "（" in name else name
        named = (*self.words.keys_of(base), *self.words.keys_of(name))
        found = {entity: key for entity, key in reversed(named)}
        return found | {t.path: name for t in self.words.key_values.get(name, ())}

    def names_at(self, text: str) -> list[int]:
        """Return the lengths of names that a text begins with.

        They are members' names, and values and yes/nos that may stand in a place's place.
        """
        found = self.lengths.get(text)
        if found is None:
            words = self.words
            found = self.lengths[text] = [
                at for at in range(1, len(text) + 1)
                if (word := text[:at]) in words.values or word in words.flags
                or self._called(word)]
        return found

    # ----------------------------------------------------------------------------- operands
    def operand(self, text: str, scope: Scope, named: Named) -> Iterator[Any]:
        """Yield what an attribute may be compared with that is said as ``text``."""
        attribute = named.attribute
        kind = attribute.type if attribute is not None else ""
        if kind in ("number", ""):
            yield from amounts(text, attribute.unit if attribute is not None else "")
        if kind in ("date", "datetime"):
            day = moment(text)
            if day is not None:
                yield day
        if kind == "flag" and text in ("是", "否"):
            yield text == "是"
        if kind in ("text", "name", "code") and "，" not in text:
            yield text
        if attribute is not None and text in attribute.values:
            yield text
        yield from self._shifted(text, scope)

    def _shifted(self, text: str, scope: Scope) -> Iterator[Any]:
        for base, plus in shifts(text):
            if base in _MOMENTS:
                yield _MOMENTS[base](plus=plus)
            elif base.startswith("该") and "的" in base and scope.outers:
                outer = Scope(owner=scope.outers[-1])
                for path in self.paths(base.partition("的")[2], outer):
                    yield a.ParentRef(path=path, plus=plus)
            else:
                for path in self.paths(base, scope):
                    yield a.PathRef(path=path, plus=plus)
        whole, _, times = text.rpartition("的")
        for factor in amounts(times.removesuffix("倍"), "") if times.endswith("倍") else ():
            for base, plus in shifts(whole):
                for path in self.paths(base, scope):
                    yield a.PathRef(path=path, plus=plus, times=factor)
