"""哪个市离线最多、哪批漂移得多: what is so is counted, and what was asked for is ranked by it."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.nodes import Cond, StateUse
from assistant.reading.phrase_types import MeasurePhrase, Mods, Ranked, SetPhrase
from assistant.reading.resolve import Resolver
from assistant.reading.rule_words import rule_words

_SEVERAL = 2


def most_such(frame: Frame, resolver: Resolver) -> None:
    """Rank by how many are so, where an end is asked of a state or happening and no figure is."""
    end, mods = frame.extreme, frame.mods
    if end is None or frame.measures or frame.ranked or not end.tags & {"most", "least"} \
            or frame.bare or mods.preds or frame.basis or frame.change:
        return
    happened = [c for c in mods.conds if _happening(c, resolver) and not c.negated]
    if len(happened) + len(mods.states) != 1:
        return
    noun = _happenings(happened[0], frame, resolver) if happened else SetPhrase(
        tuple(dict.fromkeys(u.entity for u in mods.states[0])), Mods(states=mods.states))
    options = tuple(o for o in noun.options if _belongs(frame, o, resolver))
    if not options:
        return
    counted = MeasurePhrase("count", noun=replace(noun, options=options, text=noun.text))
    frame.mods = replace(mods, conds=tuple(c for c in mods.conds if c not in happened), states=())
    frame.ranked = Ranked(counted, 1, "most" if "most" in end.tags else "least")
    frame.extreme = None


def _happening(cond: Cond, resolver: Resolver) -> bool:
    entity, attribute, _ = cond.options[0]
    model = resolver.model
    measured = any(cond.text in (s.zh, *s.synonyms) for s in model.states if s.measure)
    return attribute == "kind" and model.entity(entity).kind == "event" and not measured


def _happenings(cond: Cond, frame: Frame, resolver: Resolver) -> SetPhrase:
    """In a period those that came about; as things stand those that are not over."""
    entity = cond.options[0][0]
    noun = SetPhrase((entity,), Mods(conds=(cond,)), text=cond.text)
    still = rule_words()["still_there"].get(entity)
    stands = "now" in frame.flags or not frame.times
    return noun.narrowed(Mods(states=((StateUse(still, entity),),))) if still and stands else noun


def _belongs(frame: Frame, counted: str, resolver: Resolver) -> bool:
    """Whether each of what is counted belongs to one of what is asked for."""
    asked = [o for n in frame.nouns if n.asked == "which" and not n.mods.states
             for o in n.options]
    asked += [e for g in frame.groups if g.asked for e in (*g.entities, *g.paths)]
    if asked:
        return any(o.split(".")[0] != counted and resolver.graph.distance(
            counted, o.split(".")[0]) is not None for o in asked)
    kinds = [c for c in frame.mods.conds if c.listed >= _SEVERAL]
    return "which_kind" in frame.flags and any(
        o[0] != counted and resolver.graph.distance(counted, o[0]) is not None
        for c in kinds for o in c.options)
