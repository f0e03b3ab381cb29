"""Reads the sentences of a conversation, each with what was asked before it in mind."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from threading import Lock

from assistant.contracts.flow import Plan
from assistant.reading.asked_again import absorbed
from assistant.reading.conversing.among import among_rows
from assistant.reading.conversing.edits import edited
from assistant.reading.conversing.follow_words import Wish, leaning_of, says, wish_of
from assistant.reading.conversing.told import Told
from assistant.reading.conversing.watched import watched
from assistant.reading.explained import Explained
from assistant.reading.explaining import explained
from assistant.reading.frame import Frame
from assistant.reading.nodes import Token
from assistant.reading.phrase_types import BasisPhrase
from assistant.reading.phrases import reduce_nodes, to_nodes
from assistant.reading.reader import Reader

_NAMING = ("entity", "metric", "state", "value", "attr", "name")
_REMEMBERED = 500  # conversations
_SHORT = 12  # characters of an answer to a question back


class Conversing:
    """Reads with a reader of single questions.

    Args:
        reader: reads a sentence on its own.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
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
        chosen = _chosen(question, before)
        if chosen is not None:
            return self._told(question, self._reader.explain(chosen))
        base = _base(question, before)
        wish = wish_of(question) if base is not None else Wish(question)
        if base is not None and not wish.rest and not wish.watch:
            return replace(base, question=question, plan=_shown(base.plan, wish))
        alone = self._reader.explain(wish.rest)
        if wish.watch and base is not None:
            return self._watching(question, base, alone)
        if base is None or self._own(alone, base):
            return self._told(question, alone, _shown(alone.plan, wish))
        return self._continued(question, base, alone, wish)

    def _watching(self, question: str, base: Told, alone: Explained) -> Told:
        """The answer before once more, with the threshold to be told of."""
        watch = watched(alone.frames[0]) if alone.frames else None
        if watch is None:
            told = "没有听出到什么界限要提醒，例如“上传率低于95%提醒我”。"
            return self._told(question, alone, Plan(status="clarify", message=told))
        return replace(base, question=question, plan=base.plan.model_copy(update={
            "watch": watch, "chart": "", "export": ""}))

    def _continued(self, question: str, base: Told, alone: Explained, wish: Wish) -> Told:
        """The turn as an edit of an earlier one; what cannot be one is told as it stands."""
        lean = leaning_of(alone.text)
        said = self._reader.explain(lean.rest) if lean.rest != alone.text else alone
        if "these" in lean.ways and said.plan.status == "ready":
            plan = self._among(said.plan, base)  # 这十只里头离线的有几只: asks by itself
            if plan.status == "ready":
                return self._told(question, said, _shown(plan, wish))
        tried = alone.plan
        for frames in self._edits(base, said, lean.ways):
            nodes = reduce_nodes(to_nodes(list(said.tokens)), self._reader.dated)
            plan = self._reader.plan_of(said.text, said.tokens, nodes, frames,
                                        [t for t in base.tokens if t.has(*_NAMING)])
            if plan.status == "ready" and "these" in lean.ways:
                plan = self._among(plan, base)
            if plan.status in ("ready", "no_data"):
                return Told(question, frames, (*base.tokens, *said.tokens), _shown(plan, wish))
            tried = plan if alone.plan.status == "clarify" else tried
        return Told(question, alone.frames, alone.tokens, tried)

    def _among(self, plan: Plan, base: Told) -> Plan:
        """Of the rows of the earlier answer alone (这十只里头)."""
        assert plan.query is not None and base.plan.query is not None
        query = among_rows(plan.query, base.plan.query)
        if query is None:
            return plan.model_copy(update={
                "status": "clarify", "message": "没有听出“这些”指的是哪些，请把对象说全。"})
        return plan.model_copy(update={
            "query": query, "reading": self._reader.restater.restate(query)})

    def _told(self, question: str, found: Explained, plan: Plan | None = None) -> Told:
        """The turn; of a restatement that was asked, what the free reading hears of the same."""
        plan = plan or found.plan
        if plan.status == "ready" and not found.frames:
            free = self._reader.freely(found.text)
            if free.plan.query == plan.query:
                found = free
        return Told(question, found.frames, found.tokens, plan)

    def _own(self, found: Explained, base: Told) -> bool:
        """Whether a sentence is a question of its own, which takes nothing over."""
        if says(found.text, "topic"):
            return True
        if found.plan.status != "ready":
            return False
        ways = leaning_of(found.text).ways - {"looks", "also", "only"}
        if ways or _bare_of(found, base) \
                or not _names_a_thing(found.tokens):
            return False
        named = any(m.text or m.kind != "metric" for f in found.frames for m in f.measures)
        return named or any(n.asked or n.mods for f in found.frames for n in f.nouns)

    def _edits(
        self, base: Told, found: Explained, ways: frozenset[str]
    ) -> Iterator[tuple[Frame, ...]]:
        """Yield the ways to take the sentence into the question before, the likeliest first."""
        shares = self._reader.shares
        said = found.frames[0] if found.frames else Frame()
        last = base.frames[-1]
        if "why" in ways:
            why = explained(said, last, shares) or explained(said, _over_a_year(last), shares)
            if why is not None:
                yield (why,)
        if len(base.frames) == 1 or not said.measures:
            yield tuple(edited(frame, said, ways, shares) for frame in base.frames)
        if len(base.frames) > 1:
            yield (edited(last, said, ways, shares),)




def _names_a_thing(tokens: Sequence[Token]) -> bool:
    """灌区名单: of a kind alone, 工业 or 灌区, nobody can tell what it is said of."""
    before: Token | None = None
    for token in tokens:
        of_a_kind = before is not None and before.end == token.start and before.has("value")
        if token.has("metric", "metric_group") or token.has("entity") and not (
                of_a_kind or token.has("value")):
            return True
        before = token
    return False


def _bare_of(found: Explained, base: Told) -> bool:
    """把证列出来: the bare name of what was asked about before; nothing else is said."""
    (frame, *more) = found.frames or (Frame(),)
    if more or frame.measures or frame.times or frame.mods or frame.groups or not frame.nouns:
        return False
    about = {o for f in base.frames for n in (*f.nouns, *(m.noun for m in f.measures if m.noun))
             for o in n.options}
    return all(not n.mods and set(n.options) & about for n in frame.nouns)


def _over_a_year(frame: Frame) -> Frame:
    """为什么下降了, of a figure that nothing was compared with: with the year before."""
    same = absorbed(Frame(), frame)
    if not same.basis and same.change is None:
        same.basis = [BasisPhrase("yoy")]
    return same


def _base(question: str, before: Sequence[Told]) -> Told | None:
    """The turn a sentence leans on: the last one answered, or the first when that is named."""
    answered = [turn for turn in before if turn.answered]
    if not answered:
        return None
    return answered[0] if says(question, "first") else answered[-1]


def _chosen(question: str, before: Sequence[Told]) -> str | None:
    """The choice that a short answer to a question back means (县, 市的那个)."""
    if not before or before[-1].plan.status != "clarify" or len(question) > _SHORT:
        return None
    said = question.strip("。？?！!的吧噻呢 ")
    fitting = [c for c in before[-1].plan.choices if said and said in c.label]
    ending = [c for c in fitting if c.label.split("（")[0].endswith(said)]
    for found in (fitting, ending):
        if len(found) == 1:
            return found[0].question
    return None


def _shown(plan: Plan, wish: Wish) -> Plan:
    if not (wish.chart or wish.export):
        return plan
    return plan.model_copy(update={"chart": wish.chart, "export": wish.export})
