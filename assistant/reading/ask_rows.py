"""A counter that asks for one of the things told of: 未销号的问题里拖得最久的是哪件."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.phrase_types import MeasurePhrase, Ranked, SetPhrase
from assistant.reading.referents import head_of
from assistant.reading.resolve import Resolver
from assistant.reading.rule_words import words_of


def ask_rows(clause: Frame, last: Frame | None, resolver: Resolver) -> None:
    """Let what the counter counts be the rows: of the clause's own set, or of the one before."""
    _by_how_many(clause, resolver)
    _by_how_often(clause)
    _of_own_noun(clause, resolver)
    picks = clause.ranked or clause.extreme or clause.limit
    counter = clause.counter
    if not counter and clause.limit is not None and clause.limit.n == 1 and clause.measures:
        counter = clause.limit.counter  # 最大的一本许可水量多少
    if counter not in words_of("own_counters") or not picks or clause.nouns or clause.groups:
        return
    for noun in _sets(clause, last):
        options = tuple(o for o in noun.options
                        if counter in resolver.model.entity(o).counters)
        if options:
            clause.nouns = [replace(noun, options=options, asked="which", number=None,
                                    implied=False)]
            clause.which = False
            _unscoped(clause, noun)
            return


def _by_how_many(clause: Frame, resolver: Resolver) -> None:
    """退表用得最多的理由: what is told apart has no such amount; it is used so often."""
    by = clause.ranked.by if clause.ranked is not None else None
    apart = [a.entity for g in clause.groups if g.asked for a in g.attrs]
    if clause.ranked is None or by is None or not by.spoken or len(clause.nouns) != 1 or not apart \
            or set(apart).isdisjoint(clause.nouns[0].options) \
            or any(resolver.reaching(by.metrics, e) for e in apart):
        return
    noun = clause.nouns.pop()
    clause.heard.append(by.text)
    clause.ranked = replace(clause.ranked, by=MeasurePhrase("count", noun=noun, text=noun.text))


def _by_how_often(clause: Frame) -> None:
    """退得最多的那家退了几次: by how often the state came about, which is asked as well."""
    end, states = clause.extreme, clause.mods.states
    often = next((m for m in clause.measures if m.kind == "happenings"), None)
    if end is None or often is None or len(states) != 1 or clause.ranked is not None \
            or {u.name for u in states[0]}.isdisjoint(u.name for u in often.states):
        return
    most = bool(end.tags & {"most", "best"})
    clause.ranked = Ranked(often, 1, "most" if most else "least")
    clause.extreme, clause.mods = None, replace(clause.mods, states=())


def _of_own_noun(clause: Frame, resolver: Resolver) -> None:
    """注销的证、今年还在取水的有几本: the counter tells which of the two is counted."""
    noun = clause.nouns[-1] if clause.nouns else None
    counted = clause.measures[0].noun if len(clause.measures) == 1 else None
    if noun is None or counted is None or noun.asked or clause.measures[0].kind != "count" \
            or not counted.implied or not counted.counter:
        return
    options = tuple(o for o in noun.options if resolver.fits(counted.mods, o) and any(
        c in counted.counter for c in resolver.model.entity(o).counters))
    if options and not set(options) & set(counted.options):
        only = replace(noun, options=options).narrowed(counted.mods)
        clause.measures = [replace(clause.measures[0], noun=only)]
        clause.nouns = clause.nouns[:-1]


def _sets(clause: Frame, last: Frame | None) -> Iterator[SetPhrase]:
    for measure in _measures(clause):
        if measure.scope is not None:
            yield measure.scope
        elif measure.kind == "count" and measure.noun is not None:
            yield measure.noun
    head = head_of(last) if last is not None else None
    if head is not None:
        yield head


def _measures(clause: Frame) -> list[MeasurePhrase]:
    by = clause.ranked.by if clause.ranked is not None else None
    return [by, *clause.measures] if by is not None else clause.measures


def _unscoped(clause: Frame, noun: SetPhrase) -> None:
    """The rows themselves hold the conditions the measure was narrowed by."""
    clause.measures = [replace(m, scope=None) if m.scope == noun else m for m in clause.measures]
    ranked = clause.ranked
    if ranked is not None and ranked.by is not None and ranked.by.scope == noun:
        clause.ranked = replace(ranked, by=replace(ranked.by, scope=None))
