"""Keys: what one row of a result is told apart by."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.contracts.algebra import MeasureObj
from assistant.contracts.query import NamedGroup
from assistant.contracts.time import Grain

GRAIN_SIZE = {"hour": 0, "day": 1, "week": 2, "tenday": 2, "month": 3, "bimonth": 4, "quarter": 5,
              "half": 6, "year": 7}


@dataclass(frozen=True)
class EntityKey:
    """A member of an entity."""

    entity: str

    @property
    def name(self) -> str:
        """Stem of column names."""
        return self.entity


@dataclass(frozen=True)
class PathKey:
    """A value of an attribute; ``entity`` owns it."""

    path: str
    entity: str
    attribute: str

    @property
    def name(self) -> str:
        """Stem of column names."""
        return self.path.replace(".", "_")


@dataclass(frozen=True)
class PeriodKey:
    """A period; its value is the first day (for hours: the first minute)."""

    grain: Grain

    @property
    def name(self) -> str:
        """Stem of column names."""
        return self.grain


@dataclass(frozen=True)
class GroupsKey:
    """One of several named groups; the first that fits."""

    groups: tuple[NamedGroup, ...]
    otherwise: str | None

    @property
    def name(self) -> str:
        """Stem of column names."""
        return "group"


@dataclass(frozen=True)
class BinKey:
    """A bin of a number attribute (``path``) or of a measure taken at each member."""

    edges: tuple[float, ...]
    closed: str
    path: str | None = None
    measure: MeasureObj | None = None

    @property
    def name(self) -> str:
        """Stem of column names."""
        return "bin"


Key = EntityKey | PathKey | PeriodKey | GroupsKey | BinKey
