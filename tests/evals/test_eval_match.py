from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from assistant.contracts.answer import Answer, AnswerColumn
from evals.case_files import Compare
from evals.judge import judge
from evals.match import holds
from evals.tables import answer_table, gold_table


def answer(units, rows, status="answered", **more) -> Answer:
    columns = tuple(
        AnswerColumn(name=f"c{n}", label=f"列{n}", unit=unit) for n, unit in enumerate(units)
    )
    return Answer(status=status, text=more.pop("text", "文"), columns=columns,
                  rows=tuple(map(tuple, rows)), **more)  # fmt: skip


def test_units_are_brought_back_to_base():
    got = answer(["", "%", "亿m³"], [["九江市", 94.32, 1.5]])
    gold = gold_table(["city", "rate", "use_yi_m3"], [["九江市", Decimal("0.9432"), 1.5]])
    assert holds(gold, answer_table(got))
    assert holds(gold_table(["m3"], [[1.5e8]]), answer_table(got))


def test_order_of_columns_and_rows_is_free_unless_asked():
    got = answer_table(answer(["个", ""], [[1, "甲"], [2, "乙"]]))
    gold = gold_table(["n", "c"], [["乙", 2], ["甲", 1]])
    assert holds(gold, got)
    assert not holds(gold, got, Compare(ordered=True))


def test_the_same_values_on_other_rows_are_wrong():
    got = answer_table(answer(["", "个"], [["甲", 1], ["乙", 2]]))
    assert not holds(gold_table(["c", "n"], [["甲", 2], ["乙", 1]]), got)


def test_equal_columns_are_told_apart_by_their_rows():
    got = answer_table(answer(["个", "个", ""], [[1, 2, "甲"], [2, 1, "乙"]]))
    assert holds(gold_table(["a", "c"], [[2, "甲"], [1, "乙"]]), got)


def test_missing_and_added_rows_are_wrong_but_totals_are_not():
    gold = gold_table(["c", "n"], [["甲", 1], ["乙", 2]])
    assert not holds(gold, answer_table(answer(["", "个"], [["甲", 1]])))
    assert not holds(gold, answer_table(answer(["", "个"], [["甲", 1], ["乙", 2], ["丙", 3]])))
    assert holds(gold, answer_table(answer(["", "个"], [["甲", 1], ["乙", 2], ["合计", 3]])))


def test_null_is_not_zero():
    assert not holds(gold_table(["n"], [[None]]), answer_table(answer(["个"], [[0]])))


def test_dates_and_years_compare_however_written():
    got = answer_table(answer(["", ""], [["2025-01-01", "2026-08-01 00:00:00"]]))
    assert holds(gold_table(["y", "d"], [[2025, date(2026, 8, 1)]]), got)
    late = answer_table(answer([""], [["2026-08-01 13:05"]]))
    assert holds(gold_table(["t"], [[datetime(2026, 8, 1, 13, 5)]]), late)


def test_tolerance_is_relative():
    got = answer_table(answer(["m³"], [[1000.001]]))
    assert not holds(gold_table(["v"], [[1000.0]]), got, Compare(tolerance=1e-7))
    assert holds(gold_table(["v"], [[1000.0]]), got, Compare(tolerance=1e-5))


def test_only_the_named_columns_need_be_found():
    gold = gold_table(["c", "extra"], [["甲", 9]])
    assert holds(gold, answer_table(answer([""], [["甲"]])), Compare(columns=("c",)))


@pytest.mark.parametrize("shown, right", [((2.4, "亿m³"), True), ((2.4, "m³"), False)])
def test_a_gold_name_without_unit_is_in_the_size_its_statement_reads(shown, right):
    gold = gold_table(["total"], [[2.4]], "SELECT sum(use_yi_m3) AS total FROM annual_use")
    assert holds(gold, answer_table(answer([shown[1]], [[shown[0]]]))) is right


def test_rows_that_tie_may_stand_either_way():
    gold = gold_table(["c", "n"], [["甲", 2], ["乙", 1], ["丙", 1]])
    ordered = Compare(ordered=True)
    assert holds(gold, answer_table(answer(["", "个"], [["甲", 2], ["丙", 1], ["乙", 1]])), ordered)
    assert not holds(
        gold, answer_table(answer(["", "个"], [["乙", 1], ["甲", 2], ["丙", 1]])), ordered
    )


def test_a_row_of_figures_may_be_answered_as_a_column():
    gold = gold_table(["a", "b"], [[1, 2]])
    assert holds(gold, answer_table(answer(["", "个"], [["甲", 1], ["乙", 2]])))
    assert not holds(gold, answer_table(answer(["", "个"], [["甲", 1], ["乙", 3]])))


ONE = [gold_table(["n"], [[3]])]


@pytest.mark.parametrize("got, expected, verdict", [
    (answer(["个"], [[3]]), ("answered",), "right"),
    (answer(["个"], [[4]]), ("answered",), "wrong"),
    (answer(["个"], [[3]]), ("refused",), "wrong"),
    (answer([], [], "clarify"), ("answered",), "asked_back_when_answer_due"),
    (answer([], [], "refused"), ("answered",), "refused_wrongly"),
    (answer([], [], "failed"), ("answered",), "failed"),
    (answer([], [], "refused"), ("refused",), "right"),
    (answer([], [], "clarify"), ("clarify", "refused"), "right"),
    (answer([""], [["a"], ["b"], ["c"]], metric_query={"shape": "list"}), ("answered",), "right"),
    (answer([""], [["a"], ["b"]], metric_query={"shape": "list"}), ("answered",), "wrong"),
])  # fmt: skip
def test_verdicts(got, expected, verdict):
    assert judge(got, expected, ONE, Compare()) == verdict


@pytest.mark.parametrize("text, value, verdict", [
    ("有，共3户", True, "right"), ("没有。", True, "wrong"), ("没有。", False, "right"),
    ("是，", False, "wrong"),
])  # fmt: skip
def test_a_gold_yes_or_no_is_told_by_the_first_word(text, value, verdict):
    got = answer(["个"], [[3]], text=text)
    assert judge(got, ("answered",), [gold_table(["b"], [[value]])], Compare()) == verdict


def test_every_part_must_be_right():
    parts = (answer(["个"], [[3]]), answer(["个"], [[5]]))
    got = answer([], [], parts=parts)
    good = [gold_table(["n"], [[3]]), gold_table(["n"], [[5]])]
    bad = [gold_table(["n"], [[3]]), gold_table(["n"], [[6]])]
    assert judge(got, ("answered",), good, Compare()) == "right"
    assert judge(got, ("answered",), bad, Compare()) == "wrong"


def test_an_empty_answer_is_right_only_for_an_empty_gold():
    assert judge(answer([""], []), ("answered",), [gold_table(["n"], [])], Compare()) == "right"
    assert judge(answer([""], []), ("answered",), ONE, Compare()) == "wrong"
    nothing = [gold_table(["n"], [[None]])]
    assert judge(answer([], [], "no_data"), ("answered",), nothing, Compare()) == "right"
