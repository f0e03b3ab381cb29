"""What the rows of a question are, how many of them, and what is shown of each."""

from __future__ import annotations

import pytest

from assistant.contracts.algebra import PathCol


@pytest.mark.parametrize("question, limit", [
    ("上个季度哪三个市异常率最高", 3), ("上季度哪个市异常率最高", 1),
    ("去年11个市谁用水多，按用水总量排个队", None),
])  # fmt: skip
def test_as_many_rows_as_asked(reader, question, limit):
    plan = reader.read(question)
    assert plan.query.limit == limit
    assert plan.query.order


@pytest.mark.parametrize("question, paths", [
    ("挂牌督办还没销号的问题，列编号、类型和整改期限",
     ["problem.problem_id", "problem.kind", "problem.due_date"]),
    ("列出乐平市计量站点清单，含批次、运行状态", ["station.batch", "station.status"]),
])  # fmt: skip
def test_columns_are_what_was_listed(reader, question, paths):
    columns = [out.expr for out in reader.read(question).query.columns]
    assert [c.path for c in columns if isinstance(c, PathCol)] == paths


def test_a_repeated_state_shows_how_often(reader):
    query = reader.read("2023年以来被责令整改两次及以上的户，户名和次数").query
    assert query.over.entity == "holder"
    assert "rectification_order" in str(query.columns)


@pytest.mark.parametrize("question, edges", [
    ("上月各县及时率分档：九成以下、九成到九成五、九成五以上，各几个县", (0.9, 0.95)),
    ("11个市2022年降水跟多年平均比，多一成以上、少一成以上、中间的各几个", (-0.1, 0.1)),
])  # fmt: skip
def test_thresholds_side_by_side_are_bins(reader, question, edges):
    assert reader.read(question).query.by[0].edges == edges


def test_each_value_has_its_own_first(reader):
    query = reader.read("农业、工业、生活、生态四类，去年各是哪个市用得最多").query
    assert [g.path for g in query.by] == ["annual_use.sector_group", "city"]
    assert (query.limit, query.limit_per) == (1, "annual_use.sector_group")
