"""What a text is read in: the row it is said of, the time, the rows of earlier queries."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from assistant.contracts.time import Grain, Period


@dataclass(frozen=True)
class Scope:
    """The state of the wording (``answer/wording/base.py``) as a key: see there."""

    owner: str | None = None
    outers: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    time: Period | None = None
    grains: tuple[Grain, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    _hash: int = field(init=False, compare=False, repr=False, default=0)

    def __post_init__(self) -> None:
        said = (self.owner, self.outers, self.near, self.time, self.grains, self.rows)
        object.__setattr__(self, "_hash", hash(said))  # looked up many times a text

    def __hash__(self) -> int:
        return self._hash

    def within(self, entity: str | None) -> Scope:
        """Return the scope as seen from a row of another entity."""
        around = (self.owner,) if self.owner else self.outers[-1:]  # no more of them is ever said
        return replace(self, owner=entity, outers=around)
