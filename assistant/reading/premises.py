"""The premise of a question that states how many there are of what it asks about.

The answer looks first whether there are as many, and says so when there are not.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.contracts.algebra import Count, MeasurePred, Members, Number, PredT
from assistant.contracts.query import MetricQuery
from assistant.reading.measures import MeasureBuilder
from assistant.reading.nearest import REGIONS
from assistant.reading.phrase_types import SetPhrase
from assistant.reading.resolve import Resolver
from assistant.reading.stated_sets import StatedSet


def premise_of(
    said: Sequence[StatedSet], query: MetricQuery, measures: MeasureBuilder, resolver: Resolver
) -> PredT | None:
    """Return the condition that there are as many as was said; None where nothing is counted."""
    told = query.model_dump_json() if said else ""
    for one in said:
        noun = one.noun or _noun_of(one, told, resolver)
        if noun is None or one.rough or set(noun.options) & set(REGIONS):
            continue
        over = measures.members(noun, measures.entity_of(noun))
        if isinstance(over, Members):
            return MeasurePred(left=Count(of=over), cmp="=", right=Number(value=one.n))
    return None


def _noun_of(said: StatedSet, told: str, resolver: Resolver) -> SetPhrase | None:
    """Return what the counter counts: of what its conditions fit, what the query is about."""
    model = resolver.model
    owners = [o[0] for c in said.mods.conds for o in c.options if o[1] is not None]
    owners += [u.entity for choice in said.mods.states for u in choice]
    fitting = [o for o in dict.fromkeys(owners) if said.counter in model.entity(o).counters
               and resolver.fits(said.mods, o)]
    about = [o for o in fitting if f'"{o}' in told]
    return SetPhrase((*about, *fitting)[:1], said.mods) if fitting else None
