"""The states that an act leads to exist."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_graph.semantics.issues import Finding
from knowledge_graph.semantics.model import SemanticModel


def act_states(model: SemanticModel) -> Iterator[Finding]:
    """Report states of acts that nothing defines, and acts that lead to no state."""
    states = {state.name for state in model.states}
    for act in model.acts:
        for key, names in (("done", act.done), ("undone", act.undone)):
            for i, name in enumerate(names):
                if name not in states:
                    yield Finding("ERROR", "act", act.name, f"没有状态「{name}」", (key, i))
        if not act.done and not act.undone:
            yield Finding("ERROR", "act", act.name, "没有写 done 或 undone", ("name",))
