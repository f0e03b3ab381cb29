"""How long a state has lasted: since the happening behind it began, or the date that made it so."""

from __future__ import annotations

from assistant.contracts.algebra import Agg, Duration, Members
from assistant.contracts.errors import NotRecorded
from assistant.reading.happenings import find_has
from assistant.reading.phrase_types import SetPhrase, StateChoice
from assistant.reading.resolve import Resolver
from assistant.reading.state_terms import since
from knowledge_graph.semantics.model import SemanticModel


def length_of_state(model: SemanticModel, choice: StateChoice) -> Agg:
    """Return the time from the start of the state to now, of each thing in it.

    Raises:
        NotRecorded: nothing tells when the state began.
    """
    definition = model.state(choice[0].name)
    has = find_has(definition.pred) or (
        find_has(definition.during) if definition.during is not None else None)
    if has is not None and isinstance(has.of, Members):
        time = model.entity(has.of.entity).time
        if time is not None and time.start is not None:
            return Agg(fn="max", of=Duration(start=time.start, end="as_of"), over=has.of)
    began = since(model, definition)
    if began is None:
        raise NotRecorded(f"“{definition.zh}”没有登记起止时间，不能算多久。")
    over = Members(entity=definition.entity, where=(definition.pred,),
                   when="none" if model.entity(definition.entity).dated else "default")
    return Agg(fn="max", of=Duration(start=began, end="as_of"), over=over)


def senses_at(resolver: Resolver, choice: StateChoice, head: SetPhrase | None) -> StateChoice:
    """Return the sense of a state word that the set asked about can be in."""
    use = resolver.nearest_state(choice, head.options[0]) if head and head.options else None
    return (use,) if use is not None else choice
