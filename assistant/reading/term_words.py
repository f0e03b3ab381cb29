"""Terms of the algebra in plain Chinese: periods, sets, conditions, measures, columns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from pydantic import BaseModel

from assistant.contracts import algebra as a
from assistant.contracts.time import Interval, Period, RowDate
from knowledge_graph.semantics.model import SemanticModel

_CMP = {"=": "等于", "!=": "不等于", "<": "低于", "<=": "不超过", ">": "超过", ">=": "不低于",
        "in": "为", "not_in": "不为", "contains": "含", "not_contains": "不含"}
GRAIN_WORDS = {"hour": "小时", "day": "日", "week": "周", "tenday": "旬", "month": "月",
          "bimonth": "双月", "quarter": "季", "half": "半年", "year": "年"}
_UNIT = {"minute": "分钟", "hour": "小时", "day": "天", "workday": "个工作日", "week": "周",
         "month": "个月", "quarter": "个季度", "year": "年"}
_AGG = {"sum": "合计", "avg": "平均", "wavg": "加权平均", "min": "最小值", "max": "最大值",
        "median": "中位数", "percentile": "分位数", "stdev": "标准差"}
_QUANTIFIER = {"every": "每{g}都", "some": "有{g}", "none": "没有一{g}", "at_least": "至少{k}个{g}",
               "running": "连续{k}个{g}"}


class TermWords:
    """Words terms back; ``name_of`` gives the name of a key (360400 → 九江市)."""

    def __init__(self, model: SemanticModel, name_of: Callable[[str, str], str]) -> None:
        self._model = model
        self._name_of = name_of
        self._owner = ""


    def period(self, period: Period) -> str:
        """Return a period with its dates, and its own words in front."""
        first, last = self._end(period.first), self._end(period.last)
        if first == last and first:
            text = first
        else:
            text = f"{first or '最早'}至{last or '数据截止时'}"
        if period.label and period.label not in text:
            text = f"{period.label}（{text}）"
        if period.hours is not None:
            text += f"每日{period.hours.start}—{period.hours.end}时"
        if period.months:
            text += "其中" + "、".join(f"{m}月" for m in period.months)
        return text

    def _end(self, value: date | RowDate | None) -> str:
        if isinstance(value, RowDate):
            return value.path + (self.interval(value.plus) if value.plus else "")
        return f"{value.year}年{value.month}月{value.day}日" if value is not None else ""

    def interval(self, value: Interval) -> str:
        """Return 后30天 / 前3个月."""
        if not isinstance(value.n, int):
            return "若干" + _UNIT[value.unit]
        return ("后" if value.n >= 0 else "前") + f"{abs(value.n)}{_UNIT[value.unit]}"

    # ----------------------------------------------------------------------------------- sets
    def set(self, term: a.SetT) -> str:
        """Return a set in words."""
        match term:
            case a.Members():
                noun = self._model.entity(term.entity).zh
                outer, self._owner = self._owner, term.entity
                preds = "且".join(self.pred(p) for p in term.where)
                self._owner = outer
                return f"{preds}的{noun}" if preds else noun
            case a.Periods():
                preds = "且".join(self.pred(p) for p in term.where)
                return f"{preds}的{GRAIN_WORDS[term.grain]}" if preds else GRAIN_WORDS[term.grain]
            case a.Top():
                way = "最高" if term.direction == "desc" else "最低"
                return f"{self.measure(term.by)}{way}的{term.n}个{self.set(term.of)}"
            case a.Union():
                return "或".join(self.set(s) for s in term.of)
            case a.Intersect():
                return "且".join(self.set(s) for s in term.of)
            case a.Minus():
                return f"{self.set(term.of)}（不含{self.set(term.without)}）"
            case a.Product():
                return "×".join(self.set(s) for s in term.of)
            case a.Values():
                return f"各{self.path(term.path)}"
            case a.Rows():
                return f"上一步的结果（{term.name}）"

    # ------------------------------------------------------------------------------ predicates
    def pred(self, term: a.PredT) -> str:  # noqa: C901  # one case a term
        """Return a predicate in words."""
        match term:
            case a.AttrPred():
                return self._attr_pred(term)
            case a.Known():
                return f"有{self.path(term.path)}"
            case a.StatePred():
                return self._state(term)
            case a.Has():
                least = f"至少{term.at_least}个" if term.at_least != 1 else ""
                return f"有{least}{self.set(term.of)}"
            case a.Lacks():
                return f"没有{self.set(term.of)}"
            case a.MeasurePred():
                return f"{self.measure(term.left)}{_CMP[term.cmp]}{self.measure(term.right)}"
            case a.InSet():
                return "属于" + self.set(term.of)
            case a.Quantified():
                grain = GRAIN_WORDS.get(term.over, "") if isinstance(term.over, str) else "个" + \
                    self.set(term.over)
                lead = _QUANTIFIER[term.quantifier].format(g=grain, k=term.k)
                return lead + self.pred(term.pred)
            case a.Trend():
                way = {"up": "逐{}上升", "down": "逐{}下降", "same": "逐{}不变",
                       "not_up": "逐{}不升", "not_down": "逐{}不降"}[term.direction]
                return self.measure(term.measure) + way.format(GRAIN_WORDS[term.grain])
            case a.Not():
                return "不是" + self.pred(term.pred)
            case a.And():
                return "且".join(self.pred(p) for p in term.preds)
            case a.Or():
                return "（" + "或".join(self.pred(p) for p in term.preds) + "）"

    def _state(self, term: a.StatePred) -> str:
        state = self._model.state(term.name)
        params = "，".join(f"{p.zh}{term.params[p.name]}{p.unit}" for p in state.params
                          if p.name in term.params)
        return state.zh + (f"（{params}）" if params else "")

    def _attr_pred(self, term: a.AttrPred) -> str:
        values = term.value if isinstance(term.value, tuple) else (term.value,)
        entity = term.path.split(".")[0]
        known = {e.name for e in self._model.entities}
        if "." not in term.path and entity in known:
            names = "、".join(self._name_of(entity, str(v)) for v in values)
            return names if term.cmp in ("=", "in") else f"除{names}外"
        if values[0] is True or values[0] is False:
            yes = (values[0] is True) == (term.cmp == "=")
            return ("" if yes else "非") + self.path(term.path).removeprefix("是否")
        text = "、".join(self._value(v) for v in values)
        if term.cmp in ("=", "in"):
            return f"{self.path(term.path)}为{text}"
        return f"{self.path(term.path)}{_CMP[term.cmp]}{text}"

    def _value(self, value: Any) -> str:
        if isinstance(value, a.AsOf | a.Moment | a.Start):
            base = {"as_of": "数据截止时", "moment": "期末", "start": "期初"}[value.op]
            return base + (self.interval(value.plus) if value.plus else "")
        if isinstance(value, a.PathRef | a.ParentRef):
            return self.path(value.path)
        return f"{value:g}" if isinstance(value, float) else str(value)

    # -------------------------------------------------------------------------------- measures
    def column(self, term: BaseModel) -> str:
        """Return an output column in words."""
        match term:
            case a.PathCol():
                return self.path(term.path)
            case a.Flag():
                return "是否" + self.pred(term.pred)
            case a.Failing():
                return "未达标项"
            case a.Collect():
                return self.path(term.path)
            case a.AtExtreme():
                end = "最大" if term.direction == "max" else "最小"
                return f"{self.measure(term.measure)}{end}的时间或对象"
            case _:
                return self.measure(term)  # type: ignore[arg-type]

    def measure(self, term: a.MeasureObj) -> str:  # noqa: C901  # one case a term
        """Return a measure in words."""
        match term:
            case a.Metric():
                scope = "".join(self.pred(p) + "的" for p in term.where)
                return scope + self._model.metric(term.name).zh
            case a.Number():
                return self._number(term)
            case a.Target():
                return "目标值"
            case a.Attr():
                return self.path(term.path)
            case a.Count():
                return self.set(term.of) + "数"
            case a.Agg():
                what = self.path(term.of) if isinstance(term.of, str) else self.measure(term.of)
                return f"{self.set(term.over)}的{what}{_AGG[term.fn]}"
            case a.Ratio():
                return f"{self.measure(term.top)}÷{self.measure(term.bottom)}"
            case a.Share():
                return f"{self.measure(term.part)}占{self.measure(term.whole)}的比例"
            case a.Per():
                scale = f"每{term.scale:g}" if term.scale != 1 else "每"
                by = self.measure(term.by).removesuffix("数")
                return f"{scale}{by}的{self.measure(term.measure)}"
            case a.DaysIn():
                return "天数" if term.unit == "day" else "月数"
            case a.Arith():
                sign = {"plus": "与", "minus": "减", "times": "乘"}[term.op]
                return sign.join(self.measure(m) for m in term.of)
            case a.Growth():
                return f"{self.measure(term.measure)}的增长率"
            case a.Prev():
                return self._prev(term)
            case a.At():
                return self._at(term)
            case _:
                return self._special(term)

    def _special(self, term: a.MeasureObj) -> str:
        match term:
            case a.Abs():
                return f"{self.measure(term.measure)}的绝对值"
            case a.Ancestor():
                return f"所在{self._model.entity(term.level).zh}的{self.measure(term.measure)}"
            case a.Rank():
                return f"{self.measure(term.measure)}名次"
            case a.Running():
                return f"{self.measure(term.measure)}累计"
            case a.Duration():
                return f"{self.path(term.start)}到{self.path(term.end)}的时间"
            case a.Run():
                return f"{self.pred(term.pred)}的连续{GRAIN_WORDS[term.grain]}数"
            case a.Project():
                return f"{self.measure(term.measure)}推算到{term.until}"
            case a.Extreme():
                end = "最大" if term.direction == "max" else "最小"
                return f"{self.measure(term.measure)}的{end}值"
            case _:
                return str(getattr(term, "name", term.op))

    def _prev(self, term: a.Prev) -> str:
        if term.shift is not None:
            return f"{self.interval(term.shift)}的{self.measure(term.measure)}"
        return ("上年同期" if term.basis == "yoy" else "上期") + self.measure(term.measure)

    def _at(self, term: a.At) -> str:
        parts = []
        if term.time is not None:
            parts.append(self.period(term.time))
        if term.lift:
            parts.append("全省")
        parts.extend(self.pred(p) for p in term.where)
        return "".join(parts) + "的" + self.measure(term.measure)

    def _number(self, term: a.Number) -> str:
        if term.unit == "fraction":
            return f"{term.value * 100:g}%"
        if term.unit == "m3" and abs(term.value) >= 1e8:
            return f"{term.value / 1e8:g}亿立方米"
        if term.unit == "m3" and abs(term.value) >= 1e4:
            return f"{term.value / 1e4:g}万立方米"
        unit = {"m3": "立方米", "day": "天", "yuan": "元", "mm": "毫米", "mu": "亩"}.get(
            term.unit, term.unit)
        return f"{term.value:g}{unit}"

    def path(self, path: str) -> str:
        """Return an attribute path in words."""
        known = {e.name: e for e in self._model.entities}
        head, _, rest = path.partition(".")
        if head in known and not rest:
            return known[head].zh
        name = path.rpartition(".")[2]
        own = [known[self._owner]] if self._owner in known else []
        owners = [known[head]] if head in known else [*own, *self._model.entities]
        for entity in owners:
            for attribute in entity.attributes:
                if attribute.name == name:
                    return attribute.zh
        return name
