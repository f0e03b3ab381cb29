"""The deterministic planner: a question in, a typed plan with its confidence out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from assistant.contracts.answer import Choice, WordReading
from assistant.contracts.errors import AmbiguousQuestion, NotRecorded, UserFixable
from assistant.contracts.flow import Plan
from assistant.contracts.query import MetricQuery
from assistant.reading.chart import RuleContext, compose
from assistant.reading.coverage import Coverage
from assistant.reading.data_range import DataRange
from assistant.reading.frame import Frame
from assistant.reading.inherit import inherit
from assistant.reading.leaves import clauses, leaves, sentences
from assistant.reading.lexicon import Lexicon
from assistant.reading.nodes import Cond, Node, Token
from assistant.reading.phrase_types import Item, MeasurePhrase
from assistant.reading.phrases import reduce_nodes, to_nodes
from assistant.reading.query_builder import Built, QueryBuilder, combine
from assistant.reading.resolve import Ambiguity, Resolver
from assistant.reading.restate import Restater
from assistant.reading.rules import RULES
from assistant.reading.segment import segment
from assistant.reading.words import describe
from knowledge_graph.semantics.graph import EntityGraph
from knowledge_graph.semantics.model import SemanticModel
from knowledge_graph.semantics.spans import Span

SpanSource = Callable[[str], Sequence[Span]]
_CLARIFY_BELOW = 0.6


@dataclass(frozen=True)
class Explained:
    """Every stage of one reading, for ``--explain`` and for tests."""

    text: str
    tokens: tuple[Token, ...]
    frames: tuple[Frame, ...]
    plan: Plan


class Reader:
    """Reads questions with words, grammar and types alone; no language model.

    Args:
        model: the semantic model.
        spans: sources of time, number and name spans.
        as_of: the data's as-of time.
        scope_check: tells whether a question is outside what may or can be answered.
        name_of: the name of an entity's key, for restating (city, 360400 → 九江市).
        parent_of: the (entity, key) a named object belongs to, if any.
        coverage: first and last day of the data each entity holds.
    """

    def __init__(
        self, model: SemanticModel, spans: Sequence[SpanSource], as_of: datetime,
        scope_check: Callable[[str], Plan | None] | None = None,
        name_of: Callable[[str, str], str] = lambda entity, key: key,
        coverage: Mapping[str, tuple[date, date]] | None = None,
        parent_of: Callable[[str, str], tuple[str, str] | None] = lambda entity, key: None,
    ) -> None:
        self._model = model
        self._spans = spans
        self._as_of = as_of
        self._scope_check = scope_check
        self._name_of = name_of
        self._lexicon = Lexicon(model)
        self._resolver = Resolver(model, EntityGraph(model), parent_of)
        self._restater = Restater(model, name_of)
        self._traces = Coverage(model)
        self._nicknames = _ambiguous_nicknames(model)
        self._range = DataRange(self._resolver, self._restater, as_of, coverage or {})
        self._context = RuleContext(
            fits=self._resolver.fits, fits_metric=self._resolver.metrics_fitting,
            distance=self._resolver.mods_distance,
            metric_distance=self._resolver.metric_distance, bind=self._resolver.bind,
            entity_kind=lambda name: model.entity(name).kind,
            relative_basis=self._lexicon.relative_basis,
            counters=lambda name: model.entity(name).counters,
            nouns=self._lexicon.nouns,
        )

    def read(self, question: str) -> Plan:
        """Return the plan: ready with a typed query, or what to ask back."""
        return self.explain(question).plan

    def explain(self, question: str) -> Explained:
        """Return the plan with every stage that led to it."""
        text = self._lexicon.rewrite(question.strip())
        spans = [span for source in self._spans for span in source(text)]
        tokens = segment(text, self._lexicon, spans)
        nodes = reduce_nodes(to_nodes(tokens))
        frames = self._frames(nodes)
        for frame in frames:
            self._expand_groups(frame)
        outside = self._scope_check(text) if self._scope_check is not None else None
        plan = outside or self._plan(text, tokens, nodes, frames)
        return Explained(text, tuple(tokens), frames, plan)

    def _frames(self, nodes: Sequence[Node]) -> tuple[Frame, ...]:
        """One frame a question; a sentence that asks nothing new adds to the one before."""
        frames: list[Frame] = []
        for sentence in sentences(nodes):
            heard = [self._hear(clause) for clause in clauses(sentence)]
            frame = _frame_of(heard)
            if frames and not frame.asks():
                for items in heard:
                    frames[-1].hear(items)
                continue
            if frames:
                if not frames[-1].asks():
                    frame.unread = [*frames[-1].unread, *frame.unread]
                    inherit(frame, frames.pop())
                else:
                    inherit(frame, frames[-1])
            frames.append(frame)
        return tuple(frames) or (Frame(),)

    def _expand_groups(self, frame: Frame) -> None:
        """三率 stands for its three metrics."""
        for _, name in frame.metric_groups:
            group = next(g for g in self._model.metric_groups if g.name == name)
            if not group.ask:
                frame.measures.extend(
                    MeasurePhrase("metric", metrics=(m,)) for m in group.metrics)

    def _asked_group(self, text: str, frames: Sequence[Frame],
                     words: tuple[WordReading, ...]) -> Plan | None:
        """水量、用水效率 mean one of several metrics: ask which, unless one was also said."""
        for frame in frames:
            for word, name in frame.metric_groups:
                group = next(g for g in self._model.metric_groups if g.name == name)
                if group.ask and not frame.measures:
                    names = [self._model.metric(m).zh for m in group.metrics]
                    return Plan(
                        status="clarify", words=words, confidence=0.4,
                        message=f"“{word}”可以指几个指标，请选：",
                        choices=tuple(Choice(label=n, question=text.replace(word, n))
                                      for n in names),
                    )
        return None

    def _hear(self, clause: Sequence[Node]) -> list[Item]:
        items, loose = leaves(clause)
        return [*compose(items, RULES, self._context), *loose]

    # ---------------------------------------------------------------------------------- plan
    def _plan(
        self, text: str, tokens: Sequence[Token], nodes: Sequence[Node],
        frames: Sequence[Frame],
    ) -> Plan:
        words = tuple(WordReading(text=t, became=b) for t, b in describe(tokens, self._model))
        unread = tuple(u for frame in frames for u in (*frame.unread, *frame.left_over())
                       if u.strip())
        found = self._ambiguity(nodes)
        if found is not None:
            return self._ask_place(text, found, words)
        asked = self._asked_group(text, frames, words)
        if asked is not None:
            return asked
        vague = [v for frame in frames if not frame.times for v in frame.vague_times]
        if vague:
            word, choices = vague[0]
            return Plan(
                status="clarify", words=words, unread=unread, confidence=0.4,
                message=f"“{word}”没有说定是哪一段时间，请选：",
                choices=tuple(Choice(label=c, question=text.replace(word, c)) for c in choices),
            )
        try:
            builder = QueryBuilder(self._resolver, self._as_of)
            built = combine([builder.build(frame) for frame in frames])
        except AmbiguousQuestion as exc:
            return self._clarify(text, exc, words, unread)
        except NotRecorded as exc:
            return Plan(status="no_data", words=words, unread=unread, message=exc.message,
                        suggestions=exc.suggestions)
        lost = self._traces.lost(tokens, built.query)
        return self._ready(text, built, words, tuple(dict.fromkeys((*unread, *lost))))

    def _ready(
        self, text: str, built: Built, words: tuple[WordReading, ...], unread: tuple[str, ...]
    ) -> Plan:
        query = built.query
        if not self._asks_something(query):
            return Plan(
                status="clarify", words=words, unread=unread, confidence=0.2,
                message="没有听出要问的是哪个数。请说明指标或对象，例如“上月各市上传率”“现在离线的站有几个”。",
            )
        beyond = self._range.beyond(query)
        if beyond is not None:
            return Plan(status="no_data", words=words, unread=unread, query=query,
                        reading=self._restater.restate(query), message=beyond, confidence=0.9)
        confidence = self._confidence(text, unread)
        reading = self._restater.restate(query)
        if confidence < _CLARIFY_BELOW:
            lost = "、".join(f"“{u}”" for u in unread)
            return Plan(
                status="clarify", query=query, reading=reading, words=words, unread=unread,
                confidence=confidence, message=f"没有读懂{lost}。如果可以不管，问的是：{reading}",
                choices=(Choice(label=reading, question=reading),),
            )
        return Plan(
            status="ready", query=query, reading=reading, confidence=confidence, words=words,
            unread=unread, assumptions=built.assumptions,
        )

    def _asks_something(self, query: MetricQuery) -> bool:
        return bool(query.measures or query.over is not None or query.columns or query.parts)

    def _confidence(self, text: str, unread: tuple[str, ...]) -> float:
        """Share of the sentence that was read; a lost stretch of two characters is a condition."""
        lost = sum(len(u) for u in unread)
        return max(0.0, 1.0 - 0.45 * lost)

    def _clarify(
        self, text: str, exc: UserFixable, words: tuple[WordReading, ...], unread: tuple[str, ...]
    ) -> Plan:
        choices = tuple(Choice(label=s, question=s + text) for s in exc.suggestions)
        return Plan(status="clarify", words=words, unread=unread, message=exc.message,
                    confidence=0.4, choices=choices)

    # ------------------------------------------------------------------------------- ambiguity
    def _ambiguity(self, nodes: Sequence[Node]) -> Ambiguity | None:
        for node in nodes:
            names = self._nicknames.get(node.text) if node.kind == "cond" else None
            if names is not None and node.has_reading("name"):
                return Ambiguity(node.text, tuple((n, ()) for n in names))
            if node.kind == "cond" and isinstance(node.value, Cond):
                found = self._resolver.ambiguity(node.value)
                if found is not None:
                    return found
        return None

    def _ask_place(
        self, text: str, found: Ambiguity, words: tuple[WordReading, ...]
    ) -> Plan:
        choices = []
        for entity, keys in found.options[:4]:
            if not keys:  # a nickname: the options are names already
                choices.append(Choice(label=entity,
                                      question=text.replace(found.text, entity, 1)))
                continue
            zh = self._model.entity(entity).zh
            name = self._name_of(entity, str(keys[0]))
            suffix = "" if name.endswith(("市", "县", "区", "省")) else "流域"
            choices.append(Choice(label=f"{name}{suffix}（{zh}）",
                                  question=text.replace(found.text, name + suffix, 1)))
        return Plan(
            status="clarify", words=words, confidence=0.4, choices=tuple(choices),
            message=f"“{found.text}”有不止一种意思，请选：",
        )


def _ambiguous_nicknames(model: SemanticModel) -> dict[str, tuple[str, ...]]:
    """Nicknames that several things go by: 鄱阳 → 鄱阳县, 鄱阳湖环湖区, 鄱阳湖."""
    found: dict[str, tuple[str, ...]] = {}
    for alias in model.aliases:
        for word in alias.words if alias.ambiguous_with else ():
            names = (*alias.names[:1], *alias.ambiguous_with)
            if alias.entity == "city" and len({name.rstrip("市县区") for name in names}) == 1:
                continue  # a city and its namesake: the city is meant unless 县 or 区 is said
            found[word] = tuple(dict.fromkeys((*found.get(word, ()), *names)))
    return {word: names for word, names in found.items() if len(names) > 1}


def _frame_of(heard: Sequence[list[Item]]) -> Frame:
    frame = Frame()
    for items in heard:
        frame.hear(items)
    return frame


__all__ = ["Explained", "Reader", "replace"]
