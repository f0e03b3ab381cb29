"""One question's phrases, gathered from its clauses: who, what, where, when, and how shown."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from assistant.contracts.time import Grain, HourWindow, Period
from assistant.reading.flags import FLAG_TAGS
from assistant.reading.hearing import apart_all_so, in_words, weighty
from assistant.reading.hearing_back import BackHearing
from assistant.reading.hearing_bins import BinHearing
from assistant.reading.hearing_measures import MeasureHearing
from assistant.reading.hearing_rows import RowHearing
from assistant.reading.hearing_times import TimeHearing
from assistant.reading.hearing_unread import UnreadHearing
from assistant.reading.nodes import AttrUse, Comparison, Cond
from assistant.reading.period_asks import PeriodsAsked
from assistant.reading.phrase_types import (
    BasisPhrase,
    Cut,
    Divisor,
    GroupPhrase,
    Item,
    MeasurePhrase,
    Mods,
    Ranked,
    SetPhrase,
)
from assistant.reading.phrases import Limit
from assistant.reading.pointing import Back
from assistant.reading.rule_words import has_any, sense_in, words_of
from assistant.reading.stated_sets import StatedSet, stated_sets


@dataclass(slots=True)
class Frame(TimeHearing, RowHearing, MeasureHearing, BackHearing, UnreadHearing, BinHearing):
    """Everything heard of one question, in order of hearing."""

    times: list[Period] = field(default_factory=list)
    vague_times: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    basis: list[BasisPhrase] = field(default_factory=list)
    mods: Mods = field(default_factory=Mods)
    nouns: list[SetPhrase] = field(default_factory=list)
    measures: list[MeasurePhrase] = field(default_factory=list)
    groups: list[GroupPhrase] = field(default_factory=list)
    group_sets: list[tuple[GroupPhrase, SetPhrase]] = field(default_factory=list)
    ranked: Ranked | None = None
    limit: Limit | None = None
    extreme: Item | None = None
    when: Grain | None = None
    stated_sets: list[StatedSet] = field(default_factory=list)
    factors: tuple[str, str] | None = None
    moved: MeasurePhrase | None = None
    said_ways: set[str] = field(default_factory=set)
    all_so: list[Mods] = field(default_factory=list)
    bare: list[Comparison] = field(default_factory=list)
    bare_texts: list[str] = field(default_factory=list)
    called: list[str] = field(default_factory=list)
    rest_called: str = ""
    step: Grain | None = None
    bins: Cut | None = None
    attrs: list[tuple[AttrUse, ...]] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    order: str = ""
    order_by: MeasurePhrase | None = None
    which: bool = False
    whose: Item | None = None
    counter: str = ""
    listed: bool = False
    counted: bool = False
    count_text: str = ""
    shared: bool = False
    summed: bool = False
    aggs: list[str] = field(default_factory=list)
    without: list[tuple[str, ...]] = field(default_factory=list)
    divisors: list[Divisor] = field(default_factory=list)
    length_words: list[str] = field(default_factory=list)
    per: str = ""
    whole: bool = False
    numbers: list[Item] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    pronouns: list[str] = field(default_factory=list)
    change: BasisPhrase | None = None
    lists: list[Cond] = field(default_factory=list)
    hours: HourWindow | None = None
    week_parts: list[Period] = field(default_factory=list)
    head: SetPhrase | None = None
    per_noun: SetPhrase | None = None
    that: Grain | None = None
    back: list[Back] = field(default_factory=list)
    within: Frame | None = None
    left_aside: list[str] = field(default_factory=list)
    columns: list[Item] = field(default_factory=list)
    compared: list[Item] = field(default_factory=list)
    metric_groups: list[tuple[str, str]] = field(default_factory=list)
    ends: set[str] = field(default_factory=set)
    joins: bool = False
    sides: list[SetPhrase] = field(default_factory=list)
    other_parts: list[Item] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    full: list[Period] = field(default_factory=list)
    held_to: Frame | BasisPhrase | None = None
    steady: list[Item] = field(default_factory=list)
    left_out: list[Item] = field(default_factory=list)
    periods: PeriodsAsked | None = None
    periods_text: str = ""

    def left_over(self) -> tuple[str, ...]:
        """Return thresholds and numbers that nothing in the question took up."""
        used = bool(self.measures) or (
            (len(self.bare) > 1 or self.called) and self.counted) or (
            self.ranked is not None and self.ranked.by is not None)
        texts = [] if used or "check" in self.flags else list(self.bare_texts)
        texts.extend(i.text for i in (*self.steady, *self.left_out, *self.other_parts))
        if "check" not in self.flags:
            texts.extend(i.text for i in self.numbers
                         if weighty(i) and not in_words(i.value.interval, self.times))
        return (*texts, *self.pronouns)

    def asks(self) -> bool:
        """Return whether anything in it could be answered on its own."""
        return bool(self.measures or self.nouns or self.mods or self.ranked or self.bare
                    or self.metric_groups or self.sides)

    def hear(self, items: list[Item]) -> None:
        """Take in the phrases of one clause."""
        self.stated_sets = stated_sets(items)
        heard, self.all_so = apart_all_so(items)
        for item in heard:
            handler = getattr(self, f"_hear_{item.kind.replace('+', '')}", None)
            if handler is not None:
                handler(item)
        self._name_bins()
        kinds = {i.kind for i in items}
        if any(i.kind in ("change", "basis", "moved") and has_any(i.text, "judged_moves")
               for i in items):
            self.flags.add("judged")
        if {"than", "extreme", "change"} <= kinds:  # 比最低那年高多少
            self.flags.add("difference")

    # ------------------------------------------------------------------------------ handlers
    def _hear_mods(self, item: Item) -> None:
        waiting = item.kind == "mods+"  # its other half never came
        if waiting and item.value[1] == "or":
            self.flags.add("either")
        self.mods = self.mods.plus(item.value[0] if waiting else item.value)

    def _hear_noun(self, item: Item) -> None:
        noun: SetPhrase = item.value
        if noun.ranked is not None and noun.ranked.n == 1:
            self.ends.add(noun.ranked.direction)
        # 都是哪些站、在哪个县: of what is listed, which county each is in
        each = noun.asked == "which" and bool(self.nouns) and self.nouns[-1].asked == "list"
        listing = noun.asked == "list" or self.listed or each
        if listing and self.nouns and not noun.mods and noun.ranked is None \
                and (each or noun.asked in ("", "list")) and not set(noun.options) & set(
                    self.nouns[-1].options):
            self.columns.append(item)  # 列单位、期间: what to show of each row
            return
        self.nouns.append(noun)

    def _hear_base(self, item: Item) -> None:
        self.nouns.append(item.value)

    def _hear_metric_group(self, item: Item) -> None:
        self.metric_groups.append((item.text, item.value[0]))

    def _hear_ordered(self, item: Item) -> None:
        self.ends.add(item.value.direction)
        self.ranked = item.value

    def _hear_limit(self, item: Item) -> None:
        self.limit = item.value

    def _hear_extreme(self, item: Item) -> None:
        self.ends.add("most" if item.tags & {"most", "best"} else "least")
        self.extreme = item

    def _hear_cmp(self, item: Item) -> None:
        if "held" in item.tags:  # so many of what was not heard
            self.unread.append(item.text)
            return
        self.bare.append(item.value)
        self.bare_texts.append(item.text)

    def _hear_attr(self, item: Item) -> None:
        if item.text.startswith("哪") and not self.listed:
            self.groups.append(GroupPhrase(attrs=item.value, asked=True, text=item.text))
        else:
            self.attrs.append(item.value)

    def _hear_which(self, item: Item) -> None:
        self.which = True
        if len(item.text) > 1 and item.text[-1] in words_of("own_counters"):
            self.counter = item.text[-1]
        if item.text[-1] in words_of("kinds_asked"):
            self.flags.add("which_kind")
        if item.text[-1:] in words_of("asked_as_who"):
            self.whose = item

    def _hear_list(self, _: Item) -> None:
        self.listed = True

    def _hear_count(self, item: Item) -> None:
        self.counted = True
        self.count_text += item.text

    def _hear_share(self, _: Item) -> None:
        self.shared = True
        self.flags.add("share_said")

    def _hear_share_ask(self, _: Item) -> None:
        if self.basis or self.change or any(m.change for m in self.measures):
            self.flags.add("growth")
        else:
            self.shared = True

    def _hear_parent(self, _: Item) -> None:
        self.flags.add("parent")

    def _hear_whole(self, _: Item) -> None:
        self.whole = True

    def _hear_number(self, item: Item) -> None:
        self.numbers.append(item)

    def _hear_measures(self, item: Item) -> None:
        self.measures.extend(item.value[0])
        if item.kind.endswith("+") and item.value[1] == "or":
            self.flags.add("either")  # 是用水多了还是…

    _hear_measures_pending = _hear_measures

    def _hear_versus(self, item: Item) -> None:
        self.measures.extend(item.value)
        self.flags.add("difference")

    def _hear_modside(self, item: Item) -> None:
        self.mods = self.mods.plus(item.value)

    def _hear_altnoun(self, item: Item) -> None:
        self.sides.extend(item.value)

    def _hear_whole_place(self, _: Item) -> None:
        self.flags.add("whole_place")

    def _hear_joiner(self, item: Item) -> None:
        if "or" in item.tags:
            self.flags.add("any")
        self.flags |= item.tags & {"its"}

    def _hear_within(self, item: Item) -> None:
        if has_any(item.text, "between_bins"):
            self.flags.add("between")

    def _hear_howmuch(self, _: Item) -> None:
        self.flags.add("value")

    def _hear_moved(self, item: Item) -> None:
        said: BasisPhrase = item.value
        self.unread += [item.text] if said.denied else []
        self.change = replace(said, sign="both", every=False, denied=False)

    def _hear_each(self, item: Item) -> None:
        self.flags.add("each")

    def _hear_change(self, item: Item) -> None:
        if "share_ask" in item.tags:
            self._hear_share_ask(item)
            return
        if "diff" in item.tags and not item.tags & {"up", "down", "change", "growth"}:
            self.flags.add("difference")
            return
        way = item.tags & {"up", "down"}
        if item.tags & {"both_ways", "change", "growth"} or way and len(item.text) > 1:
            how = "growth" if "growth" in item.tags else "diff" if "diff" in item.tags else ""
            self.change = BasisPhrase(None, "both", how)  # type: ignore[arg-type]
        self.flags |= way

    def _hear_neg(self, item: Item) -> None:
        if len(item.text) >= 1:
            self.flags.add("neg")

    def _hear_fn(self, item: Item) -> None:
        self._hear_that(item)
        for tag in sorted(item.tags):
            if tag in FLAG_TAGS:
                self.flags.add(FLAG_TAGS[tag])
            if tag in ("asc", "desc", "fast_first", "slow_first"):
                self.order = tag
            if tag in ("no_antecedent", "vague", "correction"):  # one that put nothing right
                (self.pronouns if tag == "no_antecedent" else self.unread).append(item.text)
            if tag == "that_period" and self.that is None:
                self.that = sense_in("grain", item.text)
            if tag == "rank" and not self.order:
                self.order = "rank"
