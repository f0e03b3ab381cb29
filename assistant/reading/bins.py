"""Bins: how many rows a measure puts between edges (九成以下、九成到九成五、九成五以上各几个县)."""

from __future__ import annotations

from dataclasses import replace

from assistant.contracts.algebra import Growth, MeasureObj, MeasurePred, Metric, Number
from assistant.contracts.errors import AmbiguousQuestion
from assistant.contracts.query import NamedGroup
from assistant.reading.bands import (
    all_shares,
    ends_of,
    in_unit_of,
    open_ended,
    said_as,
    said_of_the_counted,
    tile,
)
from assistant.reading.frame import Frame
from assistant.reading.moved_apart import count_by_way
from assistant.reading.nodes import Amount, AttrUse, Comparison
from assistant.reading.phrase_types import BasisPhrase, Cut, MeasurePhrase, PredPhrase, SetPhrase
from assistant.reading.resolve import Resolver
from assistant.reading.thresholds import flipped, opposite

_FEWEST = 2


def cut_bins(frame: Frame, resolver: Resolver) -> None:
    """Turn thresholds said side by side, with a count, into edges of a cut measure."""
    if count_by_way(frame):
        return
    said_of_the_counted(frame)
    _first_said_whole(frame)
    frame.bare = all_shares(frame.bare)
    edges = _edges(frame)
    if len(frame.bare) < _FEWEST or not edges or not _counts(frame):
        return
    cut = next((m for m in frame.measures if m.kind == "metric"), None)
    attr = _numeric(frame, resolver) if cut is None else None
    noun = _counted(frame, cut)
    above = cut is not None and _last_bin_by_name(frame, cut, resolver)
    if noun is None or (cut is None and attr is None):
        return
    zero = _none_of_it(frame, cut, resolver)
    if cut is not None and cut.metrics:
        frame.bare = in_unit_of(frame.bare, resolver.model.metric(cut.metrics[0]).unit)
        edges = _edges(frame)
    if cut is not None and cut.change is None and _moves(frame):
        cut = replace(cut, change=frame.basis.pop(0) if frame.basis else BasisPhrase())
    named = _bands(frame, zero) if cut is not None else ()
    if not named and not above and not open_ended(frame.bare):
        raise AmbiguousQuestion("没有说最高一档以上、最低一档以下的算不算，请把每一档说全。")
    if not named and not tile(frame.bare):
        raise AmbiguousQuestion("说的几档没有首尾相接，请按从低到高逐档说清。")
    if cut is not None:
        frame.bins = Cut(replace(cut, scope=None), edges, named, _rest_of(frame) if named else "")
    elif attr is not None:
        frame.bins = Cut(attr, edges)
    frame.groups = [g for g in frame.groups
                    if not set((*g.entities, *g.paths)) & set(noun.options)
                    and not (attr is not None and g.attrs)]
    frame.measures = [MeasurePhrase("count", noun=replace(noun, asked="", number=None))]
    frame.nouns = [n for n in frame.nouns if n is not noun]
    frame.counted = False
    frame.bare, frame.bare_texts = [], []
    frame.numbers = [n for n in frame.numbers if n.value.counter != "档"]


def _none_of_it(frame: Frame, cut: MeasurePhrase | None, resolver: Resolver) -> str:
    """一方没取、不到一千方、…: the state that the cut measure is nothing is a bin of its own.

    Raises:
        AmbiguousQuestion: another state was said: a bin of its own, or a condition?
    """
    lowest = min((c.amount.value for c in frame.bare if c.amount is not None), default=0.0)
    if not frame.mods.states:
        return ""
    alone = cut is not None and len(frame.mods.states) == 1 and lowest > 0
    for use in frame.mods.states[0] if alone else ():
        state = resolver.model.state(use.name)
        pred = state.pred
        if not use.negated and isinstance(pred, MeasurePred) and pred.cmp == "=" \
                and isinstance(pred.left, Metric) and cut is not None \
                and pred.left.name in cut.metrics \
                and pred.right == Number(value=0):
            frame.mods = replace(frame.mods, states=())
            return state.zh
    said = resolver.model.state(frame.mods.states[0][0].name).zh
    raise AmbiguousQuestion(f"没有听出“{said}”是单独一档还是条件，请分开来问。")


def _bands(frame: Frame, zero: str) -> tuple[tuple[str, Comparison], ...]:
    if frame.called and frame.called == frame.bare_texts:
        return tuple(zip(frame.bare_texts, frame.bare, strict=True))
    return _from_zero(frame, zero) if zero and tile(frame.bare) else _named(frame)


def _from_zero(frame: Frame, zero: str) -> tuple[tuple[str, Comparison], ...]:
    """The bin of nothing, then the others, the lowest of which begins above it."""
    none = Amount(0.0, text="0")
    bands = sorted(zip(frame.bare_texts, frame.bare, strict=True),
                   key=lambda b: (ends_of(b[1]) or (0.0,))[0])
    (text, low), *rest = bands
    above = Comparison(">", none, low.amount) if low.upper is None else low
    return ((zero, Comparison("=", none)), (text, above), *rest)


def _first_said_whole(frame: Frame) -> None:
    """用水比上年涨5%以上、跌5%以上的: the first mark was heard as a condition on the measure."""
    noun = _same_noun_before(frame)
    preds = noun.mods.preds if noun is not None else frame.mods.preds
    found = _mark_of(preds[0]) if len(preds) == 1 and frame.bare and _counts(frame) else None
    if found is None:
        return
    subject, comparison = found
    frame.measures = [subject, *frame.measures]
    frame.bare = [comparison, *frame.bare]
    name = frame.called[0] if len(frame.called) == len(frame.bare) else ""
    frame.bare_texts = [name or _said_as(comparison, moved=subject.change is not None),
                        *frame.bare_texts]
    if noun is None:
        frame.mods = replace(frame.mods, preds=())
    else:
        frame.nouns = [n for n in frame.nouns if n is not noun]


def _same_noun_before(frame: Frame) -> SetPhrase | None:
    """用水超过30亿方的市和不到10亿方的市各几个: the things counted, already said once."""
    counted = [m.noun for m in frame.measures if m.kind == "count" and m.noun is not None]
    if len(counted) != 1 or len(frame.nouns) != 1 or counted[0].mods:
        return None
    noun = frame.nouns[0]
    only = noun.mods.preds and not (noun.mods.conds or noun.mods.states or noun.ranked)
    return noun if only and set(noun.options) & set(counted[0].options) else None


def _mark_of(pred: PredPhrase) -> tuple[MeasurePhrase, Comparison] | None:
    """Return what a condition holds against which mark; a fall is a mark below no change."""
    comparison, against = pred.comparison, pred.against
    amount = comparison.amount if comparison is not None else None
    if pred.subject is None or pred.quantifier or comparison is None or amount is None:
        return None
    if against is None:
        return pred.subject, comparison
    if against.kind not in ("change", "longterm"):
        return None
    basis = BasisPhrase(against.basis, longterm=against.kind == "longterm")
    if against.sign == "down":
        comparison = replace(comparison, cmp=flipped(comparison.cmp),  # type: ignore[arg-type]
                             amount=replace(amount, value=-amount.value))
    return replace(pred.subject, change=basis), comparison


def _said_as(comparison: Comparison, *, moved: bool) -> str:
    """增5%以上, 超过30亿方: the words for a bin."""
    amount = comparison.amount
    assert amount is not None
    if not moved:
        return said_as(comparison)
    up = amount.value > 0
    return f"{'增' if up else '减'}{amount.text}以上"


def _named(frame: Frame) -> tuple[tuple[str, Comparison], ...]:
    """Bins that do not follow one another (多一成以上、少一成以上) go by what was said of each."""
    ends = {c.cmp for c in frame.bare}
    if not (ends & {">", ">="} and ends & {"<", "<="}) or any(c.upper for c in frame.bare):
        return ()
    low = max(c.amount.value for c in frame.bare if c.amount and c.cmp in ("<", "<="))
    high = min(c.amount.value for c in frame.bare if c.amount and c.cmp in (">", ">="))
    if low >= high or len(frame.bare) != 2:  # noqa: PLR2004
        return ()
    return tuple(zip(frame.bare_texts, frame.bare, strict=True))


def _rest_of(frame: Frame) -> str:
    """中间的、其余的各几个: the bin between the two is asked for as well."""
    if frame.rest_called:
        return frame.rest_called
    if "between" in frame.flags:
        return "中间"
    return "其余" if "rest" in frame.flags else ""


def named_bins(cut: Cut, value: MeasureObj) -> tuple[NamedGroup, ...]:
    """Return the bins as groups of rows; what lies between them is the last."""
    tests = [_test(value, c) for _, c in cut.named]
    groups = [NamedGroup(name=name, where=(test, *_below_upper(value, c)))
              for (name, c), test in zip(cut.named, tests, strict=True)]
    if not cut.rest:
        return tuple(groups)
    between = tuple(t.model_copy(update={"cmp": opposite(t.cmp)}) for t in tests)
    return (*groups, NamedGroup(name=cut.rest, where=between))


def _below_upper(value: MeasureObj, band: Comparison) -> tuple[MeasurePred, ...]:
    if band.upper is None:
        return ()
    return (MeasurePred.model_validate(
        {"left": value, "cmp": "<", "right": Number(value=band.upper.value)}),)


def _test(value: MeasureObj, comparison: Comparison) -> MeasurePred:
    mark = comparison.amount.value if comparison.amount is not None else 0.0
    if isinstance(value, Growth) and not mark:  # rose or fell: the two figures themselves
        return MeasurePred.model_validate(
            {"left": value.measure, "cmp": comparison.cmp, "right": value.base})
    return MeasurePred.model_validate(
        {"left": value, "cmp": comparison.cmp, "right": Number(value=mark)})


def _last_bin_by_name(frame: Frame, cut: MeasurePhrase, resolver: Resolver) -> bool:
    """八成到十成、超许可: a state that rests on the cut measure only names its last bin.

    Returns:
        Whether one does.

    Raises:
        AmbiguousQuestion: it was denied, which is no bin.
    """
    words = {w for s in resolver.model.states if isinstance(s.measure, Metric)
             and s.measure.name in cut.metrics for w in (s.zh, *s.synonyms)}
    denied = [c.text for c in frame.mods.conds if c.negated] + [
        resolver.model.state(u.name).zh for ch in frame.mods.states for u in ch if u.negated]
    if set(denied) & words:
        raise AmbiguousQuestion(f"没有听出没有“{denied[0]}”是单独一档还是条件，请分开来问。")
    before = frame.mods
    frame.heard.extend(c.text for c in frame.mods.conds if c.text in words)
    kept = tuple(c for c in frame.mods.conds if c.text not in words)
    states = tuple(ch for ch in frame.mods.states
                   if not {resolver.model.state(u.name).zh for u in ch} & words)
    frame.mods = replace(frame.mods, conds=kept, states=states)
    return frame.mods != before


def _edges(frame: Frame) -> tuple[float, ...]:
    amounts = [a for c in frame.bare for a in (c.amount, c.upper) if a is not None]
    if any(c.amount is None for c in frame.bare):
        return ()
    return tuple(sorted({a.value for a in amounts}))


def _moves(frame: Frame) -> bool:
    """多一成以上、少一成以上: edges on both sides of no change."""
    values = [c.amount.value for c in frame.bare if c.amount is not None]
    return min(values) < 0 < max(values)


def _counts(frame: Frame) -> bool:
    return frame.counted or any(m.kind == "count" for m in frame.measures)


def _counted(frame: Frame, cut: MeasurePhrase | None) -> SetPhrase | None:
    """What is counted in each bin: said, or what the measure is taken of, or grouped by."""
    said = [m.noun for m in frame.measures if m.kind == "count" and m.noun is not None
            and m.noun.options]
    if said:
        return said[0]
    if cut is not None and cut.scope is not None:
        return cut.scope
    if frame.nouns:
        return frame.nouns[0]
    group = next((g for g in frame.groups if g.entities or g.paths), None)
    if group is None or any("." in p for p in group.paths):
        return None
    return SetPhrase(group.entities or group.paths)


def _numeric(frame: Frame, resolver: Resolver) -> tuple[AttrUse, ...] | None:
    """有效证按年许可水量分档: a number attribute cut into bins."""
    options = [g.attrs for g in frame.groups if g.attrs] + list(frame.attrs)
    for uses in options:
        kept = tuple(u for u in uses for a in resolver.model.entity(u.entity).attributes
                     if a.name == u.attribute and a.type == "number")
        if kept:
            return kept
    return None
