"""Fill in what a question leaves unsaid: which metric, a fact's total, a length, bins, divisors."""

from __future__ import annotations

from dataclasses import replace

from assistant.contracts.algebra import MeasureObj
from assistant.contracts.errors import AmbiguousQuestion
from assistant.reading.aggregates import averaged, is_mean
from assistant.reading.attribute_sums import sum_attributes
from assistant.reading.divisors import divide
from assistant.reading.frame import Frame
from assistant.reading.lengths import fill_lengths
from assistant.reading.means import fill_means, governed_mean
from assistant.reading.nearest import REGIONS
from assistant.reading.nodes import Cond
from assistant.reading.phrase_types import GroupPhrase, MeasurePhrase, Mods, SetPhrase
from assistant.reading.placing import narrow_ranked
from assistant.reading.resolve import Resolver
from assistant.reading.rule_words import words_of

_SPREADS = ("median", "stdev")


def fill_in(frame: Frame, resolver: Resolver) -> None:
    """Add to the frame what its words imply."""
    _Implied(frame, resolver).run()


def _is_place(cond: Cond) -> bool:
    return cond.options[0][1] is None and cond.options[0][0] in REGIONS

_GRAINS = ("hour", "day", "week", "month", "quarter", "year")


class _Implied:
    def __init__(self, frame: Frame, resolver: Resolver) -> None:
        self.frame = frame
        self.resolver = resolver

    def run(self) -> None:
        sum_attributes(self.frame, self.resolver)
        self._ends_of_attribute()
        self._yearly_change()
        self._choose_metrics()
        self._in_asked_unit()
        self._implied_metric()
        fill_lengths(self.frame, self.resolver)
        self._subtract()
        self._wider_places()
        divide(self.frame, self.resolver)
        fill_means(self.frame, self.resolver)
        self._spread()
        self._shared_out()
        self._governed()
        narrow_ranked(self.frame, self.resolver)

    def _ends_of_attribute(self) -> None:
        """省级退回的理由排前三的是什么: values of an attribute, ranked by how many have them."""
        frame = self.frame
        noun = frame.nouns[0] if len(frame.nouns) == 1 else None
        if noun is None or noun.asked or noun.ranked or frame.measures or len(frame.attrs) != 1 \
                or not (frame.limit or frame.extreme) or not (frame.which or frame.listed):
            return
        own = tuple(u for u in frame.attrs[0] if u.entity in noun.options)
        if own:
            frame.measures = [MeasurePhrase("count", noun=noun, text=noun.text)]
            frame.groups.append(GroupPhrase(attrs=own, asked=True))
            frame.nouns, frame.attrs = [], []

    def _yearly_change(self) -> None:
        """年均下降多少: by the year it may be meant in two ways, and neither is the total.

        Raises:
            AmbiguousQuestion: the change is asked by the year.
        """
        frame = self.frame
        changed = [m for m in frame.measures if m.change is not None]
        yearly = frame.per == "year" or any(m.per == "year" for m in changed)
        if yearly and (changed or frame.change is not None):
            raise AmbiguousQuestion(
                "“年均增减”可以是首末两年之差除以年数，也可以是年均增长率，现在只算首末两年的增减，"
                "请改问首末两年各是多少、共增减多少。")

    def _choose_metrics(self) -> None:
        """Of the metrics a word may mean, keep those every condition of the question fits."""
        frame = self.frame
        conds = frame.mods.conds
        nouns = tuple(o for n in frame.nouns if not n.asked for o in n.options)
        chosen = []
        for measure in frame.measures:
            if len(measure.metrics) > 1:
                mods = Mods(conds=conds)
                fitting = self.resolver.metrics_fitting(
                    mods.plus(Mods(conds=measure.mods.conds)), measure.metrics)
                fitting = self._grouped(fitting or measure.metrics) or fitting
                related = self.resolver.metrics_fitting(mods, fitting, nouns) if nouns else ()
                measure = replace(measure, metrics=related or fitting or measure.metrics)
            chosen.append(measure)
        frame.measures = chosen

    def _in_asked_unit(self) -> None:
        """降水折合多少亿方: of a depth and the volume it is of, the one in the unit asked for."""
        if "asks_volume" not in self.frame.flags or "asks_length" in self.frame.flags:
            return
        model = self.resolver.model
        for index, measure in enumerate(self.frame.measures):
            if len(measure.metrics) != 1 or model.metric(measure.metrics[0]).unit != "mm":
                continue
            volumes = tuple(p for p in model.metric(measure.metrics[0]).parts
                            if model.metric(p).unit == "m3")
            if volumes:
                self.frame.measures[index] = replace(measure, metrics=volumes)

    def _grouped(self, metrics: tuple[str, ...]) -> tuple[str, ...]:
        """Return the metrics that reach every grouping said (每个环节平均花几天)."""
        ways = [tuple(p.split(".")[0] for p in (*g.paths, *g.entities)) or
                tuple(a.entity for a in g.attrs) for g in self.frame.groups]
        ways = [w for w in ways if w]
        fine = tuple(m for m in metrics if self._kept_by_grain(m)) or metrics
        return tuple(m for m in fine
                     if all(any(self.resolver.reaching((m,), e) for e in w) for w in ways))

    def _kept_by_grain(self, metric: str) -> bool:
        """各月退回多少次: of what is kept by quarters and what has its own date, the latter."""
        kept = self.resolver.model.metric(metric).grain
        said = [g.grain for g in self.frame.groups if g.grain in _GRAINS]
        return kept not in _GRAINS or all(
            _GRAINS.index(kept) <= _GRAINS.index(g) for g in said if g is not None)

    def _implied_metric(self) -> None:
        """农业、工业各占多少: values of a fact with no metric said; its total is meant."""
        frame = self.frame
        if frame.measures or frame.nouns or frame.mods.states or not frame.mods.conds:
            return
        for cond in frame.mods.conds:
            facts = [o[0] for o in cond.options if o[1] is not None
                     and self.resolver.model.entity(o[0]).kind == "fact"]
            for fact in facts:
                total = self.resolver.total_of(fact)
                if total is not None:
                    measure = MeasurePhrase("metric", metrics=(total,))
                    frame.measures.append(measure)
                    return

    def _spread(self) -> None:
        """各县上传率的中位数: an aggregate over the members named by the grouping."""
        frame = self.frame
        wanted = [a for a in frame.aggs if a in _SPREADS]
        for index, measure in enumerate(list(frame.measures)):
            agg = measure.agg or next(iter(wanted), None)
            if agg not in (*_SPREADS, "max", "min") or measure.kind != "metric":
                continue
            if measure.agg is None and averaged(self.resolver.model, self._formula(measure)):
                frame.measures.insert(index + 1, replace(measure, agg=agg))
                frame.aggs = [a for a in frame.aggs if a != agg]
                continue
            group = next((g for g in frame.groups if (g.entities or g.paths)
                          and g.text and g.text[0] not in words_of("before_group")
                          and not g.asked), None)
            if group is not None:
                frame.measures[index] = self._over_members(replace(measure, agg=agg), group)

    def _formula(self, measure: MeasurePhrase) -> MeasureObj:
        return self.resolver.model.metric(measure.metrics[0]).formula

    def _over_members(self, measure: MeasurePhrase, group: GroupPhrase) -> MeasurePhrase:
        """Return the aggregate over the members; 各类取水户 keeps its classes as groups."""
        members = group.entities or tuple(p for p in group.paths if "." not in p)
        if members:
            self.frame.groups = [g for g in self.frame.groups if g is not group]
        else:
            members = tuple(p.split(".")[0] for p in group.paths)
        return replace(measure, scope=SetPhrase(members, measure.mods), mods=Mods())

    def _wider_places(self) -> None:
        """地下水供水最多的市占全省几成: the same water, of all places; not all water."""
        frame = self.frame
        ends = frame.extreme or frame.ranked or frame.limit or any(n.ranked for n in frame.nouns)
        regions = any(set((*n.options,)) & set(REGIONS) for n in frame.nouns if n.asked or n.ranked)
        ranked = bool(ends) and (regions or any(
            set((*g.entities, *g.paths)) & set(REGIONS) for g in frame.groups))
        for index, share in enumerate(frame.measures):
            part = share.part
            if share.kind != "share" or part is None or share.lift_below or share.own_place:
                continue
            part = self._place_of_counts(share, self._places_apart(share, part))
            share = frame.measures[index] = replace(share, part=part)
            if share.whole is not None or not part.mods:
                continue
            own = ranked and not share.lift and self._ranks_by(part)
            if own or share.lift and (self._placed() or ranked):
                frame.measures[index] = replace(share, lift=True, lift_same=True)

    def _ranks_by(self, part: MeasurePhrase) -> bool:
        """取水最多的市，农业取水占几成: of its own, as that is not what ranks the rows."""
        said = [n.ranked.by for n in self.frame.nouns if n.ranked is not None]
        said += [self.frame.ranked.by] if self.frame.ranked is not None else []
        by = next((m for m in said if m is not None), None)
        return by is None or by.kind != part.kind or by.metrics != part.metrics \
            or by.mods == part.mods

    def _placed(self) -> bool:
        return any(_is_place(c) and c.options[0][0] != "province" for c in self.frame.mods.conds)

    def _place_of_counts(self, share: MeasurePhrase, part: MeasurePhrase) -> MeasurePhrase:
        """吉安报表按时上报的比例: of the forms of that place, not of all."""
        noun = part.noun
        if part.kind != "count" or noun is None or share.lift or share.whole is not None:
            return part
        places = tuple(c for c in noun.mods.conds if _is_place(c))
        kept = tuple(c for c in noun.mods.conds if c not in places)
        if not places or not (kept or noun.mods.states or noun.mods.preds):
            return part
        self.frame.mods = self.frame.mods.plus(Mods(conds=places))
        return replace(part, noun=replace(noun, mods=replace(noun.mods, conds=kept)))

    def _places_apart(self, share: MeasurePhrase, part: MeasurePhrase) -> MeasurePhrase:
        """赣州农业用水占全省 is of 赣州; 东江的取水量占赣州 is of 东江, part of the whole named."""
        frame = self.frame
        named = share.whole.noun.mods.conds if share.whole is not None \
            and share.whole.noun is not None and not share.whole.noun.options else ()
        if any(_is_place(c) for c in named):
            values = {o for c in named for o in c.options}
            own = tuple(c for c in frame.mods.conds if _is_place(c) and not set(c.options) & values)
            frame.mods = replace(frame.mods, conds=tuple(
                c for c in frame.mods.conds if c not in own))
            return replace(part, mods=part.mods.plus(Mods(conds=own)))
        places = tuple(c for c in part.mods.conds if _is_place(c)) if share.lift else ()
        frame.mods = frame.mods.plus(Mods(conds=places))
        kept = tuple(c for c in part.mods.conds if c not in places)
        return replace(part, mods=replace(part.mods, conds=kept))

    def _subtract(self) -> None:
        """不含生态补水的用水量: the total less the part.

        Raises:
            AmbiguousQuestion: nothing is said of which it is to be left out.
        """
        frame = self.frame
        if not frame.without:
            return
        if not frame.measures:
            frame.measures = [self._whole_of(frame.without[0])]
        taken = [MeasurePhrase("metric", metrics=metrics) for metrics in frame.without]
        out = []
        for measure in frame.measures:
            for part in taken:
                measure = MeasurePhrase("arith", op="minus", terms=(measure, part))
            out.append(measure)
        frame.measures, frame.without = out, []

    def _whole_of(self, metrics: tuple[str, ...]) -> MeasurePhrase:
        """非农业用水量: of all use."""
        for name in metrics:
            total = self.resolver.total_like(name)
            if total is not None:
                return MeasurePhrase("metric", metrics=(total,))
        raise AmbiguousQuestion("没有听出要从哪个量里扣除，请说明。")

    def _governed(self) -> None:
        """用水量 shared among 户 is 户均用水量, where that is governed."""
        frame = self.frame
        for index, measure in enumerate(frame.measures):
            if measure.per != "each" or measure.kind != "metric":
                continue
            found = tuple(m for n in measure.metrics
                          if (m := governed_mean(self.resolver, n)) is not None)
            over = (measure.per_noun or measure.scope)
            if found and over is not None and {"survey_unit", "holder"} & set(over.options):
                frame.measures[index] = replace(measure, metrics=found, per=None, per_noun=None)

    def _shared_out(self) -> None:
        """按每百站算、户均: said apart from the measure it divides."""
        frame = self.frame
        ranked = frame.ranked is not None and frame.ranked.by is not None
        if not frame.per or not (frame.measures or ranked):
            return
        if frame.measures and all(m.metrics and is_mean(self.resolver.model.metric(m.metrics[0]))
               for m in frame.measures):
            return  # 户均 said again of what is one
        noun = frame.per_noun or next(
            (n for n in frame.nouns if not n.asked and not n.mods.preds), None)
        frame.measures = [
            replace(m, per=frame.per, per_noun=noun) if m.per is None else m
            for m in frame.measures
        ]
        by = frame.ranked.by if frame.ranked is not None else None
        if frame.ranked is not None and by is not None and by.per is None:
            frame.ranked = replace(frame.ranked, by=replace(by, per=frame.per, per_noun=noun))
        if noun in frame.nouns and frame.per_noun is None:
            frame.nouns = [n for n in frame.nouns if n is not noun]
            frame.mods = frame.mods.plus(noun.mods) if noun else frame.mods

