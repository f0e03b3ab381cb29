"""Parameters of a state: each one used is declared, each one declared is used or passed."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.contracts.algebra import StatePred
from assistant.contracts.time import Param
from knowledge_graph.semantics.issues import Finding
from knowledge_graph.semantics.model import SemanticModel
from knowledge_graph.semantics.rules.walk import definitions


def state_params(model: SemanticModel) -> Iterator[Finding]:
    """Report parameters that are undeclared, unused, or given to a state that has none such."""
    declared = {state.name: {param.name for param in state.params} for state in model.states}
    used: dict[str, set[str]] = {name: set() for name in declared}
    for kind, name, visit in definitions(model):
        term = visit.term
        if isinstance(term, Param) and kind == "state":
            used[name].add(term.name)
            if term.name not in declared[name]:
                message = f"用了没有声明的参数「{term.name}」"
                yield Finding("ERROR", "state", name, message, visit.inside)
        elif isinstance(term, StatePred) and term.name in declared:
            for param in sorted(set(term.params) - declared[term.name]):
                message = f"状态「{term.name}」没有参数「{param}」"
                yield Finding("ERROR", kind, name, message, visit.inside)
    for name, params in declared.items():
        for param in sorted(params - used[name]):
            yield Finding("ERROR", "state", name, f"参数「{param}」没有用到", ("params",))
