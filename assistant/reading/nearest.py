"""Nearest paths: which entity or attribute a grouping or column word means."""

from __future__ import annotations

from assistant.contracts.errors import NotRecorded
from assistant.reading.nodes import AttrUse
from assistant.reading.resolve import Resolver

FAR = 99  # further than any real path: not reachable
REGIONS = ("province", "city", "county", "basin", "subbasin", "water_source")
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

    def path(self, options: tuple[str, ...], bases: tuple[str, ...]) -> str:
        """Return the nearest of several dimension paths."""
        return min(options, key=lambda p: self.cost(p.split(".")[0], bases))

    def kind(self, options: tuple[str, ...], bases: tuple[str, ...]) -> str:
        """Return the kind attribute of what is counted, or of the nearest thing that has kinds.

        Raises:
            NotRecorded: nothing near has kinds.
        """
        model = self._resolver.model
        names = [self.entity(options, bases)] if options else []
        names += sorted((e.name for e in model.entities), key=lambda e: self.cost(e, bases))
        for name in names:
            if name in REGIONS:
                continue
            for attribute in model.entity(name).attributes:
                if attribute.name in _KIND_NAMES and attribute.values:
                    return f"{name}.{attribute.name}"
        raise NotRecorded("没有可分的类别，请说明按什么分。")
