"""One question's phrases, gathered from its clauses: who, what, where, when, and how shown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

from assistant.contracts.time import Grain, HourWindow, Period
from assistant.reading.nodes import AttrUse, Comparison, Cond
from assistant.reading.periods import month_end
from assistant.reading.phrase_types import (
    BasisPhrase,
    GroupPhrase,
    Item,
    MeasurePhrase,
    Mods,
    Ranked,
    SetPhrase,
)
from assistant.reading.phrases import Limit

# Words that may stand unread: what they say is carried by the shape or by other words.
_FLAG_TAGS = {
    "yesno": "yesno", "check": "check", "trend": "trend", "pie": "pie", "crosstab": "crosstab",
    "why": "why", "mark": "mark", "parent_add": "parent", "total_add": "total", "times": "ratio",
    "fraction_of": "fraction", "bins": "bins", "same_as": "same",
    "of_which": "of_which", "only": "only", "all_of": "all", "any_of": "any", "both": "both",
    "same_time": "same_time", "pronoun_set": "pronoun", "detail": "detail", "ask_value": "value",
    "ask_length": "length", "earliest": "earliest", "latest": "latest", "place_of": "place_of",
}
_WHEN_GRAINS: tuple[tuple[str, Grain], ...] = (
    ("钟", "hour"), ("小时", "hour"), ("时段", "hour"), ("点", "hour"), ("季", "quarter"),
    ("月", "month"), ("年", "year"), ("天", "day"), ("日", "day"),
)


def _is_open(share: MeasurePhrase) -> bool:
    """The part is missing (占国控站几成), or is only a condition (其中灌区占多少)."""
    part = share.part
    return part is None or (part.kind == "count" and part.noun is not None
                            and not part.noun.options)


def _closed(share: MeasurePhrase, before: MeasurePhrase) -> MeasurePhrase:
    if before.kind == "share" and before.part is not None:
        before = before.part
    if share.part is None:
        return replace(share, part=before)
    noun = share.part.noun
    assert noun is not None
    if before.kind == "count" and before.noun is not None:
        part = replace(before, noun=before.noun.narrowed(noun.mods))
    else:
        part = replace(before, mods=before.mods.plus(noun.mods))
    return replace(share, part=part, whole=share.whole or (None if share.lift else before))


def _weighty(item: Item) -> bool:
    """A loose number that would have been a condition: a volume, a rate, a length of time."""
    return item.value.dimension in ("volume", "fraction", "duration", "money", "area", "length",
                                    "percent_point")


_BARE_MONTHS = re.compile(r"^[0-9一二三四五六七八九十]+(月份?|[到至—\-~][0-9一二三四五六七八九十]+月份?)$")


def in_the_year_said(period: Period, earlier: list[Period]) -> Period:
    """去年灌区4到9月: months said without a year belong to the year said before."""
    year = next((p for p in earlier if isinstance(p.first, date) and isinstance(p.last, date)
                 and (p.first.month, p.first.day) == (1, 1) and p.first.year == p.last.year), None)
    if year is None or not _BARE_MONTHS.match(period.label):
        return period
    if not (isinstance(period.first, date) and isinstance(period.last, date)):
        return period
    assert isinstance(year.first, date)
    wanted = year.first.year
    last = month_end(date(wanted, period.last.month, 1))
    if period.first.year == wanted:
        return period
    return period.model_copy(update={"first": date(wanted, period.first.month, 1), "last": last})


@dataclass(slots=True)
class Frame:
    """Everything heard of one question, in order of hearing."""

    times: list[Period] = field(default_factory=list)
    vague_times: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    basis: list[BasisPhrase] = field(default_factory=list)
    mods: Mods = field(default_factory=Mods)
    nouns: list[SetPhrase] = field(default_factory=list)
    measures: list[MeasurePhrase] = field(default_factory=list)
    groups: list[GroupPhrase] = field(default_factory=list)
    ranked: Ranked | None = None
    limit: Limit | None = None
    extreme: Item | None = None
    when: Grain | None = None
    bare: list[Comparison] = field(default_factory=list)
    bare_texts: list[str] = field(default_factory=list)
    attrs: list[tuple[AttrUse, ...]] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    order: str = ""
    which: bool = False
    listed: bool = False
    counted: bool = False
    shared: bool = False
    summed: bool = False
    agg: str = ""
    per: str = ""
    whole: bool = False
    numbers: list[Item] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    change: BasisPhrase | None = None
    lists: list[Cond] = field(default_factory=list)
    hours: HourWindow | None = None
    head: SetPhrase | None = None
    per_noun: SetPhrase | None = None
    that: Grain | None = None
    columns: list[SetPhrase] = field(default_factory=list)
    metric_groups: list[tuple[str, str]] = field(default_factory=list)
    ends: set[str] = field(default_factory=set)

    def left_over(self) -> tuple[str, ...]:
        """Return thresholds and numbers that nothing in the question took up."""
        used = bool(self.measures) or (self.ranked is not None and self.ranked.by is not None)
        texts = [] if used or "check" in self.flags else list(self.bare_texts)
        if "check" not in self.flags:
            texts.extend(i.text for i in self.numbers if _weighty(i))
        return tuple(texts)

    def asks(self) -> bool:
        """Return whether anything in it could be answered on its own."""
        return bool(self.measures or self.nouns or self.mods or self.ranked or self.bare
                    or self.metric_groups)

    def inherit(self, earlier: Frame) -> None:
        """Take over what an earlier question of the same sentence said and this one leaves out."""
        if not self.times:
            self.times = list(earlier.times)
        places = tuple(c for c in earlier.mods.conds if c.options[0][1] is None)
        if not any(c.options[0][1] is None for c in self.mods.conds):
            self.mods = self.mods.plus(Mods(conds=places))
        if not self.measures and not self.nouns:
            if self.mods.states or self.mods.preds or self.bare or self.which or self.listed:
                self.nouns = [replace(n, asked=n.asked) for n in earlier.nouns]
                if not self.nouns:
                    self.nouns = [m.noun for m in earlier.measures if m.noun is not None][:1]
                if self.bare or self.extreme is not None:
                    self.measures = [m for m in earlier.measures if m.kind == "metric"]
            else:
                self.measures = list(earlier.measures)
                self.groups = self.groups or list(earlier.groups)
        if not self.nouns and any(m.kind == "count" and (m.noun is None or not m.noun.options)
                                  for m in self.measures):
            counted = [m.noun for m in earlier.measures if m.noun is not None and m.noun.options]
            self.head = next(iter([*earlier.nouns, *counted]), None)

    def hear(self, items: list[Item]) -> None:
        """Take in the phrases of one clause."""
        for item in items:
            handler = getattr(self, f"_hear_{item.kind.replace('+', '')}", None)
            if handler is not None:
                handler(item)

    # ------------------------------------------------------------------------------ handlers
    def _hear_time(self, item: Item) -> None:
        period = in_the_year_said(item.value.period, self.times)
        if item.value.role == "now":
            self.flags.add("now")
            return
        if any((p.first, p.last) == (period.first, period.last) for p in self.times):
            return
        if period.first is None and period.last is None and period.hours is not None:
            self.hours = period.hours
            return
        self.times.append(period)

    def _hear_vague_time(self, item: Item) -> None:
        self.vague_times.append((item.text, item.value.choices))

    def _hear_shift(self, item: Item) -> None:
        value = item.value
        sign = "both"
        self.basis.append(BasisPhrase(value.basis or value.shift, sign))  # type: ignore[arg-type]

    def _hear_basis(self, item: Item) -> None:
        self.basis.append(item.value)

    def _hear_grain(self, item: Item) -> None:
        self.groups.append(GroupPhrase(grain=item.value.grain, text=item.text))

    def _hear_mods(self, item: Item) -> None:
        waiting = item.kind == "mods+"  # its other half never came
        self.mods = self.mods.plus(item.value[0] if waiting else item.value)

    def _hear_noun(self, item: Item) -> None:
        noun: SetPhrase = item.value
        listing = noun.asked == "list" or self.listed
        if listing and self.nouns and not noun.mods and noun.ranked is None \
                and noun.asked in ("", "list") and not set(noun.options) & set(
                    self.nouns[-1].options):
            self.columns.append(noun)  # 列单位、期间: what to show of each row
            return
        self.nouns.append(noun)

    def _hear_base(self, item: Item) -> None:
        self.nouns.append(item.value)

    def _hear_measure(self, item: Item) -> None:
        phrase: MeasurePhrase = item.value
        if phrase.kind == "share" and self.measures and _is_open(phrase):
            phrase = _closed(phrase, self.measures[-1])
            if phrase.part is self.measures[-1]:
                self.measures.pop()
        elif phrase.kind == "share" and phrase.part is None and self.nouns:
            noun = self.nouns[-1]
            if noun.ranked is not None and noun.ranked.by is not None:
                # 取水最多的十户占全市百分之几: what those ten take together
                part = replace(noun.ranked.by, scope=self.nouns.pop())
                phrase = replace(phrase, part=part)
        self.measures.append(phrase)

    def _hear_metric_group(self, item: Item) -> None:
        self.metric_groups.append((item.text, item.value[0]))

    def _hear_groups(self, item: Item) -> None:
        self.groups.extend(item.value)

    def _hear_group(self, item: Item) -> None:
        self.groups.append(item.value)

    def _hear_groupset(self, item: Item) -> None:
        group, noun = item.value
        self.groups.append(group)
        self.mods = self.mods.plus(noun.mods)

    def _hear_kindset(self, item: Item) -> None:
        group, noun = item.value
        self.groups.append(group)
        self.nouns.append(noun)

    def _hear_kinds(self, item: Item) -> None:
        self.groups.append(GroupPhrase(kinds=True, each=True, text=item.text))

    def _hear_dim(self, item: Item) -> None:
        self.groups.append(GroupPhrase(paths=item.value, text=item.text))

    def _hear_ordered(self, item: Item) -> None:
        self.ends.add(item.value.direction)
        self.ranked = item.value

    def _hear_limit(self, item: Item) -> None:
        self.limit = item.value

    def _hear_extreme(self, item: Item) -> None:
        self.ends.add("most" if item.tags & {"most", "best"} else "least")
        self.extreme = item

    def _hear_when(self, item: Item) -> None:
        self.when = next((g for mark, g in _WHEN_GRAINS if mark in item.text), "month")

    def _hear_cmp(self, item: Item) -> None:
        self.bare.append(item.value)
        self.bare_texts.append(item.text)

    def _hear_attr(self, item: Item) -> None:
        self.attrs.append(item.value)

    def _hear_which(self, _: Item) -> None:
        self.which = True

    def _hear_list(self, _: Item) -> None:
        self.listed = True

    def _hear_count(self, _: Item) -> None:
        self.counted = True

    def _hear_share(self, _: Item) -> None:
        self.shared = True

    def _hear_share_ask(self, _: Item) -> None:
        if self.basis or self.change or any(m.change for m in self.measures):
            self.flags.add("growth")
        else:
            self.shared = True

    def _hear_agg(self, item: Item) -> None:
        if "summed" in item.tags:
            self.summed = True
        else:
            self.agg = next(t for t in ("median", "avg", "maximum", "minimum", "stdev")
                            if t in item.tags)

    def _hear_perof(self, item: Item) -> None:
        per, noun = item.value
        self._hear_per(per)
        self.per_noun = noun

    def _hear_per(self, item: Item) -> None:
        self.per = next(t for t in item.tags if t.startswith("per_")).removeprefix("per_")

    def _hear_parent(self, _: Item) -> None:
        self.flags.add("parent")

    def _hear_whole(self, _: Item) -> None:
        self.whole = True

    def _hear_number(self, item: Item) -> None:
        self.numbers.append(item)

    def _hear_measures(self, item: Item) -> None:
        self.measures.extend(item.value[0])

    _hear_measures_pending = _hear_measures

    def _hear_whole_place(self, _: Item) -> None:
        self.flags.add("whole_place")

    def _hear_joiner(self, item: Item) -> None:
        if "or" in item.tags:
            self.flags.add("any")

    def _hear_longterm(self, _: Item) -> None:
        self.basis.append(BasisPhrase(longterm=True, sign="both"))

    def _hear_quant(self, item: Item) -> None:
        if item.tags & {"none", "running"}:
            self.unread.append(item.text)
        elif "every" in item.tags:
            self.flags.add("every")

    def _hear_howmuch(self, _: Item) -> None:
        self.flags.add("value")

    def _hear_steady(self, item: Item) -> None:
        self.unread.append(item.text)

    def _hear_each(self, item: Item) -> None:
        self.flags.add("each")

    def _hear_quantn(self, item: Item) -> None:
        self.unread.append(item.text)

    def _hear_qcmp(self, item: Item) -> None:
        self.unread.append(item.text)

    def _hear_cmpword(self, item: Item) -> None:
        if len(item.text) > 1:
            self.unread.append(item.text)

    def _hear_change(self, item: Item) -> None:
        if "share_ask" in item.tags:
            self._hear_share_ask(item)
            return
        if "diff" in item.tags and not item.tags & {"up", "down", "change", "growth"}:
            self.flags.add("difference")
            return
        if item.tags & {"both_ways", "change", "growth"} or (
            item.tags & {"up", "down"} and len(item.text) > 1
        ):
            sign = "both"
            how = "growth" if "growth" in item.tags else "diff" if "diff" in item.tags else ""
            self.change = BasisPhrase(None, sign, how)  # type: ignore[arg-type]

    def _hear_unknown(self, item: Item) -> None:
        self.unread.append(item.text)

    def _hear_neg(self, item: Item) -> None:
        if len(item.text) >= 1:
            self.flags.add("neg")

    def _hear_fn(self, item: Item) -> None:
        for tag in item.tags:
            if tag in _FLAG_TAGS:
                self.flags.add(_FLAG_TAGS[tag])
            if tag in ("asc", "desc"):
                self.order = tag
            if tag in ("no_antecedent", "vague"):
                self.unread.append(item.text)
            if tag == "that_period" and self.that is None:
                self.that = next((g for mark, g in _WHEN_GRAINS if mark in item.text), None)
            if tag == "rank" and not self.order:
                self.order = "rank"
