"""Nearest paths: which entity or attribute a grouping or column word means."""

from __future__ import annotations

from assistant.contracts.errors import AmbiguousQuestion
from assistant.reading.nodes import AttrUse
from assistant.reading.resolve import Resolver
from assistant.reading.rule_words import pattern_of

FAR = 99  # further than any real path: not reachable
REGIONS = ("province", "city", "county", "basin", "subbasin", "water_source")
_GROUPING = pattern_of("grouping")
_KIND_NAMES = ("kind", "sector_group", "source")


class NearestPaths:
    """Chooses among the senses of a word the one nearest to the entities in question."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver

    def cost(self, entity: str, bases: tuple[str, ...]) -> int:
        """Return the summed distance from the bases; FAR for each that cannot reach it."""
        costs = [self._resolver.graph.distance(b, entity) for b in bases]
        return sum(FAR if c is None else c for c in costs)

    def entity(self, options: tuple[str, ...], bases: tuple[str, ...]) -> str:
        """Return the nearest entity."""
        return min(options, key=lambda e: self.cost(e, bases))

    def attribute(self, options: tuple[AttrUse, ...], bases: tuple[str, ...]) -> str:
        """Return the absolute path of the nearest attribute."""
        use = min(options, key=lambda a: self.cost(a.entity, bases))
        return f"{use.entity}.{use.attribute}"

    def path(self, options: tuple[str, ...], bases: tuple[str, ...], text: str = "") -> str:
        """Return the nearest of several dimension paths, and of attributes called the same."""
        same = tuple(f"{e.name}.{a.name}" for e in self._resolver.model.entities
                     for a in e.attributes if _GROUPING.sub("", text) in (a.zh, *a.synonyms))
        return min((*options, *same), key=lambda p: self.cost(p.split(".")[0], bases))

    def kind(self, options: tuple[str, ...], bases: tuple[str, ...]) -> str:
        """Return the kind attribute of what is counted, or of the nearest thing that has kinds.

        Raises:
            AmbiguousQuestion: nothing near has kinds.
        """
        model = self._resolver.model
        names = [self.entity(options, bases)] if options else []
        names += sorted((e.name for e in model.entities), key=lambda e: self.cost(e, bases))
        for name in names:
            if name in REGIONS:
                continue
            for attribute in model.entity(name).attributes:
                if attribute.values and (attribute.name in _KIND_NAMES
                                         or attribute.name.endswith("_kind")):
                    return f"{name}.{attribute.name}"
        raise AmbiguousQuestion("没有可分的类别，请说明按什么分。")
