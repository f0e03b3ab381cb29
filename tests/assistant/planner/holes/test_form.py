"""A form can hold only codes, and says what they say as a restatement."""

from __future__ import annotations

import json

import pytest

from assistant.contracts.errors import ModelFixable
from assistant.planner.holes.candidates import Candidates
from assistant.planner.holes.form import Form, as_restatement, filled, schema_of

CODES = Candidates(
    measures={"m1": "上传率", "m2": "取水量"}, things={"e1": "计量站点", "e2": "取水户"},
    conditions={"c1": "离线", "c2": "国控"}, groups={"g1": "设区市"},
    numbers=("90%", "5"), times=("τ", "σ"), places=("α",), readings={"r1": "τ，取水量"},
)


@pytest.mark.parametrize("form, says", [
    ({"ask": "value", "measure": ["m2"]}, "τ、σ，α，取水量"),
    ({"ask": "value", "measure": ["m1", "m2"], "by": "g1", "versus": "σ"},
     "τ，α，按设区市列出上传率、比σ的增减量、比σ的增长率、取水量、比σ的增减量、比σ的增长率"),
    ({"ask": "count", "of": "e1", "cond": ["c1", "c2"]}, "τ、σ，α，离线且国控的计量站点数"),
    ({"ask": "list", "of": "e1", "cond": ["c1"]}, "τ、σ，α，离线的计量站点的名单"),
    ({"ask": "share", "of": "e1", "cond": ["c1"]},
     "τ、σ，α，离线的计量站点数、占全部计量站点的比例"),
    ({"ask": "rank", "of": "e2", "measure": ["m2"], "first": "5"},
     "τ、σ，α，各取水户，列出取水量，按取水量从高到低排列，取最多的5个"),
    ({"ask": "rank", "measure": ["m1"], "by": "g1", "order": "low", "first": "5"},
     "τ、σ，α，按设区市列出上传率，按上传率从低到高排列，取最少的5个"),
    ({"ask": "list", "measure": ["m1"], "by": "g1", "cmp": "<", "value": "90%"},
     "τ、σ，α，上传率低于90%的设区市的名单，列出上传率"),
    ({"ask": "count", "measure": ["m1"], "by": "g1", "cmp": ">=", "value": "90%"},
     "τ、σ，α，上传率不低于90%的设区市数"),
    ({"ask": "value", "measure": ["m2"], "versus": "yoy"},
     "τ、σ，α，取水量、比上年同期的增减量、比上年同期的增长率"),
    ({"ask": "value", "read": "r1"}, "τ，取水量"),
    ({"ask": "value"}, ""),
])  # fmt: skip
def test_what_a_form_says(form: dict[str, object], says: str):
    assert as_restatement(Form.model_validate(form), CODES) == says


def test_the_schema_lets_nothing_be_named_that_is_no_candidate():
    schema = schema_of(CODES)
    holes = schema["properties"]
    assert holes["of"]["enum"] == ["-", "e1", "e2"]
    assert holes["measure"]["items"]["enum"] == ["m1", "m2"]
    assert holes["versus"]["enum"] == ["-", "yoy", "mom", "σ"]
    assert holes["first"]["enum"] == ["-", "5"] and holes["value"]["enum"] == ["-", "90%", "5"]
    assert schema["additionalProperties"] is False and set(schema["required"]) == set(holes)


def test_without_numbers_there_is_no_threshold():
    holes = schema_of(Candidates(measures={"m1": "上传率"}))["properties"]
    assert holes["cmp"]["enum"] == holes["value"]["enum"] == holes["of"]["enum"] == ["-"]


@pytest.mark.parametrize("reply", [
    "", "好的", "[]", json.dumps({"ask": "delete"}), json.dumps({"ask": "value", "sql": "x"}),
])  # fmt: skip
def test_a_reply_that_is_no_form_is_the_models_fault(reply: str):
    with pytest.raises(ModelFixable):
        filled(reply)
