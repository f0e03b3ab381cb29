"""Puts the places of one province into a case in place of another's: a city for a city, and so on.

What stands for what is worked out from the two province packs alone, case by case, so that two
places of a question stay two places and a county stays within its city.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from data_connectors.demo.pack import Pack
from knowledge_graph.semantics.model import SemanticModel

_PERIODS = "年月日"
_COUNTS = "上下个本这当每各半0-9一二三四五六七八九十"


@dataclass(frozen=True)
class Place:
    """A named thing of a province.

    Attributes:
        role: city, county, basin, subbasin, water, facility, zone, system or province.
        key: its code, or its name where it has none.
        names: how it is written: in full first, then short; the code is one of them.
        within: key of the thing it lies in.
        like: what its counterpart should have in common with it, if one has.
    """

    role: str
    key: str
    names: tuple[str, ...]
    within: str = ""
    like: str = ""


@dataclass
class Counterparts:
    """What stands for what in one case."""

    others: Sequence[Place]
    found: dict[tuple[str, str], Place] = field(default_factory=dict)

    def of(self, place: Place, homes: dict[str, Place]) -> Place | None:
        """Return the counterpart of a place; None when the other province has none left."""
        held = self.found.get((place.role, place.key))
        if held is not None:
            return held
        within = ""
        if place.role == "county" and place.within in homes:
            city = self.of(homes[place.within], homes)
            within = city.key if city is not None else ""
        taken = {(p.role, p.key) for p in self.found.values()}
        free = [p for p in self.others if p.role == place.role and (p.role, p.key) not in taken
                and (not within or p.within == within)]
        free = [p for p in free if p.like == place.like] or free
        free = [p for p in free if not self._twin(p)] or free
        if not free:
            return None
        chosen = free[_rank(place, homes.values()) % len(free)]
        self.found[place.role, place.key] = chosen
        return chosen

    def _twin(self, place: Place) -> bool:
        """A county that goes by the short name of a city: said alone, it would be the city."""
        return place.role == "county" and any(
            p.role == "city" and p.names[1] == place.names[1] for p in self.others)


def _rank(place: Place, homes: Iterable[Place]) -> int:
    """Where the place stands among its like: the same in every case."""
    return [p.key for p in homes if p.role == place.role].index(place.key)


def places(pack: Pack) -> tuple[Place, ...]:
    """Return every named thing of a province; of one word, the larger thing comes first."""
    own = pack.settings
    bodies = {body.name: body for body in pack.water_bodies}
    return (
        Place("province", own.code, (own.name, own.short_name, own.code)),
        *(Place("city", c.code, (c.name, c.short_name, c.code)) for c in pack.cities),
        *(Place("county", c.code, (c.name, c.short_name, c.code), c.city_code, c.kind)
          for c in pack.counties),
        *(Place("system", name, (name,)) for name in dict.fromkeys(b.system for b in pack.basins)),
        *(Place("basin", b.code, (b.name,), like=str(b.is_five_river)) for b in pack.basins),
        *(Place("subbasin", s.code, (s.name,), s.basin_code) for s in pack.subbasins),
        *(Place("water", b.name, (b.name,), like=b.kind) for b in bodies.values()),
        *(Place("facility", f.name, (f.name,), like=f.kind) for f in own.facilities),
        *(Place("zone", z.name, (z.name,)) for z in own.extra_zones),
    )


class Move:
    """Moves texts from the home province to another.

    Args:
        home: the province the texts are about.
        other: where they are to be about.
        model: of the home province; knows its nicknames.
    """

    def __init__(self, home: Pack, other: Pack, model: SemanticModel) -> None:
        self._homes = places(home)
        self._others = places(other)
        self._words: dict[str, Place | None] = {}
        for place in self._homes:
            for name in place.names:
                self._words.setdefault(name, place)
        self._add_nicknames(model)
        longest = sorted(self._words, key=len, reverse=True)
        self._pattern = re.compile("|".join(_alone(word) for word in longest))

    def _add_nicknames(self, model: SemanticModel) -> None:
        whole = self._homes[0].names
        for alias in model.aliases:
            named = [self._words.get(name) for name in alias.names]
            one = named[0] if len(named) == 1 else None
            for word in alias.words:
                if len(word) > 1 and not (one and one.names == whole):
                    self._words.setdefault(word, one)

    def __call__(self, texts: Sequence[str]) -> list[str] | None:
        """Return the texts of one case about the other province; None where it has no like."""
        homes = {place.key: place for place in self._homes}
        counterparts = Counterparts(self._others)
        moved = []
        for text in texts:
            out = self._moved(text, counterparts, homes)
            if out is None:
                return None
            moved.append(out)
        return moved

    def _moved(
        self, text: str, counterparts: Counterparts, homes: dict[str, Place]
    ) -> str | None:
        parts, end = [], 0
        for match in self._pattern.finditer(text):
            place = self._words[match[0]]
            other = counterparts.of(place, homes) if place is not None else None
            if place is None or other is None:
                return None
            parts += [text[end : match.start()], _written(match[0], place, other)]
            end = match.end()
        return "".join([*parts, text[end:]])


def _alone(word: str) -> str:
    """上个月湖南: a name that begins with a period's last letter is not looked for inside one."""
    inside = rf"(?<![{_COUNTS}])" if word[0] in _PERIODS else ""
    return inside + re.escape(word)


def _written(word: str, place: Place, other: Place) -> str:
    """The other's name in the form the place's was written in; a nickname becomes the short one."""
    at = place.names.index(word) if word in place.names else 1
    return other.names[min(at, len(other.names) - 1)]


def texts_of(value: object) -> Iterator[str]:
    """Yield every text inside nested lists and mappings."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts_of(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts_of(inner)


def with_texts(value: object, texts: Iterator[str]) -> object:
    """Return the value with its texts replaced, in the order :func:`texts_of` gives them."""
    if isinstance(value, str):
        return next(texts)
    if isinstance(value, dict):
        return {key: with_texts(inner, texts) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return tuple(with_texts(inner, texts) for inner in value)
    return value
