"""Rules for changes: what a measure is compared with, and which way it moved."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from assistant.contracts.time import Basis, Period
from assistant.reading.chart import Joined, RuleBook, RuleContext
from assistant.reading.phrase_types import BasisPhrase, Item, MeasurePhrase
from assistant.reading.rule_words import has_any, sense_in


def register(book: RuleBook) -> None:
    """Add the rules of change to the book."""
    book.rule("than", "time|shift|parent|whole|longterm")(basis_of)
    book.rule("cmpword", "parent|time|shift|longterm|whole")(basis_of)
    book.rule("basis", "change")(signed)
    book.rule("measure", "basis")(changed)
    book.rule("basis", "measure")(changed_before)
    book.rule("measure", "change")(changed_default)
    book.rule("neg", "change")(not_moved)
    book.rule("change", "measure")(moved_first)
    book.rule("measure|basis", "moved")(moved_so)
    book.rule("shift", "change")(signed_shift)
    book.rule("quantn", "basis")(running_so)
    book.rule("basis", "than")(compared_so)
    book.rule("per", "change")(paced)


def basis_of(context: RuleContext, left: Item, right: Item) -> Joined | None:
    """比去年、较上月、比全省平均."""
    sign: Literal["", "up", "down"] = (
        "up" if "cmp_gt" in left.tags else "down" if "cmp_lt" in left.tags else "")
    if right.kind in ("parent", "whole"):
        if right.kind == "whole" and left.kind == "than" and not left.tags & {"than", "compare"}:
            return None
        return Joined("basis", BasisPhrase(parent=True, sign=sign), 1.2)
    if right.kind == "time":
        basis = period_before(context, right.value.period, right.text)
        joined = "and" in left.tags and "than" not in left.tags
        step = sense_in("grain", right.text) if basis == "mom" else None
        return Joined("basis", BasisPhrase(basis, sign=sign, joined=joined, step=step), 1.2)
    if right.kind == "longterm":
        return Joined("basis", BasisPhrase(longterm=True, sign=sign), 1.2)
    item = right.value
    return Joined("basis", BasisPhrase(item.basis or item.shift, sign=sign), 1.2)


def period_before(context: RuleContext, period: Period, text: str) -> Basis | Period:
    """Return what a period said in a comparison is: 上年 steps back from the one asked about."""
    return context.relative_basis.get(period.label or text, period)  # type: ignore[return-value]


def signed(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """比去年 + 增加/下降/多还是少."""
    return Joined("basis", with_change(left.value, right), 1.1)


def moved_first(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """减少用水的: the direction said before what moved."""
    plain = right.value.kind == "metric" and right.value.change is None
    if not plain or not right.de or len(left.tags & {"up", "down"}) != 1 \
            or left.tags & {"growth", "change", "both_ways", "diff"}:
        return None
    return Joined("measure", replace(right.value, change=with_change(BasisPhrase(), left)), 0.8)


def signed_shift(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """同比 + 增速、环比 + 下降."""
    item = left.value
    return Joined("basis", with_change(BasisPhrase(item.basis or item.shift), right), 1.1)


def compared_so(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """与多年平均 + 相比: said twice."""
    said = replace(left.value, joined=False)
    return Joined("basis", said, 0.4) if "compare_end" in right.tags else None


def paced(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """年均 + 增长: a compound rate, which nothing here computes, so it is not understood."""
    text = left.text + right.text
    return Joined("unknown", text, 1.5) if right.tags & {"up", "down", "growth"} else None


def running_so(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """连续两年 + 低于常年."""
    if right.value.sign not in ("up", "down") or right.value.quantity is not None:
        return None
    return Joined("basis", replace(right.value, quantity=left.value), 1.1)


def not_moved(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """没有 + 增长: it did not move that way."""
    if len(right.tags & {"up", "down"}) != 1 or right.tags & {"growth", "change", "both_ways"} \
            or "neg" not in left.tags:
        return None
    sign: Literal["up", "down"] = "up" if "up" in right.tags else "down"
    return Joined("moved", BasisPhrase(sign=sign, denied=True), 0.9)


def moved_so(_: RuleContext, left: Item, right: Item) -> Joined | None:
    """X + 都在下降、没有增长; on the basis said before, if one was."""
    said: BasisPhrase = right.value
    basis = left.value if left.kind == "basis" else left.value.change
    if basis is not None:
        if basis.sign:
            return None
        said = replace(basis, sign=said.sign, denied=said.denied, every=said.every)
    if left.kind == "basis":
        return Joined("basis", said, 1.1)
    if left.value.kind == "share":
        return None
    return Joined("measure", replace(left.value, change=said), 1.1)


def with_change(basis: BasisPhrase, word: Item) -> BasisPhrase:
    """Return the basis with the direction and manner the change word asks for."""
    if "both_ways" in word.tags or "change" in word.tags:
        return replace(basis, sign="both")
    if "growth" in word.tags:
        falls = has_any(word.text, "falling")
        sign = basis.sign or ("down" if falls and not has_any(word.text, "rising") else "both")
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
