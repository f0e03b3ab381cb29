"""Put conditions where they belong before roles are given: alternatives, places, same nouns."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.nodes import Cond
from assistant.reading.phrase_types import MeasurePhrase, Mods, SetPhrase
from assistant.reading.phrases import join_conditions
from assistant.reading.resolve import Resolver

_SEVERAL = 2


def tidy_scopes(frame: Frame, resolver: Resolver) -> None:
    """Join alternatives, move places to the question, let later counts share earlier nouns."""
    _Scopes(frame, resolver).run()


class _Scopes:
    def __init__(self, frame: Frame, resolver: Resolver) -> None:
        self.frame = frame
        self.resolver = resolver

    def run(self) -> None:
        self._each_of_the_first()
        self._part_of_noun()
        self._merge_conditions()
        self._kinds_asked()
        self._shared_among()

    def _each_of_the_first(self) -> None:
        """人口最多的三个市用水量分别多少: each of them is shown, not all of them together."""
        frame = self.frame
        scopes = {m.scope for m in frame.measures if m.scope is not None and m.scope.ranked}
        scope = next(iter(scopes)) if len(scopes) == 1 else None
        if scope is None or scope.ranked is None or scope.ranked.n < 2 \
                or not frame.flags & {"each", "apart"} or frame.nouns or frame.groups \
                or any(m.kind != "metric" or m.scope is not scope for m in frame.measures):
            return
        frame.measures = [replace(m, scope=None) for m in frame.measures]
        frame.nouns = [replace(scope, asked=scope.asked or "list")]

    def _kinds_asked(self) -> None:
        """2022年建的和2025年建的站，哪批多: of the values told apart, not of the things so."""
        frame = self.frame
        told = frame.measures or frame.ranked or frame.extreme
        if "which_kind" not in frame.flags or not told \
                or not any(c.listed >= _SEVERAL for c in frame.mods.conds):
            return
        frame.nouns = [n for n in frame.nouns if n.mods or n.asked or n.ranked]

    def _shared_among(self) -> None:
        """国控站平均每站离线几次: the noun said first is what the figure is of and shared among."""
        frame = self.frame
        for noun in list(frame.nouns):
            shared = [m for m in frame.measures if m.per_noun is not None and m.kind == "metric"
                      and not m.per_noun.mods and set(m.per_noun.options) & set(noun.options)]
            if noun.asked or noun.ranked or not shared or len(shared) < len(frame.measures):
                continue
            frame.nouns = [n for n in frame.nouns if n is not noun]
            frame.measures = [replace(m, scope=noun) if noun.mods and m.scope is None else m
                              for m in frame.measures]

    def _part_of_noun(self) -> None:
        """督办的问题上个月销了几条: what is counted is of the things said before, not others'."""
        frame = self.frame
        for index, measure in enumerate(frame.measures):
            noun = measure.noun
            if measure.kind != "count" or noun is None or not noun.implied or noun.within:
                continue
            said = next((n for n in frame.nouns if not n.asked and n.ranked is None
                         and n.mods and set(n.options) & set(noun.options)), None)
            if said is None:
                continue
            options = tuple(o for o in said.options if o in noun.options)
            part = replace(said, options=options, mods=said.mods.plus(noun.mods))
            frame.measures[index] = replace(measure, noun=part)
            frame.nouns = [n for n in frame.nouns if n is not said]

    def _merge_conditions(self) -> None:
        """2025年那批站和2022年那批站: values of one attribute are alternatives, side by side."""
        frame = self.frame
        self._places_of_counts()
        self._nouns_with_loose_values()
        plain = [n for n in frame.nouns if not n.asked and n.ranked is None and not n.mods.preds
                 and not n.mods.states and n.within is None and n.mods.conds]
        if len(plain) >= 2 and all(set(n.options) & set(plain[0].options) for n in plain):
            merged = self._united([c for n in plain for c in n.mods.conds])
            if any(c.listed >= 2 for c in merged):
                frame.nouns = [n for n in frame.nouns
                               if n is plain[0] or not any(n is p for p in plain)]
                index = next(i for i, n in enumerate(frame.nouns) if n is plain[0])
                frame.nouns[index] = replace(plain[0], mods=Mods())
                frame.mods = frame.mods.plus(Mods(conds=tuple(merged)))
        frame.mods = replace(frame.mods, conds=tuple(self._united(list(frame.mods.conds))))
        if frame.measures or "which_kind" in frame.flags:
            self._free_listed()
        self._same_scope()

    def _free_listed(self) -> None:
        """2022年批次和2025年批次的站，离线次数…: alternatives said of a noun split the measures."""
        for index, noun in enumerate(self.frame.nouns):
            listed = [c for c in noun.mods.conds if c.listed >= 2]
            if listed and not noun.asked and noun.ranked is None:
                kept = tuple(c for c in noun.mods.conds if c not in listed)
                self.frame.nouns[index] = replace(noun, mods=replace(noun.mods, conds=kept))
                self.frame.mods = self.frame.mods.plus(Mods(conds=tuple(listed)))

    def _same_scope(self) -> None:
        """桃江上的站取了多少水，有几个站: the second 站 is the same 站."""
        self._scope_goes_on()
        scopes = [m.scope for m in self.frame.measures if m.scope is not None and m.scope.mods]
        for index, measure in enumerate(self.frame.measures):
            noun = measure.noun
            if measure.kind != "count" or noun is None:
                continue
            if noun.implied and index:
                self.frame.measures[index] = self._of_the_same(measure, index)
                continue
            if noun.mods:
                continue
            same = next((s for s in scopes if set(s.options) & set(noun.options)), None)
            if same is not None:
                self.frame.measures[index] = replace(measure, noun=noun.narrowed(same.mods))

    def _scope_goes_on(self) -> None:
        """火电厂取了多少水，许可用到几成: what is asked next is still of the same ones."""
        scope: SetPhrase | None = None
        for index, measure in enumerate(self.frame.measures):
            if measure.kind != "metric":
                continue
            if measure.scope is not None:
                scope = measure.scope
            elif scope is not None and scope.mods and not measure.mods and "whole" not in \
                    self.frame.flags and not self.frame.whole:
                fitting = self.resolver.metrics_fitting(
                    scope.mods, measure.metrics, scope.options)
                if fitting:
                    self.frame.measures[index] = replace(measure, metrics=fitting, scope=scope)

    def _of_the_same(self, measure: MeasurePhrase, index: int) -> MeasurePhrase:
        """重大故障报了几起，没修复的几起: a count without its noun is of what came before."""
        noun = measure.noun
        before = next((m.noun for m in reversed(self.frame.measures[:index])
                       if m.kind == "count" and m.noun is not None and not m.noun.implied), None)
        if noun is None or before is None:
            return measure
        options = tuple(o for o in before.options if self.resolver.fits(noun.mods, o))
        if not options:
            return measure
        whole = before.within or before  # 其中国控几个、自建几个: parts of one whole, side by side
        near = tuple(c for c in whole.mods.conds if any(
            not self.resolver.below(o[0], whole.options[0]) for o in c.options))
        kept = whole.mods if before.within is not None else replace(
            whole.mods, conds=near, states=())  # 新发几本、注销几本: not 新发 again
        return replace(measure, noun=replace(noun, options=options, mods=kept.plus(noun.mods)))

    def _places_of_counts(self) -> None:
        """赣州和吉安未销号问题各多少，超期的各多少: a place said of a count is the question's."""
        frame = self.frame
        for index, measure in enumerate(frame.measures):
            noun = measure.noun
            if measure.kind != "count" or noun is None:
                continue
            moved = tuple(c for c in noun.mods.conds
                          if not c.negated and (c.options[0][1] is None or c.listed >= 2))
            if moved:
                kept = tuple(c for c in noun.mods.conds if c not in moved)
                narrowed = replace(noun, mods=replace(noun.mods, conds=kept))
                frame.measures[index] = replace(measure, noun=narrowed)
                frame.mods = frame.mods.plus(Mods(conds=moved))
        self._listed_apart()
        for index, measure in enumerate(frame.measures):
            part = measure.part
            if measure.kind != "share" or part is None or part.scope is None:
                continue
            scope = part.scope
            places = tuple(c for c in scope.mods.conds if c.options[0][1] is None)
            frame.mods = frame.mods.plus(Mods(conds=places))
            if measure.lift_below and scope.ranked is not None and "each" in frame.flags:
                self._each_in_its_place(index, part, scope)

    def _listed_apart(self) -> None:
        """吉安、赣州有效证的年许可水量各多少: places listed of a measure, each on its own."""
        frame = self.frame
        for index, measure in enumerate(frame.measures):
            scope = measure.scope
            if measure.kind != "metric" or scope is None or scope.ranked or "each" not in \
                    frame.flags:
                continue
            places = tuple(c for c in scope.mods.conds if c.listed >= _SEVERAL
                           and not c.negated and c.options[0][1] is None)
            kept = tuple(c for c in scope.mods.conds if c not in places)
            frame.measures[index] = replace(
                measure, scope=replace(scope, mods=replace(scope.mods, conds=kept)))
            frame.mods = frame.mods.plus(Mods(conds=places))

    def _each_in_its_place(self, index: int, part: MeasurePhrase, scope: SetPhrase) -> None:
        """取水最多的十户各占所在市多少: a share for each row, of its own city."""
        alone = replace(part, scope=None)
        share = MeasurePhrase("share", part=alone, own_place=True)
        self.frame.measures[index : index + 1] = [alone, share]
        self.frame.nouns.append(scope)

    def _nouns_with_loose_values(self) -> None:
        """规模以上的站跟规模以下的比: the second value belongs beside the first."""
        frame = self.frame
        for index, noun in enumerate(frame.nouns):
            for cond in noun.mods.conds:
                if any(join_conditions(cond, other) for other in frame.mods.conds):
                    kept = tuple(c for c in noun.mods.conds if c is not cond)
                    frame.nouns[index] = replace(noun, mods=replace(noun.mods, conds=kept))
                    frame.mods = frame.mods.plus(Mods(conds=(cond,)))
                    return

    def _united(self, conds: list[Cond]) -> list[Cond]:
        out: list[Cond] = []
        for cond in self._without_parents(conds):
            for place, held in enumerate(out):
                joined = join_conditions(held, cond)
                if joined is not None and not held.negated and not cond.negated:
                    out[place] = joined
                    break
            else:
                out.append(cond)
        return out

    def _without_parents(self, conds: list[Cond]) -> list[Cond]:
        """九江的永修: the city only says which 永修 is meant."""
        named = [(c, o) for c in conds for o in c.options[:1] if o[1] is None and not c.negated]
        parents = {self.resolver.parent_of(o[0], str(v)) for _, o in named for v in o[2]}
        return [c for c in conds if c.negated or c.options[0][1] is not None
                or not all((c.options[0][0], str(v)) in parents for v in c.options[0][2])]
