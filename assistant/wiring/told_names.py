"""Names of rows as they are told: the same name of things of two kinds is told with its kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from assistant.contracts.ports import NamedRow
from assistant.reading.nearest import REGIONS
from knowledge_graph.semantics.model import SemanticModel


class ToldNames:
    """Names of keys, and keys of names; what a name means first is told by the name alone.

    Args:
        rows: the rows that have names.
        model: entities, in the order in which a bare name means them.
    """

    def __init__(self, rows: Iterable[NamedRow], model: SemanticModel) -> None:
        kinds = {entity.name: entity for entity in model.entities}
        order = {name: at for at, name in enumerate(dict.fromkeys((*REGIONS, *kinds)))}
        self._names: dict[tuple[str, str], str] = {}
        self._keys: dict[str, list[tuple[str, str]]] = defaultdict(list)
        meant: dict[str, str] = {}
        for row in sorted(rows, key=lambda row: order[row.entity]):
            first = meant.setdefault(row.name, row.entity)
            kind = kinds[row.entity].zh
            name = row.name if row.entity == first else f"{row.name}（{kind}）"
            self._names[row.entity, row.key] = name
            self._keys[name].append((row.entity, row.key))

    def name_of(self, entity: str, key: str) -> str:
        """Return the name of a key; the key itself when it has none."""
        return self._names.get((entity, key), key)

    def keys_of(self, name: str) -> Sequence[tuple[str, str]]:
        """Return the (entity, key) of every row of that name."""
        return self._keys.get(name, ())
