"""One plain Chinese sentence from a typed query, with every condition, period and basis in it."""

from __future__ import annotations

from typing import Any

from assistant.answer.wording import Wording
from assistant.answer.wording.amounts import amount, number_said, plain
from assistant.answer.wording.base import GRAIN
from assistant.answer.wording.outputs import restated_outputs
from assistant.contracts import algebra as a
from assistant.contracts.query import Group, MetricQuery, Order
from assistant.reading.term_words import TermWords

SOURCES = {"ministry": "部级数据", "basin": "流域机构数据", "province": "省级数据"}
_LONG = 12  # a longer name is not said twice
_ROWS = "甲乙丙丁戊己庚辛壬癸"


class Restater(TermWords):
    """Words a whole query back."""

    def restate(self, query: MetricQuery) -> str:
        """Return the question in one sentence."""
        if query.shape == "several" and query.parts:
            return self._parts(query)
        wording, before = self._earlier(query)
        pieces = [wording.period(query.context.time) if query.context.time else "",
                  self._body(query, wording)]  # fmt: skip
        return before + "，".join(piece for piece in pieces if piece)

    def _parts(self, query: MetricQuery) -> str:
        """Number the parts; a period they share is said once."""
        times = {part.context.time for part in query.parts}
        shared = times.pop() if len(times) == 1 else None
        lead = f"{self.period(shared)}，" if shared is not None and len(query.parts) > 1 else ""
        told = []
        for n, part in enumerate(query.parts, 1):
            text = self.restate(part)
            told.append(f"（{n}）{text.removeprefix(lead)}" if len(query.parts) > 1 else text)
        return lead + "；".join(told)

    def _earlier(self, query: MetricQuery) -> tuple[Wording, str]:
        """The wording, and the earlier queries whose rows are used: 先求甲：…；再求."""
        wording = self._wording(query)
        names: dict[str, str] = {}
        told = ""
        for n, (name, inner) in enumerate(query.let.items()):
            names[name] = _ROWS[n % len(_ROWS)]
            told += f"先求{names[name]}：{self.restate(inner)}；"
        if not names:
            return wording, ""
        return wording.named(names), told + "再求："

    def _body(self, query: MetricQuery, wording: Wording) -> str:
        """Where, what the rows are, what is told of them, and in which order."""
        where = wording.scoped(query.context.where, "").removesuffix("的")
        shown = "、".join(restated_outputs(wording, query))
        if query.over is not None:
            main = self._members(query, wording, shown)
        elif query.by:
            main = f"{self._groups(query, wording)}列出{shown}"
        else:
            main = shown
        tail = [where, main, *self._limits(query, wording)]
        if query.context.source:
            tail.append(f"用{SOURCES.get(query.context.source, query.context.source)}")
        return "，".join(piece for piece in tail if piece)

    def _members(self, query: MetricQuery, wording: Wording, shown: str) -> str:
        """The rows of a set: is there one, a list of them, or what is told of each."""
        assert query.over is not None
        members = wording.set(query.over)
        if query.shape == "yesno":
            members = f"是否存在{members}"
        elif query.shape == "list":
            members = f"{members}的名单"
        elif members == wording.noun(query.over):
            members = f"各{members}"
        grouped = self._groups(query, wording)
        return "，".join(x for x in (members, grouped, f"列出{shown}" if shown else "") if x)

    def _groups(self, query: MetricQuery, wording: Wording) -> str:
        if not query.by:
            return ""
        grains = [f"逐{GRAIN[group.grain]}" for group in query.by if group.grain is not None]
        others = [_group(group, wording) for group in query.by if group.grain is None]
        crossed = "交叉" if query.shape == "crosstab" else ""
        by = "按" + "、".join(others) + crossed if others else ""
        return by + "".join(grains)

    def _limits(self, query: MetricQuery, wording: Wording) -> list[str]:
        """Conditions on the rows, their order and number, rows added, and what is to be told."""
        told = []
        for pred in query.having:
            none = isinstance(pred, a.MeasurePred) and _not_zero(pred)
            told.append("没有的不列" if none else f"只列{wording.pred(pred)}的")
        told += self._order(query, wording)
        if query.add:
            whole = any(group.path == "city" for group in query.by)
            rows = {"total": "合计", "parent": "全省" if whole else "上一级"}
            added = "、".join(rows[one] for one in query.add if one in rows)
            told += [f"另列{added}"] if added else []
            told += ["没有的也列为0"] if "zero" in query.add else []
        if query.premise is not None:
            told.append(f"前提是{wording.pred(query.premise)}")
        if query.shape == "yesno" and query.over is None:
            flag = any(out.expr.op == "flag" for out in query.columns)
            told.append("判断有没有" if not flag else "判断是否如此" if query.by else "")
        if query.stated is not None:
            told.append(self._stated(query, wording))
        if query.shape == "explain":
            told.append("说明变化主要来自哪里")
        if query.shape == "reconcile":
            told.append("核对各来源是否一致")
        return told

    def _stated(self, query: MetricQuery, wording: Wording) -> str:
        stated = query.stated
        assert stated is not None
        unit = wording.unit(query.measures[0].expr) if query.measures else ""
        values = (stated.value,) if stated.value is not None else (stated.low, stated.high)
        figure = "至".join(amount(x, unit) for x in values if x is not None)
        text = stated.text or figure
        if stated.value is not None and number_said(text) != stated.value:
            text, figure = f"{text}”", f"（{figure}）"
        else:
            text, figure = f"{text}”", ""
        near = f"（允许相差{plain(stated.tolerance * 100)}%）" if stated.tolerance else ""
        return f"核对“{text}{figure}是否相符{near}"

    def _order(self, query: MetricQuery, wording: Wording) -> list[str]:
        told: list[str] = []
        outs = [*query.columns, *query.measures]
        shown = restated_outputs(wording, query)
        for order in query.order:
            by, dated = _sorted_by(order, outs, shown, wording)
            if by in shown and (len(by) > _LONG or shown.count(by) > 1):
                place = order.by if isinstance(order.by, int) else shown.index(by)
                by = "该值" if len(outs) == 1 else f"第{place + 1}项"
            if order.given:
                rows = wording.owner or next((g.path for g in query.by if g.path), "")
                names = [wording.names.name_of(rows, str(x)) for x in order.given]
                told.append(f"按{'、'.join(names)}的次序排列")
            else:
                told.append(_way(order, by, dated))
        if query.limit:
            told.append(self._cut(query, wording, outs))
        return told

    def _cut(self, query: MetricQuery, wording: Wording, outs: list[Any]) -> str:
        per = f"每个{wording.path(query.limit_per)}" if query.limit_per else ""
        entity = wording.owner or (query.by[-1].path if query.by else None)
        counter = wording.counter(entity)
        if not query.order:
            return f"{per}取前{query.limit}{counter}"
        first = query.order[0]
        term = first.by
        if isinstance(term, int):
            term = outs[term].expr if term < len(outs) else None  # type: ignore[assignment]
        unit = wording.unit(term) if term is not None and not hasattr(term, "path") else ""
        return f"{per}取{wording.extreme(unit, first.direction)}的{query.limit}{counter}"


def _group(group: Group, wording: Wording) -> str:
    """Return a dimension: ``设区市`` / ``工业、公共供水、其他三类``."""
    if group.path is not None and not group.edges:
        return wording.path(group.path)
    if group.edges:
        what = wording.measure(group.measure) if group.measure is not None else \
            wording.path(group.path or "")
        unit = wording.unit(group.measure) if group.measure is not None else ""
        edges = "、".join(amount(edge, unit) for edge in group.edges)
        side = "含下限" if group.closed == "left" else "含上限"
        return f"{what}分档（以{edges}为界，{side}）"
    told = []
    for one in group.groups:
        conditions = "且".join(wording.pred(p) for p in one.where)
        told.append(f"{one.name}（{conditions}）" if conditions else one.name)
    if group.otherwise is not None:
        told.append(f"{group.otherwise}（其余）" if group.otherwise != "其他" else "其他")
    return "、".join(told) + "分组"


def _sorted_by(
    order: Order, outs: list[Any], shown: list[str], wording: Wording
) -> tuple[str, bool]:
    """What rows are sorted by: its words, and whether it is a date."""
    term: Any = order.by
    if isinstance(term, int):
        if term >= len(outs):
            return "", False
        words = shown[term] if term < len(shown) else ""
        term = outs[term].expr
    else:
        at = next((i for i, out in enumerate(outs) if out.expr == term), None)
        known = at is not None and at < len(shown)
        words = shown[at] if known and at is not None else wording.column(term)
    dated = False
    if isinstance(term, a.PathCol):
        attribute = wording.resolve(term.path).attribute
        dated = attribute is not None and attribute.type in ("date", "datetime")
    return words, dated


def _way(order: Order, by: str, dated: bool) -> str:
    size = "的绝对值" if order.absolute else ""
    if dated:
        return f"按{by}{'从晚到早' if order.direction == 'desc' else '从早到晚'}排列"
    return f"按{by}{size}{'从高到低' if order.direction == 'desc' else '从低到高'}排列"


def _not_zero(pred: a.MeasurePred) -> bool:
    zero = isinstance(pred.right, a.Number) and pred.right.value == 0
    return zero and pred.cmp == ">" and isinstance(pred.left, a.Count)
