"""Conditions before a noun: what stands first, what needs 的, what joins the noun."""

from __future__ import annotations

from dataclasses import dataclass, field

_SHORT = 2  # 离线、在用: a state this short joins the noun without 的


@dataclass
class Mods:
    """Conditions sorted by where they stand before a noun."""

    places: list[str] = field(default_factory=list)
    clauses: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    several: list[tuple[str, str]] = field(default_factory=list)
    head: str = ""

    @property
    def any(self) -> bool:
        """Whether there is anything beside places."""
        return bool(self.clauses or self.states or self.values or self.several or self.head)

    def add(self, other: Mods) -> None:
        """Take over the conditions of another."""
        self.places += other.places
        self.clauses += other.clauses
        self.states += other.states
        self.values += other.values
        self.several += other.several
        self.head = self.head or other.head

    def before(self, noun: str) -> str:
        """Return the noun with its conditions: ``年许可水量超过1万m³的九江市自筹计量站点``.

        A place before a clause might be read as the place of what the clause measures.
        """
        noun = self.head or noun
        long = [state for state in self.states if len(state) > _SHORT]
        short = [state for state in self.states if len(state) <= _SHORT]
        alone = not self.clauses and not long
        clauses = [*self.clauses, *(bare if alone else full for bare, full in self.several), *long]
        told = "且".join(dict.fromkeys(clauses))
        text = (told.removesuffix("的") + "的" if told else "") + "".join(self.places)
        last = self.places[-1] if self.places and not short else ""
        if "、" in last or last.endswith("外"):
            text += "的"
        return text + "".join(dict.fromkeys((*short, *self.values))) + noun

    def bare(self) -> str:
        """Return the conditions without a noun: ``九江市且自筹``."""
        several = [full if self.any else bare for bare, full in self.several]
        head = [self.head] if self.head else []
        told = [*self.places, *self.clauses, *several, *self.states, *self.values, *head]
        return "且".join(dict.fromkeys(told))
