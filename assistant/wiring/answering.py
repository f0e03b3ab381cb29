"""Puts the stages of a question together over the data that are loaded."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from secrets import token_hex
from threading import Lock

from assistant.answer import absent_caveats, quality_caveats, write_answer
from assistant.ask import Assistant, DataFacts, Reads, Stages
from assistant.cache import EvidenceCache
from assistant.contracts.answer import Answer
from assistant.contracts.errors import AssistantError
from assistant.contracts.flow import Evidence, Plan, Question, ToolRequest
from assistant.contracts.ports import Clock, LanguageModel, NamedRow
from assistant.contracts.query import MetricQuery
from assistant.narrative.adding import NO_MODEL, narrated, with_caveat
from assistant.narrative.narrator import Narrator
from assistant.reading.elsewhere import Elsewhere
from assistant.reading.reader import Reader
from assistant.reading.scope import ScopeCheck
from assistant.reading.trace import trace_lines
from assistant.reading.transcripts import put_right
from assistant.settings import Settings
from assistant.wiring.coverage import coverage
from assistant.wiring.data import LimitedWarehouse, facts_of, open_warehouse
from assistant.wiring.language import has_adapter, language_model, wake
from assistant.wiring.models import Ranker
from assistant.wiring.planning import Aids, Planning, aids_of
from assistant.wiring.told_names import ToldNames
from data_connectors.access.policy import load_policy
from data_connectors.warehouse.catalog import NamedEntity, WarehouseCatalog
from data_connectors.warehouse.store import DuckWarehouse
from knowledge_graph.regions.places import national_places
from knowledge_graph.semantics.grammar.numbers import number_spans
from knowledge_graph.semantics.grammar.times import time_spans
from knowledge_graph.semantics.linker import Linker
from knowledge_graph.semantics.load import load_model
from knowledge_graph.semantics.model import Entity, SemanticModel
from prompts import load_prompt
from tools.query.run import run_query

log = logging.getLogger("shuiwen")

EXAMPLES = (
    "上个月全省取水量是多少，比去年同期多了还是少了",
    "上季度各市上传率排名",
    "上季度上传率低于95%的县有几个，占全省的多少",
)
_SHORT_NAME = "short_name"  # the attribute that holds a region's name as people say it


PlanBy = Callable[[Planning], Reads]


def build_assistant(
    settings: Settings, clock: Clock, model: LanguageModel | None = None,
    plan_by: PlanBy = Planning.product,
) -> Assistant:  # fmt: skip
    """Return the assistant over the home folder's data.

    Args:
        settings: where the data lie, and the limits.
        clock: for the ids of answers.
        model: plans what the parser leaves open; None = that of the settings, if any.
        plan_by: chooses the planner; for measuring one alone.

    Raises:
        SourceUnavailable: nothing is loaded, or the file is damaged.
        BadInput: the semantic model or a policy is malformed.
    """
    language = model or language_model(settings)
    generations = _Generations(settings, language, plan_by)
    generations()  # tell what is missing now, not at the first question

    def new_id() -> str:
        return f"{clock.now():%Y%m%d-%H%M%S}-{token_hex(3)}"

    def warm() -> None:
        generations.aids.prepare()
        if language is not None:
            wake(language)

    return Assistant(
        generations, new_id, max_chars=settings.max_question_chars, examples=EXAMPLES,
        warm=warm,
    )  # fmt: skip


class _Generations:
    """Gives the stages over the data loaded now; builds them anew when a load replaced the data."""

    def __init__(
        self, settings: Settings, language: LanguageModel | None, plan_by: PlanBy
    ) -> None:
        self._plan_by = plan_by
        self._warehouse = open_warehouse(settings)
        self._model = load_model(profile=settings.profile)
        self._settings = settings
        self.aids = aids_of(self._model, settings, language)  # know the model, not the data
        self._lock = Lock()
        self._stages: Stages | None = None

    def __call__(self) -> Stages:
        """Return the stages.

        Raises:
            SourceUnavailable: nothing is loaded, or the file is damaged.
        """
        version = self._warehouse.data_version
        with self._lock:
            if self._stages is None or self._stages.data.version != version:
                self._stages = _build_stages(
                    self._settings, self._model, self._warehouse, self.aids, self._plan_by)
            return self._stages


def _build_stages(
    settings: Settings, model: SemanticModel, warehouse: DuckWarehouse, aids: Aids,
    plan_by: PlanBy = Planning.product,
) -> Stages:  # fmt: skip
    facts, rows = facts_of(warehouse), _named_rows(model, warehouse)
    reader = _reader(model, warehouse, facts, rows, aids.ranker)
    planning = Planning(
        settings=settings, reader=reader, aids=aids, tuned=has_adapter(settings),
        warehouse=LimitedWarehouse(warehouse, settings), policy=load_policy())
    return Stages(
        data=facts,
        reader=plan_by(planning),
        trace=lambda question: trace_lines(reader.explain(question)),
        put_right=lambda heard: put_right(heard, reader.explain(heard)),
        run=_Runner(model, warehouse, settings, facts.rows),
        write=_Writer(model, facts, {row.key: row.name for row in rows}),
        narrate=_narrating(aids.language, rows),
        last_resort=planning.last_resort(),
    )


def _narrating(
    language: LanguageModel | None, rows: Iterable[NamedRow]
) -> Callable[[Answer], Answer]:
    """Return what adds prose to an answer; without a model it says that there is none."""
    names = (name for row in rows for name in (row.name, *row.aliases) if len(name) > 1)
    narrator = None if language is None else Narrator(language, load_prompt("narrative"), names)

    def narrate(answer: Answer) -> Answer:
        if narrator is None:
            return with_caveat(answer, NO_MODEL)
        return narrated(answer, narrator)

    return narrate


def build_reader(settings: Settings) -> Reader:
    """Return the reader alone over the home folder's data, for tools that look at readings.

    Raises:
        SourceUnavailable: nothing is loaded, or the file is damaged.
        BadInput: the semantic model is malformed.
    """
    model, warehouse = load_model(profile=settings.profile), open_warehouse(settings)
    try:
        rows = _named_rows(model, warehouse)
        return _reader(model, warehouse, facts_of(warehouse), rows, Ranker(model, settings))
    finally:
        warehouse.close()


def _reader(
    model: SemanticModel, warehouse: DuckWarehouse, facts: DataFacts,
    rows: tuple[NamedRow, ...], ranker: Ranker,
) -> Reader:
    linker, told = Linker(rows, model.aliases), ToldNames(rows, model)
    elsewhere = Elsewhere(national_places(), (n for row in rows for n in (row.name, *row.aliases)))
    return Reader(
        model,
        [partial(time_spans, as_of=facts.as_of), number_spans, linker.spans, elsewhere.spans],
        facts.as_of,
        scope_check=ScopeCheck("、".join(r.name for r in rows if r.entity == "province") or "本省"),
        name_of=told.name_of,
        keys_of=told.keys_of,
        coverage=coverage(model, warehouse),
        parent_of=_parent_of(rows, model),
        rank=ranker,
        names=linker.place_forms(),
    )


def _named_rows(model: SemanticModel, warehouse: DuckWarehouse) -> tuple[NamedRow, ...]:
    names = [_named(entity) for entity in model.entities if entity.named]
    rows = WarehouseCatalog(warehouse, names).named_rows(name.entity for name in names)
    known = {value for entity in model.entities for of in entity.attributes if of.groups
             for value in of.values}  # read as values of their attribute
    return tuple(
        row.model_copy(update={"group": None}) if row.group in known else row for row in rows)


def _named(entity: Entity) -> NamedEntity:
    """Where an entity's names stand in the warehouse."""
    columns = {of.name: of.column or of.name for of in entity.attributes}
    above = entity.parents[0] if entity.parents else None
    return NamedEntity(
        entity=entity.name,
        table=entity.table,
        key=entity.key[0],
        label=columns[entity.label or "name"],
        short_name=columns.get(_SHORT_NAME),
        parent=next((link.column for link in entity.relations if link.to == above), None),
        group=next((columns[of.name] for of in entity.attributes if of.groups), None),
    )


def _parent_of(
    rows: tuple[NamedRow, ...], model: SemanticModel
) -> Callable[[str, str], tuple[str, str] | None]:
    above = {entity.name: entity.parents[0] for entity in model.entities if entity.parents}
    held = {
        (row.entity, row.key): (above[row.entity], row.parent)
        for row in rows
        if row.parent is not None and row.entity in above
    }
    return lambda entity, key: held.get((entity, key))


class _Runner:
    """Runs a query under the asker's rights and adds the caveats of the data it rests on."""

    def __init__(self, model: SemanticModel, warehouse: DuckWarehouse, settings: Settings,
                 rows: Mapping[str, int]) -> None:
        self._model, self._rows = model, rows
        self._run = partial(
            run_query,
            model=model,
            warehouse=LimitedWarehouse(warehouse, settings),
            policy=load_policy(),
            cache=EvidenceCache(settings.cache_entries),
        )

    def __call__(self, request: ToolRequest) -> Evidence:
        """Return what was found, with its caveats."""
        evidence = self._run(request)

        def again(query: MetricQuery) -> Evidence:
            return self._run(request.model_copy(update={"query": query}))

        try:
            caveats = (*absent_caveats(request.query, self._model, self._rows),
                       *quality_caveats(request.query, self._model, again))
        except AssistantError as error:  # the answer stands without the remark
            log.info("no data-quality caveat: %s", error)
            return evidence
        return evidence.model_copy(update={"caveats": (*evidence.caveats, *caveats)})


@dataclass(frozen=True)
class _Writer:
    """Writes answers over one generation of the data."""

    model: SemanticModel
    data: DataFacts
    names: Mapping[str, str]

    def __call__(self, question: Question, plan: Plan, evidence: Evidence | None) -> Answer:
        """Return the answer."""
        return write_answer(
            question.text, plan, evidence, self.model, self.data.as_of,
            generated=self.data.generated, names=self.names,
        )  # fmt: skip
