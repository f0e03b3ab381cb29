"""Loads the matching rules of the linker."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from assistant.contracts.time import Term


class EntityRule(Term):
    """How the names of one entity are shortened and matched; keys as in ``rules.yaml``."""

    strip: tuple[str, ...] = ()
    add: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    min_fuzzy: int = 3
    whole: bool = False


class LinkRules(Term):
    """All matching rules."""

    default: EntityRule
    entities: dict[str, EntityRule]
    legal: tuple[str, ...]
    generic: tuple[str, ...]
    tails: tuple[str, ...]
    ordinary: tuple[str, ...]
    proper_tags: tuple[str, ...]

    def of(self, entity: str) -> EntityRule:
        """Return the rule of an entity, or the default one."""
        return self.entities.get(entity, self.default)

    def __hash__(self) -> int:
        return hash((self.legal, self.generic))


@lru_cache(maxsize=1)
def link_rules() -> LinkRules:
    """Return the rules of this package, loaded once."""
    path = resources.files(__package__).joinpath("rules.yaml")
    raw: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    return LinkRules.model_validate(raw)
