"""A day by which something was not done belongs to the state, not to the question's time."""

from datetime import date, timedelta

from assistant.contracts.time import Period
from assistant.reading.nodes import Node, StateUse
from assistant.reading.not_done_by import not_done_by
from knowledge_graph.semantics.spans import TimeItem


def _time(text: str, first: date, last: date, at: int) -> Node:
    item = TimeItem(period=Period(first=first, last=last, label=text), unit="day", role="period")
    return Node("time", item, at, at + len(text), text)


def test_the_day_goes_to_the_state() -> None:
    quarter = _time("一季度", date(2026, 1, 1), date(2026, 3, 31), 0)
    day = _time("4月15号", date(2026, 4, 15), date(2026, 4, 15), 3)
    state = Node("state", (StateUse("report_missing", "survey_report"),), 8, 11, "还没交")
    first, made = not_done_by([quarter, day, state])
    assert first is quarter
    assert made.value == (StateUse("report_missing_by", "survey_report",
                                   params=(("by", date(2026, 4, 15) + timedelta(days=1)),)),)


def test_without_a_period_of_the_things_the_day_stays() -> None:
    day = _time("4月15号", date(2026, 4, 15), date(2026, 4, 15), 0)
    state = Node("state", (StateUse("report_missing", "survey_report"),), 5, 8, "还没交")
    assert not_done_by([day, state]) == [day, state]
