"""Turns a plan that cannot be run into one that helps: only questions that can be read are offered.

A choice is tried before it is shown. One that would itself be asked back is replaced by its own
first choice (赣江的取水量 → 上月赣江的取水量); one that cannot be answered is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from assistant.contracts.answer import Choice
from assistant.contracts.flow import Plan
from assistant.reading.nodes import Token
from assistant.reading.offer_book import OpenWord, offer_book

_SLOT = re.compile(r"\{(\w+)(?:\|([^}]*))?\}")
_MOST, _FEW = 4, 2
_KEPT = 1024  # plans of what was offered before
_LONGEST = 120  # characters; of a longer text no part is taken into what is offered
_CHOOSE = "，请选："
_AS_SAID: Mapping[str, str] = {}
_REGIONS = ("city", "county", "province", "basin")


def _told(message: str, choices: Sequence[Choice]) -> str:
    """What none of the choices can be read with: they are told, not offered."""
    named = "、".join(c.label for c in choices)
    told = f"：{named}。" if named else "。"
    return f"{message.removesuffix(_CHOOSE)}{told}请说明是哪一种、要问哪个数。"


class Offers:
    """Fills choices and suggestions of one plan.

    Args:
        read: reads a question; its choices need not have been tried.
    """

    def __init__(self, read: Callable[[str], Plan]) -> None:
        self._read = lru_cache(maxsize=_KEPT)(read)

    def open_word(self, text: str, tokens: Sequence[Token]) -> Plan | None:
        """Return the plan that asks back about the first open word, if there is one."""
        for token in tokens:
            found: tuple[OpenWord, ...] = token.readings.get("open", ())
            if found:
                return self._asked(found[0], token.text, tokens)
        for pattern, item in _open_patterns():
            said = pattern.search(text)
            if said is not None:
                return self._asked(item, said[0], tokens)
        return None

    def _asked(self, item: OpenWord, word: str, tokens: Sequence[Token]) -> Plan:
        asked = [self._filled(line, tokens) for line in item.ask]
        return Plan(status="clarify", confidence=0.4,
                    message=item.message.replace("{word}", word),
                    choices=tuple(Choice(label=q, question=q) for q in asked))

    def settle(self, plan: Plan, text: str, tokens: Sequence[Token]) -> Plan:
        """Return the plan with what can be asked instead."""
        if plan.status == "ready":
            return plan
        if plan.status == "clarify":
            choices, message = self._choices(plan, text, tokens), plan.message
            said = {c.label for c in plan.choices}
            if message.endswith(_CHOOSE) and not said & {c.label for c in choices}:
                message = _told(message, plan.choices)
            return plan.model_copy(update={"choices": choices, "message": message})
        wanted = plan.suggestions or tuple(self._other_periods(text, tokens))
        offered = [q for q in map(self._readable, wanted) if q]
        if not offered:
            offered = self._first(self._topic_lines(text, tokens), _FEW)
        return plan.model_copy(update={"suggestions": tuple(dict.fromkeys(offered))[:_MOST]})

    # -------------------------------------------------------------------------------- choices
    def _choices(self, plan: Plan, text: str, tokens: Sequence[Token]) -> tuple[Choice, ...]:
        found: dict[str, Choice] = {}
        for choice in plan.choices:
            question = self._readable(choice.question) if len(text) <= _LONGEST else None
            if question and len(found) < _MOST:
                found.setdefault(question, choice.model_copy(update={"question": question}))
        if not found and plan.message.endswith(_CHOOSE):
            vague = "t" if any("vague_time" in t.readings for t in tokens) else "p"
            for choice in plan.choices:  # 昌江上个月多少: of each, what is asked most
                meant = {vague: choice.label.split("（")[0]}
                for line in self._first(self._topic_lines(text, tokens, meant), 1):
                    found[line] = Choice(label=line, question=line)
        if len(found) < _FEW:
            without = None if found else self._without(plan.unread, text)
            for question in (*([without] if without else []),
                             *self._first(self._topic_lines(text, tokens), _MOST)):
                if len(found) < _MOST:
                    found.setdefault(question, Choice(label=question, question=question))
        return tuple(found.values())

    def _without(self, unread: Sequence[str], text: str) -> str | None:
        """The question without the words that were not understood, if it can be read so."""
        rest = text
        for word in sorted(unread, key=len, reverse=True):
            rest = rest.replace(word, "")
        if rest == text or len(text) > _LONGEST:
            return None
        return self._readable(rest.strip("，,、 "))

    def _readable(self, question: str) -> str | None:
        """The question itself, or what it would be asked back as first; None when unanswerable."""
        for _ in range(2):
            if not question:
                return None
            plan = self._read(question)
            if plan.status == "ready":
                return question
            if plan.status != "clarify" or not plan.choices:
                return None
            question = plan.choices[0].question
        return question if self._read(question).status == "ready" else None

    def _first(self, lines: Iterator[str], count: int) -> list[str]:
        found: list[str] = []
        for line in lines:
            if self._read(line).status == "ready":
                found.append(line)
            if len(found) == count:
                break
        return found

    # --------------------------------------------------------------------------------- topics
    def _topic_lines(
        self, text: str, tokens: Sequence[Token], meant: Mapping[str, str] = _AS_SAID
    ) -> Iterator[str]:
        topics = offer_book().topics
        ranked = sorted(topics, key=lambda t: -sum(text.count(cue) for cue in t.cues))
        heard = [t for t in ranked[:1] if any(cue in text for cue in t.cues)]
        for topic in (*heard, topics[-1]):
            for line in topic.ask:
                yield self._filled(line, tokens, meant)
        for topic in heard if not meant else ():  # the place may be one that has no such data
            for line in topic.ask:
                yield self._filled(line, ())

    def _filled(
        self, line: str, tokens: Sequence[Token], meant: Mapping[str, str] = _AS_SAID
    ) -> str:
        said = {"p": _place(tokens), "t": _period(tokens), "y": _year(tokens),
                "level": _level(tokens), **meant}
        return _SLOT.sub(lambda slot: said[slot[1]] or slot[2] or "", line)

    # -------------------------------------------------------------------------------- periods
    def _other_periods(self, text: str, tokens: Sequence[Token]) -> Iterator[str]:
        """The same question of periods that have data."""
        said = [t for t in tokens if "time" in t.readings]
        if not said or len(text) > _LONGEST:
            return
        start, end = said[0].start, said[-1].end
        if any("time" not in t.readings for t in tokens if start <= t.start < end):
            end = said[0].end
        for period in _periods_like(said[0].readings["time"][0]):
            yield text[:start] + period + text[end:]


@lru_cache(maxsize=1)
def _open_patterns() -> tuple[tuple[re.Pattern[str], OpenWord], ...]:
    return tuple((re.compile(o.pattern), o) for o in offer_book().open if o.pattern)


def _periods_like(item: Any) -> tuple[str, ...]:
    """Periods of the same length that lie in the data."""
    first, last = item.period.first, item.period.last
    days = (last - first).days if isinstance(first, date) and isinstance(last, date) else 0
    longest = (("昨天", "前天"), 1), (("上周", "上月"), 10), (("上月", "今年以来"), 45), \
        (("上季度", "今年以来"), 100)
    return next((names for names, most in longest if days <= most), ("去年", "前年"))


def _place(tokens: Sequence[Token]) -> str:
    names = [t.text for t in tokens
             if any(i.entity in _REGIONS for i, _ in t.readings.get("name", ()))]
    return "和".join(dict.fromkeys(names[:2]))


def _period(tokens: Sequence[Token]) -> str:
    return next((t.text for t in tokens if "time" in t.readings
                 and t.readings["time"][0].role == "period"), "")


def _year(tokens: Sequence[Token]) -> str:
    return next((t.text for t in tokens if "time" in t.readings
                 and t.readings["time"][0].unit == "year"), "")


def _level(tokens: Sequence[Token]) -> str:
    return next(("县" for t in tokens if t.text in ("县", "哪个县", "哪些县", "各县")), "市")
