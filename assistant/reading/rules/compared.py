"""Rules that hold one measure against another: 取水量超过许可水量, 用水量比供水量多还是少."""

from __future__ import annotations

from assistant.reading.chart import Joined, RuleBook, RuleContext
from assistant.reading.phrase_types import Against, Item, MeasurePhrase, Mods, PredPhrase
from assistant.reading.rule_words import words_of


def register(book: RuleBook) -> None:
    """Add the rules to the book."""
    book.rule("measure", "cmpword|than")(to_compare)
    book.rule("measure>", "measure")(against_measure)
    book.rule("measure>", "change")(against_sign)
    book.rule("measure>", "change")(against_either_way)
    book.rule("mods", "howmuch")(by_what_amount)


def to_compare(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """取水量超过 …、季报用水量比 …: another measure is coming."""
    plain = left.value.kind in ("metric", "count") and left.value.change is None
    if not plain or left.de or right.kind == "than" and "than" not in right.tags \
            or right.text in words_of("aspect"):
        return None
    sign = "up" if "cmp_gt" in right.tags else "down" if "cmp_lt" in right.tags else ""
    return Joined("measure>", (left.value, sign, None), -0.5)


def against_measure(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """取水量超过年许可水量; after 比 the direction comes last."""
    measure, sign, other = left.value
    if other is not None or right.value.kind not in ("metric", "count") or right.value.change:
        return None
    if not sign:
        return Joined("measure>", (measure, sign, right.value), -0.3)
    return Joined("mods", _against(measure, sign, right.value, left.text + right.text), 2.3)


def against_sign(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """季报填的比站上计量的 + 少."""
    measure, sign, other = left.value
    if sign or other is None or not right.tags & {"up", "down"}:
        return None
    way = "up" if "up" in right.tags else "down"
    return Joined("mods", _against(measure, way, other, left.text + right.text), 2.6)


def against_either_way(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """用水量比供水量 + 多还是少、差多少: both, and the difference."""
    measure, sign, other = left.value
    if sign or other is None or not right.tags & {"both_ways", "diff"}:
        return None
    return Joined("versus", (measure, other), 2.6)


def by_what_amount(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """生活用水比农业用水 + 少 + 多少: the two are asked with their difference."""
    mods: Mods = left.value
    pred = mods.preds[0] if len(mods.preds) == 1 and not (mods.conds or mods.states) else None
    if pred is None or left.de or pred.subject is None or pred.against is None \
            or pred.against.kind != "measure" or pred.against.measure is None \
            or pred.comparison is not None or pred.quantifier:
        return None
    return Joined("versus", (pred.subject, pred.against.measure), 0.6)


def _against(measure: MeasurePhrase, sign: str, other: MeasurePhrase, text: str) -> Mods:
    against = Against("measure", sign="up" if sign == "up" else "down", measure=other)
    return Mods(preds=(PredPhrase(measure, against=against, text=text),))
