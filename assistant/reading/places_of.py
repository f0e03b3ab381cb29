"""Places said after a question: 都是哪些县的, 九个市各多少."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.nearest import REGIONS
from assistant.reading.nodes import Amount, Comparison, Cond
from assistant.reading.phrase_types import GroupPhrase, MeasurePhrase, Mods, PredPhrase, SetPhrase
from assistant.reading.resolve import Resolver
from assistant.reading.rule_words import has_any


def _only_nouns(frame: Frame) -> bool:
    """Return whether nothing but nouns was heard that could be asked or narrow."""
    return not (frame.measures or frame.mods or frame.groups or frame.ranked or frame.extreme
                or frame.limit or frame.bare or frame.basis or frame.attrs or frame.shared)


def where_they_are(clause: Frame, earlier: Frame, resolver: Resolver) -> None:
    """…的站，涉及哪些运维单位: those that have some, and how many."""
    if len(clause.nouns) != 1 or not _only_nouns(clause):
        return
    owners, counted = clause.nouns[0], _counted(earlier)
    noun = counted.noun if counted is not None else None
    if counted is None or noun is None or owners.mods or owners.ranked \
            or owners.asked not in ("which", "list"):
        return
    above = tuple(o for o in owners.options
                  if all(n != o and resolver.graph.distance(n, o) is not None
                         for n in noun.options))
    if not above:
        return
    some = Comparison(">=", Amount(1.0, dimension="count", text="1"))
    pred = PredPhrase(counted, comparison=some, text=owners.text)
    clause.nouns = [replace(owners, options=above).narrowed(Mods(preds=(pred,)))]
    if not earlier.measures:
        earlier.nouns = earlier.nouns[:-1]


def _counted(earlier: Frame) -> MeasurePhrase | None:
    """Return the count asked before, or the count of the narrowed set that is only the topic."""
    if earlier.measures:
        last = earlier.measures[-1]
        plain = last.kind == "count" and last.noun is not None and last.noun.options
        return last if plain else None
    noun = earlier.nouns[-1] if earlier.nouns else None
    if noun is None or noun.asked or noun.ranked or not (noun.mods.states or noun.mods.preds) \
            or earlier.groups:
        return None
    return MeasurePhrase("count", noun=noun, text=noun.text)


def shown_by_places(clause: Frame, main: MeasurePhrase | None) -> None:
    """取水量，九个市各多少: not how many cities, but the measure before by them."""
    counts = [m for m in clause.measures if m.kind == "count" and m.noun is not None
              and m.noun.options[:1] and m.noun.options[0] in REGIONS and not m.noun.mods]
    each = "each" in clause.flags or any(has_any(m.text, "each") for m in counts)
    if main is None or main.kind == "count" or not each or not counts:
        return
    for measure in counts:
        noun = measure.noun
        assert noun is not None
        clause.groups.append(GroupPhrase(entities=noun.options, count=noun.number, each=True))
    clause.measures = [m for m in clause.measures if m not in counts]


def places_said(earlier: Frame) -> tuple[Cond, ...]:
    """Return the places of the question, and of the figure said last that has any."""
    said = [m.mods.plus(n.mods) for m in reversed(earlier.measures)
            for n in (m.scope, m.noun, m.noun and m.noun.within, SetPhrase(())) if n is not None]
    own = next((p for mods in said
                if (p := tuple(c for c in mods.conds if c.options[0][1] is None))), ())
    return (*(c for c in earlier.mods.conds if c.options[0][1] is None), *own)
