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
    plan = reader.read("2023年以来被责令整改两次及以上的户，户名和次数")
    assert plan.query.over.entity == "holder"
    assert "列出户名、责令整改数" in plan.reading


@pytest.mark.parametrize("question, edges", [
    ("上月各县及时率分档：九成以下、九成到九成五、九成五以上，各几个县", (0.9, 0.95)),
])  # fmt: skip
def test_thresholds_side_by_side_are_bins(reader, question, edges):
    assert reader.read(question).query.by[0].edges == edges


@pytest.mark.parametrize("question, names", [
    ("11个市2022年降水跟多年平均比，多一成以上、少一成以上、中间的各几个",
     ["多一成以上", "少一成以上", "中间"]),
    ("去年用水总量超过30亿方的市和不到10亿方的市各几个", ["超过30亿方", "不到10亿方"]),
    ("去年用水涨了的、降了的、持平的市各几个", ["增加", "减少", "持平"]),
])  # fmt: skip
def test_bins_that_do_not_follow_one_another_go_by_their_words(reader, question, names):
    query = reader.read(question).query
    assert [g.name for g in query.by[0].groups] == names
    assert query.add == ("zero",)


def test_what_all_of_them_should_be_picks_none_of_them(reader):
    query = reader.read("昨天离线的站是不是都在宜春").query
    assert (query.focus, query.order[0].direction) == ("all", "asc")
    assert "360900" not in query.over.model_dump_json() + query.context.model_dump_json()


def test_the_basis_of_what_picks_the_rows_may_come_last(reader):
    query = reader.read("有没有用水总量涨了、工业用水量却降了的市？去年跟前年比").query
    assert (query.shape, len(query.over.where)) == ("yesno", 2)


@pytest.mark.parametrize("question, n", [
    ("去年取水许可证到期的那120张，延续了几张", 120), ("上饶挂牌督办的12个问题现在销号了几个", 12),
    ("建筑业那63家，上季度报零的有几家", 63), ("11个市去年用水各多少", None),
])  # fmt: skip
def test_how_many_there_are_is_looked_at_first(reader, question, n):
    premise = reader.read(question).query.premise
    assert (premise.right.value if premise else None) == n


@pytest.mark.parametrize("question, label, cmp", [
    ("问题台账按时销号率，各市今年一季度和二季度各多少，退步的标出来", "退步", "<"),
    ("上月各市异常率和上上月比，退步的标出来", "退步", ">"),
    ("去年各市人均用水，高于全省平均的标出来", "高于全省", ">"),
])  # fmt: skip
def test_what_moved_is_marked(reader, question, label, cmp):
    flag = reader.read(question).query.columns[0]
    assert (flag.label, flag.expr.pred.cmp) == (label, cmp)


def test_both_ends_of_a_course_are_marked(reader):
    query = reader.read("本月抚河流域每天取水曲线来一张，顺带标出最高和最低那天").query
    assert [c.label for c in query.columns] == ["最高", "最低"]
    assert all(c.expr.pred.left.of_periods for c in query.columns)


def test_a_later_period_is_nothing_to_go_back_to(reader):
    query = reader.read("前天和昨天的离线站数比，多了几个").query
    assert [str(o.expr.time.first) for o in query.measures[:2]] == ["2026-09-14", "2026-09-15"]


@pytest.mark.parametrize("question, by, measure", [
    ("昨日掉线的站比前日是多是少，主要是哪个市带起来的", "city", "count"),
    ("8月上传率比7月低了，是哪几个市拖的", "city", "records_missing"),
    ("全省用水去年比前年降了，主要是哪几个行业降的", "annual_use.sector", "total_use"),
    ("新余上个月上传率为什么跌了", "station", "records_missing"),
])  # fmt: skip
def test_a_change_is_explained_by_its_parts(reader, question, by, measure):
    told = reader.read(question).query.parts[-1]
    assert (told.shape, told.by[0].path) == ("explain", by)
    assert measure in told.measures[0].model_dump_json()


def test_a_change_is_explained_by_the_factors_named(reader):
    told = reader.read("去年农田灌溉用水比前年少了，是面积小了还是亩均降了").query.parts[-1]
    assert (told.focus, told.measures[3].expr.op) == ("factors", "times")


def test_each_value_has_its_own_first(reader):
    query = reader.read("农业、工业、生活、生态四类，去年各是哪个市用得最多").query
    assert [g.path for g in query.by] == ["annual_use.sector_group", "city"]
    assert (query.limit, query.limit_per) == (1, "annual_use.sector_group")


@pytest.mark.parametrize("question, rows, owner", [
    ("有效证里年许可水量最大的是哪一户的，多少方", "permit", "holder"),
    ("哪户的有效许可证年许可水量最高，是多少", "permit", "holder"),
    ("上个月取水最多的那个站是谁家的", "station", "holder"),
    ("越界距离最大的取水口属于哪个取水户", "intake", "holder"),
    ("今年离线次数最多的站是哪家公司修的", "station", "maintainer"),
])  # fmt: skip
def test_whose_the_first_one_is(reader, question, rows, owner):
    query = reader.read(question).query
    assert query.over.entity == rows
    assert owner in [c.expr.path for c in query.columns if isinstance(c.expr, PathCol)]


def test_the_first_holder_of_each_city(reader):
    query = reader.read("每个市许可使用比例最高的是哪一户，用到多少").query
    assert (query.over.entity, query.limit, query.limit_per) == ("holder", 1, "city")


@pytest.mark.parametrize("question, entity, paths", [
    ("上饶市检定过期的流量计，表号、站名、厂家、哪天到期", "meter",
     ["meter.meter_id", "station.name", "meter.maker", "meter.verification_due_date"]),
    ("督办着的、没销号的问题都有哪些，编号类型期限", "problem",
     ["problem.problem_id", "problem.kind", "problem.due_date"]),
    ("中央投资的离线站有几个，分别在哪，谁负责", "station", ["county", "maintainer"]),
    ("被责令整改两次及以上的取水户，户名、所在县、每次的日期和事由", "rectification_order",
     ["holder.name", "county", "rectification_order.ordered_date", "rectification_order.reason"]),
])  # fmt: skip
def test_a_clause_of_columns(reader, question, entity, paths):
    query = reader.read(question).query
    assert query.over.entity == entity
    assert [c.expr.path for c in query.columns if isinstance(c.expr, PathCol)] == paths


def test_the_last_of_its_happenings(reader):
    query = reader.read("去年被现场检查过三次及以上的户，户名、查了几次、最近一次是哪天").query
    (last,) = (out.expr for out in (*query.columns, *query.measures) if out.expr.op == "collect")
    assert (last.path, last.over.direction) == ("inspected_date", "asc")


def test_the_others_are_no_kind_of_water(reader):
    plan = reader.read("换过两回及以上表的站，入夏以来异常率多少，其他站呢")
    assert plan.status == "ready"
    assert "涉及不满足“历来换表记录数不少于2个”的计量站点" in plan.reading


@pytest.mark.parametrize("question, held", [
    ("一本证挂了两户以上的有几本", "证户关联涉及的取水户数不少于2户"),
    ("有几户手上有两本以上有效证", "有效取水许可证数不少于2本"),
    ("九江哪几户名下挂着三个以上取水口", "取水口数不少于3个"),
    ("名下挂着五个以上取水口的灌区有哪些", "取水口数不少于5个"),
    ("一块表带了三户及以上的有没有", "不少于3户"),
])  # fmt: skip
def test_how_many_a_thing_holds(reader, question, held):
    plan = reader.read(question)
    assert plan.status == "ready" and held in plan.reading


def test_a_number_each_holder_has(reader):
    query = reader.read("有几户取水户挂着多个登记地址").query
    assert "holder.address_count" in str(query.measures)


@pytest.mark.parametrize("question", [
    "一表多户和多表一户两种毛病都沾的取水户，有没有？", "既有超许可又有证过期取水问题的户有哪些",
])  # fmt: skip
def test_troubles_had_together_are_conditions_apart(reader, question):
    over = reader.read(question).query.over
    assert over.entity == "holder"
    assert str(over).count("entity='problem'") == 2


def test_a_measure_that_leaves_the_rows_out_is_asked_back(reader):
    plan = reader.read("抚州今年注销的证里许可量最大的是哪家的")
    assert (plan.status, "口径" in plan.message) == ("clarify", True)
