"""按工业、农业、其他用途: after some kinds 其他 is all the others, not the kind of that name."""

from __future__ import annotations

from assistant.contracts.algebra import AttrPred, PredT
from assistant.contracts.query import Group, MetricQuery, NamedGroup
from assistant.reading.rule_words import words_of
from knowledge_graph.semantics.model import SemanticModel

_FEWEST = 2  # kinds named beside the rest


def rest_of_kinds(query: MetricQuery, model: SemanticModel) -> MetricQuery:
    """Return the query with the kinds that are named as groups, and the others as one."""
    for place, group in enumerate(query.by):
        listed = next((p for p in query.context.where if _names_rest(p, group)), None)
        if not isinstance(listed, AttrPred) or not isinstance(listed.value, tuple):
            continue
        rest = next(v for v in listed.value if v in words_of("rest_values"))
        kinds = tuple(str(v) for v in listed.value if v != rest)
        if not _unnamed(query, listed, model):
            continue
        groups = tuple(NamedGroup(name=k, where=(
            AttrPred(path=listed.path, cmp="=", value=k),)) for k in kinds)
        by = (*query.by[:place], Group(groups=groups, otherwise=str(rest)), *query.by[place + 1:])
        where = tuple(p for p in query.context.where if p is not listed)
        context = query.context.model_copy(update={"where": where})
        return query.model_copy(update={"by": by, "context": context})
    return query


def _names_rest(pred: PredT, group: Group) -> bool:
    return isinstance(pred, AttrPred) and pred.path == group.path and pred.cmp == "in" \
        and isinstance(pred.value, tuple) and len(pred.value) > _FEWEST \
        and any(v in words_of("rest_values") for v in pred.value)


def _unnamed(query: MetricQuery, listed: AttrPred, model: SemanticModel) -> set[str]:
    """Kinds that are neither named nor left out."""
    entity, _, name = listed.path.rpartition(".")
    every = next((set(a.values) for a in model.entity(entity).attributes if a.name == name), set())
    said = {str(v) for p in query.context.where if isinstance(p, AttrPred) and p.path == listed.path
            for v in (p.value if isinstance(p.value, tuple) else (p.value,))}
    return every - said
