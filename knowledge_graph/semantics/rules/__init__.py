"""Rules a semantic model must keep: one a file, each a function from the model to findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from knowledge_graph.semantics.issues import Finding
from knowledge_graph.semantics.model import SemanticModel
from knowledge_graph.semantics.rules.act_states import act_states
from knowledge_graph.semantics.rules.alias_entities import alias_entities
from knowledge_graph.semantics.rules.described_metrics import described_metrics
from knowledge_graph.semantics.rules.dimension_paths import dimension_paths
from knowledge_graph.semantics.rules.entity_links import entity_links
from knowledge_graph.semantics.rules.fitting_values import fitting_values
from knowledge_graph.semantics.rules.known_references import known_references
from knowledge_graph.semantics.rules.known_units import known_units
from knowledge_graph.semantics.rules.listed_names import listed_names
from knowledge_graph.semantics.rules.no_circles import no_circles
from knowledge_graph.semantics.rules.reachable_paths import reachable_paths
from knowledge_graph.semantics.rules.rollup_columns import rollup_columns
from knowledge_graph.semantics.rules.state_params import state_params
from knowledge_graph.semantics.rules.unique_names import unique_names
from knowledge_graph.semantics.rules.word_collisions import word_collisions

Rule = Callable[[SemanticModel], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    unique_names,
    known_references,
    known_units,
    listed_names,
    entity_links,
    reachable_paths,
    fitting_values,
    state_params,
    act_states,
    no_circles,
    described_metrics,
    dimension_paths,
    rollup_columns,
    alias_entities,
    word_collisions,
)
