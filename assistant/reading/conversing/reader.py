"""Reads the sentences of a conversation, each with what was asked before it in mind."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from threading import Lock

from assistant.contracts.answer import Choice
from assistant.contracts.flow import Plan
from assistant.reading.conversing.continuing import Continuing, shown
from assistant.reading.conversing.follow_words import (
    Wish,
    says,
    wish_of,
    without_opening,
)
from assistant.reading.conversing.own import is_own
from assistant.reading.conversing.pointing_back import Pointed, pointed
from assistant.reading.conversing.told import Told
from assistant.reading.conversing.watched import watched
from assistant.reading.explained import Explained
from assistant.reading.frame import Frame
from assistant.reading.reader import Reader
from assistant.reading.scope import COURTESY

_REMEMBERED = 500  # conversations
_SHORT = 12  # characters of an answer to a question back


class Conversing:
    """Reads with a reader of single questions.

    Args:
        reader: reads a sentence on its own.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._continuing = Continuing(reader)
        self._talks: OrderedDict[tuple[str, ...], tuple[Told, ...]] = OrderedDict()
        self._lock = Lock()

    @property
    def single(self) -> Reader:
        """The reader of single questions."""
        return self._reader

    def plan(self, question: str, earlier: Sequence[str] = ()) -> Plan:
        """Return the plan of a sentence after the earlier ones of its conversation, oldest first.

        Earlier turns are remembered, or read again: they hang on nothing but their words.
        """
        before = self._turns(tuple(earlier))
        turn = self.read(question, before)
        self._remember((*earlier, question), (*before, turn))
        return turn.plan

    def _turns(self, texts: tuple[str, ...]) -> tuple[Told, ...]:
        with self._lock:
            held = next((n for n in range(len(texts), 0, -1) if texts[:n] in self._talks), 0)
            turns = self._talks.get(texts[:held], ())
        for at in range(held, len(texts)):
            turns = (*turns, self.read(texts[at], turns))
        self._remember(texts, turns)
        return turns

    def _remember(self, texts: tuple[str, ...], turns: tuple[Told, ...]) -> None:
        if not texts:
            return
        with self._lock:
            self._talks[texts] = turns
            self._talks.move_to_end(texts)
            while len(self._talks) > _REMEMBERED:
                self._talks.popitem(last=False)

    def read(self, question: str, before: Sequence[Told] = ()) -> Told:
        """Return the turn: its plan, and what later sentences may lean on.

        Args:
            question: as typed.
            before: the turns so far, oldest first.
        """
        replied = self._replied(question, before)
        if replied is not None:
            return replied
        text = without_opening(question, "topic")
        if text != question:  # another topic takes nothing over
            return self._alone(question, text)
        at = pointed(question, before)
        base = at.turn if at is not None else _base(question, before)
        text = at.rest if at is not None else question
        wish = wish_of(text) if base is not None else Wish(text)
        told = not wish.rest or says(wish.rest, "definition")  # the 口径 stands with the answer
        if base is not None and told and not wish.watch:
            return replace(base, question=question, plan=shown(base.plan, wish))
        if at is None and wish.rest != (rest := without_opening(wish.rest, "aside")):
            whole = self._reader.explain(rest)
            if base is None or is_own(whole, base):
                return self._told(question, whole, shown(whole.plan, wish))
            wish = replace(wish, rest=rest)
        alone = self._reader.explain(wish.rest)
        if wish.watch and base is not None:
            return self._watching(question, base, alone)
        if alone.plan.route == COURTESY:
            return self._told(question, alone)
        return self._leaning(question, before, at, wish, alone, base)

    def _leaning(
        self, question: str, before: Sequence[Told], at: Pointed | None, wish: Wish,
        alone: Explained, base: Told | None,
    ) -> Told:
        """What asks something: on its own, or as an edit of what was asked before."""
        pending = _pending(before) if at is None else None
        if pending is not None and not _complete(alone, pending):
            turn = self._continuing(question, pending, alone, wish)
            if turn.plan.status == "ready":
                return turn
        if base is None or at is None and is_own(alone, base):
            return self._told(question, alone, shown(alone.plan, wish))
        return self._continuing(question, base, alone, wish, before)

    def _replied(self, question: str, before: Sequence[Told]) -> Told | None:
        """A short answer to a question back: a choice by its words, 好的 to what was proposed."""
        if not before or before[-1].plan.status != "clarify":
            return None
        last = before[-1]
        chosen = _chosen(question, last.plan.choices)
        if chosen is None and last.plan.choices and says(question, "assent"):
            chosen = _proposed(last.plan)
            if chosen is None:  # 好的, to which of them?
                return replace(last, question=question)
        return None if chosen is None else self._told(question, self._reader.explain(chosen))

    def _alone(self, question: str, text: str) -> Told:
        wish = wish_of(text)
        alone = self._reader.explain(wish.rest)
        return self._told(question, alone, shown(alone.plan, wish))

    def _watching(self, question: str, base: Told, alone: Explained) -> Told:
        """The answer before once more, with the threshold to be told of."""
        watch = watched(alone.frames[0]) if alone.frames else None
        if watch is None:
            told = "没有听出到什么界限要提醒，例如“上传率低于95%提醒我”。"
            return self._told(question, alone, Plan(status="clarify", message=told))
        return replace(base, question=question, plan=base.plan.model_copy(update={
            "watch": watch, "chart": "", "export": ""}))

    def _told(self, question: str, found: Explained, plan: Plan | None = None) -> Told:
        """The turn; of a restatement that was asked, what the free reading hears of the same."""
        plan = plan or found.plan
        if plan.status == "ready" and not found.frames:
            free = self._reader.freely(found.text)
            if free.plan.query == plan.query:
                found = free
        return Told(question, found.frames, found.tokens, plan)


def _base(question: str, before: Sequence[Told]) -> Told | None:
    """The turn a sentence leans on: the last one answered, or the first when that is named."""
    answered = [turn for turn in before if turn.answered]
    if not answered:
        return None
    return answered[0] if says(question, "first") else answered[-1]


def _pending(before: Sequence[Told]) -> Told | None:
    """The turn asked back last, which the sentence may answer; its words are kept."""
    if not before or before[-1].plan.status != "clarify":
        return None
    last = before[-1]
    if not last.alone or last.plan.unread:
        return None
    return last if any(f.asks() or f.times for f in last.frames) else None


def _complete(alone: Explained, pending: Told) -> bool:
    """Whether a sentence says by itself all that the question asked back had said."""
    if alone.plan.status != "ready":
        return False
    said = alone.frames[0] if alone.frames else Frame()
    asked = pending.frames[0]
    return bool(said.times or not asked.times) and bool(
        said.mods.conds or not asked.mods.conds)


def _proposed(plan: Plan) -> str | None:
    """The one choice there is, or the reading that was told (如果可以不管，问的是…)."""
    if len(plan.choices) == 1:
        return plan.choices[0].question
    return plan.reading or None


def _chosen(question: str, choices: Sequence[Choice]) -> str | None:
    """The choice that a short answer to a question back means (县, 市的那个)."""
    if len(question) > _SHORT:
        return None
    said = question.strip("。？?！!的吧噻呢 ")
    fitting = [c for c in choices if said and said in c.label]
    ending = [c for c in fitting if c.label.split("（")[0].endswith(said)]
    for found in (fitting, ending):
        if len(found) == 1:
            return found[0].question
    return None
