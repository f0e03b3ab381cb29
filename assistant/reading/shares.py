"""Parts and wholes: fill what a share leaves unsaid (占几成, 其中灌区占多少, 有几成超期)."""

from __future__ import annotations

from dataclasses import replace

from assistant.contracts.algebra import Agg, AttrPred, Members
from assistant.reading.frame import Frame
from assistant.reading.phrase_types import MeasurePhrase, Mods, SetPhrase, StateChoice
from assistant.reading.resolve import Resolver


class Shares:
    """Closes the shares of a clause with what the clause, or the one before, is about."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver

    def close(self, clause: Frame, main: MeasurePhrase | None, noun: SetPhrase | None) -> None:
        """Fill the clause's shares; one that leans on what came before joins its frame.

        Args:
            clause: changed in place.
            main: the measure asked before, if any.
            noun: the set talked about before, if any.
        """
        self._asked_without_share(clause, main, noun)
        for index, share in enumerate(clause.measures):
            if share.kind != "share":
                continue
            before = clause.measures[index - 1] if index else main
            if share.part is None and share.mods and noun is None and before is None \
                    and clause.nouns and not clause.nouns[-1].asked:
                noun = clause.nouns.pop()  # 未销号问题超期率
            clause.measures[index] = self._closed(share, before, noun, "of_which" in clause.flags)
        if noun is not None:
            clause.measures = [self._of_chosen(m, noun) for m in clause.measures]
        if noun is not None and noun.ranked is not None:
            self._of_the_first(clause, noun)
        if "each" in clause.flags:
            self._each_of_the_first(clause)

    def fitting(self, mods: Mods, metrics: tuple[str, ...], nouns: tuple[str, ...]
                ) -> tuple[str, ...]:
        """Return the metrics that the modifiers and the noun can narrow."""
        return self.resolver.metrics_fitting(mods, metrics, nouns)

    def of_head(self, choice: StateChoice, frame: Frame) -> bool:
        """Return whether a state can be one of the things a frame is about."""
        nouns = [*frame.nouns, *(m.noun for m in frame.measures if m.noun is not None)]
        return not nouns or any(use.entity in n.options for n in nouns for use in choice)

    def counts_part(self, own: SetPhrase, noun: SetPhrase, *, inside: bool) -> bool:
        """去年到期的证，延续了的有几本: counted in the counter of the things said before."""
        if set(own.options) & set(noun.options):
            return True
        mine = {c for o in noun.options for c in self.resolver.model.entity(o).counters}
        counted = bool(own.counter) and any(c in own.counter for c in mine)
        alike = any({o[:2] for o in c.options} & {o[:2] for o in d.options}
                    for c in own.mods.conds for d in noun.mods.conds)  # 地下水口几个，地表水的几个
        return own.implied and (inside or counted or alike) \
            and any(self.resolver.fits(own.mods, o) for o in noun.options)

    def part_of(self, noun: SetPhrase, mods: Mods, *, inside: bool) -> SetPhrase:
        """Return the part of a set said next; what excludes the set's own state replaces it.

        Args:
            noun: the set talked about.
            mods: what is said of the part.
            inside: 其中 was said: only what cannot be a part at all is no part.
        """
        kept = self.without_alike(noun.mods, mods, inside=inside)
        if kept == noun.mods:
            return narrowed(noun, mods)
        return replace(noun, mods=kept.plus(mods), asked="", number=None, implied=False)

    def without_alike(self, mods: Mods, said: Mods, *, inside: bool = False) -> Mods:
        """Return the modifiers less those that what is said next stands in the place of."""
        apart = self.resolver.states.exclusive if inside else self.resolver.states.apart
        states = tuple(choice for choice in mods.states if not any(
            apart(a, b) for a in choice for other in said.states for b in other) and not any(
            self.resolver.states.other_kind(a, o) for a in choice
            for c in said.conds for o in c.options))
        kinds = {o[:2] for c in said.conds for o in c.options}
        conds = tuple(c for c in mods.conds if not kinds & {o[:2] for o in c.options}
                      or c in said.conds)
        return replace(mods, states=states, conds=conds)

    def imply(self, clause: Frame) -> None:
        """非常规水源用了多少: of values of a fact alone, the fact's total is asked."""
        if "value" not in clause.flags or clause.measures or clause.nouns or clause.groups \
                or clause.mods.states or clause.mods.preds:
            return
        for cond in clause.mods.conds:
            total = self._total(Mods(conds=(cond,)))
            if total is not None:
                kept = tuple(c for c in clause.mods.conds if c is not cond)
                clause.mods = replace(clause.mods, conds=kept)
                clause.measures = [replace(total, mods=Mods(conds=(cond,)))]
                return

    def alike(self, one: MeasurePhrase, other: MeasurePhrase) -> bool:
        """Whether two measures are of one subject area and unit: one may stand for the other."""
        model = self.resolver.model
        first, second = ({(model.metric(n).area, model.metric(n).unit) for n in m.metrics}
                         for m in (one, other))
        return bool(first & second)

    def _asked_without_share(
        self, clause: Frame, main: MeasurePhrase | None, noun: SetPhrase | None
    ) -> None:
        """有几成过了期限、百分之几是东江的; 上报率百分之几 asks a rate's own value."""
        if not clause.shared or any(m.kind == "share" for m in clause.measures):
            return
        last = clause.measures[-1] if clause.measures else main
        if "share_said" not in clause.flags and not clause.measures and not clause.mods \
                and last is not None and last.change is not None:
            clause.shared = False  # 少了多少，合百分之几: the change, told in percent
            clause.flags |= {"growth", "value"}
            return
        if "share_said" not in clause.flags and self._is_rate(last):
            clause.shared = False
            clause.flags.add("value")
            return
        open_to = clause.measures[-1:] or ([main] if main is not None else [])
        if not open_to and noun is None and not clause.nouns:
            return
        if clause.nouns and not clause.measures and not clause.nouns[-1].asked:
            whole = clause.nouns.pop()
            part = narrowed(whole, clause.mods)
            share = MeasurePhrase("share", part=MeasurePhrase("count", noun=part),
                                  whole=MeasurePhrase("count", noun=replace(whole, asked="")))
        else:
            share = MeasurePhrase("share", mods=clause.mods)
        clause.mods = Mods()
        clause.measures.append(share)
        clause.shared = False

    def _of_chosen(self, share: MeasurePhrase, noun: SetPhrase) -> MeasurePhrase:
        """一千万方以上的单位几家，用水占全部几成: what those used, of what all did."""
        part = share.part if share.kind == "share" else None
        chosen = noun.mods.preds or noun.mods.states or (
            noun.ranked is not None and noun.ranked.by != part)
        if part is None or part.kind != "metric" or part.scope is not None or part.mods \
                or part.time is not None or not chosen or share.whole is not None \
                and share.whole.metrics != part.metrics:
            return share
        fitting = self.resolver.metrics_fitting(Mods(), part.metrics, noun.options)
        if not fitting:
            return share
        scope = replace(noun, asked="", number=None)
        return replace(share, part=replace(part, metrics=fitting, scope=scope), whole=None)

    def _is_rate(self, measure: MeasurePhrase | None) -> bool:
        model = self.resolver.model
        return measure is not None and measure.kind == "metric" and all(
            model.metric(name).unit == "fraction" for name in measure.metrics)

    def _closed(
        self, share: MeasurePhrase, before: MeasurePhrase | None, noun: SetPhrase | None,
        inside: bool,
    ) -> MeasurePhrase:
        mods, part = share.mods, share.part
        if noun is not None and share == MeasurePhrase("share", text=share.text):
            tested = next((p.subject for p in noun.mods.preds if p.subject is not None
                           and p.subject.kind == "share"), None)
            if tested is not None:
                return tested  # 占15%以上的市，顺便给出占比
        if part is not None and part.kind == "count" and part.noun is not None \
                and not part.noun.options:
            mods, part = mods.plus(part.noun.mods), None
        if part is not None:
            if share.whole is None and inside and before is not None and not (
                    share.lift or share.lift_below):
                return replace(share, whole=before)
            return share
        if before is not None and before.kind == "share":  # 工业占几成，生活占几成: of one whole
            whole = before.whole
            before = whole if mods and whole is not None and whole.kind == "metric" \
                else before.part
        found = self._part(mods, before, noun)
        alone = before is None and noun is None
        if found is None or share.whole is not None and alone and not self._total(mods):
            return share
        part, whole = found
        if part.kind == "count" and share.whole is not None and share.whole.kind == "metric" \
                and part.noun is not None:  # 这几家占全省用水几成: what they used
            part = replace(share.whole, scope=part.noun)
        given = share.whole is not None or share.lift or share.lift_below or not mods
        return replace(share, mods=Mods(), part=part, whole=share.whole if given else whole)

    def _part(
        self, mods: Mods, before: MeasurePhrase | None, noun: SetPhrase | None
    ) -> tuple[MeasurePhrase, MeasurePhrase | None] | None:
        """Return the part the modifiers make, and the whole it is a part of."""
        if not mods:
            if before is not None:
                return before, None
            return (MeasurePhrase("count", noun=noun), None) if noun is not None else None
        before = self._whole_beside(before, mods)
        if before is not None and before.kind == "metric" and self._carries(before, mods):
            return replace(before, mods=before.mods.plus(mods)), before
        if noun is not None:
            mods = _found_in_doing(mods, noun)
            whole = MeasurePhrase("count", noun=replace(noun, asked="", number=None))
            return MeasurePhrase("count", noun=narrowed(noun, mods)), whole
        total = self._total(mods)
        if total is not None:
            return replace(total, mods=mods), total
        return self._of_their_own(mods) if before is None else None

    def _of_their_own(self, mods: Mods) -> tuple[MeasurePhrase, MeasurePhrase] | None:
        """按时报季报的比例: of all that can be in the state, as the values narrow them."""
        owners = tuple(dict.fromkeys(s.entity for choice in mods.states for s in choice))
        options = tuple(o for o in owners if self.resolver.fits(mods, o))
        if not options:
            return None
        whole = SetPhrase(options, Mods(conds=mods.conds))
        return (MeasurePhrase("count", noun=narrowed(whole, Mods(states=mods.states))),
                MeasurePhrase("count", noun=whole))

    def _whole_beside(self, before: MeasurePhrase | None, mods: Mods) -> MeasurePhrase | None:
        """农业用水占67.3%，工业占18.1%: a part of the same whole, not of what 农业 used."""
        if before is None or before.kind != "metric" or len(before.metrics) != 1:
            return before
        part, total = before.metrics[0], self.resolver.total_like(before.metrics[0])
        formula = self.resolver.model.metric(part).formula
        over = formula.over if isinstance(formula, Agg) else None
        told = {p.path.split(".")[-1] for p in over.where if isinstance(p, AttrPred)} \
            if isinstance(over, Members) else set()
        said = {o[1] for c in mods.conds for o in c.options}
        return replace(before, metrics=(total,)) if total and told & said else before

    def _carries(self, measure: MeasurePhrase, mods: Mods) -> bool:
        return bool(self.resolver.metrics_fitting(mods, measure.metrics))

    def _total(self, mods: Mods) -> MeasurePhrase | None:
        """农业、工业各占多少: values of a fact with no measure said; its total is meant."""
        for cond in mods.conds:
            for entity, attribute, _ in cond.options:
                name = self.resolver.total_of(entity) if attribute is not None else None
                if name is not None:
                    return MeasurePhrase("metric", metrics=(name,))
        return None

    def _of_the_first(self, clause: Frame, noun: SetPhrase) -> None:
        """取水最多的十户占…: all of them together, or 各占 each of its own place."""
        by = noun.ranked.by if noun.ranked is not None else None
        if by is None:
            return
        for index, share in enumerate(clause.measures):
            listed = bool(clause.columns) and share.part == by  # 户名、取水量、占全省比例
            if share.kind != "share" or share.part is None or share.part.noun != noun \
                    and not listed and share.part != by:
                continue
            own = [g for g in clause.groups if set((*g.entities, *g.paths)) & set(noun.options)]
            if own:  # 每户占…: each of the rows
                clause.groups = [g for g in clause.groups if g not in own]
            if "each" in clause.flags or clause.columns or own:
                one = replace(share, part=by, own_place=share.lift_below, lift_below=False)
                clause.measures[index] = one
                clause.measures.insert(index, by)
                clause.nouns.append(noun)
            else:
                clause.measures[index] = replace(share, part=replace(by, scope=noun))
            return

    def _each_of_the_first(self, clause: Frame) -> None:
        """取水最多的三户各占…: the share of each of them, not of all together."""
        for index, share in enumerate(clause.measures):
            part = share.part if share.kind == "share" else None
            if part is None or part.scope is None or part.scope.ranked is None:
                continue
            by = replace(part, scope=None)
            one = replace(share, part=by, own_place=share.lift_below, lift_below=False)
            clause.measures[index : index + 1] = [by, one]
            clause.nouns.append(part.scope)
            return


def narrowed(noun: SetPhrase, mods: Mods) -> SetPhrase:
    """Return the part of a set; a state said of the part stands for the one said before."""
    whole = replace(noun, asked="", number=None)
    return replace(whole, mods=mods, within=whole, implied=False)


def _found_in_doing(mods: Mods, noun: SetPhrase) -> Mods:
    """检查了多少户，有问题的占几成: of the senses of a state, what was found by what was done."""
    done = {o for p in noun.mods.preds if p.subject is not None and p.subject.noun is not None
            for o in p.subject.noun.options}
    states = tuple(tuple(u for u in choice if u.entity in done) or choice
                   for choice in mods.states)
    return replace(mods, states=states)
