"""What a query's rows are, read back: a set, groups, bins; and where it looks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from assistant.answer.operands import set_entity
from assistant.answer.wording.amounts import number_said
from assistant.answer.wording.base import GRAIN, GRAIN_NOUN
from assistant.contracts import algebra as a
from assistant.contracts.query import Group, NamedGroup
from assistant.contracts.time import Grain, Period
from assistant.reading.restated.outputs import Outputs
from assistant.reading.restated.scope import Scope
from assistant.reading.restated.templates import parts

_GRAINS = {word: grain for grain, word in GRAIN.items()}
_EACH = re.compile(rf"((?:逐(?:{'|'.join(GRAIN.values())}))*)$")
_BINS = re.compile(r"^(.+)分档（以(.+)为界，含(下限|上限)）$")
_NAMED = re.compile(r"^(.+?)(?:（(.+)）)?$")
_REST = "其余"


class Rows(Outputs):
    """Reads the rows of a query.

    Attributes:
        rows: names of the earlier queries whose rows are spoken of, and what they are called.
    """

    rows: tuple[tuple[str, str], ...]

    def rows_of(self, text: str, time: Period | None) -> Iterator[tuple[Any, Scope]]:
        """Yield the sets whose members are the rows, with the scope their row is spoken of in."""
        tried: set[Scope] = set()
        for scope in self._scopes(text, time):
            if scope in tried:
                continue
            tried.add(scope)
            yield from ((over, scope) for over in self.set(text, scope)
                        if _owner(over) == (scope.owner, scope.grains))

    def _scopes(self, text: str, time: Period | None) -> Iterator[Scope]:
        grain: Any
        for grain, noun in GRAIN_NOUN.items():
            if text.endswith(noun):
                yield Scope(time=time, grains=(grain,), rows=self.rows)
        for entity in self.words.model.entities:
            if text.endswith((entity.zh, *entity.nouns, *entity.counters)):
                yield Scope(owner=entity.name, time=time, rows=self.rows)
        for over in self.set(text, Scope(time=time, rows=self.rows)):
            owner, grains = _owner(over)
            yield Scope(owner=owner, time=time, grains=grains, rows=self.rows)

    def groups_of(self, text: str, scope: Scope) -> Iterator[tuple[tuple[Group, ...], bool]]:
        """Yield the groups of 按设区市、水源逐月, and whether they are crossed."""
        found = _EACH.search(text)
        grains = [_GRAINS[word] for word in re.split("逐", found[1])[1:]] if found else []
        periods = tuple(Group(grain=grain) for grain in grains)
        lead = text.removesuffix(found[1]) if found else text
        if not lead:
            yield periods, False
        if not lead.startswith("按"):
            return
        named = lead[1:].removesuffix("交叉")
        for groups in self._divided(named, scope):
            yield (*groups, *periods), lead.endswith("交叉")

    def _divided(self, text: str, scope: Scope) -> Iterator[tuple[Group, ...]]:
        if text.endswith("分组"):
            yield from ((group,) for group in self._named(text.removesuffix("分组"), scope))
        words = parts(text, "、")
        told = [tuple(self._dimension(part, scope)) for part in words]
        yield from _combined(told)
        for at in range(1, len(words)) if text.endswith("分组") else ():
            named = "、".join(words[at:]).removesuffix("分组")
            yield from _combined([*told[:at], tuple(self._named(named, scope))])

    def _dimension(self, text: str, scope: Scope) -> Iterator[Group]:
        yield from (Group(path=path) for path in self.paths(text, scope))
        found = _BINS.match(text)
        if found is None:
            return
        edges = tuple(number_said(edge) for edge in found[2].split("、"))
        if None in edges:
            return
        way: Any = {"edges": edges, "closed": "left" if found[3] == "下限" else "right"}
        yield from (Group(path=path, **way) for path in self.paths(found[1], scope))
        yield from (Group(measure=m, **way) for m in self.measure(found[1], scope)
                    if not isinstance(m, a.Attr))

    def _named(self, text: str, scope: Scope) -> Iterator[Group]:
        """Groups that have names of their own: 多一成以上（…）、其他."""
        otherwise, told = None, []
        for part in parts(text, "、"):
            found = _NAMED.match(part)
            name, said = (found[1], found[2]) if found is not None else (part, None)
            if said == _REST or (said is None and name == "其他"):
                otherwise = name
            else:
                wheres = self.several(said, scope, "且") if said else ((),)
                told.append([NamedGroup(name=name, where=where) for where in wheres])
        yield from (Group(groups=groups, otherwise=otherwise) for groups in _combined(told))


def _combined(told: list[Any]) -> Iterator[tuple[Any, ...]]:
    """Every way to take one reading of each."""
    if not told:
        yield ()
        return
    for first in told[0]:
        yield from ((first, *rest) for rest in _combined(told[1:]))


def _owner(over: Any) -> tuple[str | None, tuple[Grain, ...]]:
    grains = (over.grain,) if isinstance(over, a.Periods) else ()
    return set_entity(over), grains
