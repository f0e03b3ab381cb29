from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from assistant.contracts.answer import Answer, AnswerColumn
from evals.judge import Verdict
from evals.judge import judge as judge_parts
from evals.match import holds
from evals.parts import Compare, GoldPart
from evals.tables import answer_table, gold_table


def answer(units, rows, status="answered", **more) -> Answer:
    columns = tuple(
        AnswerColumn(name=f"c{n}", label=f"列{n}", unit=unit) for n, unit in enumerate(units)
    )
    return Answer(status=status, text=more.pop("text", "文"), columns=columns,
                  rows=tuple(map(tuple, rows)), **more)  # fmt: skip


def judge(got: Answer, expected, golds, compare: Compare) -> Verdict:
    parts = [GoldPart(one if isinstance(one, tuple) else (one,), compare) for one in golds]
    return judge_parts(got, expected, parts)


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
    (answer([""], [["a"], ["b"], ["c"]], metric_query={"shape": "list"}, text="共有3家"),
     ("answered",), "right"),
    (answer([""], [["a"], ["b"], ["c"]], metric_query={"shape": "list"}), ("answered",), "wrong"),
    (answer([""], [["a"], ["b"]], metric_query={"shape": "list"}, text="共有3家"),
     ("answered",), "wrong"),
])  # fmt: skip
def test_verdicts(got, expected, verdict):
    assert judge(got, expected, ONE, Compare()) == verdict


@pytest.mark.parametrize("text, value, verdict", [
    ("有，共3户", True, "right"), ("没有。", True, "wrong"), ("没有。", False, "right"),
    ("是，", False, "wrong"), ("不是，", False, "right"), ("不一致：", False, "right"),
    ("有效许可证3本", True, "wrong"), ("无证取水3起", False, "wrong"),
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


def test_groups_may_stand_as_rows_or_as_columns():
    gold = gold_table(["year", "c", "n"], [[2024, "甲", 1], [2024, "乙", 2], [2025, "甲", 3],
                                           [2025, "乙", 4]])  # fmt: skip
    assert holds(gold, answer_table(answer(["", "个", "个"], [["2024", 1, 2], ["2025", 3, 4]])))
    assert not holds(gold, answer_table(answer(["", "个", "个"], [["2024", 1, 4], ["2025", 3, 2]])))
    pair = gold_table(["c", "n"], [["甲", 1], ["乙", 2]])
    assert holds(pair, answer_table(answer(["个", "个"], [[1, 2]])))
    assert not holds(pair, answer_table(answer(["个", "个"], [[1, 3]])))


def test_groups_that_hold_none_may_be_told_or_left_out():
    told = [["甲", 1], ["乙", 0]]
    gold, got = gold_table(["c", "n"], told), answer_table(answer(["", "个"], told))
    assert holds(gold_table(["c", "n"], [["甲", 1]]), got)
    assert holds(gold, answer_table(answer(["", "个"], [["甲", 1]])))
    assert not holds(gold, answer_table(answer(["", "个"], [["乙", 0]])))
    assert not holds(gold, answer_table(answer(["", "个"], [])))


def test_a_gap_in_the_groups_is_no_table_of_columns():
    gold = gold_table(["y", "c", "n"], [[2024, "甲", 1], [2024, "乙", 2], [2025, "甲", 3]])
    assert not holds(gold, answer_table(answer(["", "个", "个"], [["2024", 1, 2], ["2025", 3, 4]])))


def test_a_ranking_may_go_on_where_only_its_first_is_asked():
    gold = gold_table(["c"], [["甲"]])
    ranking = answer_table(answer(["", "个"], [["甲", 9], ["乙", 8]]))
    assert not holds(gold, ranking)
    assert holds(gold, ranking, Compare(first=True))
    turned = answer_table(answer(["", "个"], [["乙", 8], ["甲", 9]]))
    assert not holds(gold, turned, Compare(first=True))


def test_a_fall_may_be_told_with_or_without_its_sign():
    got = answer_table(answer(["%"], [[-5.0]]))
    gold = gold_table(["drop_pct"], [[5.0]])
    assert not holds(gold, got)
    assert holds(gold, got, Compare(unsigned=True))


def test_the_figures_of_a_row_may_be_told_part_by_part():
    gold = [gold_table(["a", "b"], [[3, 4]])]
    parts = (answer(["个"], [[3]]), answer(["个"], [[4]]))
    assert judge(answer([], [], parts=parts), ("answered",), gold, Compare()) == "right"
    wrong = (answer(["个"], [[3]]), answer(["个"], [[5]]))
    assert judge(answer([], [], parts=wrong), ("answered",), gold, Compare()) == "wrong"


def test_nothing_is_found_only_where_a_table_or_a_sentence_says_so():
    none = [gold_table(["c"], [])]
    parts = (answer(["个"], [[3]]), answer([""], [["甲"]]))
    assert judge(answer([], [], parts=parts), ("answered",), none, Compare()) == "wrong"
    assert judge(answer([], [], text="没有。"), ("answered",), none, Compare()) == "right"
    assert judge(answer([], [], text="取水要有证。"), ("answered",), none, Compare()) == "wrong"


def test_columns_that_gold_lacks_are_not_an_empty_table():
    gold = gold_table(["c", "n"], [["甲", 1]])
    assert not holds(gold, answer_table(answer([""], [["乙"]])), Compare(columns=("typo",)))


def test_several_lists_of_columns_are_fair_choices():
    gold = gold_table(["now", "before", "growth"], [[3, 2, 0.5]])
    either = Compare(columns=(("now", "before"), ("now", "growth")))
    assert holds(gold, answer_table(answer(["个", "个"], [[3, 2]])), either)
    assert holds(gold, answer_table(answer(["个", "%"], [[3, 50.0]])), either)
    assert not holds(gold, answer_table(answer(["个"], [[3]])), either)
    told = (answer(["个"], [[3]]), answer(["%"], [[50.0]]))
    assert judge(answer([], [], parts=told), ("answered",), [gold], either) == "right"


def test_one_of_several_fair_forms_must_be_met():
    below = gold_table(["below"], [["乙"]])
    forms = (below, gold_table(["c", "low"], [["甲", False], ["乙", True]]))
    listed = answer([""], [["乙"]])
    marked = answer(["", ""], [["甲", False], ["乙", True]])
    bare = answer(["", "个"], [["甲", 9], ["乙", 1]])
    assert judge(listed, ("answered",), [forms], Compare()) == "right"
    assert judge(marked, ("answered",), [forms], Compare()) == "right"
    assert judge(bare, ("answered",), [forms], Compare()) == "wrong"


def test_a_single_figure_may_be_the_row_of_totals():
    rows = [["甲", 1], ["乙", 2], ["合计", 3]]
    assert holds(gold_table(["n"], [[3]]), answer_table(answer(["", "个"], rows)))
    assert not holds(gold_table(["n"], [[2]]), answer_table(answer(["", "个"], rows)))


def test_the_first_row_is_not_a_total():
    rows = answer_table(answer(["", "个"], [["合计", 3], ["乙", 2], ["甲", 1]]))
    assert holds(gold_table(["c", "n"], [["乙", 2]]), rows, Compare(first=True))


def test_the_most_may_be_named_where_the_whole_stands_unsorted():
    gold = [gold_table(["c", "n"], [["乙", 9]])]
    rows = [["甲", 1], ["乙", 9], ["丙", 2]]
    first = Compare(first=True)
    named = answer(["", "个"], rows, text="最多的是乙（9个）。")
    assert judge(named, ("answered",), gold, first) == "right"
    assert judge(answer(["", "个"], rows), ("answered",), gold, first) == "wrong"
    other = answer(["", "个"], [["甲", 1], ["乙", 9], ["丙", 12]], text="最多的是乙。")
    assert judge(other, ("answered",), gold, first) == "wrong"
    days = [gold_table(["d", "n"], [[date(2026, 9, 2), 9]])]
    curve = answer(["", "个"], [["2026-09-01", 1], ["2026-09-02", 9]], text="最高为2026年9月2日。")
    assert judge(curve, ("answered",), days, first) == "right"


def test_a_time_is_told_in_any_unit_where_gold_names_its_own():
    gold = gold_table(["mean_hours"], [[48.0]])
    assert holds(gold, answer_table(answer(["天"], [[2.0]])))
    assert holds(gold, answer_table(answer(["分钟"], [[2880.0]])))
    assert not holds(gold, answer_table(answer(["天"], [[48.0]])))
    assert holds(gold_table(["n"], [[2.0]]), answer_table(answer(["天"], [[2.0]])))


def test_groups_as_columns_go_by_their_names_and_none_is_zero():
    gold = gold_table(["c", "kind", "n"], [["甲", "旱", 1], ["甲", "涝", 2], ["乙", "旱", 3]])

    def wide(rows, labels) -> Answer:
        columns = tuple(AnswerColumn(name=one, label=one) for one in ("市", *labels))
        return Answer(status="answered", text="文", columns=columns, rows=tuple(map(tuple, rows)))

    rows = [["甲", 1, 2], ["乙", 3, 0]]
    assert holds(gold, answer_table(wide(rows, ["旱", "涝"])))
    assert not holds(gold, answer_table(wide(rows, ["涝", "旱"])))


def test_months_and_joined_values_compare_however_written():
    got = answer_table(answer(["", ""], [["2025-03", "乙、甲"]]))
    assert holds(gold_table(["m", "kinds"], [[date(2025, 3, 1), "甲、乙"]]), got)


def test_a_group_without_data_may_be_left_out():
    gold = gold_table(["c", "n", "per"], [["甲", 1, 2.5], ["乙", 0, None]])
    assert holds(gold, answer_table(answer(["", "个", ""], [["甲", 1, 2.5]])))


def test_two_figures_as_rows_though_one_is_zero():
    got = answer_table(answer(["", "%"], [["换过", 0.0], ["其他", 3.5]]))
    assert holds(gold_table(["changed", "others"], [[0.0, 0.035]]), got)
