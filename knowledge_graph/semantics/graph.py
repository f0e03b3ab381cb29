"""Which entity reaches which: many-to-one distances over the semantic model."""

from __future__ import annotations

from collections import deque

from pydantic import BaseModel

from assistant.contracts.algebra import Agg, Count, Members, Metric
from knowledge_graph.semantics.model import SemanticModel


class EntityGraph:
    """Distances along many-to-one relations; an entity reaches itself at distance 0."""

    def __init__(self, model: SemanticModel) -> None:
        self._model = model
        self._distance = {e.name: self._walk(e.name) for e in model.entities}
        self._bases = {m.name: self._metric_bases(m.name, frozenset()) for m in model.metrics}

    def _walk(self, start: str) -> dict[str, int]:
        known = {e.name for e in self._model.entities}
        distance = {start: 0}
        queue = deque([start])
        while queue:
            name = queue.popleft()
            for relation in self._model.entity(name).relations:
                if relation.to in known and relation.to not in distance:
                    distance[relation.to] = distance[name] + 1
                    queue.append(relation.to)
        return distance

    def distance(self, start: str, target: str) -> int | None:
        """Return the number of links from ``start`` up to ``target``, or None."""
        return self._distance.get(start, {}).get(target)

    def related(self, one: str, other: str) -> int | None:
        """Return the distance in either direction (has/lacks work both ways), or None."""
        up, down = self.distance(one, other), self.distance(other, one)
        known = [d for d in (up, down) if d is not None]
        return min(known) if known else None

    def metric_bases(self, name: str) -> frozenset[str]:
        """Return the entities whose rows a metric's formula aggregates at its top level."""
        return self._bases[self._model.metric(name).name]

    def _metric_bases(self, name: str, seen: frozenset[str]) -> frozenset[str]:
        if name in seen:
            return frozenset()
        return self.bases(self._model.metric(name).formula, seen | {name})

    def bases(self, term: BaseModel, seen: frozenset[str] = frozenset()) -> frozenset[str]:
        """Return the entities a measure aggregates (not those inside its predicates)."""
        if isinstance(term, Metric):
            return self._metric_bases(term.name, seen)
        if isinstance(term, Members):
            return frozenset({term.entity})
        if isinstance(term, Count):
            return self.bases(term.of, seen)
        if isinstance(term, Agg):
            return self.bases(term.over, seen)
        found: frozenset[str] = frozenset()
        for field in type(term).model_fields:
            if field == "where":
                continue
            value = getattr(term, field)
            for item in value if isinstance(value, tuple) else (value,):
                if isinstance(item, BaseModel):
                    found |= self.bases(item, seen)
        return found
