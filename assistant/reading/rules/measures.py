"""Rules that build measures: local conditions, scopes, aggregates, shares, changes."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.chart import Joined, RuleBook, RuleContext
from assistant.reading.flags import agg_of
from assistant.reading.nearest import REGIONS
from assistant.reading.phrase_types import Item, MeasurePhrase, Mods, SetPhrase


def register(book: RuleBook) -> None:
    """Add the measure rules to the book."""
    book.rule("mods", "measure")(local)
    book.rule("noun|base", "measure")(scoped)
    book.rule("agg", "measure")(aggregated)
    book.rule("quant", "measure")(all_of_it)
    book.rule("measure", "within")(whole_named)
    book.rule("amid", "measure|mods|noun|ordered")(part_in_it)
    book.rule("measure", "agg")(aggregated_after)
    book.rule("per", "measure")(per_unit)
    book.rule("per", "noun")(per_noun)
    book.rule("perof", "measure")(per_of)
    book.rule("measure", "per")(per_unit_after)
    book.rule("measure|noun|mods", "share")(sharing)
    book.rule("measure", "whole|noun|measure|mods")(of_whole)
    book.rule("measure", "share_ask")(share_asked)
    book.rule("measure", "within")(measure_base)
    book.rule("measurebase", "measure")(part_of_base)
    book.rule("share", "whole|noun|measure|mods|whole_place")(open_share)
    book.rule("measure", "joiner")(pending)
    book.rule("measures+", "measure")(measure_list)
    book.rule("measure", "measure")(measure_pair)
    book.rule("measures", "joiner")(pending)
    book.rule("measures+", "basis")(same_measure_again)
    book.rule("measure", "whole_place")(of_place)


def local(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """Values directly before a measure narrow it alone; places stay with the question."""
    mods: Mods = left.value
    measure: MeasurePhrase = right.value
    if any(option[1] is None for cond in mods.conds for option in cond.options[:1]) or mods.preds:
        return None
    if measure.kind == "share" or measure.scope is not None:
        return None
    if measure.kind in ("count", "lasting"):
        return None
    metrics = context.fits_metric(mods, measure.metrics)
    if measure.kind == "metric" and not metrics:
        return None
    bonus = 1.3 - 0.02 * min(
        (context.metric_distance(mods, name) for name in metrics), default=0)
    return Joined("measure", replace(measure, metrics=metrics, mods=measure.mods.plus(mods)), bonus)


def scoped(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """国控站的完整率、这些户的取水量: the noun narrows the measure."""
    noun: SetPhrase = left.value
    measure: MeasurePhrase = right.value
    if measure.kind != "metric" or noun.asked or measure.scope is not None:
        return None
    if noun.options[0] in REGIONS and noun.ranked is None and not noun.mods.preds:
        return None  # 各设区市用水量: regions are what it is shown by, not what narrows it
    carried = context.fits_metric(
        noun.mods, measure.metrics, noun.options
    )
    if not carried:
        return None
    if noun.ranked is not None and noun.ranked.by is None:  # 前十大取水户取水量: by that volume
        by = replace(measure, metrics=carried, text=right.text)
        noun = replace(noun, ranked=replace(noun.ranked, by=by))
    return Joined("measure", replace(measure, metrics=carried, scope=noun), 1.15)


def all_of_it(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """全部取水量: the measure as it is."""
    if "all_of" not in left.tags or right.value.mods or right.value.scope is not None:
        return None
    return Joined("measure", right.value, 0.4)


def whole_named(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """用水总量中 …: a part of it is coming."""
    plain = left.value.kind == "metric" and left.value.change is None and not left.de
    return Joined("amid", left.value, 0.05) if plain else None


def part_in_it(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """用水总量中 + 生活用水占比(超过15%): the rate already tells of what it is a part."""
    measure = _told_of(right)
    if measure is None:
        return None
    part = measure.part
    if right.kind == "measure" and measure.kind == "share" and part is not None \
            and part.noun is not None and not part.noun.options:
        share = replace(measure, part=None, mods=part.noun.mods)  # 取水量中 + 东江流域占比
        return Joined("measures", ((left.value, share), "and"), 1.0)
    if right.kind == "measure" and measure.kind == "share" and measure.whole is None \
            and not measure.lift:
        return Joined("measure", replace(measure, whole=left.value), 1.2)
    if measure.kind != "metric" or not all(map(context.is_rate, measure.metrics)):
        return None
    return Joined(right.kind, right.value, 0.9)


def _told_of(right: Item) -> MeasurePhrase | None:
    """Return the measure itself, or the one that is tested or ranked by."""
    if right.kind == "measure":
        found: MeasurePhrase = right.value
        return found
    if right.kind == "ordered" or right.kind == "noun" and right.value.ranked is not None:
        ranked = right.value if right.kind == "ordered" else right.value.ranked
        return ranked.by if right.kind == "ordered" or not right.value.mods else None
    mods: Mods = right.value if right.kind == "mods" else right.value.mods
    alone = len(mods.preds) == 1 and not (mods.conds or mods.states)
    return mods.preds[0].subject if alone else None


def aggregated(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """平均X."""
    if right.value.agg is not None or right.value.kind == "share":
        return None
    return Joined("measure", replace(right.value, agg=agg_of(left.tags)), 1.0)


def aggregated_after(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """X的中位数."""
    return aggregated(_, right, left)


def per_unit(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """户均X、日均X、平均每站X."""
    kinds = ("per_day", "per_month", "per_year", "per_hundred", "per_each")
    kind = next(t for t in kinds if t in left.tags)
    measure = right.value
    if measure.per is not None:
        return None
    return Joined("measure", replace(measure, per=kind.removeprefix("per_")), 1.0)


def per_noun(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """平均每个站、每百个站: what is shared out over."""
    if right.value.asked or right.value.ranked:
        return None
    return Joined("perof", (left, right.value), 1.0)


def per_of(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """平均每个站 + 取水多少."""
    per, noun = left.value
    joined = per_unit(context, per, right)
    if joined is None:
        return None
    return Joined("measure", replace(joined.value, per_noun=noun), 1.2)  # type: ignore[type-var]


def per_unit_after(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """X户均."""
    return per_unit(context, right, left)


def open_share(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """占国控站的 …: a whole whose part was said before."""
    share = Item("measure", MeasurePhrase("share", text=left.text), 0, 0, 0.0, left.text)
    return of_place(_, share, right) if right.kind == "whole_place" else of_whole(_, share, right)


def pending(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """A measure and a joiner wait for the next measure."""
    several = left.value if left.kind == "measures" else ((left.value,), "and")
    join = "or" if "or" in right.tags else several[1]
    return Joined("measures+", (several[0], join), 0.2)


def measure_list(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """完整率和及时率."""
    return Joined("measures", ((*left.value[0], right.value), left.value[1]), 0.6)


def measure_pair(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """完整率及时率 side by side, of metrics only."""
    if left.value.kind != "metric" or right.value.kind != "metric" or left.de:
        return None
    return Joined("measures", ((left.value, right.value), "and"), 0.2)


def same_measure_again(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """比省里平均低、又比前年降了: the same measure against another basis."""
    measures, join = left.value
    if not right.value.sign or measures[-1].change is None:
        return None
    again = replace(measures[-1], change=right.value)
    return Joined("measures", ((*measures, again), join), 1.2)


def of_place(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """占全市: the whole of the place that was named, or of the row's own place."""
    if left.value.kind != "share" or left.value.whole is not None:
        return None
    return Joined("measure", replace(left.value, lift_below=True, text=left.text + right.text), 1.2)


def sharing(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """X占 / X占比."""
    if left.kind == "measure":
        if left.value.kind == "share":  # 占…的比重 says it twice
            return Joined("measure", left.value, 0.6)
        part = left.value
    elif left.kind == "noun":
        if left.value.asked:
            return None
        part = MeasurePhrase("count", noun=left.value, text=left.text)
        ranked = left.value.ranked
        if ranked is not None and ranked.by is not None:  # what the first ten take together
            part = replace(ranked.by, scope=left.value)
    else:
        if _place_and_more(left.value):
            return None  # 萍乡工业用水占…: the place is the question's
        part = MeasurePhrase("count", noun=SetPhrase((), left.value), text=left.text)
    return Joined("measure", MeasurePhrase("share", part=part, text=left.text + right.text), 1.0)


def _place_and_more(mods: Mods) -> bool:
    places = [c for c in mods.conds if any(o[1] is None for o in c.options[:1])]
    return bool(places) and len(places) < len(mods.conds)


def of_whole(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """占 + whole: another measure, all of a noun, or the whole province."""
    share: MeasurePhrase = left.value
    if share.kind != "share" or share.whole is not None or (share.lift and right.kind == "whole"):
        return None
    if right.kind == "whole":
        return Joined("measure", replace(share, lift=True), 1.2)
    if right.kind == "noun":
        whole = MeasurePhrase("count", noun=right.value, text=right.text)
    elif right.kind == "mods":
        whole = MeasurePhrase("count", noun=SetPhrase((), right.value), text=right.text)
    else:
        whole = right.value
        if whole.kind == "share":
            return None
    return Joined("measure", replace(share, whole=whole), 1.1)


def measure_base(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """用水总量里 …: the measure becomes the whole of the share that follows."""
    if left.value.kind not in ("metric", "count") or left.value.change is not None:
        return None
    return Joined("measurebase", left.value, 0.3)


def part_of_base(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """用水总量里 + 生活用水的比重."""
    share: MeasurePhrase = right.value
    if share.kind != "share" or share.whole is not None or share.part is None or share.lift:
        return None
    part, noun = share.part, share.part.noun
    if part.kind == "count" and noun is not None and not noun.options:
        if noun.mods.states or noun.mods.preds:
            return None
        part = replace(left.value, mods=left.value.mods.plus(noun.mods))  # 取水量中东江的占比
    return Joined("measure", replace(share, part=part, whole=left.value), 1.2)


def share_asked(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """…占…的百分之几; a rate asked in percent (许可用到几成) is only its value."""
    metrics = left.value.metrics
    if left.value.kind != "share" and not (metrics and all(map(context.is_rate, metrics))):
        return None
    return Joined("measure", left.value, 0.8)
