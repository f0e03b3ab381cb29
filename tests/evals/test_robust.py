"""The proofs of robustness: what counts as a condition, and what is done to a question."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from assistant.clock import SystemClock
from assistant.contracts.flow import Plan
from assistant.contracts.query import MetricQuery
from assistant.settings import load_settings
from assistant.wiring import build_assistant, build_reader
from evals.robust.mutants import draw, mutants, mutation_proof
from evals.robust.outcome import Outcome, Proof
from evals.robust.pieces import pieces
from evals.robust.proof import Asked, answered, proof_questions, same_reading
from evals.robust.roundtrip import differing, round_trip_proof
from evals.robust.simple_proof import simple_proof
from evals.robust.variants import variant_proof, variants
from knowledge_graph.semantics.load import load_model

QUESTION = "上月南昌除国控站以外离线的站，完整率低于95%的有几个"


@pytest.fixture(scope="module")
def explain(demo_home: Path):
    return build_reader(load_settings(home=demo_home)).explain


@pytest.fixture(scope="module")
def model():
    return load_model(profile="jiangxi")


def asked(*texts: str) -> tuple[Asked, ...]:
    return tuple(Asked(f"q{n}", text, "取水计量") for n, text in enumerate(texts))


def test_held_out_lines_are_no_proof_questions():
    lines = {q.id for q in proof_questions() if q.id.startswith("manager-")}
    assert "manager-300" in lines and "manager-301" not in lines


@pytest.mark.parametrize("question, wanted", [
    ("上月南昌完整率低于95%的县有几个", {"时段": "上月", "地名或名称": "南昌", "门槛": "低于95%"}),
    ("上月完整率最高的三个县", {"时段": "上月", "前几名": "最高的三个"}),
    ("现在离线的国控站有几个", {"状态": "离线", "属性值": "国控站"}),
    ("除了国控站以外，上月水量多少", {"排除": "除了国控站以外", "时段": "上月"}),
    ("全省现在离线的站有几个", {"状态": "离线"}),  # the whole province and now narrow nothing
])  # fmt: skip
def test_conditions_are_found(explain, question, wanted):
    found = explain(question)
    got = {one.kind: found.text[one.start : one.end] for one in pieces(found)}
    assert {kind: word.strip("的") for kind, word in got.items()} == wanted


def test_what_is_said_twice_is_no_single_condition(explain):
    found = explain("南昌上月水量多少，南昌上月上传率多少")
    assert pieces(found) == ()


def test_mutants_lose_or_turn_one_condition(explain, model):
    (read,) = answered(asked("上月南昌完整率低于95%的县有几个"), explain)
    texts = {one.text for one in mutants(read, model)}
    assert {"南昌完整率低于95%的县有几个", "上月完整率低于95%的县有几个", "上月南昌完整率县有几个",
            "上月南昌完整率不低于95%的县有几个",
            "上月除了南昌以外的完整率低于95%的县有几个"} == texts


def test_an_unchanged_reading_fails_the_proof(explain, model):
    reads = list(answered(asked("上月南昌离线的站有几个"), explain))
    assert mutation_proof(reads, explain, model, count=0, seed=1).passed
    deaf = mutation_proof(reads, lambda text: reads[0].found, model, count=0, seed=1)
    assert deaf.tally.right == 0 and not deaf.passed


def test_variants_keep_the_reading(explain):
    reads = list(answered(asked("上月南昌水量多少", "去年各市用水总量，从高到低"), explain))
    texts = [one.text for one in variants(reads[0], explain, Random(1))]
    assert "南昌上月水量多少" in texts
    assert variant_proof(reads, explain, count=0, seed=1).passed


def test_a_draw_takes_from_every_group_and_repeats():
    found = [("a", n) for n in range(50)] + [("b", 0)]
    one, two = (draw(found, 4, Random(3), by=lambda pair: pair[0]) for _ in range(2))
    assert one == two and ("b", 0) in one and len(one) == 4


def test_a_restatement_is_read_again(explain):
    reads = list(answered(asked("上月南昌水量多少"), explain))
    assert round_trip_proof(reads, explain).tally.right == 1
    one, two = MetricQuery(limit=1), MetricQuery(limit=2)
    assert differing(one, two) == "limit"


def test_hints_are_no_difference():
    plan = Plan(status="ready", query=MetricQuery(focus="names"))
    assert same_reading(plan, MetricQuery())
    assert not same_reading(plan, MetricQuery(limit=1))
    assert not same_reading(Plan(status="clarify"), MetricQuery())


def test_a_proof_passes_from_its_threshold_on():
    held = [Outcome("a", "种", "问", "改", "", ok) for ok in (True, True, True, False)]
    assert Proof("证", tuple(held), 0.75).passed
    assert not Proof("证", tuple(held), 0.8).passed


def test_simple_questions_come_back_to_their_query(explain, model, demo_home):
    runs = build_assistant(load_settings(home=demo_home), SystemClock())
    proof = simple_proof(explain, runs, model, count=13, seed=1)
    assert {one.kind for one in proof.outcomes} >= {"count", "list", "value", "top_city"}
    assert proof.tally.share > 0.5
