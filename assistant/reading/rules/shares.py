"""Rules for parts and wholes: 地下水占自己取水量, 占全市, 用水总量里生活的比重."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.chart import Joined, RuleBook, RuleContext
from assistant.reading.phrase_types import Item, MeasurePhrase, Mods, SetPhrase
from assistant.reading.rule_words import words_of


def register(book: RuleBook) -> None:
    """Add the rules of shares to the book."""
    book.rule("measure|noun|mods", "share")(sharing)
    book.rule("measure", "whole|noun|measure|mods")(of_whole)
    book.rule("measure", "share_ask")(share_asked)
    book.rule("measure", "within")(measure_base)
    book.rule("measurebase", "measure")(part_of_base)
    book.rule("measurebase", "share")(share_of_base)
    book.rule("share", "whole|noun|measure|mods|whole_place")(open_share)
    book.rule("measure", "whole_place")(of_place)


def open_share(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """占国控站的 …: a whole whose part was said before."""
    share = Item("measure", MeasurePhrase("share", text=left.text), 0, 0, 0.0, left.text)
    return of_place(_, share, right) if right.kind == "whole_place" else of_whole(_, share, right)


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


def of_whole(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """占 + whole: another measure, all of a noun, or the whole province."""
    share: MeasurePhrase = left.value
    if share.kind != "share" or share.whole is not None or (share.lift and right.kind == "whole"):
        return None
    if right.kind == "whole":
        return Joined("measure", replace(share, lift=True), 1.2)
    if right.kind == "noun" and _told_by_share(right.value):
        return None  # 占全部问题的比例最高的市: the noun is what the share is ranked of
    if right.kind == "noun":
        whole = MeasurePhrase("count", noun=right.value, text=right.text)
    elif right.kind == "mods":
        whole = MeasurePhrase("count", noun=SetPhrase((), right.value), text=right.text)
    else:
        whole = right.value
        if whole.kind == "share":
            return None
        share = replace(share, part=_of_that(context, share.part, whole))
    return Joined("measure", replace(share, whole=whole), 1.1)


def _told_by_share(noun: SetPhrase) -> bool:
    by = noun.ranked.by if noun.ranked is not None else None
    subjects = [by, *(p.subject for p in noun.mods.preds)]
    return any(s is not None and s.kind == "share" for s in subjects)


def _of_that(
    context: RuleContext, part: MeasurePhrase | None, whole: MeasurePhrase
) -> MeasurePhrase | None:
    """地下水占用水量…: a value is a part of the very measure that is the whole."""
    noun = part.noun if part is not None and part.kind == "count" else None
    if noun is None or noun.options or not noun.mods.conds or noun.mods.states \
            or noun.mods.preds or whole.kind != "metric":
        return part
    metrics = context.fits_metric(noun.mods, whole.metrics)
    return replace(whole, metrics=metrics, mods=whole.mods.plus(noun.mods)) if metrics else part


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


def share_of_base(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """在全部供水里 + 占比: the part was said before."""
    if left.value.mods or not left.text.startswith(tuple(words_of("all_of_it"))):
        return None  # 取水量中4—9月占比: the part is a stretch of it
    return Joined("measure", MeasurePhrase("share", whole=left.value,
                                           text=left.text + right.text), 1.0)


def share_asked(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """…占…的百分之几; a rate asked in percent (许可用到几成) is only its value."""
    metrics = left.value.metrics
    if left.value.kind != "share" and not (metrics and all(map(context.is_rate, metrics))):
        return None
    return Joined("measure", left.value, 0.8)
