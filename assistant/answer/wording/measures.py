"""Measures in words: named metrics, counts, aggregates, quotients and shares."""

from __future__ import annotations

import re
from typing import Any

from assistant.answer.wording.amounts import amount
from assistant.answer.wording.base import GRAIN, wider
from assistant.answer.wording.derived import Derived
from assistant.answer.wording.mods import Mods
from assistant.answer.wording.sets import LONG
from assistant.contracts import algebra as a

_AGG_BEFORE = {"avg": "平均", "wavg": "加权平均", "min": "最小", "max": "最大"}
_VALUES = {"avg": "平均值", "min": "最小值", "max": "最大值", "sum": "合计"}
_AGG_AFTER = {"sum": "合计", "median": "中位数", "stdev": "标准差"}


class Measures(Derived):
    """Words for measures that are not taken from another moment or place."""

    def measure(self, term: Any) -> str:  # noqa: C901  # one case a term
        """Return a measure in words."""
        match term:
            case a.Metric():
                return self.scoped(term.where, self._metric(term))
            case a.Number():
                return amount(term.value, term.unit, counter="个")
            case a.Target():
                return "目标值"
            case a.Attr():
                return self.path(term.path)
            case a.Count():
                return self._count(term)
            case a.Agg():
                return self._aggregate(term)
            case a.Ratio():
                return self._ratio(term)
            case a.Share():
                return self._share(term)
            case a.Per():
                return self._per(term)
            case a.DaysIn():
                return "天数" if term.unit == "day" else "月数"
            case a.Arith():
                return self.arithmetic(term)
            case _:
                return self.derived(term)

    def _metric(self, term: a.Metric) -> str:
        try:
            zh = self.names.model.metric(term.name).zh
        except KeyError:
            return "所问指标"
        said = [f"{value:g}" if isinstance(value, float) else str(value)
                for value in term.params.values()]  # fmt: skip
        return zh + (f"（参数{'、'.join(said)}）" if said else "")

    def scoped(self, where: tuple[a.PredT, ...], said: str, *, noun: bool = True) -> str:
        """Return a measure narrowed by conditions: ``国控计量站点的完整率``.

        Args:
            where: the conditions.
            said: the measure's own words.
            noun: say of what the values are (计量站点); facts have none.
        """
        where = tuple(
            p for p in where if not isinstance(p, a.InSet) or self.set(p.of) not in said
        )
        if not where:
            return said
        places, groups = self._grouped(where)
        if len(groups) == 1 and said.startswith(next(iter(groups)) or "-"):
            return places + next(iter(groups.values())).before(said)
        scopes = [mods.before(zh if noun else "") for zh, mods in groups.items()]
        bare = set(groups) <= {""} and not any(
            mods.clauses or mods.states for mods in groups.values()
        )
        text = "、".join(scope for scope in scopes if scope)
        if not text:
            link = "的" if "、" in places or places.endswith("外") else ""
            return f"{places}{link}{said}"
        if bare:
            return f"{places}{text.removesuffix('的')}{'的' if '、' in text else ''}{said}"
        return f"{places}{text.removesuffix('的')}的{said}"

    def _grouped(self, where: tuple[a.PredT, ...]) -> tuple[str, dict[str, Mods]]:
        """Places, and the other conditions by the noun of the thing they are about."""
        places: list[str] = []
        groups: dict[str, Mods] = {}
        for pred in where:
            mods = self.mods((pred,))
            places += mods.places
            mods.places = []
            if mods.any:
                groups.setdefault(self._about(pred), Mods()).add(mods)
        return "".join(places), groups

    def _about(self, pred: a.PredT) -> str:
        """The noun of the thing a condition is about; nothing for rows of facts."""
        if isinstance(pred, a.AttrPred):
            named = self.resolve(pred.path)
            text = named.attribute is not None and named.attribute.type in ("name", "text")
            entity = None if text else named.entity
        elif isinstance(pred, a.StatePred):
            try:
                entity = self.names.entity(self.names.model.state(pred.name).entity)
            except KeyError:
                entity = None
        else:
            return ""
        return entity.zh if entity is not None and entity.kind != "fact" else ""

    def _count(self, term: a.Count) -> str:
        words = self.set(term.of)
        if term.distinct is not None:
            inner = self.within(getattr(term.of, "entity", None))
            return f"{words}涉及的{inner.path(term.distinct)}数"
        if words.endswith(("）", "市")):
            return f"{words}个数"
        governed = any(f"{words}数" == metric.zh for metric in self.names.model.metrics)
        return f"{words}数量" if governed and words != self.noun(term.of) else f"{words}数"

    def _aggregate(self, term: a.Agg) -> str:
        entity = getattr(term.over, "entity", None)
        inner = self.within(entity) if entity else self
        what = inner.path(term.of) if isinstance(term.of, str) else inner.measure(term.of)
        over = self._over(term, what)
        if isinstance(term.over, a.Periods) and not term.over.where and term.fn in _VALUES:
            return f"{what}的逐{GRAIN[term.over.grain]}{_VALUES[term.fn]}"
        if term.fn in _AGG_BEFORE:
            unit = "" if isinstance(term.of, str) else inner.unit(term.of)
            said = _averaged(what, self._before(term.fn, unit))
        elif term.fn == "percentile":
            said = f"{what}的{(term.p or 0.5) * 100:g}%分位数"
        else:
            after = _AGG_AFTER[term.fn]
            said = what if what.endswith(after) else what + after
        if term.weight is not None:
            said += f"（按{inner.path(term.weight)}加权）"
        return over + said

    def _before(self, fn: str, unit: str) -> str:
        if fn in ("min", "max") and unit in LONG:
            return "最长" if fn == "max" else "最短"
        return _AGG_BEFORE[fn]

    def _over(self, term: a.Agg, what: str) -> str:
        """What is aggregated over; rows of facts without conditions go without saying."""
        match term.over:
            case a.Members(where=()) as members if not self.when(members):
                entity = self.names.entity(members.entity)
                if entity is not None and entity.kind == "fact":
                    return ""
                quiet = isinstance(term.of, str | a.Duration)
                return f"各{entity.zh}" if entity is not None and not quiet else ""
            case _:
                own = isinstance(term.of, str | a.Duration) or isinstance(term.over, a.Periods)
                return f"{'' if own else '各'}{self.set(term.over)}的"

    def _ratio(self, term: Any) -> str:
        part = self.part_of(term.top, term.bottom)
        if part:
            return part
        words = self.relative(term.bottom, term.top)
        if words:
            return f"{self.measure(term.top)}与{words}之比"
        deviates = isinstance(term.top, a.Arith) and term.top.op == "minus"
        if deviates and term.top.of[1:] == (term.bottom,):
            return f"{self.measure(term.top.of[0])}相对{self.measure(term.bottom)}的偏差率"
        if isinstance(term.bottom, a.Arith) and term.bottom.op == "plus":
            if term.top in term.bottom.of:
                return f"{self.measure(term.top)}占{self.bracketed(term.bottom)}的比例"
        paired = self.pair(term.top, term.bottom)
        if paired:
            return f"{paired}之比"
        return f"{self.bracketed(term.top)}与{self.bracketed(term.bottom)}之比"

    def _share(self, term: a.Share) -> str:
        part = self.part_of(term.part, term.whole)
        if part:
            return part
        inner = term.part.measure if isinstance(term.part, a.At) else term.part
        if isinstance(inner, a.Metric) and isinstance(term.whole, a.Metric):
            if inner.name == term.whole.name and not term.whole.where:
                return f"{self.measure(term.part)}占全部的比例"
        narrowed = self.narrowed(term.part, term.whole)
        if narrowed:
            return f"{narrowed[0]}中{narrowed[1]}的占比"
        return f"{self.measure(term.part)}占{self.whole_of(term.whole)}的比例"

    def whole_of(self, whole: Any) -> str:
        """Return what a part is a share of: 全部计量站点, 逾期未报的调查表, 取水量."""
        if not isinstance(whole, a.Count) or whole.distinct is not None:
            return self.measure(whole)
        plain = isinstance(whole.of, a.Members) and not whole.of.where
        return f"全部{self.set(whole.of)}" if plain else self.set(whole.of)

    def part_of(self, part: Any, whole: Any, *, short: bool = False) -> str:
        """Return ``取水量占全省的比例`` when the whole is the same measure of more than that."""
        lifted = isinstance(whole, a.At) and whole.lift and not whole.where and whole.time is None
        said = "" if short else self.measure(part)
        if lifted and whole.measure == part:
            return f"{said}占{wider(whole.lift)}的比例"
        if isinstance(whole, a.Ancestor) and whole.measure == part:
            return f"{said}占{self.whole(whole.level)}的比例"
        return ""

    def narrowed(self, part: Any, whole: Any) -> tuple[str, str] | None:
        """Return the whole, and what the part adds to it, when both count members of one entity."""
        if not isinstance(part, a.Count) or not isinstance(whole, a.Count):
            return None
        inside, around = part.of, whole.of
        if part.distinct != whole.distinct:
            return None
        more = _added(inside, around)
        if not more or not isinstance(around, a.Members):
            return None
        inner = self.within(around.entity)
        added = inner.mods(more).bare()
        whole_words = self.set(around)
        if part.distinct is not None:
            whole_words += f"涉及的{inner.path(part.distinct)}"
        return (whole_words, added) if added else None

    def _per(self, term: Any) -> str:
        scale = f"{term.scale:g}" if term.scale != 1 else ""
        bys = term.by.of if isinstance(term.by, a.Arith) and term.by.op == "times" else (term.by,)
        each = "".join(self._each(by, scale) for by in bys)
        return f"{each}的{self.apart(term.measure)}"

    def apart(self, term: Any) -> str:
        """Return a measure in brackets when it has a 的 of its own."""
        words = self.measure(term)
        return f"（{words}）" if "的" in words else words

    def _counted(self, by: a.Metric) -> Any:
        formula: Any = self.names.model.metric(by.name).formula
        counts = isinstance(formula, a.Count) and isinstance(formula.of, a.Members)
        return formula if counts and not formula.of.where else by

    def _each(self, by: Any, scale: str) -> str:
        if isinstance(by, a.DaysIn):
            return f"每{scale}{'天' if by.unit == 'day' else '月'}"
        if isinstance(by, a.Metric) and not by.where:  # 每户取水户, not 每单位取水户数
            by = self._counted(by)
        words = self.apart(by)
        if isinstance(by, a.Count) and by.distinct is None:
            counter = self.counter(getattr(by.of, "entity", None))
            return f"每{scale}{counter}{self.set(by.of)}"
        if isinstance(by, a.Count):
            inner = self.within(getattr(by.of, "entity", None))
            return f"每{scale}个{inner.path(by.distinct or '')}（{self.set(by.of)}所涉）"
        if isinstance(by, a.Number):
            return f"每{words}"
        return f"每{scale}单位{words}" if scale else f"每单位{words}"


def _added(inside: Any, around: Any) -> tuple[a.PredT, ...]:
    """The conditions that make the one set of the other; none when it is no part of it."""
    if isinstance(inside, a.Intersect) and around in inside.of:
        others = [one for one in inside.of if one != around]
        plain = all(isinstance(one, a.Members) for one in others)
        return tuple(p for one in others for p in getattr(one, "where", ())) if plain else ()
    if not isinstance(inside, a.Members) or not isinstance(around, a.Members):
        return ()
    same = (inside.entity, inside.when) == (around.entity, around.when)
    if not same or not all(p in inside.where for p in around.where):
        return ()
    return tuple(p for p in inside.where if p not in around.where)


def _averaged(what: str, word: str) -> str:
    """Return 平均环节耗时; within a phrase the word goes to its noun: …至…的平均天数."""
    match = re.match(r"^(.*)的([^的（）]{2,5})$", what)
    if match:
        return f"{match[1]}的{word}{match[2]}"
    return word + what if len(what) <= 10 else f"{what}的{word}值"
