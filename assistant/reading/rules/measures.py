"""Rules that build measures: local conditions, scopes, aggregates, shares, changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from assistant.reading.chart import Joined, RuleBook, RuleContext
from assistant.reading.nearest import REGIONS
from assistant.reading.phrase_types import BasisPhrase, Item, MeasurePhrase, Mods, SetPhrase


def register(book: RuleBook) -> None:
    """Add the measure rules to the book."""
    book.rule("mods", "measure")(local)
    book.rule("noun|base", "measure")(scoped)
    book.rule("agg", "measure")(aggregated)
    book.rule("measure", "agg")(aggregated_after)
    book.rule("per", "measure")(per_unit)
    book.rule("per", "noun")(per_noun)
    book.rule("perof", "measure")(per_of)
    book.rule("measure", "per")(per_unit_after)
    book.rule("measure|noun|mods", "share")(sharing)
    book.rule("measure", "whole|noun|measure|mods")(of_whole)
    book.rule("measure", "share_ask")(share_asked)
    book.rule("than", "time|shift|parent|whole|longterm")(basis_of)
    book.rule("cmpword", "parent|time|shift|longterm|whole")(basis_of)
    book.rule("share", "whole|noun|measure|mods|whole_place")(open_share)
    book.rule("measure", "joiner")(pending)
    book.rule("measures+", "measure")(measure_list)
    book.rule("measure", "measure")(measure_pair)
    book.rule("measures", "joiner")(pending)
    book.rule("measures+", "basis")(same_measure_again)
    book.rule("measure", "whole_place")(of_place)
    book.rule("basis", "change")(signed)
    book.rule("measure", "basis")(changed)
    book.rule("basis", "measure")(changed_before)
    book.rule("measure", "change")(changed_default)


def local(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """Values directly before a measure narrow it alone; places stay with the question."""
    mods: Mods = left.value
    measure: MeasurePhrase = right.value
    if any(option[1] is None for cond in mods.conds for option in cond.options[:1]) or mods.preds:
        return None
    if measure.kind == "share" or measure.scope is not None:
        return None
    if measure.kind == "count":
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
    return Joined("measure", replace(measure, metrics=carried, scope=noun), 1.15)


def aggregated(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """平均X."""
    if right.value.agg is not None or right.value.kind == "share":
        return None
    return Joined("measure", replace(right.value, agg=_agg(left)), 1.0)


def aggregated_after(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """X的中位数."""
    return aggregated(_, right, left)


def _agg(item: Item) -> str:
    for tag in ("median", "avg", "maximum", "minimum", "stdev", "summed"):
        if tag in item.tags:
            return {"maximum": "max", "minimum": "min", "summed": "sum"}.get(tag, tag)
    return "sum"


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
    if right.value.kind == "share":
        return None
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
    return Joined("measure", replace(left.value, lift_below=True), 1.2)


def sharing(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """X占 / X占比."""
    if left.kind == "measure":
        if left.value.kind == "share":
            return None
        part = left.value
    elif left.kind == "noun":
        if left.value.asked:
            return None
        part = MeasurePhrase("count", noun=left.value, text=left.text)
        ranked = left.value.ranked
        if ranked is not None and ranked.by is not None:  # what the first ten take together
            part = replace(ranked.by, scope=left.value)
    else:
        part = MeasurePhrase("count", noun=SetPhrase((), left.value), text=left.text)
    return Joined("measure", MeasurePhrase("share", part=part, text=left.text + right.text), 1.0)


def of_whole(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """占 + whole: another measure, all of a noun, or the whole province."""
    share: MeasurePhrase = left.value
    if share.kind != "share" or share.whole is not None or share.lift:
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


def share_asked(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """…的百分之几."""
    if left.value.kind != "share":
        return None
    return Joined("measure", left.value, 0.8)


def basis_of(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """比去年、较上月、比全省平均."""
    sign: Literal["", "up", "down"] = (
        "up" if "cmp_gt" in left.tags else "down" if "cmp_lt" in left.tags else "")
    if right.kind in ("parent", "whole"):
        if right.kind == "whole" and left.kind == "than" and not left.tags & {"than", "compare"}:
            return None
        return Joined("basis", BasisPhrase(parent=True, sign=sign), 1.2)
    if right.kind == "time":
        period = right.value.period
        basis = context.relative_basis.get(period.label or right.text, period)
        return Joined("basis", BasisPhrase(basis, sign=sign), 1.2)
    if right.kind == "longterm":
        return Joined("basis", BasisPhrase(longterm=True, sign=sign), 1.2)
    item = right.value
    return Joined("basis", BasisPhrase(item.basis or item.shift, sign=sign), 1.2)


def signed(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """比去年 + 增加/下降/多还是少."""
    return Joined("basis", with_change(left.value, right), 1.1)


def with_change(basis: BasisPhrase, word: Item) -> BasisPhrase:
    """Return the basis with the direction and manner the change word asks for."""
    if "both_ways" in word.tags or "change" in word.tags:
        return replace(basis, sign="both")
    if "growth" in word.tags:
        falls = any(mark in word.text for mark in ("降", "跌", "减少"))
        sign = basis.sign or ("down" if falls and "涨" not in word.text else "both")
        return replace(basis, sign=sign, how="growth")
    if "diff" in word.tags and not word.tags & {"up", "down"}:
        return replace(basis, sign=basis.sign or "both", how="diff")
    return replace(basis, sign="up" if "up" in word.tags else "down")


def changed(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """X 比去年 …."""
    if left.value.change is not None:
        return None
    return Joined("measure", replace(left.value, change=right.value), 1.2)


def changed_before(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """比去年 X …."""
    return changed(_, right, left)


def changed_default(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """X增长了、X变化: on the metric's own basis; or the direction of a basis already heard."""
    measure: MeasurePhrase = left.value
    if measure.kind == "share" and right.tags & {"share_ask", "growth"}:
        return None
    if measure.change is not None:
        if measure.change.sign:
            if "growth" in right.tags and not measure.change.how:
                return Joined("measure", replace(
                    measure, change=replace(measure.change, how="growth")), 0.8)
            return None
        return Joined("measure", replace(measure, change=with_change(measure.change, right)), 1.1)
    if right.tags & {"diff"} and not right.tags & {"up", "down", "growth", "change"}:
        return None
    return Joined("measure", replace(measure, change=with_change(BasisPhrase(), right)), 0.9)
