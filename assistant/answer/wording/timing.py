"""How the period applies to a set that does not say."""

from __future__ import annotations

from assistant.contracts.algebra import Members, StatePred
from knowledge_graph.semantics.model import SemanticModel, State


def own_when(members: Members, model: SemanticModel) -> str:
    """Return the time rule of a set of its own: by the date of a state it is in, or its entity's.

    As the compiler has it (``tools/query/timing.py``).
    """
    states = (state_of(p.name, model) for p in members.where if isinstance(p, StatePred))
    dated = next((s.when for s in states if s is not None
                  and s.entity == members.entity and s.when != "default"), None)
    time = next((e.time for e in model.entities if e.name == members.entity), None)
    return dated or (time.default if time is not None else "none")


def state_of(name: str, model: SemanticModel) -> State | None:
    """Return the state, or None."""
    try:
        return model.state(name)
    except KeyError:
        return None
