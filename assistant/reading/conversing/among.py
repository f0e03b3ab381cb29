"""Narrows a question to the rows of an earlier answer (这十只里头, 它们, 剩下的)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.contracts.algebra import InSet, Members, Rows, SetT, Top
from assistant.contracts.query import MetricQuery
from assistant.reading.asked_again import absorbed
from assistant.reading.conversing.follow_words import match_of
from assistant.reading.conversing.told import Told
from assistant.reading.frame import Frame
from assistant.reading.phrase_types import GroupPhrase, Item, MeasurePhrase, SetPhrase

_EARLIER = "earlier"
_NUMBERS = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {"两": 2}


def among_rows(query: MetricQuery, earlier: MetricQuery) -> MetricQuery | None:
    """Return the query of the earlier rows alone; None where these are no things to be among."""
    entity = rows_entity(earlier)
    if entity is None or query.parts or earlier.parts:
        return None
    held = {**earlier.let, **query.let}
    name = next(n for n in (_EARLIER, *(f"{_EARLIER}{i}" for i in range(2, 99))) if n not in held)
    inside = InSet(of=Rows(name=name), path=entity)
    context = query.context.model_copy(update={"where": (*query.context.where, inside)})
    let = {**held, name: earlier.model_copy(update={"let": {}})}
    return query.model_copy(update={"context": context, "let": let})


def rows_entity(query: MetricQuery) -> str | None:
    """What the rows of an answer are, where they are things."""
    if query.over is not None:
        return _of(query.over)
    paths = [g.path for g in query.by if g.path is not None]
    return paths[0] if len(paths) == 1 and "." not in paths[0] else None


def so_many(text: str, before: Sequence[Told]) -> Told | None:
    """这十家: of the turns that picked out so many things, the last."""
    found = match_of(text, "so_many")
    if found is None:
        return None
    n = int(found["n"]) if found["n"].isdigit() else _NUMBERS[found["n"]]
    return next((turn for turn in reversed(before) if turn.answered and turn.plan.query is not None
                 and _picked(turn.plan.query) == n), None)


def _picked(query: MetricQuery) -> int | None:
    if isinstance(query.over, Top):
        return query.over.n
    return query.limit


def _of(term: SetT) -> str | None:
    if isinstance(term, Members):
        return term.entity
    return _of(term.of) if isinstance(term, Top) else None


def of_them(said: Frame, old: Frame, entity: str) -> Frame | None:
    """Return what a sentence asks of things that were answered; None where it asks otherwise.

    Args:
        said: what was heard of the sentence, without the words that point at the things.
        old: the question that the things answered.
        entity: what they are.
    """
    own = SetPhrase((entity,), text=entity)
    same = absorbed(Frame(), said)
    measures = [m for m in said.measures if not _counts(m, entity)]
    if said.listed and not (said.measures or said.nouns or said.mods or said.groups):
        return _counted_ones(same, old, entity)
    if measures or not (said.measures or said.nouns or said.mods or said.groups or said.counted
                        or said.bare or said.ranked or said.extreme or said.limit):
        return _of_each(same, old, own) if measures or said.times or said.basis else None
    columns = [n for n in said.nouns if entity not in n.options and not n.mods]
    if columns and len(columns) == len(said.nouns) and not said.measures:
        same.nouns = [replace(own, asked="list")]
        same.columns = [Item("noun", replace(n, asked=""), 0, 0, 0.0, n.text) for n in columns]
        same.listed = True
        return same
    if said.groups and not said.measures:
        same.nouns, same.measures = [], [MeasurePhrase("count", noun=own)]
        return same
    if said.mods and not said.nouns and (said.counted or said.measures):
        same.measures = [MeasurePhrase("count", noun=replace(own, mods=said.mods))]
        same.mods, same.counted = type(said.mods)(), False
        return same
    if said.mods and not said.nouns:
        same.nouns, same.mods = [replace(own, mods=said.mods, asked="list")], type(said.mods)()
        return same
    return None


def _counted_ones(same: Frame, old: Frame, entity: str) -> Frame | None:
    """这个市的名单, after what was counted in each: those that were counted, named."""
    by = old.ranked.by if old.ranked is not None else None
    nouns = [m.noun for m in (*old.measures, *([by] if by is not None else []))
             if m.kind == "count" and m.noun is not None and entity not in m.noun.options]
    if not nouns:
        return None
    same.nouns, same.mods = [replace(nouns[0], asked="list")], same.mods.plus(old.mods)
    same.times = list(old.times)
    return same


def _counts(measure: MeasurePhrase, entity: str) -> bool:
    """Whether the things themselves are counted, or nothing that was named."""
    noun = measure.noun
    return measure.kind == "count" and noun is not None and (
        not noun.options or entity in noun.options)


def _of_each(same: Frame, old: Frame, own: SetPhrase) -> Frame:
    """它们前天各取了多少: the measure of each, by default the one asked before."""
    if not same.measures:
        tested = [p.subject for n in old.nouns for p in n.mods.preds if p.subject is not None]
        ranked = [n.ranked.by for n in old.nouns if n.ranked is not None]
        known = [*old.measures, *([old.ranked.by] if old.ranked is not None else []), *ranked,
                 *tested]
        same.measures = [m for m in known[:1] if m is not None]
        same.mods = same.mods.plus(old.mods)
        same.times = same.times or list(old.times)
    elif "now" not in same.flags:
        same.times = same.times or list(old.times)
    if not same.groups:
        same.groups = [GroupPhrase(entities=own.options, text=own.text)]
    return same
