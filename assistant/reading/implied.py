"""Fill in what a question leaves unsaid: which metric, a fact's total, a length, bins, divisors."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.phrase_types import GroupPhrase, MeasurePhrase, Mods, SetPhrase
from assistant.reading.resolve import Resolver


def fill_in(frame: Frame, resolver: Resolver) -> None:
    """Add to the frame what its words imply."""
    _Implied(frame, resolver).run()


class _Implied:
    def __init__(self, frame: Frame, resolver: Resolver) -> None:
        self.frame = frame
        self.resolver = resolver

    def run(self) -> None:
        self._choose_metrics()
        self._implied_metric()
        self._implied_length()
        self._spread()
        self._shared_out()
        self._bins()

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
                related = self.resolver.metrics_fitting(mods, fitting, nouns) if nouns else ()
                measure = replace(measure, metrics=related or fitting or measure.metrics)
            chosen.append(measure)
        frame.measures = chosen

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

    def _implied_length(self) -> None:
        """销号的问题平均用了多少天: the metric of how long such things take."""
        frame = self.frame
        if "length" not in frame.flags or frame.agg != "avg" or frame.measures:
            return
        for noun in frame.nouns:
            for entity in noun.options:
                name = self.resolver.mean_length_of(entity)
                if name is not None:
                    measure = MeasurePhrase("metric", metrics=(name,), scope=noun)
                    frame.measures = [measure]
                    frame.nouns = [n for n in frame.nouns if n is not noun]
                    return

    def _spread(self) -> None:
        """各县上传率的中位数: an aggregate over the members named by the grouping."""
        frame = self.frame
        wanted = frame.agg if frame.agg in ("median", "stdev") else None
        for index, measure in enumerate(frame.measures):
            agg = measure.agg if measure.agg in ("median", "stdev", "max", "min") else wanted
            group = next((g for g in frame.groups if g.entities), None) or next(
                (self._path_group(g) for g in frame.groups if g.paths and self._path_group(g)),
                None)
            if agg is None or measure.kind != "metric" or group is None:
                continue
            frame.measures[index] = replace(
                measure, agg=agg, scope=SetPhrase(group.entities, measure.mods), mods=Mods())
            frame.groups = [g for g in frame.groups
                            if not set(g.entities or ()) & set(group.entities)
                            and not set(g.paths) & set(group.entities)]

    def _shared_out(self) -> None:
        """按每百站算、户均: said apart from the measure it divides."""
        frame = self.frame
        if not frame.per or not frame.measures:
            return
        noun = frame.per_noun or next(
            (n for n in frame.nouns if not n.asked and not n.mods.preds), None)
        frame.measures = [
            replace(m, per=frame.per, per_noun=noun) if m.per is None else m
            for m in frame.measures
        ]
        if noun in frame.nouns and frame.per_noun is None:
            frame.nouns = [n for n in frame.nouns if n is not noun]
            frame.mods = frame.mods.plus(noun.mods) if noun else frame.mods

    def _path_group(self, group: GroupPhrase) -> GroupPhrase | None:
        names = tuple(p for p in group.paths if "." not in p)
        return replace(group, entities=names) if names else None

    def _bins(self) -> None:
        """九成以下、九成到九成五、九成五以上各几个县: edges cut the measure."""
        frame = self.frame
        counted = [m for m in frame.measures if m.kind == "count" and m.noun is not None
                   and m.noun.options]
        tested = [m for m in frame.measures if m.kind == "metric"]
        if len(frame.bare) < 2 or not counted or not tested:
            return
        edges = {a.value for c in frame.bare for a in (c.amount, c.upper) if a is not None}
        frame.bins = (tested[0], tuple(sorted(edges)))
        noun = counted[0].noun
        assert noun is not None
        frame.groups = [g for g in frame.groups
                        if not set((*g.entities, *g.paths)) & set(noun.options)]
        frame.measures = counted[:1]
        frame.bare = []
