"""What the reader must know beside the figures."""

from __future__ import annotations

from datetime import date, datetime

from assistant.answer.view import View
from assistant.contracts.flow import Evidence, Plan
from assistant.contracts.query import MetricQuery
from assistant.contracts.time import Period

DEMO = "演示数据（程序生成），不是真实监测结果。"


def caveats_of(
    plan: Plan, evidence: Evidence, view: View, as_of: datetime, *, generated: bool
) -> tuple[str, ...]:
    """Return caveats in order of weight, each once."""
    notes = [*evidence.caveats]
    notes += [incomplete(query, as_of) for query in _queries(view.query)]
    if view.truncated:
        notes.append(f"结果过多，只列出前{len(view.all_rows)}行，合计与排名以全部数据的查询为准。")
    notes.append(_unknown_groups(view))
    notes += [f"按默认理解：{text}" for text in plan.assumptions]
    if generated:
        notes.append(DEMO)
    return tuple(dict.fromkeys(note for note in notes if note))


def incomplete(query: MetricQuery, as_of: datetime) -> str:
    """Return ``2026年9月截至16日，未满月`` when the period in force is not over, else nothing."""
    period = query.context.time
    if not isinstance(period, Period) or not isinstance(period.last, date | None):
        return ""
    today = as_of.date()
    first = period.first if isinstance(period.first, date) else None
    if period.last is None or period.last < today:
        return ""
    if first is not None and first > today:
        return f"所问时段还没有开始，数据截至{as_of:%Y-%m-%d %H:%M}。"
    if first == period.last == today:
        return f"今日数据截至{as_of:%H:%M}，未满一天。"
    unit = _unit_of(first, period.last, today)
    return f"{unit[0]}截至{today.month}月{today.day}日，{unit[1]}。"


def _unit_of(first: date | None, last: date, today: date) -> tuple[str, str]:
    """Name of the running period and the words for its being unfinished."""
    if first is not None and (first.year, first.month) == (today.year, today.month):
        return f"{today.year}年{today.month}月", "未满月"
    if first is not None and first.year == today.year and (last - first).days >= 360:
        return f"{today.year}年", "未满年"
    if first is not None and 80 <= (last - first).days <= 92 and first.month % 3 == 1:
        return f"{today.year}年第{'一二三四'[first.month // 3]}季度", "未满季"
    return "所问时段", "最后一段不完整"


def _queries(query: MetricQuery) -> tuple[MetricQuery, ...]:
    return (query, *query.parts)


def _unknown_groups(view: View) -> str:
    keys = view.at("key")
    if view.query.over is not None or len(view.rows) < 2:
        return ""
    unknown = sum(1 for row in view.rows if any(row[k] is None for k in keys))
    return "有一组没有登记分类，列为“未知”，未剔除。" if unknown else ""
