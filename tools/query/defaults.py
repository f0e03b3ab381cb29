"""The period a metric is taken over when nobody says one."""

from __future__ import annotations

from datetime import date, timedelta

from assistant.contracts.errors import AmbiguousQuestion
from knowledge_graph.semantics.model import MetricDef
from tools.query.spans import Span, add_months, grain_start


def default_span(metric: MetricDef, today: date) -> Span | None:
    """Return the default period; None where the metric looks at what is there now.

    Raises:
        AmbiguousQuestion: the metric needs a period to be named.
    """
    name = metric.default_period
    if name in ("as_of", "latest"):
        return None
    if name == "required":
        raise AmbiguousQuestion(
            f"请说明要看哪段时间的{metric.zh}。",
            suggestions=(f"上月的{metric.zh}", f"今年以来的{metric.zh}", f"去年的{metric.zh}"),
        )
    month = today.replace(day=1)
    day = timedelta(days=1)
    monday = today - timedelta(days=today.weekday())
    quarter = grain_start(today, "quarter")
    spans = {
        "yesterday": (today - day, today - day),
        "last_week": (monday - 7 * day, monday - day),
        "last_month": (add_months(month, -1), month - day),
        "last_quarter": (add_months(quarter, -3), quarter - day),
        "last_year": (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
        "year_to_date": (date(today.year, 1, 1), today),
        "month_to_date": (month, today),
        "last_30_days": (today - 30 * day, today - day),
    }
    return Span(*spans[name])
