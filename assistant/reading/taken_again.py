"""The figure just asked, taken another way: 中位数呢, 最大那家是平均的几倍, 换成人均呢."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.asked_again import absorbed
from assistant.reading.frame import Frame
from assistant.reading.phrase_types import MeasurePhrase, Mods, Ranked, SetPhrase

_SPREADS = ("median", "max", "min", "stdev")


def taken_again(clause: Frame, last: Frame) -> bool:
    """Take the clause into the question before, where it only asks for its figure another way."""
    return aggregated_again(clause, last) or shared_beside(clause, last)


def aggregated_again(clause: Frame, last: Frame) -> bool:
    """平均一家用多少水，中位数呢: one more aggregate of the same, beside the mean."""
    alone = not (clause.asks() or clause.times or clause.groups or clause.basis or clause.limit
                 or clause.which or clause.counted or clause.shared or clause.divisors)
    mean = next((m for m in last.measures if m.kind == "metric" and (
        m.per == "each" or m.agg == "avg") and m.per_time is None and m.change is None), None)
    if not alone or mean is None or not clause.aggs:
        return False
    among = mean.per_noun if not mean.mods else None
    plain = replace(mean, per=None, agg=None, per_noun=None, scope=mean.scope or among)
    if clause.extreme is None:
        if not set(clause.aggs) <= set(_SPREADS):
            return False
        last.measures.extend(replace(plain, agg=agg) for agg in clause.aggs)
    else:
        end = _over_the_mean(clause, plain)
        if end is None:
            return False
        last.measures.append(end)
        last.heard.append(clause.extreme.text)
    last.unread += [u for u in clause.unread if u not in clause.pronouns]
    return True


def _over_the_mean(clause: Frame, plain: MeasurePhrase) -> MeasurePhrase | None:
    """最大那家是平均的几倍: the largest of them over their mean."""
    if clause.aggs != ["avg"] or "ratio" not in clause.flags or len(clause.ends) != 1:
        return None
    end = "max" if "most" in clause.ends else "min"
    return MeasurePhrase("arith", op="over", text=plain.text, terms=(
        replace(plain, agg=end), replace(plain, agg="avg")))


def _only_divided(clause: Frame) -> bool:
    alone = not (clause.asks() or clause.times or clause.groups or clause.basis or clause.limit
                 or clause.which or clause.counted or clause.shared or clause.aggs)
    return alone and bool(clause.flags & {"again", "value"}) and len(clause.divisors) == 1


def shared_beside(clause: Frame, last: Frame) -> bool:
    """各市用水总量多少，人均呢: the figure shared out, beside the figure itself."""
    plain = bool(last.measures) and all(
        m.kind == "metric" and not (m.divisor or m.per or m.agg or m.change) for m in last.measures)
    if not _only_divided(clause) or not plain or last.divisors or not asked(last):
        return False
    last.measures.extend(replace(m, divisor=clause.divisors[0]) for m in last.measures[:])
    last.unread += clause.unread
    return True


def asked(frame: Frame) -> bool:
    """Whether its figure was asked for, and not only named to be shared out."""
    return bool(frame.flags & {"value", "each"} or frame.counted or frame.extreme or frame.which)


def shared_again(clause: Frame, last: Frame) -> Frame | None:
    """谁的水资源总量大，人均呢: what was asked, of the same measure shared out."""
    if not _only_divided(clause) or last.ranked is None or last.ranked.by is None \
            or last.ranked.by.kind != "metric" or last.measures \
            or last.ranked.by.divisor is not None \
            or not any(c.listed > 1 for c in last.mods.conds):  # 哪个市最多，人均呢: of that city?
        return None
    by = replace(last.ranked.by, divisor=clause.divisors[0])
    same = absorbed(Frame(), last)
    same.ranked = Ranked(by, last.ranked.n, last.ranked.direction, last.ranked.quality)
    same.unread = list(clause.unread)
    return same


def only_rebased(clause: Frame, last: Frame) -> bool:
    """现在在线几个，去年这时候在线几个: the same measure, at the time it is compared with."""
    if not clause.basis or last.basis or not clause.measures:
        return False
    return _plain(clause.measures[-1]) == _plain(last.measures[-1]) if last.measures else False


def _plain(measure: MeasurePhrase) -> MeasurePhrase:
    noun = measure.noun
    if noun is not None:
        noun = SetPhrase(noun.options, Mods(states=noun.mods.states))
    return replace(measure, noun=noun, scope=None, text="", mods=Mods())
