"""Rules that build measures: local conditions, scopes, aggregates, shares, changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal

from assistant.reading.chart import Joined, RuleBook, RuleContext
from assistant.reading.flags import agg_of
from assistant.reading.nearest import REGIONS
from assistant.reading.phrase_types import GroupPhrase, Item, MeasurePhrase, Mods, SetPhrase
from assistant.reading.rule_words import has_any, senses_of

_TIMES: Final = ("day", "month")


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
    book.rule("group|dim", "agg")(per_each_said_first)
    book.rule("perof", "howmuch")(per_of_asked)
    book.rule("per|perof", "grain")(per_and_time)
    book.rule("measure", "perof")(per_of_after)
    book.rule("perof", "attr")(average_of_each)
    book.rule("measure", "per")(per_unit_after)
    book.rule("measure", "joiner")(pending)
    book.rule("measures+", "measure")(measure_list)
    book.rule("measure", "measure")(measure_pair)
    book.rule("measures", "joiner")(pending)
    book.rule("measures+", "basis")(same_measure_again)


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
    if right.value.per_noun is not None and "avg" in left.tags:
        return Joined("measure", right.value, 1.0)  # 摊到每个县平均: said twice
    return Joined("measure", replace(right.value, agg=agg_of(left.tags)), 1.0)


def aggregated_after(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """X的中位数."""
    return aggregated(_, right, left)


def per_unit(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """户均X、日均X、平均每站X."""
    kinds = ("per_day", "per_month", "per_year", "per_hundred", "per_each")
    kind = next(t for t in kinds if t in left.tags)
    measure = right.value
    if measure.per is not None:
        return None
    among = _letter_shared(context, left) if measure.kind == "metric" else \
        _told_by_counter(left.text, measure) if kind == "per_each" else None
    return Joined("measure", replace(
        measure, per=kind.removeprefix("per_"), per_noun=measure.per_noun or among,
        per_time=_time_in(left)), 1.0)


def _letter_shared(context: RuleContext, per: Item) -> SetPhrase | None:
    """户均、平均每站: what it is shared among, in one letter."""
    found = next((o for c in per.text if (o := context.nouns(c))), ())
    return SetPhrase(found, text=per.text) if found and "per_each" in per.tags else None


def _time_in(per: Item) -> Literal["day", "month"] | None:
    return next((t for t in _TIMES if f"by_{t}" in per.tags), None)


def per_and_time(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """平均每户 + 每月, 平均每站 + 每月: shared among the things, and among the months as well."""
    per, noun = left.value if left.kind == "perof" else (left, _letter_shared(context, left))
    grain = right.value.grain
    if noun is None or grain not in _TIMES or not has_any(right.text[:1], "every_one_of") \
            or "per_each" not in per.tags:
        return None
    return Joined("perof", (replace(per, tags=per.tags | {f"by_{grain}"}), noun), 1.2)


def _told_by_counter(text: str, measure: MeasurePhrase) -> SetPhrase | None:
    """平均每户几本证: the counter tells among what they are shared out, unless it counts them."""
    thing = senses_of("counts_alone").get(text[-1:])
    own = measure.noun.options if measure.noun is not None else ()
    return SetPhrase((thing,), text=text[-1:]) if thing is not None and thing not in own else None


def per_noun(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """平均每个站、每百个站: what is shared out over."""
    if right.value.asked or right.value.ranked:
        return None
    return Joined("perof", (left, right.value), 1.0)


def per_each_said_first(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """每个取水户 + 平均(几本证): 平均每个取水户, said the other way round."""
    group: GroupPhrase = left.value if left.kind == "group" else GroupPhrase(entities=left.value)
    if "avg" not in right.tags or not group.entities or group.count or group.kinds \
            or any("." in e for e in group.entities) \
            or not has_any(left.text[:1], "every_one_of"):
        return None
    per = replace(right, kind="per", tags=frozenset({"per_each", "first"}))
    return Joined("perof", (per, SetPhrase(group.entities, text=left.text)), 1.0)


def per_of(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """平均每个站 + 取水多少."""
    per, noun = left.value
    measure: MeasurePhrase = right.value
    if "first" in per.tags and (measure.kind != "count" and noun.options[0] in REGIONS
                                or any(map(context.is_rate, measure.metrics))):
        return None  # 每个市平均上传率
    joined = per_unit(context, per, right)
    if joined is None:
        return None
    return Joined("measure", replace(joined.value, per_noun=noun), 1.2)  # type: ignore[type-var]


def per_of_asked(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """摊到每个县 + 多少: how much it comes to is asked, not how many counties there are."""
    return Joined("perof", left.value, 1.3)


def average_of_each(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """平均每家名录单位 + 年产值: the mean of what each of them has."""
    per, noun = left.value
    own = tuple(u for u in right.value if u.entity in noun.options
                and context.attr_type(u.entity, u.attribute) == "number")
    if "per_each" not in per.tags or not own:
        return None
    return Joined("measure", MeasurePhrase(
        "attr", attr=own[:1], agg="avg", scope=noun, text=left.text + right.text), 1.2)


def per_of_after(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """用水量 + 摊到每个有灌区的县."""
    return per_of(context, right, left) if left.value.kind == "metric" else None


def per_unit_after(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """X户均."""
    return per_unit(context, right, left)



def pending(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """A measure and a joiner wait for the next measure."""
    several = left.value if left.kind == "measures" else ((left.value,), "and")
    join = "or" if "or" in right.tags else several[1]
    return Joined("measures+", (several[0], join), 0.2)


def measure_list(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """完整率和及时率; 或 joins like with like, so not 上传率 and how many 及时率低于95%的县."""
    measures, join = left.value
    if join == "or" and measures[-1].kind != right.value.kind:
        return None
    return Joined("measures", ((*measures, right.value), join), 0.6)


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
