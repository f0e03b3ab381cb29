"""Conditions in words: as a predicate (完整率低于95%) and as words before a noun (国控, 九江市)."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from assistant.answer.wording.amounts import DATED, amount, compared
from assistant.answer.wording.base import GRAIN, GRAIN_ONE, Base
from assistant.answer.wording.comparisons import Comparisons
from assistant.answer.wording.mods import Mods
from assistant.answer.wording.names import Named
from assistant.contracts import algebra as a

# Values that say nothing without the name of their attribute.
_BARE = re.compile(
    r"^(\d.*|其他|其它|一般|普通|未知|正常|可疑|是|否|有|无|故障|到期|通过|退回|.级)$"
)
_AREAS = frozenset({"basin", "subbasin"})


class Conditions(Comparisons, Base):
    """Words for predicates."""

    def mods(self, preds: tuple[a.PredT, ...]) -> Mods:
        """Sort conditions by where they stand before the noun of the row spoken of."""
        mods = Mods()
        for pred in preds:
            if isinstance(pred, a.And):
                mods.add(self.mods(pred.preds))
            else:
                self._sort(pred, mods)
        return mods

    def _sort(self, pred: a.PredT, mods: Mods) -> None:
        if isinstance(pred, a.StatePred):
            words = self._state(pred)
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
        if found is None or words.startswith(("未", "无", "有", "没", "非", "已")):
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
        if any(_BARE.match(word) or word.isascii() for word in words):
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
        if said:
            return said[0]
        words = re.sub(r"^(当日)?是否", r"\1", named.words)
        words = re.sub(r"是否", "", words)
        if yes:
            return words
        return f"未{words[1:]}" if words.startswith("已") else f"非{words}"

    # ----------------------------------------------------------------------------- predicates
    def pred(self, term: a.PredT) -> str:  # noqa: C901  # one case a term
        """Return a condition as a predicate."""
        match term:
            case a.AttrPred():
                return self._attr(term)
            case a.Known():
                return self._known(term)
            case a.StatePred():
                return self._state(term)
            case a.Has() | a.Lacks():
                return self._related(term)
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
                return "且".join(self._inner(p) for p in term.preds)
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
        """Return the name of what is compared; a name says whose it is (水源地名称)."""
        attribute = named.attribute
        if attribute is None or named.entity is None or attribute.name in named.entity.key:
            return named.words
        same = named.words == named.entity.zh
        return named.words + attribute.zh if same else attribute.zh

    def _known(self, term: a.Known) -> str:
        named = self.resolve(term.path)
        return f"已关联{named.words}" if named.attribute is None else f"有{named.words}"

    def _state(self, term: a.StatePred) -> str:
        try:
            state = self.names.model.state(term.name)
        except KeyError:
            return "处于所问状态"
        told = [
            _param(param.zh, term.params[param.name], param.unit)
            for param in state.params
            if param.name in term.params
        ]
        return state.zh + (f"（{'，'.join(told)}）" if told else "")

    def _related(self, term: a.Has | a.Lacks) -> str:
        if isinstance(term, a.Lacks):
            return "没有" + self.set(term.of)
        counter = self.counter(getattr(term.of, "entity", None))
        return "有" + _size(term, counter) + self.set(term.of)

    def _quantified(self, term: a.Quantified) -> str:
        if not isinstance(term.over, str):
            things = self.set(term.over)
            inner = self.within(getattr(term.over, "entity", None)).pred(term.pred)
            lead = {"every": f"所有{things}都", "some": f"有{things}", "none": f"没有{things}",
                    "at_least": f"至少{term.k}个{things}",
                    "running": f"连续{term.k}个{things}都"}  # fmt: skip
            return lead[term.quantifier] + inner
        one = GRAIN_ONE[term.over]
        way = {"every": f"每{one}都", "some": f"至少有一{one}", "none": f"没有一{one}",
               "at_least": f"至少{term.k}{one}", "running": f"连续{term.k}{one}"}  # fmt: skip
        when = way[term.quantifier]
        if isinstance(term.pred, a.MeasurePred):
            return self.comparison(term.pred, when)
        return when + self._inner(term.pred)

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
                return _not_state(self._state(term))
            case a.AttrPred(cmp="="):
                return self.pred(term.model_copy(update={"cmp": "!="}))
            case a.AttrPred(cmp="in"):
                return self.pred(term.model_copy(update={"cmp": "not_in"}))
            case _:
                return f"不满足“{self.pred(term)}”"


def _not_state(words: str) -> str:
    """Return the complement of a state: 没抽查过, 未建档, 非重点."""
    if words.endswith("过") or words.startswith("有"):
        return f"没{words}"
    if words.startswith("已"):
        return f"未{words[1:]}"
    return f"并非{words}" if words[:1] in "未无没" else f"非{words}"


def _size(term: a.Has, counter: str) -> str:
    least = term.at_least if isinstance(term.at_least, int) else 1
    if term.at_most is not None:
        return f"{least}至{term.at_most}{counter}" if least else f"不超过{term.at_most}{counter}"
    return f"{least}{counter}及以上" if least > 1 else ""


def _param(zh: str, value: Any, unit: str) -> str:
    """Return a parameter of a state: ``预警线80%``, ``90天``, ``没取水24个月``."""
    zh = re.sub(r"（[^）]*）", "", zh)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"{zh}{value}"
    said = amount(abs(value), unit)
    counted = re.match(r"^(.*?)的?(天|次|月|小时)数$", zh)
    if counted:
        if counted[2] == "次":
            return f"{said}及以上"
        return counted[1] + said
    return zh + said
