"""Names of periods that a table tells by their first day: 2026年8月, 2026年第二季度."""

from __future__ import annotations

import re

from assistant.contracts.time import Grain

GRAINS: dict[str, Grain] = {
    "year": "year", "half": "half", "quarter": "quarter", "bimonth": "bimonth", "month": "month",
    "tenday": "tenday", "week": "week", "day": "day", "hour": "hour",
}  # fmt: skip
_QUARTERS = "一二三四"
_TENDAYS = ("上旬", "中旬", "下旬")


def named(cell: object, column: str) -> str:
    """Return a cell of a column as text; a period in a column of periods by its name."""
    return grain_text(str(cell), GRAINS.get(column))


def _short_text(cell: str) -> str:
    """A period written short: 2026, 2026-05, 2026Q2, 2026H1."""
    match = re.match(r"^(\d{4})(?:-(\d{2})|Q(\d)|H(\d))?$", cell)
    if not match:
        return cell
    year, month, quarter, half = match.groups()
    if month:
        return f"{year}年{int(month)}月"
    if quarter:
        return f"{year}年第{_QUARTERS[int(quarter) - 1]}季度"
    return f"{year}年{'上' if half == '1' else '下'}半年" if half else f"{year}年"


def grain_text(cell: str, grain: Grain | None) -> str:
    """Return the first day of a period (ISO text) as that period's name; other text unchanged."""
    match = re.match(r"^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2}))?", cell)
    if grain is None:
        return cell
    if not match:
        return _short_text(cell)
    year, month, day = (int(part) for part in match.groups()[:3])
    names: dict[str, str] = {
        "year": f"{year}年",
        "half": f"{year}年{'上' if month <= 6 else '下'}半年",
        "quarter": f"{year}年第{_QUARTERS[(month - 1) // 3 % 4]}季度",
        "bimonth": f"{year}年{month}—{month + 1}月",
        "month": f"{year}年{month}月",
        "tenday": f"{year}年{month}月{_TENDAYS[min((day - 1) // 10, 2)]}",
        "week": f"{year}年{month}月{day}日起一周",
        "day": f"{year}年{month}月{day}日",
        "hour": f"{year}年{month}月{day}日{match[4] or '00'}时",
    }
    return names[grain]
