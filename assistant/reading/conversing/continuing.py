"""A sentence as an edit of a question asked before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.contracts.algebra import Members
from assistant.contracts.flow import Plan
from assistant.contracts.query import MetricQuery
from assistant.reading.asked_again import absorbed
from assistant.reading.conversing.among import among_rows, of_them, rows_entity, so_many
from assistant.reading.conversing.edits import edited
from assistant.reading.conversing.follow_words import Wish, leaning_of, says
from assistant.reading.conversing.narrowing import places_and_values
from assistant.reading.conversing.own import bare_measure, names_a_thing
from assistant.reading.conversing.shifting import shifted
from assistant.reading.conversing.told import Told
from assistant.reading.conversing.uniting import united
from assistant.reading.conversing.unlimiting import unlimited
from assistant.reading.explained import Explained
from assistant.reading.explaining import explained
from assistant.reading.frame import Frame
from assistant.reading.nodes import Token
from assistant.reading.phrase_types import BasisPhrase, Mods, SetPhrase
from assistant.reading.phrases import reduce_nodes, to_nodes
from assistant.reading.reader import Reader

_NAMING = ("entity", "metric", "state", "value", "attr", "name", "dimension")
_LOOSE = frozenset({"looks", "listed", "why"})
_NO_ROWS = "没有听出“这些”指的是哪些，请把对象说全。"
_NOT_READ = Plan(status="clarify", message="没有听出这句接着前面问的是什么，请把对象和条件说全。")
Frames = tuple[Frame, ...]


class Continuing:
    """Reads what a sentence changes in the question before it.

    Args:
        reader: reads a sentence on its own.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def __call__(
        self, question: str, base: Told, alone: Explained, wish: Wish,
        before: Sequence[Told] = (),
    ) -> Told:
        """Return the turn as an edit of an earlier one; what cannot be one is told as it stands.

        Args:
            question: as typed.
            base: the turn it leans on.
            alone: the sentence read on its own.
            wish: how the answer is to be shown.
            before: all turns before it, oldest first.
        """
        text, base = alone.text, _unchecked(base, alone)
        together = united(text, before, self._reader.shares)
        if together is not None:
            base, text = together.turn, together.rest
        freed = unlimited(text, base.frames, self._reader.model)
        if freed is not None:
            base, text = replace(base, frames=freed.frames), freed.rest
        if not text:
            found = Explained(text, (), (), alone.plan)
            return self._first(question, base, found, [base.frames], wish) or replace(
                self._failed(question, alone), plan=alone.plan)
        lean = leaning_of(text)
        moved = shifted(text, base.frames[-1].times)
        if moved is not None:
            said = Explained(text, (), (Frame(times=[moved]),), alone.plan)
        else:
            said = self._reader.explain(lean.rest) if lean.rest != alone.text else alone
        of_so_many = so_many(text, before)
        if of_so_many is not None or "these" in lean.ways:
            turn = self._of_these(question, of_so_many or base, said, wish)
            if turn is not None:
                return turn
            lost = _has_rows(of_so_many or base) and not says(text, "of_which")
            if lost or says(text, "many_of_these") and not self._has_things(base):
                asked = Plan(status="clarify", message=_NO_ROWS)
                return replace(self._failed(question, alone), plan=asked)
        turn = self._first(question, base, said, self._edits(base, said, lean.ways), wish)
        return turn or self._failed(question, alone, self._tried)

    def _first(
        self, question: str, base: Told, said: Explained, ways: Sequence[Frames] | Iterator[Frames],
        wish: Wish,
    ) -> Told | None:
        """The turn by the first of the ways that can be asked."""
        self._tried = None
        for frames in ways:
            plan = self._plan(base, said, frames)
            if plan.status == "ready" and base.within is not None:
                plan = self._among(plan, base.within)
            if plan.status == "ready" and _nothing_new(plan, base, said):
                plan = _NOT_READ
            if plan.status in ("ready", "no_data") and not _of_everything(plan):
                return Told(question, frames, (*base.tokens, *said.tokens), shown(plan, wish),
                            within=base.within, alone=False)
            self._tried = plan
        return None

    def _plan(self, base: Told, said: Explained, frames: Frames) -> Plan:
        nodes = reduce_nodes(to_nodes(list(said.tokens)), self._reader.dated)
        return self._reader.plan_of(said.text, said.tokens, nodes, frames,
                                    [t for t in base.tokens if t.has(*_NAMING)])

    def _failed(self, question: str, alone: Explained, tried: Plan | None = None) -> Told:
        """The sentence as it stands; but one that leans on others is no question of its own."""
        ready = alone.plan.status == "ready"
        own = bare_measure(alone) and not leaning_of(alone.text).ways - _LOOSE if ready \
            else alone.plan.status != "clarify"
        plan = alone.plan if own else tried or _NOT_READ
        return Told(question, alone.frames, alone.tokens, plan, alone=False)

    def _of_these(
        self, question: str, base: Told, said: Explained, wish: Wish
    ) -> Told | None:
        """Of the things that were answered (这十只里头…); None where none were."""
        earlier = base.plan.query
        entity = rows_entity(earlier) if earlier is not None and not earlier.parts else None
        if earlier is None or entity is None:
            return None
        asked = of_them(said.frames[0] if said.frames else Frame(), base.frames[-1], entity)
        for frames in ((asked,) if asked is not None else None, said.frames):
            if not frames:
                continue
            own = frames is said.frames
            plan = said.plan if own else self._plan(base, said, frames)
            if plan.status == "ready":
                plan = self._among(plan, earlier)
            if plan.status == "ready":
                tokens: tuple[Token, ...] = (*base.tokens, *said.tokens)
                return Told(question, frames, tokens, shown(plan, wish), within=earlier,
                            alone=False)
        return None

    def _has_things(self, base: Told) -> bool:
        """Whether something was counted or listed, which 这些 can mean less of."""
        return any(
            f.nouns or any(m.kind == "count" or any(
                self._reader.model.metric(n).unit == "count" for n in m.metrics[:1])
                for m in f.measures)
            for f in base.frames)

    def _among(self, plan: Plan, earlier: MetricQuery) -> Plan:
        """Of the rows of the earlier answer alone."""
        query = among_rows(plan.query, earlier) if plan.query is not None else None
        if query is None:
            return plan.model_copy(update={"status": "clarify", "message": _NO_ROWS})
        return plan.model_copy(update={
            "query": query, "reading": self._reader.restater.restate(query)})

    def _edits(self, base: Told, found: Explained, ways: frozenset[str]) -> Iterator[Frames]:
        """Yield the ways to take the sentence into the question before, the likeliest first."""
        shares = self._reader.shares
        said = found.frames[0] if found.frames else Frame()
        last = base.frames[-1]
        if not names_a_thing(found.tokens):
            said = _values_said(said)
        said = self._test_said(found, said, last)
        if "why" in ways:
            there = places_and_values(absorbed(Frame(), last), said, ways, shares)
            why = explained(said, there, shares)
            if why is None and there.measures:
                why = explained(said, _over_a_year(there), shares)
            if why is not None:
                yield (why,)
        of_them_all = self._said_of(found, last)
        if of_them_all is not None:
            yield tuple(edited(frame, of_them_all, ways, shares) for frame in base.frames)
        if len(base.frames) == 1 or not said.measures:
            yield tuple(edited(frame, said, ways, shares) for frame in base.frames)
        if len(base.frames) > 1:
            yield (edited(last, said, ways, shares),)

    def _test_said(self, found: Explained, said: Frame, last: Frame) -> Frame:
        """涨幅超过5%的, after a measure was asked: read as said of its name."""
        main = last.measures[0] if len(last.measures) == 1 else None
        if main is None or main.kind != "metric" or not main.text or not said.bare \
                or said.change is None or len(found.frames) != 1:
            return said
        whole = self._reader.explain(f"{main.text}{found.text}").frames
        told = (*(n.mods for n in whole[0].nouns), whole[0].mods) if whole else ()
        preds = tuple(p for mods in told for p in mods.preds if p.against is not None)
        if len(whole) != 1 or len(preds) != 1 or whole[0].unread:
            return said
        return Frame(mods=Mods(preds=preds))

    def _said_of(self, found: Explained, last: Frame) -> Frame | None:
        """注销的, after permits were counted: read as 注销的许可证, whose word it is."""
        noun = _counted(last)
        if noun is None or len(found.frames) != 1 or not _only_values(found.frames[0]):
            return None
        bare = found.text.removesuffix("的")
        for text in (f"{bare}{noun.text}", f"{bare}的{noun.text}"):
            mods = _mods_of(self._reader.explain(text), noun)
            if mods:
                return Frame(mods=mods)
        return None


def _nothing_new(plan: Plan, base: Told, said: Explained) -> bool:
    """第二名呢, 公报写几多: what was not taken up must not get the same answer again."""
    if plan.query != base.plan.query or not said.frames or not said.text:
        return False
    frame = said.frames[0]
    return not (frame.times or frame.mods or frame.measures or frame.groups or frame.nouns
                or frame.limit or frame.counted or frame.listed or frame.whole or frame.basis
                or "whole_place" in frame.flags)


def _of_everything(plan: Plan) -> bool:
    """Whether nothing is left of the question before but a kind of things."""
    query = plan.query
    return query is not None and isinstance(query.over, Members) and not (
        query.over.where or query.measures or query.context.where or query.having or query.by)


def _has_rows(turn: Told) -> bool:
    """Whether the answer is a list of things, which 这些 can mean."""
    query = turn.plan.query
    return query is not None and not query.parts and rows_entity(query) is not None


def _values_said(said: Frame) -> Frame:
    """工业的多少, 灌区几家: what is counted is a value of what was asked before."""
    same = absorbed(Frame(), said)
    for measure in [m for m in same.measures if m.kind == "count" and m.noun is not None]:
        if measure.noun is not None and measure.noun.mods:
            same.mods = same.mods.plus(measure.noun.mods)
            same.measures.remove(measure)
    return same


def _mods_of(found: Explained, noun: SetPhrase) -> Mods | None:
    """What the noun of a phrase is narrowed by, where it is of the same kind."""
    if len(found.frames) != 1 or found.frames[0].unread:
        return None
    frame = found.frames[0]
    told = [*frame.nouns, *(m.noun for m in frame.measures if m.noun is not None)]
    same = len(told) == 1 and bool(set(told[0].options) & set(noun.options))
    return told[0].mods if same else None


def _counted(frame: Frame) -> SetPhrase | None:
    """The things that are counted or listed, where a noun names them."""
    nouns = [m.noun for m in frame.measures if m.kind == "count" and m.noun is not None]
    nouns += [n for n in frame.nouns if not frame.measures]
    return nouns[0] if nouns and nouns[0].text and nouns[0].options else None


def _only_values(frame: Frame) -> bool:
    """停用的, 重点的: values and states alone."""
    mods = frame.mods
    if not mods or mods.preds or any(o[1] is None for c in mods.conds for o in c.options):
        return False
    return absorbed(Frame(), replace(frame, mods=type(mods)(), flags=set())) == Frame()


def _over_a_year(frame: Frame) -> Frame:
    """为什么下降了, of a figure that nothing was compared with: with the year before."""
    same = absorbed(Frame(), frame)
    if not same.basis and same.change is None:
        same.basis = [BasisPhrase("yoy")]
    return same


def shown(plan: Plan, wish: Wish) -> Plan:
    """Return the plan with how its answer is to be shown."""
    if not (wish.chart or wish.export):
        return plan
    return plan.model_copy(update={"chart": wish.chart, "export": wish.export})


def _unchecked(base: Told, alone: Explained) -> Told:
    """A figure that was checked is of its own question: what follows states none, or another."""
    if not any("check" in frame.flags for frame in base.frames) \
            or any("check" in frame.flags for frame in alone.frames):
        return base
    return replace(base, frames=tuple(
        replace(frame, flags=frame.flags - {"check"}, numbers=[]) for frame in base.frames))
