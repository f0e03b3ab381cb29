"""Ranks governed metrics for words that the word list does not hold (取用水上报率 → 上传率).

Written alike, sounding alike and meaning alike are three scores; the meaning is computed only when
the characters do not settle it, and never names a metric by itself: a metric that shares nothing
with the text is a choice to offer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np

from assistant.contracts.ports import Embedder
from assistant.reading.gram_overlap import Bools, Floats, Gram, GramOverlap
from assistant.reading.metric_rank_rules import Bar, load_rules
from assistant.reading.wording_vectors import WordingVectors
from knowledge_graph.semantics.linker.sound import syllable
from knowledge_graph.semantics.model import SemanticModel

Why = Literal["name", "characters", "sound", "meaning"]


@dataclass(frozen=True)
class RankedMetric:
    """A metric that the words may mean.

    Attributes:
        name, zh: code name and Chinese name.
        score: 0..1; comparable within one ranking only.
        why: what spoke most for it.
        only_choice: not sure enough to be taken; offer it to the asker. At most one metric of a
            ranking, the first, is not.
    """

    name: str
    zh: str
    score: float
    why: Why
    only_choice: bool


@dataclass(frozen=True)
class _Scores:
    """Scores of every metric, in the model's order."""

    total: Floats
    why: tuple[Why, ...]
    wording: tuple[int, ...]
    shares: Bools
    meant: bool = False

    def passes(self, bar: Bar) -> bool:
        """Whether the first is over the bar and ahead of the second."""
        second, first = np.partition(np.append(self.total, 0.0), -2)[-2:]
        return bool(first >= bar.at and first - second >= bar.lead)


class MetricRanker:
    """Ranks the model's metrics for a stretch of a question, or for a whole one.

    Safe to share between threads. One ranking takes about a millisecond, and one embedding more
    when the characters do not settle it and :meth:`prepare` was called, now or in an earlier run.

    Args:
        model: the semantic model.
        embedder: the sentence-embedding model; None ranks by writing and sound alone.
        cache_dir: folder that keeps the wordings' vectors; None keeps none.
    """

    def __init__(
        self, model: SemanticModel, embedder: Embedder | None, cache_dir: Path | None
    ) -> None:
        self._rules = load_rules()
        self._function = frozenset("".join(self._rules.function_characters.split()))
        self._metrics = model.metrics
        names = [(w, i) for i, m in enumerate(model.metrics) for w in (m.zh, *m.synonyms)]
        shown = [(w, i) for i, m in enumerate(model.metrics) for w in m.examples]
        self._names = tuple(word.lower() for word, _ in names)
        self._owner = np.array([owner for _, owner in names], np.intp)
        self._sound = lru_cache(maxsize=8192)(self._sound_of)
        owners = self._owner.tolist()
        self._written = GramOverlap(self._names, owners, self._cut, self._rules.overlap)
        self._heard = GramOverlap(self._names, owners, self._sounds, self._rules.overlap)
        meant = self._unlike(names)
        self._meant = np.array([owner for _, owner in (*meant, *shown)], np.intp)
        self._shown = np.arange(len(self._meant)) >= len(meant)
        wordings = [word for word, _ in (*meant, *shown)]
        self._vectors = embedder and WordingVectors(wordings, embedder, cache_dir)

    def prepare(self) -> None:
        """Embed the metrics' wordings unless they are cached: once a model, under a minute.

        Raises:
            SourceUnavailable: the embedding model cannot be reached.
        """
        if self._vectors:
            self._vectors.prepare()

    def rank(self, text: str, limit: int = 4) -> tuple[RankedMetric, ...]:
        """Return the metrics that ``text`` may mean, best first; none for words of other things.

        Raises:
            SourceUnavailable: the embedding model cannot be reached.
        """
        if not self._metrics:
            return ()
        found = self._by_form(text.lower())
        if self._vectors and self._vectors.ready and not found.passes(self._rules.settle):
            found = self._with_meaning(found, self._vectors.cosines(text).astype(np.float64))
        order = np.argsort(-found.total, kind="stable")[:limit]
        taken = self._taken(text.lower(), found)
        return tuple(
            RankedMetric(
                name=self._metrics[i].name, zh=self._metrics[i].zh,
                score=round(float(found.total[i]), 4), why=found.why[i], only_choice=i != taken,
            )
            for i in map(int, order) if found.total[i] >= self._rules.offer
        )  # fmt: skip

    def _taken(self, text: str, found: _Scores) -> int | None:
        """The metric sure enough to be taken: it shares characters and leaves none over.

        A word left over on either side (亩均, 新批, 占比) is what makes it another metric, or it is
        a condition.
        """
        bar = self._rules.take.meaning if found.meant else self._rules.take.characters
        first = int(np.argmax(found.total))
        same = self._says_the_same(text, self._names[found.wording[first]])
        return first if same and found.shares[first] and found.passes(bar) else None

    def _says_the_same(self, text: str, wording: str) -> bool:
        """Whether what each has over the other differs in writing only, not in sound."""
        one, other = (Counter(ch for ch in t if ch.isalnum()) for t in (text, wording))
        more, less = one - other, other - one
        return not self._left_over(more, less) and not self._left_over(less, more)

    def _left_over(self, more: Counter[str], less: Counter[str]) -> bool:
        sounds = Counter(self._sound(ch) for ch in less.elements())
        for ch in more.elements():
            if sounds[self._sound(ch)] > 0:
                sounds[self._sound(ch)] -= 1
            elif ch not in self._rules.take.harmless:
                return True
        return False

    # -------------------------------------------------------------------------------- scores
    def _by_form(self, text: str) -> _Scores:
        """Scores by writing and sound."""
        written, shares = self._written(text)
        heard, sounds_alike = self._heard(text)
        rule = self._rules.sound
        heard = np.where(heard >= rule.floor, heard * rule.weight, 0.0)
        whole = np.array([name in text for name in self._names])
        score = np.maximum(written, heard)
        best = self._best_wordings(score)
        why: tuple[Why, ...] = tuple(
            "name" if whole[w] else "sound" if heard[w] > written[w] else "characters"
            for w in best
        )  # fmt: skip
        linked = np.zeros(len(self._metrics), np.bool_)
        sounds_alike &= heard > 0
        np.logical_or.at(linked, self._owner, shares | sounds_alike | whole)
        return _Scores(score[best], why, tuple(best), linked)

    def _with_meaning(self, form: _Scores, cosines: Floats) -> _Scores:
        rule = self._rules.meaning
        cosines = cosines - rule.example_discount * self._shown
        near = np.clip((cosines - rule.floor) / (1 - rule.floor), 0.0, 1.0)
        meaning = np.zeros(len(self._metrics))
        np.maximum.at(meaning, self._meant, near)
        total = (form.total + rule.weight * meaning) / (1 + rule.weight)
        why: tuple[Why, ...] = tuple(
            "meaning" if rule.weight * m > f else w
            for m, f, w in zip(meaning, form.total, form.why, strict=True)
        )  # fmt: skip
        return _Scores(total, why, form.wording, form.shares, meant=True)

    def _best_wordings(self, score: Floats) -> list[int]:
        """The number of each metric's best wording."""
        best = np.zeros(len(self._metrics), np.intp)
        for wording in np.lexsort((-np.arange(len(score)), score)):  # of equals, the first last
            best[self._owner[wording]] = wording
        return [int(w) for w in best]

    def _unlike(self, names: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
        """The names that differ enough in their content characters for a vector of their own.

        Forms of one synonym (的 or not, 用 or 使用) mean the same to the model, at its full price.
        """
        most = self._rules.meaning.alike
        kept: dict[int, list[frozenset[str]]] = {}
        chosen = []
        for word, owner in names:
            said = frozenset(ch for ch in word.lower() if ch.isalnum() and self._tells(ch))
            before = kept.setdefault(owner, [])
            if all(len(said & other) < most * max(len(said | other), 1) for other in before):
                before.append(said)
                chosen.append((word, owner))
        return chosen

    # --------------------------------------------------------------------------------- grams
    def _cut(self, text: str) -> Iterator[Gram]:
        """Content characters, and neighbours of which one at least is a content character."""
        letters = [ch for ch in text if ch.isalnum()]
        yield from ((ch,) for ch in letters if self._tells(ch))
        yield from self._pairs(letters)

    def _sounds(self, text: str) -> Iterator[Gram]:
        """Neighbouring syllables without tones; one syllable alone is too common."""
        for left, right in self._pairs([ch for ch in text if ch.isalnum()]):
            yield self._sound(left), self._sound(right)

    def _pairs(self, letters: list[str]) -> Iterator[tuple[str, str]]:
        for left, right in zip(letters, letters[1:], strict=False):
            if self._tells(left) or self._tells(right):
                yield left, right

    def _tells(self, ch: str) -> bool:
        return ch not in self._function and not ch.isdigit()

    def _sound_of(self, ch: str) -> str:
        sound = syllable(ch)
        for start, plain in self._rules.sound.start.items():
            if sound.startswith(start):
                sound = plain + sound.removeprefix(start)
        for end, plain in self._rules.sound.end.items():
            if sound.endswith(end):
                sound = sound.removesuffix(end) + plain
        return sound
