"""Why a figure moved: whose part of the change was largest, or which factor of a product it was.

主要是哪个市带起来的 asks for the change of each member; 是亩均涨了还是面积变了 for what each factor
brought about. A rate is explained by what it lacks: the records missing, not the rates of members.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.contracts.algebra import Metric, Per, Ratio
from assistant.reading.frame import Frame
from assistant.reading.nodes import AttrUse
from assistant.reading.phrase_types import BasisPhrase, GroupPhrase, MeasurePhrase, Mods
from assistant.reading.resolve import Resolver
from assistant.reading.shares import Shares
from knowledge_graph.semantics.model import SemanticModel

_ASKED = frozenset({"why", "drives"})
_SECTOR = GroupPhrase(attrs=(AttrUse("annual_use", "sector"),))
_PER = {"mu": "/mu", "person": "/person"}


def explained(clause: Frame, last: Frame, shares: Shares) -> Frame | None:
    """Return the question what a change comes from; None where none is asked or none was said."""
    main = _moved(last)
    if main is None or not (clause.flags & _ASKED or _either(clause)) or _picks_one(last):
        return None
    resolver = shares.resolver
    frame = Frame(times=list(last.times), mods=Mods(conds=last.mods.conds), whole=last.whole)
    frame.flags, frame.unread = {"explain"} | _ways(clause, last), list(clause.unread)
    frame.moved, frame.said_ways = main, _ways(clause, last)
    parts = _parts(clause, main, resolver.model)
    if parts:
        frame.measures = [main, *parts]
        frame.flags.clear()
        return frame
    factors = _factors(clause, main, resolver.model)
    if factors is not None:
        frame.factors, frame.measures = factors, [main]
        frame.heard = _words_of(clause, factors, resolver.model)
        return frame
    by = _dimension(clause) or (None if _either(clause) else _usual(main, last, resolver))
    if by is None:
        return None
    frame.measures, frame.groups = [_lacking(main, frame, resolver.model)], [by]
    return frame


def _moved(last: Frame) -> MeasurePhrase | None:
    """Return what moved, with what it is compared with."""
    ranked = last.ranked.by if last.ranked is not None else None
    found = [m for m in (*last.measures, ranked) if m is not None and m.change is not None]
    if found:
        return replace(found[0], change=_plain(found[0].change))
    basis = last.basis[0] if last.basis else last.change
    if basis is None or basis.longterm or basis.parent:
        return None
    if len(last.measures) == 1:
        return replace(last.measures[0], change=_plain(basis))
    if last.nouns and not last.measures:
        noun = replace(last.nouns[-1], asked="", number=None)
        return MeasurePhrase("count", noun=noun, change=_plain(basis))
    return None


def _picks_one(last: Frame) -> bool:
    """谁掉得最狠，为啥掉的: of the one that the first question finds, which is not known yet."""
    ends = last.ranked or last.extreme or any(n.ranked for n in last.nouns)
    return bool(ends)


def _parts(
    clause: Frame, main: MeasurePhrase, model: SemanticModel
) -> list[MeasurePhrase]:
    """人均用水涨了，是用水多了还是人少了: both sides of the quotient, where one was named."""
    metric = model.metric(main.metrics[0]) if main.metrics else None
    named = {n for m in clause.measures for n in m.metrics}
    quotient = metric is not None and isinstance(metric.formula, Ratio | Per)
    if metric is None or not quotient or not _either(clause) or not named & set(metric.parts):
        return []
    return [replace(main, metrics=(name,)) for name in metric.parts]


def _plain(basis: BasisPhrase | None) -> BasisPhrase:
    return BasisPhrase(basis.basis if basis is not None else None, "both")


def _ways(clause: Frame, last: Frame) -> set[str]:
    """Which way is to be explained, where it was said."""
    signs = {m.change.sign for m in last.measures if m.change is not None}
    own = set() if _either(clause) else clause.flags & {"up", "down"}
    told = own or {str(s) for s in signs} & {"up", "down"}
    return told if len(told) == 1 else set()


def _either(clause: Frame) -> bool:
    """是亩均涨了还是面积变了."""
    moved = clause.change or clause.flags & {"up", "down"} or any(
        m.change for m in clause.measures)
    return bool(clause.flags & {"any", "either"}) and bool(moved)


def _dimension(clause: Frame) -> GroupPhrase | None:
    """哪个市、哪几个站、哪个行业: whose parts are asked for."""
    attrs = [*clause.attrs, *(c.value for c in clause.columns if c.kind == "attr"),
             *(g.attrs for g in clause.groups if g.attrs)]
    if clause.nouns and not clause.nouns[-1].mods:
        return GroupPhrase(entities=clause.nouns[-1].options, text=clause.nouns[-1].text)
    if attrs:
        return GroupPhrase(attrs=attrs[0])
    return next(iter(clause.groups), None)


def _usual(main: MeasurePhrase, last: Frame, resolver: Resolver) -> GroupPhrase | None:
    """With nobody named to look among: the members next below the place, or the sectors."""
    model = resolver.model
    yearly = bool(main.metrics) and model.metric(main.metrics[0]).grain == "year"
    placed = any(o[1] is None and o[0] != "province" for c in last.mods.conds for o in c.options)
    if yearly:
        return _SECTOR if main.metrics[0] == "total_use" else (
            None if placed else GroupPhrase(entities=("city",)))
    return GroupPhrase(entities=("station",) if placed else ("city",))


def _lacking(main: MeasurePhrase, frame: Frame, model: SemanticModel) -> MeasurePhrase:
    """Of a rate: what it lacks to be whole, or what it counts where less of it is better."""
    metric = model.metric(main.metrics[0]) if main.metrics else None
    if metric is None or metric.unit != "fraction" or not isinstance(metric.formula, Ratio):
        return main
    top, bottom = (_name(t, model) for t in (metric.formula.top, metric.formula.bottom))
    if not top or not bottom:
        return main
    frame.flags -= {"down"}
    frame.flags |= {"up"}  # more of it is what brought the rate down
    if metric.better == "lower":
        return replace(main, metrics=(top,))
    missing = next((m.name for m in model.metrics if getattr(m.formula, "op", "") == "minus"
                    and list(m.parts) == [bottom, top]), None)
    return replace(main, metrics=(missing,)) if missing is not None else main


def _name(term: object, model: SemanticModel) -> str:
    known = isinstance(term, Metric) and not term.where
    names = {m.name for m in model.metrics}
    return term.name if isinstance(term, Metric) and known and term.name in names else ""


def _factors(clause: Frame, main: MeasurePhrase, model: SemanticModel) -> tuple[str, str] | None:
    """Return the rate and the size whose product the measure is, where one of them was named."""
    if not _either(clause) or not main.metrics:
        return None
    named = {n for m in clause.measures for n in m.metrics}
    units = tuple(_PER[d.unit] for d in clause.divisors if d.unit in _PER)
    for metric in model.metrics:
        formula = metric.formula
        if not isinstance(formula, Ratio | Per) or len(metric.parts) != 2 \
                or metric.parts[0] != main.metrics[0]:  # noqa: PLR2004
            continue
        told = bool(named & {metric.name, metric.parts[1]}) or (
            bool(units) and metric.unit.endswith(units))
        if told:
            return metric.name, metric.parts[1]
    return None


def _words_of(clause: Frame, factors: tuple[str, str], model: SemanticModel) -> list[str]:
    """面积 names the factor that is an area."""
    names = "".join(model.metric(name).zh for name in factors)
    attrs = [a.zh for uses in clause.attrs for u in uses for a in model.entity(u.entity).attributes
             if a.name == u.attribute]
    return [w for w in dict.fromkeys((*attrs, *(a[-2:] for a in attrs))) if w in names]


