"""Leave out of what is asked what is said not to count: 前天不到一百方的不算, 停用站的不算."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.nodes import Comparison
from assistant.reading.phrase_types import MeasurePhrase, Mods, PredPhrase, SetPhrase
from assistant.reading.resolve import Resolver
from assistant.reading.rule_words import words_of

_BEFORE = tuple(words_of("the_one_before"))
_KEPT = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!="}


def leave_out(clause: Frame, last: Frame, resolver: Resolver) -> bool:
    """Narrow the rows said before; False where the clause says more, or nothing can take it.

    The amount is of what the rows are chosen or ranked by, else of the measure asked of them.
    """
    counted = _counted(last)
    if len(clause.left_out) != 1 or clause.asks() or len(clause.times) > 1 \
            or not (last.nouns or counted is not None):
        return False
    comparison: Comparison
    comparison, word = clause.left_out[0].value
    subject, cmp = _subject(last, resolver), _KEPT.get(comparison.cmp)
    if subject is None or cmp is None or comparison.upper is not None:
        return False
    when = next(iter(clause.times), None)
    if when is not None and when.label.startswith(_BEFORE):
        return False  # 前一周: the step back of the comparison, not the week before today
    left = replace(comparison, cmp=cmp)  # type: ignore[arg-type]
    kept = PredPhrase(replace(subject, time=when, change=None), comparison=left)
    if counted is None:
        last.nouns[-1] = last.nouns[-1].narrowed(Mods(preds=(kept,)))
    else:
        last.measures = [replace(last.measures[0], noun=counted.narrowed(Mods(preds=(kept,))))]
    last.heard.append(word)
    last.unread += clause.unread
    return True


def leave_out_such(clause: Frame, frames: Sequence[Frame]) -> bool:
    """标了单位错误的表剔除: things in a state, denied and nothing else, narrow all that was asked.

    Returns:
        False where the clause says more, or nothing was asked before.
    """
    noun = clause.nouns[0] if len(clause.nouns) == 1 else None
    if noun is None or _says_more(clause) or noun.asked or noun.ranked or noun.within \
            or noun.mods.preds or not noun.mods:
        return False
    denied = all(u.negated for choice in noun.mods.states for u in choice) \
        and all(c.negated for c in noun.mods.conds)
    asked = [f for f in frames if f.asks() or f.measures]
    if not denied or not asked:
        return False
    for frame in asked:
        frame.mods = frame.mods.plus(noun.mods)
        frame.unread += clause.unread if frame is asked[-1] else ()
    return True


def _says_more(clause: Frame) -> bool:
    """Anything beside its one noun."""
    return bool(clause.mods or clause.measures or clause.times or clause.groups or clause.bare
                or clause.counted or clause.which or clause.listed or clause.extreme
                or clause.limit or clause.shared or clause.flags & {"value", "again", "yesno"})


def _counted(frame: Frame) -> SetPhrase | None:
    """用水量跟前年一样的单位有几家: those that are counted, where nothing else is asked."""
    one = frame.measures[0] if len(frame.measures) == 1 and not frame.nouns else None
    noun = one.noun if one is not None and one.kind == "count" else None
    return noun if noun is not None and noun.mods.preds and noun.within is None else None


def _of_its_grain(pred: PredPhrase, resolver: Resolver) -> MeasurePhrase | None:
    """连着三个季度…，零除外: of the figures that are kept for the periods that are tested."""
    subject = pred.subject
    if subject is None or pred.grain is None:
        return subject
    kept = tuple(m for m in subject.metrics if resolver.model.metric(m).grain == pred.grain)
    return replace(subject, metrics=kept or subject.metrics)


def _subject(frame: Frame, resolver: Resolver) -> MeasurePhrase | None:
    noun = frame.nouns[-1] if frame.nouns else _counted(frame)
    if noun is None:
        return None
    tested = [_of_its_grain(p, resolver) for p in noun.mods.preds if p.subject is not None]
    ranked = [noun.ranked.by] if noun.ranked is not None and noun.ranked.by is not None else []
    return next(iter((*tested, *ranked, *frame.measures)), None)
