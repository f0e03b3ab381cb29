"""The deterministic planner: a question in, a typed plan with its confidence out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from assistant.contracts.answer import Choice, WordReading
from assistant.contracts.errors import AmbiguousQuestion, NotRecorded
from assistant.contracts.flow import Plan
from assistant.contracts.query import MetricQuery
from assistant.reading.among_periods import among_periods
from assistant.reading.ask_back import AskBackPlans
from assistant.reading.asking import NotBrokenDown
from assistant.reading.chart import RuleContext, compose
from assistant.reading.combining import Built, combine
from assistant.reading.corrections import what_holds
from assistant.reading.coverage import Coverage
from assistant.reading.data_range import DataRange
from assistant.reading.dated_attributes import date_attributes
from assistant.reading.doubts import doubts
from assistant.reading.echoes import measures_said, not_said_again
from assistant.reading.explained import Explained, Heard
from assistant.reading.frame import Frame
from assistant.reading.glosses import Glosses
from assistant.reading.group_sense import GroupSense
from assistant.reading.guesses import Guesses, Rank
from assistant.reading.kinds_said import KindsSaid
from assistant.reading.leaves import clauses, leaves, sentences
from assistant.reading.lexicon import Lexicon
from assistant.reading.mending import Mender, SpanSource
from assistant.reading.missing import asks_something, missing_part
from assistant.reading.nicknames import ambiguity, ambiguous_nicknames
from assistant.reading.nodes import Node, Token
from assistant.reading.offers import Offers
from assistant.reading.one_course import join_course
from assistant.reading.one_form import in_one_form
from assistant.reading.own_times import own_times
from assistant.reading.phrase_types import Item, MeasurePhrase
from assistant.reading.phrases import reduce_nodes, to_nodes
from assistant.reading.query_builder import QueryBuilder
from assistant.reading.resolve import Resolver
from assistant.reading.restate import Restater
from assistant.reading.restated.stage import Restated
from assistant.reading.restated.vocabulary import KeysOf, Vocabulary
from assistant.reading.row_words import row_words
from assistant.reading.rules import RULES
from assistant.reading.rules.holding import holdings
from assistant.reading.same_happenings import of_the_same
from assistant.reading.same_stretch import compare_same_stretch
from assistant.reading.searching import read_each, read_whole
from assistant.reading.segment import other_cuts, segment
from assistant.reading.shares import Shares
from assistant.reading.stated import asks_to_check, each_figure, placed_among
from assistant.reading.summing import whole_sums
from assistant.reading.talk import Talk
from assistant.reading.unknown_places import UnknownPlaces
from assistant.reading.words import describe
from knowledge_graph.semantics.graph import EntityGraph
from knowledge_graph.semantics.model import SemanticModel
from knowledge_graph.semantics.spans import Span

log = logging.getLogger("shuiwen")
_CLARIFY_BELOW = 0.6


class Reader:
    """Reads questions with words, grammar and types alone; no language model.

    Args:
        model: the semantic model.
        spans: sources of time, number and name spans.
        as_of: the data's as-of time.
        scope_check: tells whether a question is outside what may or can be answered.
        name_of: the name of an entity's key, for restating (city, 360400 → 九江市).
        parent_of: the (entity, key) a named object belongs to, if any.
        keys_of: the (entity, key) of every row of a name, as restated.
        rank: ranks the metrics for words that are not in the word list.
        coverage: first and last day of the data each entity holds.
        names: how places may be written, with what each form stands for.
    """

    def __init__(
        self, model: SemanticModel, spans: Sequence[SpanSource], as_of: datetime,
        scope_check: Callable[[str, Sequence[Token]], Plan | None] | None = None,
        name_of: Callable[[str, str], str] = lambda entity, key: key,
        coverage: Mapping[str, tuple[date, date]] | None = None, keys_of: KeysOf = lambda name: (),
        parent_of: Callable[[str, str], tuple[str, str] | None] = lambda entity, key: None,
        rank: Rank | None = None, names: Mapping[str, object] | None = None,
    ) -> None:
        self.model, self._scope_check, self._name_of = model, scope_check, name_of
        self._model, self._spans, self._as_of = model, spans, as_of
        self._lexicon = Lexicon(model)
        self._resolver = Resolver(model, EntityGraph(model), parent_of)
        self._mend = Mender(self._lexicon, spans, names or {})
        self._nowhere = UnknownPlaces(self._mend.path, self._mend.doubtful, names or {})
        self.restater, self.shares = Restater(model, name_of), Shares(self._resolver)
        self._restated = Restated(Vocabulary(model, name_of, keys_of), self.restater)
        self._senses, self._kinds = GroupSense(self._resolver), KindsSaid(self._resolver)
        self._traces = Coverage(model, self._lexicon.relative_basis.keys(), parent_of)
        self._ask, self._offers = AskBackPlans(model, name_of, parent_of), Offers(self._tried)
        self._guesses = Guesses(rank, self._tried) if rank is not None else None
        self._nicknames, self._glosses = ambiguous_nicknames(model), Glosses(model)
        self.dated, self._coverage = date_attributes(model), coverage or {}
        self._range = DataRange(self._resolver, self.restater, as_of, self._coverage)
        self._context = RuleContext(
            fits=self._resolver.fits, fits_metric=self._resolver.metrics_fitting,
            distance=self._resolver.mods_distance, bind=self._resolver.bind,
            entity_kind=lambda name: model.entity(name).kind, lasts=self._resolver.states.lasts,
            relative_basis=self._lexicon.relative_basis, nouns=self._lexicon.nouns,
            counters=lambda name: model.entity(name).counters, attr_type=self._resolver.attr_type,
            kind_of=self._resolver.kind_of, metric_distance=self._resolver.metric_distance,
            is_rate=lambda name: model.metric(name).unit == "fraction",
            counts_of=self._resolver.counts_of, parts=lambda name: model.metric(name).parts,
            rates_of=self._resolver.rates_of, counted=self._resolver.counted,
            exclusive=self._resolver.states.exclusive)

    def read(self, question: str) -> Plan:
        """Return the plan: ready with a typed query, or what to ask back."""
        return self.explain(question).plan

    def explain(self, question: str) -> Explained:
        """Return the plan with every stage that led to it."""
        found = self._restated(question.strip(), self.freely, self._range.beyond)
        plan = self._nowhere(question, found.plan)
        if self._guesses is not None and plan is found.plan:
            plan = self._guesses(plan, found.text, found.tokens) or plan
        plan = self._offers.settle(plan, found.text, found.tokens)
        return replace(found, plan=self._mend.told(plan, found.text, found.slips))

    def freely(self, question: str) -> Explained:
        """Return the stages of the free reading that leaves least unread."""
        found = self._explain(question)
        cuts = read_each(other_cuts(found.text, self._lexicon, found.spans),
                         lambda cut: self._cut(found.text, found.spans, cut))
        return replace(read_whole(found, cuts), slips=found.slips)

    def unsaid(self, tokens: Sequence[Token], query: MetricQuery) -> tuple[str, ...]:
        """Return what of a question a query leaves out or cannot be, told in Chinese."""
        return (*(f"漏了“{word}”" for word in self._traces.lost(tokens, query)),
                *doubts(query, self._model, tokens, self._resolver.parent_of))

    def _explain(self, question: str) -> Explained:
        """Return the stages of the best cut; what the plan offers is not tried yet."""
        text, slips = self._mend(question.strip())
        spans = [span for source in self._spans for span in source(text)]
        return replace(self._cut(text, spans, segment(text, self._lexicon, spans)), slips=slips)

    def _cut(self, text: str, spans: Sequence[Span], cut: Sequence[Token]) -> Explained:
        """Return the stages of reading one cut of the text."""
        tokens = self._kinds.settled(self._senses.settled(cut))
        plain, told = self._glosses.without(to_nodes(tokens))
        nodes, aside = what_holds(reduce_nodes(plain, self.dated))
        aside += told
        heard = [t for t in tokens if not any(a.start <= t.start < a.end for a in aside)]
        frames = self._frames(clauses_heard := self._clauses(nodes))
        plan = (self._scope_check and self._scope_check(text, tokens)) \
            or self._offers.open_word(text, tokens) or self.plan_of(text, heard, nodes, frames)
        if plan.status == "clarify":  # choices do not help where no reading has data
            plan = self._far(tokens) or plan
        return Explained(text, tuple(tokens), frames, plan, tuple(spans), clauses_heard)

    def _tried(self, question: str) -> Plan:
        """Read what might be offered; what fails to be read must not fail the question itself."""
        try:
            return self._explain(question).plan
        except Exception:
            log.exception("not offered: %s", question)
            return Plan(status="clarify", message="没有读懂。")

    def _far(self, tokens: Sequence[Token]) -> Plan | None:
        times = [t.readings["time"][0].period for t in tokens if "time" in t.readings]
        if len(times) != 1:
            return None
        ahead = any(self._range.looks_ahead(use.name)
                    for t in tokens for use in t.readings.get("state", ()))
        found = self._range.far(times[0], ahead=ahead)
        return Plan(status="no_data", message=found, confidence=0.8) if found else None

    def _clauses(self, nodes: Sequence[Node]) -> tuple[Heard, ...]:
        """Return each clause with what was heard in it."""
        said = [[*clauses(sentence)] for sentence in sentences(nodes)]
        beside = sum(any(n.kind == "time" for n in c) for told in said for c in told) > 1
        return tuple(
            ("".join(n.text for n in clause), tuple(self._hear(clause, beside=beside)),
             row_words(clause, self._hear) if place else ())
            for told in said for place, clause in enumerate(told)
        )

    def _frames(self, heard: Sequence[Heard]) -> tuple[Frame, ...]:
        """Return one frame a question."""
        talk = Talk(self.shares)
        for _, items, columns in heard:
            talk.hear(items, columns)
        for frame in talk.frames:
            for settle in (join_course, among_periods, compare_same_stretch, asks_to_check,
                           placed_among):
                settle(frame)
            whole_sums(frame, self._model)
        frames = tuple(each_figure(talk.frames)) or (Frame(),)
        for frame in frames:
            self._expand_groups(frame)
        return frames

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
                if group.ask and not frame.measures and not (
                        set(group.metrics) & measures_said(frame)):
                    return self._ask.group(text, word, group.metrics, words)
        return None

    def _hear(self, clause: Sequence[Node], *, beside: bool = False) -> list[Item]:
        items, loose = leaves(own_times(clause, self._resolver.states.timed, beside=beside))
        return [*compose(holdings(items, self._context), RULES, self._context), *loose]

    def plan_of(
        self, text: str, tokens: Sequence[Token], nodes: Sequence[Node],
        frames: Sequence[Frame], earlier: Sequence[Token] = (),
    ) -> Plan:
        """Return the plan of frames, held against the words said now and in the turns before."""
        words = tuple(WordReading(text=t, became=b) for t, b in describe(tokens, self._model))
        unread = tuple(u for frame in frames for u in (*frame.unread, *frame.left_over())
                       if u.strip())
        found = ambiguity(nodes, self._nicknames, self._resolver)
        if found is not None:
            return self._ask.place(text, found, words)
        asked = self._asked_group(text, frames, words)
        if asked is not None:
            return asked
        vague = [v for frame in frames if not frame.times for v in frame.vague_times]
        if vague:
            word, choices = vague[0]
            return self._ask.period(text, word, choices, words, unread)
        try:
            builder = QueryBuilder(self._resolver, self._as_of, self._coverage)
            built = combine([builder.build(f) for f in of_the_same(frames, self._model)])
        except NotBrokenDown as exc:
            return Plan(status="no_data", words=words, unread=unread, message=exc.message,
                        suggestions=exc.suggestions)
        except (AmbiguousQuestion, NotRecorded) as exc:
            return self._ask.error(text, exc, tokens, words, unread)
        lost = [w for w in self._traces.lost(tokens, built.query)
                if not any(w == h or w in h.split("、") for h in built.heard)]
        unread = not_said_again(tuple(dict.fromkeys((*unread, *lost))), tokens)
        missing = missing_part(built.query, (*earlier, *tokens), self._model)
        if missing is not None and self._confidence(text, unread) >= _CLARIFY_BELOW:
            return self._ask.error(text, missing, tokens, words, unread)
        return self._ready(text, built, words, unread, (*earlier, *tokens))

    def _ready(
        self, text: str, built: Built, words: tuple[WordReading, ...],
        unread: tuple[str, ...], tokens: Sequence[Token],
    ) -> Plan:
        query = built.query
        if not asks_something(query, tokens):
            return Plan(
                status="clarify", words=words, unread=unread, confidence=0.2,
                message="没有听出要问的是哪个数。请说明指标或对象，例如“上月各市上传率”“现在离线的站有几个”。",
            )
        beyond = self._range.beyond(query)
        if beyond is not None and self._confidence(text, unread) >= _CLARIFY_BELOW:
            return Plan(status="no_data", words=words, unread=unread, query=query,
                        reading=self.restater.restate(query), message=beyond, confidence=0.9)
        found = doubts(query, self._model, tokens, self._resolver.parent_of)
        if found:
            return Plan(status="clarify", query=query, words=words, unread=unread, confidence=0.4,
                        message=f"{'；'.join(found)}。请换个说法，把条件和对象说全。")
        confidence, query = self._confidence(text, unread), in_one_form(query, self._model)
        reading = self.restater.restate(query)
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

    def _confidence(self, text: str, unread: tuple[str, ...]) -> float:
        """Share of the sentence that was read; a lost stretch of two characters is a condition."""
        lost = sum(len(u) for u in unread)
        return max(0.0, 1.0 - 0.45 * lost)
