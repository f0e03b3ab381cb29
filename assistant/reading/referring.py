"""A clause that points back takes its missing part from what it points at: 那个县有几个站."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.asked_again import absorbed
from assistant.reading.frame import Frame
from assistant.reading.nearest import REGIONS
from assistant.reading.phrase_types import Item, MeasurePhrase, SetPhrase
from assistant.reading.referents import Referent, main_of, referred
from assistant.reading.shares import Shares


def refer(clause: Frame, frames: list[Frame], shares: Shares) -> bool:
    """Settle what a clause points at; return True when it only says more of the rows picked.

    What cannot be shown beside those rows is asked within them, as a question of its own.
    """
    found = [(back, referred(back, frames)) for back in clause.back]
    for back, referent in found:
        if referent is None and back.bare:
            clause.nouns.append(SetPhrase(back.entities, number=back.number, text=back.text))
        elif referent is None and not back.period:
            clause.pronouns.append(back.text)
    clause.back = []
    meant = [r for _, r in found if r is not None and r.kind != "place"]
    if not meant:
        return False
    referent = meant[0]
    place = next(i for i, f in enumerate(frames) if f is referent.frame)
    if _tells_of_rows(clause, referent):
        frames[place] = _told(referent.frame, clause, shares)
        return True
    if clause.counted and not (clause.measures or clause.nouns or clause.mods):
        clause.unread.append(clause.count_text)  # 该县报了几张: of what, nobody said
    if referent.kind == "rows":
        clause.within = absorbed(Frame(), referent.frame)
        clause.times = clause.times or list(referent.frame.times)
        clause.full = clause.full or list(referent.frame.full)
    return False


def _tells_of_rows(clause: Frame, referent: Referent) -> bool:
    """Whether each of the rows can have what the clause asks."""
    shared = clause.shared or any(m.kind == "share" for m in clause.measures)
    together = referent.number > 1 and (clause.summed or shared or clause.aggs or any(
        m.agg for m in clause.measures))
    more = clause.ranked or clause.extreme or clause.limit or clause.groups or clause.when \
        or clause.bins or clause.listed or clause.basis or clause.order or clause.mods.preds \
        or clause.bare
    asked = all(n.asked == "which" and not n.mods and not n.ranked and n.options[0] in REGIONS
                for n in clause.nouns)
    by = main_of(referent.frame)
    counted = clause.counted and by is not None and by.kind == "count"  # 这个事由几份
    said = clause.measures or clause.nouns or clause.attrs or clause.columns or shared or counted
    return bool(said) and asked and not (together or more)


def _told(frame: Frame, clause: Frame, shares: Shares) -> Frame:
    """Return the frame that picked the rows, with what the clause asks of them."""
    told = absorbed(Frame(), frame)
    main = ranked_by(told)
    shares.close(clause, main, None)
    time = clause.times[0] if len(clause.times) == 1 and clause.times != frame.times else None
    told.measures += [replace(m, time=m.time or time) for m in clause.measures
                      if m not in told.measures and m != main]
    told.columns += [Item("noun", SetPhrase(n.options), 0, 0, 0.0, n.text)
                     for n in clause.nouns] + clause.columns
    told.attrs += clause.attrs
    told.unread += [*clause.unread, *clause.pronouns]
    told.metric_groups += clause.metric_groups
    told.numbers += clause.numbers
    return told


def ranked_by(frame: Frame) -> MeasurePhrase | None:
    """Return what the rows are ranked by, and keep it said with the rank."""
    for index, noun in enumerate(frame.nouns):
        if noun.ranked is not None:
            by = noun.ranked.by or next(reversed(frame.measures), None)
            frame.nouns[index] = replace(noun, ranked=replace(noun.ranked, by=by))
            return by
    by = frame.ranked.by if frame.ranked is not None else None
    return by or next((m for m in reversed(frame.measures) if m.kind != "share"), None)
