"""Which sense of a noun is meant: the one its modifiers, tests and the measure lie nearest to."""

from __future__ import annotations

from dataclasses import replace

from assistant.contracts.errors import AmbiguousQuestion
from assistant.reading.phrase_types import PredPhrase, SetPhrase
from assistant.reading.resolve import Resolver
from knowledge_graph.semantics.graph import EntityGraph


class Senses:
    """The part of a measure builder that chooses among the entities a noun may mean."""

    _resolver: Resolver
    _graph: EntityGraph
    head: SetPhrase | None

    def entity_of(self, noun: SetPhrase, base: str | None = None) -> str:
        """Return the sense of the noun that its modifiers (and the base) fit best."""
        options = noun.options or (self.head.options if self.head else ())
        if not options:
            raise AmbiguousQuestion("没有听出问的是哪类对象，是站点、取水户、许可证还是其他？")
        if noun.within is not None and noun.within.options:  # 其中灌区几家: what the whole is
            whole = self.entity_of(noun.within, base)
            if whole in options and self._resolver.fits(noun.mods, whole):
                return whole

        def cost(option: str) -> tuple[int, int]:
            total = 0
            for cond in noun.mods.conds:
                distance = self._resolver.cond_distance(cond, option)
                total += 50 if distance is None else distance
            for choice in noun.mods.states:
                total += min(0 if s.entity == option else 10 + self._away(s.entity, option)
                             for s in choice)
            total += sum(self._tested_from(p, option) for p in noun.mods.preds)
            if base is not None:
                distance = self._graph.distance(base, option)
                total += 20 if distance is None else distance
            return total, options.index(option)

        return min(options, key=cost)

    def _tested_from(self, pred: PredPhrase, option: str) -> int:
        """How far what is tested of an option lies from it (退回两次以上的单位)."""
        if pred.states:
            return min(self._away(use.entity, option) for use in pred.states)
        if pred.attr:
            ways = [self._graph.distance(option, use.entity) for use in pred.attr]
            return min((w for w in ways if w is not None), default=99)
        subject = pred.subject
        if subject is not None and subject.kind == "share":
            subject = subject.part
        if subject is None or subject.kind not in ("count", "metric"):
            return 0
        bases = subject.noun.options if subject.noun is not None else tuple(
            b for name in self._at(subject.metrics, option) for b in self._graph.metric_bases(name))
        return min((self._away(b, option) for b in bases), default=0)

    def _at(self, metrics: tuple[str, ...], option: str) -> tuple[str, ...]:
        """Return the first of the metrics a word may mean that can be taken at the option."""
        return (self._resolver.reaching(metrics, option) or metrics)[:1]

    def _away(self, entity: str, option: str) -> int:
        """How far what belongs to an option lies from it."""
        distance = self._graph.distance(entity, option)
        return 9 if distance is None else distance


def taken_at(phrase: PredPhrase, base: str, resolver: Resolver) -> PredPhrase:
    """用一千万方以上的大户: of the metrics a word may mean, those taken at such things."""
    subject = phrase.subject
    if subject is None or len(subject.metrics) < 2 or not base:  # noqa: PLR2004
        return phrase
    kept = resolver.reaching(subject.metrics, base)
    return replace(phrase, subject=replace(subject, metrics=kept)) if kept else phrase
