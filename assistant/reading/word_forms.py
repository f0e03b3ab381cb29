"""Words made by rule: asked amounts and counters, repeated questions, verbs with their endings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.reading.rule_words import pattern_of, rule_words, words_of
from knowledge_graph.semantics.grammar.units import unit_table
from knowledge_graph.semantics.word_patterns import expanded

_WORDS = rule_words()["asked_amounts"]
_SCALES = ("", *_WORDS["scales"])
_OBJECTS = {dimension: ("", thing) for dimension, thing in _WORDS["things"].items()}
_ASKED = tuple(_WORDS["asked"])
_SPENT = tuple(_WORDS["spent"])
_TIMES = words_of("time_counters")
_NUMBER = pattern_of("number_by_counter")
_ASKED_NUMBER: str = rule_words()["asked_number"]
_TAGS = {
    "duration": ("ask_value", "ask_length"), "fraction": ("share_ask", "growth"),
    "multiple": ("times",),
}
# Lengths of these units are counted or dated by other rules (有几年, 几个月).
_COUNTED = ("year", "month", "quarter", "week")


def asked_amounts() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield 多少万方, 几毫米, 几个百分点, 多少块钱 … with the tags of what they ask."""
    for unit, (dimension, code, _) in unit_table().items():
        if len(unit) == 1 and unit.isascii() or code in _COUNTED:  # m, % mean other things alone
            continue
        scales = _SCALES if dimension in ("volume", "money", "area") else ("",)
        for asked in _ASKED:
            for scale in scales:
                if dimension == "duration":
                    yield from ((f"{spent}{asked}{unit}", _TAGS[dimension]) for spent in _SPENT)
                for tail in _OBJECTS.get(dimension, ("",)):
                    if not unit.endswith(tail) or not tail:
                        tags = _TAGS.get(dimension, ("ask_value",))
                        yield asked + scale + unit + tail, (*tags, f"asks_{dimension}")


def asked_counters(counters: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield 几家, 多少家 (how many), 哪家, 哪一家 (which), 每家 (each) with their tag."""
    for counter in counters:
        how_often = counter in _TIMES
        for tag, forms in rule_words()["asked_counters"].items():
            if how_often and tag != "ask_count":
                continue
            for word in (word for form in forms for word in expanded(form, {"c": [counter]})):
                yield word, "ask_times" if how_often else tag


def asked_numbers(word: str) -> Iterator[str]:
    """Yield how a number named by its counter is asked for: 应收条数 → 应收多少条、应收了几条."""
    named = _NUMBER.match(word)
    if named is not None:
        parts = {name: [part] for name, part in named.groupdict().items()}
        yield from expanded(_ASKED_NUMBER, parts)


def in_question(word: str) -> tuple[str, ...]:
    """Return the ways to ask by repeating a word: 涨没涨, 高不高."""
    forms = rule_words()["repeated"]
    return tuple(text for form in forms for text in expanded(form, {"w": [word]}))


@dataclass(frozen=True)
class VerbGrammar:
    """How a verb of a measure is built on: 取了多少, 供得最多, 抽的水, 各用多少.

    Attributes:
        results: complements that say the same again (用掉, 流出去).
        asked: what asks for the amount.
        degrees: what tells the degree after 得.
        things: what the amount is of (抽的水).
        not_things: letters that make such a thing another word (取的水口).
        not_asked: what is asked for after other verbs (用了几天).
        before: words after which the bare verb stands for its measure.
        reached: complements of a verb that tells how much it came to (用到八成, 取了一百万方).
        bounds: what may stand before that amount.
        told: the amounts, by the dimension of the measure.
        between: words that may stand between the verb and what asks (流出去又多少).
    """

    results: Sequence[str]
    asked: Sequence[str]
    degrees: Sequence[str]
    things: Sequence[str]
    not_things: str
    not_asked: Sequence[str]
    before: Sequence[str]
    reached: Sequence[str]
    bounds: Sequence[str]
    told: Mapping[str, str]
    between: Sequence[str] = ()

    def telling(self, verbs: Sequence[str], dimension: str) -> re.Pattern[str] | None:
        """Return what the verbs match before an amount of their dimension; None if of no such."""
        if dimension not in self.told or not verbs:
            return None
        either = "|".join
        stems = sorted({v.removesuffix(self.reached[1]) for v in verbs}, key=len, reverse=True)
        bound = f"(?:{either(self.bounds)})?"
        return re.compile(f"(?:{either(stems)})(?:{either(self.reached)})?"
                          f"(?={bound}(?:{self.told[dimension]}))")

    def pattern(self, verbs: Iterable[str]) -> re.Pattern[str]:
        """Return what the verbs match with their endings; what asks or tells is left outside."""
        either = "|".join
        verb = either(sorted(verbs, key=len, reverse=True))
        done = f"(?:{either(self.results)})?(?:了|过|着|的)?"
        before = either(f"(?<={word})" for word in self.before)
        asked = f"(?:{either(self.asked)})(?!个?(?:{either(self.not_asked)}))"
        return re.compile(
            f"(?:{verb})(?:{done}(?=最|(?:{either(self.between)})?{asked})"
            f"|得(?=(?:{either(self.degrees)}))"
            f"|(?:了|过)?的(?:{either(self.things)})(?![{self.not_things}])"
            f")|(?:{before})(?:{verb}){done}(?=[，。？、,?]|$)"
        )
