"""Who plans a question: the parser, the language model behind it, and the last resort."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from assistant.ask import Reads
from assistant.contracts.errors import LimitReached, SourceUnavailable
from assistant.contracts.flow import Evidence, Plan, Question, User
from assistant.contracts.ports import AccessPolicy, LanguageModel, Warehouse
from assistant.planner.free_sql import FreeSql, Shown
from assistant.planner.holes.candidates import Linking
from assistant.planner.holes.filling import Filling
from assistant.planner.memory import REVIEWED, Memory, load_pairs
from assistant.planner.planned import Planned
from assistant.planner.retelling import Retelling
from assistant.planner.rewriting import Rewriter
from assistant.planner.telling import Tells
from assistant.reading.conversing.reader import Conversing
from assistant.reading.explained import Explained
from assistant.reading.reader import Reader
from assistant.reading.wording_vectors import WordingVectors
from assistant.router.router import Router
from assistant.settings import Settings
from assistant.wiring.models import NearestTool, Ranker, local_embedder
from data_connectors.warehouse.schema import Schema, load_schema
from knowledge_graph.semantics.model import SemanticModel
from prompts import load_prompt
from tools.free_sql.checks import Checked, check
from tools.free_sql.schema_slice import tables_for, told

log = logging.getLogger("shuiwen")
_HOME_PAIRS = "reviewed.jsonl"


@dataclass(frozen=True)
class Aids:
    """What helps to read questions whatever data are loaded.

    Attributes:
        ranker: ranks metrics for words.
        nearest: the tool that reviewed messages like a text are for.
        memory: reviewed questions with their meaning.
        language: the language model; None = none is used.
    """

    ranker: Ranker
    nearest: NearestTool
    memory: Memory
    language: LanguageModel | None

    def prepare(self) -> None:
        """Make ready what only a long-running service is worth the time of."""
        self.ranker.prepare()
        self.nearest.prepare()
        self.memory.prepare()


def aids_of(model: SemanticModel, settings: Settings, language: LanguageModel | None) -> Aids:
    """Return the aids of a semantic model; the memory is empty without a language model.

    Raises:
        BadInput: a file of reviewed pairs is malformed.
    """
    memory = Memory(()) if language is None else memory_of(settings)
    return Aids(Ranker(model, settings), NearestTool(settings), memory, language)


@dataclass(frozen=True)
class Planning:
    """What planners are made of, over one generation of the data.

    Attributes:
        settings: which planners are used.
        reader: the parser.
        aids: what helps to read, the language model among them.
        tuned: whether that model has an adapter for rewriting.
        warehouse, policy: for statements that the model writes.
    """

    settings: Settings
    reader: Reader
    aids: Aids
    tuned: bool
    warehouse: Warehouse
    policy: AccessPolicy

    @property
    def language(self) -> LanguageModel | None:
        """The model; None = none is used."""
        return self.aids.language

    def product(self) -> Reads:
        """The parser, and the model for what it leaves open."""
        talking = Router(Conversing(self.reader), self.aids.nearest)
        if self.language is None:
            return talking
        return Planned(talking, self.rewriter(self.tells(), answers=self.settings.llm_answers))

    def tells(self) -> Tells:
        """Free words of a tuned model; codes under a schema of any other."""
        assert self.language is not None
        if self.tuned:
            return Retelling(self.language, load_prompt("rewrite"))
        return self.filling()

    def filling(self) -> Filling:
        """The model with the holes of a question, whether tuned or not."""
        assert self.language is not None
        linking = Linking(self.reader.model, self.aids.ranker)
        return Filling(self.language, load_prompt("holes"), linking, self.aids.memory)

    def rewriter(self, tells: Tells, *, answers: bool) -> Rewriter:
        """A planner that reads what a model tells."""
        return Rewriter(tells, self.reader, self.reader.restater.period, answers=answers)

    def unchecked(self, tells: Tells) -> Rewriter:
        """A planner that takes whatever can be read of what a model tells: to measure it alone."""
        return Rewriter(tells, self.reader, self.reader.restater.period, votes=1, answers=True,
                        against=lambda *told: ())

    def last_resort(self) -> Callable[[Question, Plan], tuple[Plan, Evidence] | None]:
        """The model's own statements, where the operator lets them be and the role may."""
        if self.language is None or not self.settings.llm_sql:
            return lambda question, plan: None
        writes = self.free_sql(self.language)

        def ask(question: Question, plan: Plan) -> tuple[Plan, Evidence] | None:
            if not plan.is_open or plan.choices:
                return None
            try:
                return writes(question)
            except (SourceUnavailable, LimitReached) as error:  # what is asked back stands
                log.warning("no statement by the language model: %s", error)
                return None

        return ask

    def free_sql(self, language: LanguageModel) -> FreeSql:
        """A model that writes statements over the tables of the warehouse."""
        schema = load_schema()
        return FreeSql(
            language, load_prompt("free_sql"), hear=self.reader.freely,
            show=partial(_shown, self.reader.model, schema, self.policy), facts=self._facts,
            check=self._checked, may=self.policy.may_ask_freely)

    def _checked(self, statement: str, user: User, names: frozenset[str]) -> Checked:
        return check(statement, user, tables=names, policy=self.policy, warehouse=self.warehouse)

    def _facts(self, heard: Explained) -> Iterator[str]:
        yield f"今天是 {self.warehouse.as_of:%Y-%m-%d}。"
        for token in heard.tokens:
            for item in token.readings.get("time", ())[:1]:
                yield f"{token.text} = {item.period.first} 至 {item.period.last}"
            for item, _ in token.readings.get("name", ())[:1]:
                entity = self.reader.model.entity(item.entity)
                yield f"{token.text} = {entity.table} 的 {entity.key[0]} 为 {'、'.join(item.keys)}"


def memory_of(settings: Settings) -> Memory:
    """Return the reviewed memory, compared by meaning where the embedding model is there.

    Raises:
        BadInput: a file of pairs is malformed.
    """
    pairs = load_pairs(REVIEWED, settings.home / _HOME_PAIRS)
    embedder = local_embedder()
    if embedder is None:
        return Memory(pairs)
    folder = settings.cache_folder / "memory"
    return Memory(pairs, WordingVectors([pair.asks for pair in pairs], embedder, folder))


def _shown(
    model: SemanticModel, schema: Schema, policy: AccessPolicy, heard: Explained, user: User
) -> Shown:
    tables = tables_for(heard.text, _linked(model, heard), schema, user, policy)
    return Shown(told(tables, user, policy), frozenset(table.name for table in tables))


def _linked(model: SemanticModel, heard: Explained) -> Iterable[str]:
    """Tables of the things named, and of those that a state, value or metric is said of."""
    for token in heard.tokens:
        names = list(token.readings.get("entity", ()))
        names += [use.entity for kind in ("state", "value", "attr")
                  for use in token.readings.get(kind, ())]
        names += [of for name in token.readings.get("metric", ())
                  if (of := model.metric(name).entity)]
        yield from (model.entity(name).table for name in names)
