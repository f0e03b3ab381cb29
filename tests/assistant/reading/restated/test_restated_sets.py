"""Sets and conditions: what is printed is read as what it was printed from."""

from __future__ import annotations

import pytest
from golden_book import golden_readings

from assistant.answer.wording import Wording
from assistant.contracts import algebra as a
from assistant.contracts.query import MetricQuery
from assistant.contracts.terms import terms_in
from assistant.reading.one_form import bare_form, in_one_form
from assistant.reading.restated.read_back import ReadBack
from assistant.reading.restated.scope import Scope
from evals.case_files import load_query_cases

PRINTED = [
    "计量站点", "九江市自筹计量站点", "南昌市、九江市离线国控计量站点", "未建档的计量站点",
    "除南昌市、赣州市外的设区市", "国控、省控的计量站点", "建设批次为2022年、2025年的计量站点",
    "年许可水量不低于50万m³且取水用途为工业、农业的有效取水许可证", "期内离线过的计量站点",
    "期内销号的僵尸证问题", "期内有过漂移站点异常的计量站点", "期内存在的离线站点异常",
    "期末仍有异常开始时间早于期末前3天的离线站点异常的在用计量站点", "没有计量站点的取水口",
    "有2个及以上取水口的取水户", "取水用途不是水力发电的取水许可证", "户名含“水厂”的取水户",
    "不在用的计量站点", "预警（预警线80%，超许可线100%）的取水户", "不限时段且未销号的问题",
    "所有季报调查表都按时上报的县（市、区）", "停用或（暂停且超期未复核）的计量站点",
    "取水量最多的10户", "南昌市取水户中取水量最多的3户", "取水量超过100万m³的取水户",
    "上传率每个月都不低于95%的设区市", "用水总量逐年下降的设区市", "年份",
    "年降水量低于多年平均降水量的年份", "南昌市、九江市",
]  # fmt: skip


@pytest.mark.parametrize("text", PRINTED)
def test_one_set_is_printed_so(read_back, text):
    found = read_back.set(text, Scope())
    assert [read_back.wording(Scope()).set(one) for one in found] == [text]


@pytest.mark.parametrize("text, meant", [
    ("九江市自筹计量站点", ["city = 360400", "station.funding = 自筹"]),
    ("期内销号的问题", ["closed_date >= start", "closed_date <= moment"]),
    ("非重点户", ["holder.is_key = False"]),
])  # fmt: skip
def test_what_the_conditions_of_a_set_are(read_back, text, meant):
    (found,) = read_back.set(text, Scope())
    preds = [p for pred in found.where for p in getattr(pred, "preds", (pred,))]
    assert [f"{p.path} {p.cmp} {getattr(p.value, 'op', p.value)}" for p in preds] == meant


@pytest.mark.parametrize(
    "text", ["这些站", "离线的", "计量站点的计量站点", "的", "南昌市且计量站点"])
def test_what_is_not_printed_is_not_read(read_back, text):
    assert read_back.set(text, Scope()) == ()


def test_every_set_of_the_typed_cases_is_read_one_way(vocabulary, restater, model):
    plain = Wording(vocabulary.names)
    sets = {plain.set(term) for case in load_query_cases()
            for term in _sets(in_one_form(case.query, model))}
    found = {text: ReadBack(vocabulary, restater).set(text, Scope()) for text in sets}
    assert [text for text, terms in found.items() if len(terms) != 1] == []


def test_every_set_of_a_reading_is_read_as_it_is(vocabulary, restater, model, reader):
    plain = Wording(vocabulary.names)
    lost = []
    for golden in golden_readings()[::8]:
        query = reader.read(golden.question).query
        for term in _sets(in_one_form(query, model)) if query is not None else ():
            text = plain.set(term)
            found = ReadBack(vocabulary, restater).set(text, Scope())
            if [_form(one, model) for one in found] != [_form(term, model)]:
                lost.append((golden.question, text))
    assert lost == []


def _sets(query):
    """The sets in a query that say all that they mean by themselves."""
    return [term for term in terms_in(query) if isinstance(term, a.Members)
            and not any(isinstance(inner, a.ParentRef | a.Rows) for inner in terms_in(term))]


def _form(term, model):
    counted = MetricQuery.model_validate({"measures": [{"expr": a.Count(of=term)}]})
    return bare_form(in_one_form(counted, model))
