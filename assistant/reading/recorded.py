"""Whether what is asked has values over time at all."""

from __future__ import annotations

from assistant.contracts.algebra import Agg, Members
from assistant.contracts.errors import AmbiguousQuestion
from knowledge_graph.semantics.model import SemanticModel


def check_recorded(metric: str, model: SemanticModel) -> None:
    """许可量减少的证: what is written on a thing once has no earlier value.

    Raises:
        AmbiguousQuestion: the metric adds up such an attribute.
    """
    formula = model.metric(metric).formula
    over = formula.over if isinstance(formula, Agg) else None
    if isinstance(over, Members) and model.entity(over.entity).kind == "thing":
        raise AmbiguousQuestion(
            f"“{model.metric(metric).zh}”只登记现值，没有逐期的数，不能按增减来筛选。")
