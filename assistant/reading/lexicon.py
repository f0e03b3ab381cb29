"""The word list of a question: semantic model words and function words, found in one pass."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from assistant.reading.act_forms import act_forms
from assistant.reading.composed_words import composed_words
from assistant.reading.letter_runs import LetterRuns
from assistant.reading.month_lists import months_listed
from assistant.reading.nodes import AttrUse, StateUse, ValueUse
from assistant.reading.offer_book import open_words
from assistant.reading.purpose_nouns import purpose_nouns
from assistant.reading.rule_words import has_any, words_of
from assistant.reading.spellings import one_spelling
from assistant.reading.state_lengths import state_lengths
from assistant.reading.word_forms import (
    VerbGrammar,
    asked_amounts,
    asked_counters,
    asked_numbers,
    in_question,
)
from knowledge_graph.semantics.linker.sound import sounds
from knowledge_graph.semantics.model import Attribute, Entity, SemanticModel
from knowledge_graph.semantics.word_patterns import expanded

_WORDS = Path(__file__).with_name("words.yaml")
_DIMENSIONS = {"fraction": "fraction", "m3": "volume"}  # of the amounts a verb may tell
_HOMOPHONE_MIN = 2
_HOMOPHONE_MAX = 12
CONTENT = {"metric", "metric_group", "state", "entity", "value", "attr"}
_SHORTEST_WITH_DE = 2
_LIGHT = frozenset("没未不无有的了过被已")  # characters that tell nothing of which word it is
_AMOUNTS = tuple(words_of("amounts_asked"))
_ASKING = tuple(words_of("asking"))
_QUOTED = re.compile("[“\"「『‘']([^”\"」』’']{1,10})[”\"」』’']")


class Lexicon:
    """Words → readings, with a homophone index for typing slips.

    Args:
        model: the semantic model whose nouns, metrics, states, attributes and values are known.
    """

    def __init__(self, model: SemanticModel) -> None:
        self._entries: dict[str, dict[str, Any]] = defaultdict(dict)
        data = yaml.safe_load(_WORDS.read_text(encoding="utf-8"))
        self._patterns = [(re.compile(p), t) for p, t in data["patterns"]]
        self.relative_basis: dict[str, str] = {
            word: basis for basis, words in data["relative_basis"].items() for word in words
        }
        self._add_function_words(data)
        self._add_model(model)
        self._acts = act_forms(model)
        self._verbs = self._verb_patterns(model, VerbGrammar(**data["verb_forms"]), data["tags"])
        for readings in self._entries.values():
            if "fn" in readings:
                readings["fn"] = frozenset(readings["fn"])
        self.things = frozenset(e.name for e in model.entities if e.kind == "thing")
        self._longest = max(map(len, self._entries))
        self._homophones = self._index_homophones()
        self.letters = LetterRuns(model)

    def _add_function_words(self, data: dict[str, Any]) -> None:
        parts = data["parts"]
        for tag, words in data["tags"].items():
            for text in (form for word in words for form in expanded(str(word), parts)):
                if len(text) > _SHORTEST_WITH_DE and text.endswith("的"):
                    text = text[:-1]  # 的 itself tells what a phrase belongs to
                self._entries[text].setdefault("fn", set()).add(tag)
        nothing = (form for group in data["filler"] for word in group
                   for form in expanded(str(word), parts))
        for text in nothing:
            self._entries[text]["filler"] = True
        for word, asked in asked_amounts():
            self._entries[word].setdefault("fn", set()).update(asked)
        for word, tag in asked_counters(data["counters"]):
            self._entries[word].setdefault("fn", set()).add(tag)
        for asks, words in data["questions_by_repeating"].items():
            for text in (form for word in words for form in in_question(word)):
                self._entries[text].setdefault("fn", set()).update(asks.split())

    @staticmethod
    def _verb_patterns(
        model: SemanticModel, grammar: VerbGrammar, words: Mapping[str, Sequence[str]]
    ) -> tuple[tuple[re.Pattern[str], dict[str, Any]], ...]:
        """Return what the verbs of each set of metrics match; metrics may share a verb."""
        owners: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for metric in model.metrics:
            for place, verb in enumerate(metric.verbs):
                owners[verb].append((place, metric.name))
        verbs: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for verb, found in owners.items():
            verbs[tuple(name for _, name in sorted(found, key=lambda f: f[0]))].append(verb)
        patterns: list[tuple[re.Pattern[str], dict[str, Any]]] = []
        for names, forms in verbs.items():
            patterns.append((grammar.pattern(forms), {"metric": names}))
            plain = sorted(set(forms) - set(words["cmp_gt"]))  # 超过一百万方 compares
            told = grammar.telling(plain, _DIMENSIONS.get(model.metric(names[0]).unit, ""))
            if told is not None:
                patterns.append((told, {"metric": names}))
        return tuple(patterns)

    def _add(self, word: str, kind: str, value: Any) -> None:
        if not word:
            return
        if len(word) > _SHORTEST_WITH_DE and word.endswith("的"):
            word = word[:-1]  # 在线的 would hide 不在线
        kept = self._entries[word].get(kind, ())
        if value not in kept:
            self._entries[word][kind] = (*kept, value)

    def _add_model(self, model: SemanticModel) -> None:
        self._add_metrics(model)
        self._add_states(model)
        for word, use in list(state_lengths(model, self._entries.keys())):
            self._add(word, "length_of", use)
        for entity in model.entities:
            self._add_entity(entity)
        for item in model.not_held:
            for word in item.words:
                self._add(word, "not_held", item)
        for word, answer in open_words().items():
            self._add(word, "open", answer)
        for dimension in model.dimensions:
            for word in dimension.words:
                if not word.startswith(_ASKING):  # 哪个市 asks; it does not group
                    self._add(word, "dimension", dimension.path)
        for word, noun, name in list(purpose_nouns(model, self._entries)):
            self._add(word + noun, "entity", name)
            self._entries[word + noun]["purpose"] = len(word)

    def _add_metrics(self, model: SemanticModel) -> None:
        named: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for metric in model.metrics:
            for place, word in enumerate((metric.zh, *metric.synonyms)):
                if metric.entity is not None and word.startswith(_AMOUNTS):
                    continue  # 多少本证 counts whatever is said of the noun
                named[word].append((place, metric.name))
            for word in metric.lasts:
                self._add(word, "lasting", metric.name)
        composed = composed_words(model)
        for word, found in named.items():
            for _, name in sorted(found, key=lambda pair: pair[0]):
                forms = () if (name, word) in composed else (word, *asked_numbers(word))
                for form in forms:
                    self._add(form, "metric", name)
        for group in model.metric_groups:
            for word in (group.zh, *group.words):
                self._add(word, "metric_group", group.name)

    def _add_states(self, model: SemanticModel) -> None:
        for state in model.states:
            for word in (state.zh, *state.synonyms):
                self._add(word, "state", StateUse(state.name, state.entity))
            for word in state.negations:
                self._add(word, "state", StateUse(state.name, state.entity, negated=True))
            for word in state.event_words:
                self._add(word, "state", StateUse(state.name, state.entity, during=True))

    def _add_entity(self, entity: Entity) -> None:
        for word in (entity.zh, *entity.nouns):
            self._add(word, "entity", entity.name)
        for attribute in entity.attributes:
            self._add_attribute(entity, attribute)

    def _add_attribute(self, entity: Entity, attribute: Attribute) -> None:
        if attribute.personal:
            for word in (attribute.zh, *attribute.synonyms):
                self._add(word, "personal", AttrUse(entity.name, attribute.name))
            return
        for word in (attribute.zh, *attribute.synonyms):
            if not has_any(word[:1], "asking"):  # 哪个行业 asks for one of them
                self._add(word, "attr", AttrUse(entity.name, attribute.name))
        for word in attribute.happens:
            self._add(word, "point", AttrUse(entity.name, attribute.name))
        for value, words in attribute.values.items():
            if attribute.quiet:
                words = tuple(w for w in words if w != value)
            typed: str | bool = value == "true" if attribute.type == "flag" else value
            bare = attribute.type == "flag" or attribute.quiet
            names = words if bare else (value, *words)
            for word in names:
                if len(word) == 1:  # 上、中、下 … would be found inside everything
                    continue
                self._add(word, "value", ValueUse(entity.name, attribute.name, typed))

    def _index_homophones(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        found: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for word, readings in self._entries.items():
            content = CONTENT & readings.keys()
            if content and len(word) >= _HOMOPHONE_MIN and _all_han(word):
                found[sounds(word)].append(word)
        return {key: tuple(words) for key, words in found.items()}

    def rewrite(self, text: str) -> str:
        """Return the text with dialect and shorthand words put into standard ones."""
        text = one_spelling(text)
        for pattern, standard in self._patterns:
            text = pattern.sub(standard, text)
        return months_listed(_QUOTED.sub(self._unquoted, text))

    def _unquoted(self, quoted: re.Match[str]) -> str:
        """“有效”: a known word in quotation marks is that word."""
        return quoted[1] if CONTENT & self.known(quoted[1]).keys() else quoted[0]

    def at(self, text: str, start: int) -> list[tuple[int, dict[str, Any]]]:
        """Return every known word that starts at ``start``: (end, readings)."""
        found = []
        for length in range(1, min(self._longest, len(text) - start) + 1):
            readings = self._entries.get(text[start : start + length])
            if readings:
                found.append((start + length, readings))
        for pattern, readings in self._verbs:
            verb = pattern.match(text, start)
            if verb is not None:
                known = self._entries.get(verb[0], {})
                names = (*known.get("metric", ()), *readings["metric"])
                said = {} if "metric" in known else {"spoken": True}
                found.append(
                    (verb.end(), {**known, **said, "metric": tuple(dict.fromkeys(names))}))
        found.extend(self._acts_at(text, start))
        return found

    def _acts_at(self, text: str, start: int) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield what is told to be done or not, with what the word list says of the same words."""
        told: dict[int, tuple[StateUse, ...]] = {}
        for form in self._acts:
            act = form.pattern.match(text, start)
            if act is not None:
                told[act.end()] = (*told.get(act.end(), ()), *form.states)
        for end, uses in told.items():
            known = self._entries.get(text[start:end], {})
            yield end, {**known, "state": tuple(dict.fromkeys((*known.get("state", ()), *uses)))}

    def known(self, word: str) -> dict[str, Any]:
        """Return the readings of one word, none when it is not known."""
        return self._entries.get(word, {})

    def words(self) -> dict[str, dict[str, Any]]:
        """Return every word with its readings."""
        return dict(self._entries)

    def nouns(self, word: str) -> tuple[str, ...]:
        """Return the entities a word names; a measure word such as 户 names what it counts."""
        return tuple(self._entries.get(word, {}).get("entity", ()))

    def homophones(self, text: str) -> list[tuple[int, int, str, dict[str, Any]]]:
        """Return stretches that sound like a known word but are written otherwise."""
        heard = sounds(text)
        found = []
        for start in range(len(text)):
            for length in range(_HOMOPHONE_MIN, _HOMOPHONE_MAX + 1):
                piece = text[start : start + length]
                if len(piece) < length or not _all_han(piece):
                    break
                for word in self._homophones.get(heard[start : start + length], ()):
                    if word != piece and _shares_a_character(word, piece):
                        found.append((start, start + length, word, self._entries[word]))
        return found


def _shares_a_character(word: str, piece: str) -> bool:
    """Slips must keep a character that means something; chance sound-alikes are too common."""
    return any(a == b and a not in _LIGHT for a, b in zip(word, piece, strict=False))


def _all_han(text: str) -> bool:
    return all("\u4e00" <= ch <= "\u9fff" for ch in text)
