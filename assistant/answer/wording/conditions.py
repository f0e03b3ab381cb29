"""Conditions in words: as a predicate (完整率低于95%) and as words before a noun (国控, 九江市)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from assistant.answer.wording.amounts import DATED, compared
from assistant.answer.wording.base import GRAIN, GRAIN_ONE, Base
from assistant.answer.wording.comparisons import Comparisons
from assistant.answer.wording.mods import Mods
from assistant.answer.wording.names import Named
from assistant.answer.wording.states import States
from assistant.contracts import algebra as a

# Values that say nothing without the name of their attribute.
_BARE = re.compile(
    r"^(\d.*|其他|其它|一般|普通|未知|正常|可疑|是|否|有|无|故障|到期|通过|退回|.级)$"
)
_AREAS = frozenset({"basin", "subbasin"})


class Conditions(Comparisons, States, Base):
    """Words for predicates."""

    def mods(self, preds: tuple[a.PredT, ...]) -> Mods:
        """Sort conditions by where they stand before the noun of the row spoken of."""
        came_about, rest = self.came_about(preds)
        mods = Mods(clauses=came_about)
        for pred in rest:
            self._sort(pred, mods)
        return mods

    def _sort(self, pred: a.PredT, mods: Mods) -> None:
        if isinstance(pred, a.StatePred):
            words = self.state(pred)
            if self._is_noun(words, self.owner) and not mods.head:
                mods.head = words
            else:
                mods.states.append(words)
        elif isinstance(pred, a.AttrPred):
            self._sort_value(pred, mods)
        elif isinstance(pred, a.Or):
            mods.clauses.append("或".join(self._clause(p) for p in pred.preds))
        else:
            mods.clauses.append(self.pred(pred))

    def _sort_value(self, pred: a.AttrPred, mods: Mods) -> None:
        named = self.resolve(pred.path)
        plain = not hasattr(pred.value, "op")
        same = plain and pred.cmp in ("=", "in")
        if named.is_member and plain and pred.cmp in ("!=", "not_in"):
            mods.places.append(f"除{self._members(named, pred)}外")
        elif named.is_member and same:
            mods.places.append(self._members(named, pred))
        elif isinstance(pred.value, bool):
            self._sort_flag(named, pred, mods)
        elif same and (bare := self._bare(named, pred)):
            if named.attribute is not None and named.attribute.ordered:
                mods.places.append(bare)  # 赣江上游
            elif "、" in bare:
                mods.several.append((bare, self.pred(pred)))
            else:
                mods.values.append(bare)
        else:
            mods.clauses.append(self.pred(pred))

    def _sort_flag(self, named: Named, pred: a.AttrPred, mods: Mods) -> None:
        words = self._flag(named, pred)
        owner = named.entity.name if named.entity is not None else None
        own = self.owner is None or owner == self.owner
        if own and self._is_noun(words, owner) and not mods.head:
            mods.head = words
        elif owner is not None and self.names.entity(owner) and pred.path.split(".")[0] in _AREAS:
            mods.places.append(words)
        else:
            mods.states.append(words)

    def _is_noun(self, words: str, entity: str | None) -> bool:
        """Whether a state's word is itself a noun for the thing (僵尸证, 渠首站)."""
        found = self.names.entity(entity)
        if found is None or words.startswith(("未", "无", "有", "没", "已")):
            return False
        return len(words) > 2 and words.endswith(found.nouns)

    def _clause(self, pred: a.PredT) -> str:
        """One arm of an alternative, as words before a noun."""
        if isinstance(pred, a.And):
            return "（" + "且".join(self._clause(p) for p in pred.preds) + "）"
        return self.mods((pred,)).bare()

    def _bare(self, named: Named, pred: a.AttrPred) -> str:
        """Values that need no name before them (国控、自筹), or nothing."""
        values = pred.value if isinstance(pred.value, tuple) else (pred.value,)
        attribute = named.attribute
        if attribute is None or attribute.type != "category" or attribute.quiet:
            return ""
        words = [str(value) for value in values]
        entity = named.entity.name if named.entity is not None else None
        if any(_BARE.match(word) or word.isascii() or self.names.is_state(word, entity)
               for word in words):
            return ""
        return "、".join(words)

    def _members(self, named: Named, pred: a.AttrPred) -> str:
        values = pred.value if isinstance(pred.value, tuple) else (pred.value,)
        entity = named.entity.name if named.entity is not None else ""
        if not named.is_key:
            return "、".join(str(value) for value in values)
        return "、".join(self.names.name_of(entity, str(value)) for value in values)

    def _flag(self, named: Named, pred: a.AttrPred) -> str:
        yes = (pred.value is True) == (pred.cmp == "=")
        attribute = named.attribute
        said = attribute.values.get("true" if yes else "false") if attribute else None
        entity = named.entity.name if named.entity is not None else None
        words = said[0] if said else _flag_words(named.words, yes)
        if self.names.is_state(words, entity):
            return f"{named.words}为{'是' if yes else '否'}"
        return words

    # ----------------------------------------------------------------------------- predicates
    def pred(self, term: a.PredT) -> str:  # noqa: C901  # one case a term
        """Return a condition as a predicate."""
        match term:
            case a.AttrPred():
                return self._attr(term)
            case a.Known():
                return self._known(term)
            case a.StatePred():
                return self.state(term)
            case a.Has() | a.Lacks():
                came_about, _ = self.came_about((term,))
                return came_about[0] if came_about else self._related(term)
            case a.MeasurePred():
                return self.comparison(term)
            case a.InSet():
                if isinstance(term.of, a.Rows):
                    lead = f"{self.path(term.path)}属于" if term.path else "属于"
                    return lead + self.set(term.of)
                return ("涉及" if term.path else "属于") + self.set(term.of)
            case a.Quantified():
                return self._quantified(term)
            case a.Trend():
                return self._trend(term)
            case a.Not():
                return self._negated(term.pred)
            case a.And():
                came_about, rest = self.came_about(term.preds)
                return "且".join([*came_about, *(self._inner(p) for p in rest)])
            case a.Or():
                return "或".join(self._inner(p) for p in term.preds)

    def _inner(self, pred: a.PredT) -> str:
        words = self.pred(pred)
        return f"（{words}）" if isinstance(pred, a.And | a.Or) else words

    def _attr(self, term: a.AttrPred) -> str:
        named = self.resolve(term.path)
        attribute = named.attribute
        if isinstance(term.value, bool):
            return self._flag(named, term)
        values = term.value if isinstance(term.value, tuple) else (term.value,)
        if named.is_member and not hasattr(term.value, "op"):
            names = self._members(named, term)
            if term.cmp in ("=", "in"):
                return f"{self.label(named)}为{names}"
            if term.cmp in ("!=", "not_in"):
                return f"{self.label(named)}不是{names}"
        unit = attribute.unit if attribute is not None else ""
        said = [self.value(value, unit) for value in values]
        if term.cmp in ("contains", "not_contains"):
            way = "含" if term.cmp == "contains" else "不含"
            return f"{self.label(named)}{way}“{'、'.join(said)}”"
        if term.cmp in ("in", "not_in"):
            return f"{self.label(named)}{'为' if term.cmp == 'in' else '不是'}{'、'.join(said)}"
        kind = attribute.type if attribute is not None else ""
        dated = isinstance(values[0], date) or kind in ("date", "datetime")
        way = DATED[term.cmp] if dated else compared(term.cmp, unit, values[0])
        return f"{self.label(named)}{way}{said[0]}"

    def label(self, named: Named) -> str:
        """Return the name of what is compared; a name says whose it is (水源地名称).

        So does an attribute that a governed metric is named like (调查表的退回次数).
        """
        attribute = named.attribute
        if attribute is None or named.entity is None or attribute.name in named.entity.key:
            return named.words
        if self.names.is_metric(attribute.zh):
            return f"{named.entity.zh}的{attribute.zh}"
        same = named.words == named.entity.zh
        return named.words + attribute.zh if same else attribute.zh

    def _known(self, term: a.Known) -> str:
        named = self.resolve(term.path)
        return f"已关联{named.words}" if named.attribute is None else f"有{named.words}"

    def _related(self, term: a.Has | a.Lacks) -> str:
        of, when = self._seen_when(term.of)
        if isinstance(term, a.Lacks):
            lead = {"overlap": "期内没有过", "at_moment": "期末没有"}.get(when, "没有")
            return lead + self.set(of)
        lead = {"overlap": "期内有过", "at_moment": "期末仍有"}.get(when, "有")
        counter = self.counter(getattr(of, "entity", None))
        return lead + _size(term, counter) + self.set(of)

    def _seen_when(self, of: Any) -> tuple[Any, str]:
        """What lasts is had when it touches the period, or at its end: said by the verb."""
        if not isinstance(of, a.Members) or of.when not in ("overlap", "at_moment"):
            return of, ""
        return of.model_copy(update={"when": "default"}), self.when(of)

    def _quantified(self, term: a.Quantified) -> str:
        if not isinstance(term.over, str):
            things = self.set(term.over)
            inner = self.within(getattr(term.over, "entity", None))._inner(term.pred)
            lead = {"every": f"所有{things}都", "some": f"有{things}", "none": f"没有{things}",
                    "at_least": f"至少{term.k}个{things}",
                    "running": f"连续{term.k}个{things}都"}  # fmt: skip
            return lead[term.quantifier] + inner
        one = GRAIN_ONE[term.over]
        way = {"every": f"每{one}都", "some": f"至少有一{one}", "none": f"没有一{one}",
               "at_least": f"至少{term.k}{one}", "running": f"连续{term.k}{one}"}  # fmt: skip
        when = way[term.quantifier]
        each = replace(self, grains=(term.over,))  # 前一季度: the one before each of them
        if isinstance(term.pred, a.MeasurePred):
            return each.comparison(term.pred, when)
        return when + each._inner(term.pred)

    def _trend(self, term: a.Trend) -> str:
        way = {"up": "上升", "down": "下降", "same": "不变",
               "not_up": "持平或下降", "not_down": "持平或上升"}[term.direction]  # fmt: skip
        return f"{self.measure(term.measure)}逐{GRAIN[term.grain]}{way}"

    def _negated(self, term: a.PredT) -> str:
        match term:
            case a.Not():
                return self.pred(term.pred)
            case a.Has(at_least=1, at_most=None):
                return self._related(a.Lacks(of=term.of, via=term.via))
            case a.Lacks():
                return self._related(a.Has(of=term.of, via=term.via))
            case a.Known():
                words = self._known(term)
                return f"未{words[1:]}" if words.startswith("已") else f"没{words}"
            case a.StatePred():
                return self.not_state(term)
            case a.AttrPred(cmp="="):
                return self.pred(term.model_copy(update={"cmp": "!="}))
            case a.AttrPred(cmp="in"):
                return self.pred(term.model_copy(update={"cmp": "not_in"}))
            case _:
                return f"不满足“{self.pred(term)}”"


def _flag_words(words: str, yes: bool) -> str:
    """Return 重点单位 / 非重点单位 of 是否重点单位."""
    words = re.sub(r"^(当日)?是否", r"\1", words)
    words = re.sub(r"是否", "", words)
    if yes:
        return words
    return f"未{words[1:]}" if words.startswith("已") else f"非{words}"


def _size(term: a.Has, counter: str) -> str:
    least = term.at_least if isinstance(term.at_least, int) else 1
    if term.at_most is not None and term.at_most == term.at_least:
        return f"{least}{counter}"
    if term.at_most is not None:
        return f"{least}至{term.at_most}{counter}" if least else f"不超过{term.at_most}{counter}"
    return f"{least}{counter}及以上" if least > 1 else ""
