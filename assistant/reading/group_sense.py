"""水量 alone may be several metrics; what is said beside it (站, 昨天) may leave one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.reading.nodes import Token
from assistant.reading.phrase_types import Mods
from assistant.reading.resolve import Resolver

_SIZE = {"hour": 0, "day": 1, "week": 2, "tenday": 2, "month": 3, "bimonth": 4, "quarter": 5,
         "half": 6, "year": 7}
_PLACES = frozenset({"province", "city", "county", "basin", "subbasin"})


class GroupSense:
    """Reads a word for one of several metrics as the one that its question leaves open."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._groups = {g.name: g for g in resolver.model.metric_groups if g.ask}

    def settled(self, tokens: Sequence[Token]) -> list[Token]:
        """Return the tokens with such words read as a metric where only one is left."""
        return [self._settled(token, tokens) for token in tokens]

    def _settled(self, token: Token, tokens: Sequence[Token]) -> Token:
        names = token.readings.get("metric_group", ())
        group = self._groups.get(names[0]) if names else None
        if group is None or "metric" in token.readings:
            return token
        nouns = tuple(e for t in tokens for e in t.readings.get("entity", ())[:1]
                      if e not in _PLACES)
        sizes = [_SIZE[t.readings["time"][0].unit] for t in tokens
                 if "time" in t.readings and t.readings["time"][0].unit in _SIZE]
        left = self._resolver.metrics_fitting(Mods(), group.metrics, nouns) if nouns \
            else group.metrics
        if sizes:
            left = tuple(n for n in left
                         if _SIZE[self._resolver.model.metric(n).grain] <= min(sizes))
        return replace(token, readings={"metric": left}) if len(left) == 1 else token
