"""Rules that build sets: modifiers + noun, counted and ranked nouns, groups, subsets."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.changes import change_predicate
from assistant.reading.chart import Joined, RuleBook, RuleContext
from assistant.reading.nearest import REGIONS
from assistant.reading.nodes import StateUse
from assistant.reading.phrase_types import (
    GroupPhrase,
    Item,
    Mods,
    PredPhrase,
    SetPhrase,
)
from assistant.reading.rule_words import has_any, words_of
from assistant.reading.thresholds import opposite

_COUNTERS = words_of("counters_of_things")
_ALL_OF_IT = words_of("all_of_it")


def register(book: RuleBook) -> None:
    """Add the set rules to the book."""
    book.rule("mods", "mods")(both_mods)
    book.rule("neg", "mods")(negate)
    book.rule("mods|noun", "number")(of_rough_size)
    book.rule("quant", "noun")(all_of)
    book.rule("quant", "mods")(all_such)
    book.rule("base", "noun")(part_named_again)
    book.rule("mods", "noun")(narrow)
    book.rule("noun", "within")(base)
    book.rule("mods", "within")(base_of_state)
    book.rule("base", "mods")(subset)
    book.rule("noun", "which")(noun_asked)
    book.rule("which", "noun")(asked_noun)
    book.rule("list", "noun")(listed)
    book.rule("noun", "list")(list_after)
    book.rule("mods", "attr")(of_that_kind)
    book.rule("measures", "noun")(changes_condition)
    book.rule("number", "noun")(numbered)


def both_mods(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """Two modifiers side by side both apply."""
    held = [m.preds and m.preds[-1].held for m in (left.value, right.value)]
    return Joined("mods", left.value.plus(right.value), 1.6 if all(held) else 0.6)


def negate(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """不/没/非 + one modifier: its complement."""
    mods: Mods = right.value
    doubled = len({(c[0].name, c[0].time is not None) for c in mods.states}) == 1 \
        and not (mods.conds or mods.preds)  # 去年和今年都没检查过: one state of each period
    if not doubled and len(mods.conds) + len(mods.states) + len(mods.preds) != 1:
        return None
    # 没掉过线 denies the whole period; 没销号 only the state now.
    ever = has_any(right.text, "aspect")
    flipped = Mods(
        tuple(replace(c, negated=not c.negated) for c in mods.conds),
        tuple(tuple(_denied(s, ever) for s in choice) for choice in mods.states),
        tuple(_turned(p) for p in mods.preds),
    )
    return Joined("mods", flipped, 1.2)


def all_of(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """全部名录单位、所有站: the noun as it is."""
    if "all_of" not in left.tags:
        return None
    return Joined("noun", right.value, 0.9)


def all_such(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """占全部工业的: all of what has the value, no part of it."""
    values = right.value.conds and not (right.value.states or right.value.preds)
    return Joined("mods", right.value, 0.9) if left.text in _ALL_OF_IT and values else None


def _turned(pred: PredPhrase) -> PredPhrase:
    """没用到一成: less than so much; what has no figure is neither."""
    bound = pred.comparison
    subject = pred.subject
    if bound is None or bound.upper is not None or bound.amount is None or subject is None \
            or not (subject.spoken or has_any(subject.text, "reaching_verbs")) \
            or pred.against is not None or pred.quantifier or opposite(bound.cmp) == bound.cmp:
        return replace(pred, negated=not pred.negated)
    return replace(pred, comparison=replace(bound, cmp=opposite(bound.cmp)))  # type: ignore[arg-type]


def part_named_again(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """名录里关联了许可证的 + 单位: the part, its noun said again."""
    whole, noun = left.value, right.value
    options = tuple(o for o in whole.options if o in noun.options)
    if not options or not noun.mods or noun.within is not None or noun.asked == "count":
        return None
    return Joined("noun", replace(noun, options=options, within=whole), 1.0)


def narrow(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """Modifiers + noun, when at least one sense of the noun can carry them."""
    noun: SetPhrase = right.value
    if noun.asked == "which" and not left.de and left.value.preds:
        return None
    if _apposition(left.value, noun):  # 南昌、九江、赣州三个市 are those three
        return Joined("mods", left.value, 1.3)
    options = tuple(o for o in noun.options if context.fits(left.value, o))
    if not options:
        return None
    bonus = 1.25 - 0.03 * min(context.distance(left.value, o) for o in options)
    if noun.within is not None:  # 未销号问题中超期的: what comes first narrows the whole
        whole = noun.within.narrowed(left.value)
        return Joined("noun", replace(noun, options=options, within=whole), bonus)
    return Joined("noun", replace(noun, options=options).narrowed(left.value), bonus)


def _apposition(mods: Mods, noun: SetPhrase) -> bool:
    """Names followed by how many things of their kind they are."""
    if noun.number is None or noun.asked or noun.ranked or noun.mods or len(mods.conds) != 1:
        return False
    cond = mods.conds[0]
    named = any(entity in noun.options and attribute is None and len(values) == noun.number
                for entity, attribute, values in cond.options)
    return named and not (mods.states or mods.preds or cond.negated)


def base(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """站里头 …: the noun becomes what the rest is a part of."""
    return Joined("base", left.value, 0.8)


def base_of_state(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """没修好的里头 …: what is in the state becomes what the rest is a part of."""
    mods: Mods = left.value
    if not mods.states and len(mods.conds) == 1 and not mods.preds:
        return _base_of_value(mods, left.text)
    if len(mods.states) != 1 or mods.preds:
        return None
    owners = tuple(dict.fromkeys(use.entity for use in mods.states[0]))
    return Joined("base", SetPhrase(owners, mods, text=left.text), 0.6)


def _base_of_value(mods: Mods, text: str) -> Joined | None:
    """国控站里 …: of what has the value, if a part of it follows."""
    cond = mods.conds[0]
    owners = tuple(dict.fromkeys(o[0] for o in cond.options if o[1] is not None))
    if not owners or len(owners) != len(cond.options) or cond.negated or cond.listed > 1:
        return None
    return Joined("base", SetPhrase(owners, mods, text=text, implied=True), -0.9)


def subset(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """A base + modifiers: the part of it."""
    whole: SetPhrase = left.value
    options = tuple(o for o in whole.options if context.fits(right.value, o))
    if not options:
        return None
    part = replace(whole, options=options, within=whole).narrowed(right.value)
    return Joined("noun", part,
                  1.2 - 0.02 * min(context.distance(right.value, o) for o in options))


def noun_asked(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """X是哪些; before another noun 哪些 asks of that one (取水口在哪些县最多)."""
    told = right.text not in ("哪些", "哪个", "哪几个", "哪")
    return Joined("noun", _asked(context, left.value, right), 0.8 if told else 0.4)


def asked_noun(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """哪些X、哪个X."""
    if left.text[-1] in words_of("kinds_asked"):
        return None  # 哪批站: which of the kinds
    return Joined("noun", _asked(context, right.value, left), 1.3)


def _asked(context: RuleContext, noun: SetPhrase, word: Item) -> SetPhrase:
    """Return the noun asked for, or asked whose it is: no 站 is counted in 户."""
    counted = {c for option in noun.options for c in context.counters(option)}
    foreign = word.text[-1:] in words_of("asked_as_who") and word.text[-1:] not in counted
    whose = word.text if foreign and not set(noun.options) & set(REGIONS) else noun.owner
    return replace(noun, asked="which", several=_several(word), owner=whose)


def _several(word: Item) -> bool:
    """哪几个、哪些 ask for more than one."""
    return has_any(word.text, "several")


def _denied(use: StateUse, ever: bool) -> StateUse:
    during = use.during and (ever or use.time is not None)
    return replace(use, negated=not use.negated, during=during)


def changes_condition(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """用水总量涨了、万元GDP用水量却降了的 + 市: each change is a condition."""
    measures, join = left.value
    if not left.de or any(m.change is None or m.change.sign not in ("up", "down")
                          for m in measures):
        return None
    preds = tuple(change_predicate(m, left.text) for m in measures)
    mods = Mods(preds=preds, join=join)
    options = tuple(o for o in right.value.options if context.fits(mods, o))
    if not options:
        return None
    return Joined("noun", replace(right.value, options=options).narrowed(mods), 1.4)


def listed(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """列出X."""
    noun = replace(right.value, asked=right.value.asked or "list", several=_several(left))
    return Joined("noun", noun, 0.7)


def list_after(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """X名单."""
    noun = replace(left.value, asked=left.value.asked or "list", several=_several(right))
    return Joined("noun", noun, 0.9)


def of_that_kind(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """火电 + 行业, 灌区 + 类型: the attribute only says which sense of the value is meant."""
    mods: Mods = left.value
    if len(mods.conds) != 1 or mods.states or mods.preds or left.de:
        return None
    named = {(use.entity, use.attribute) for use in right.value}
    kept = tuple(o for o in mods.conds[0].options if o[:2] in named)
    if not kept:
        return None
    return Joined("mods", Mods(conds=(replace(mods.conds[0], options=kept),)), 1.3)


def of_rough_size(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """灌区两千一百多家: about how many there are only says again which are meant."""
    item = right.value
    mods: Mods = left.value if left.kind == "mods" else left.value.mods
    rough = item.approx and item.dimension == "count" and item.counter in _COUNTERS
    if not rough or left.de or mods.states or mods.preds or left.kind == "noun" and (
            left.value.asked or left.value.ranked or left.value.within):
        return None
    return Joined(left.kind, left.value, 0.6)


def numbered(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """11个市、十户: a noun with how many."""
    item = left.value
    if item.dimension not in ("count", "bare") or item.value != int(item.value):
        return None
    noun: SetPhrase = right.value
    if noun.asked or noun.ranked:
        return None
    if item.counter in words_of("kind_counters"):  # 九类调查对象: told apart by kind
        group = GroupPhrase(entities=noun.options, each=True, kinds=True, text=left.text)
        return Joined("kindset", (group, noun), 1.0)
    return Joined("noun", replace(noun, number=int(item.value)), 0.9)
