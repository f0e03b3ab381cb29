"""Samples are in codes, as short as the parser allows, and none is kept that it does not read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.planner.memory import Pair, load_pairs
from assistant.settings import load_settings
from assistant.tuning.__main__ import memory
from assistant.tuning.export import tensor_name, trained_name
from assistant.tuning.samples import Sample, Sampler, split
from assistant.tuning.template import prompt_text
from assistant.wiring import build_reader


@pytest.fixture(scope="module")
def sampler(demo_home: Path) -> Sampler:
    reader = build_reader(load_settings(home=demo_home))
    return Sampler(reader, reader.restater.period)


@pytest.mark.parametrize("says, ask, asked, told", [
    ("2026年8月，九江市，缺报条数", "浔上月丢了几条", "ατ丢了几条", "τ，α，缺报条数"),
    ("去年（2025年），各设区市用水总量中位数", "去年各市用水量取中",
     "τ各市用水量取中", "τ，各设区市用水总量中位数"),
])  # fmt: skip
def test_a_wording_and_its_restatement_in_codes(
    sampler: Sampler, says: str, ask: str, asked: str, told: str
):
    found = next(iter(sampler(says, [ask])))
    assert (found.asked, found.told) == (asked, told)


@pytest.mark.parametrize("says, ask, why", [
    ("2026年8月，缺报条数", "九江上月丢了几条", "name lost"),
    ("2026年8月，缺报条数", "八月和七月丢了几条", "time lost"),
    ("2026年8月，缺报条数", "丢了几条", "date left"),
    ("没有这样的复述", "丢了几条", "restatement not read"),
])  # fmt: skip
def test_what_cannot_be_learnt_from_is_left_out(sampler: Sampler, says: str, ask: str, why: str):
    before = sampler.left_out[why]
    assert not [one for one in sampler(says, [ask]) if one.asked != one.told and one.says == ask]
    assert sampler.left_out[why] > before


def test_whole_restatements_are_held_out_and_no_target_is_learnt_by_heart():
    samples = [Sample(f"q{n}", f"t{n // 10}", f"s{n // 5}") for n in range(200)]
    train, held = split(samples, held=0.1, most=3, seed=1)
    assert not {one.says for one in train} & {one.says for one in held}
    assert len(held) == 20
    assert max(sum(o.told == one.told for o in train) for one in train) == 3
    assert split(samples, held=0.1, most=3, seed=1) == (train, held)


@pytest.mark.parametrize("name, found", [
    ("3.self_attn.q_proj.lora_A", "blk.3.attn_q.weight.lora_a"),
    ("0.mlp.down_proj.lora_B", "blk.0.ffn_down.weight.lora_b"),
])  # fmt: skip
def test_a_tensor_is_called_as_llama_cpp_calls_it(name: str, found: str):
    trained = f"base_model.model.model.layers.{name}.weight"
    assert tensor_name(trained) == found and trained_name(found) == trained


def test_a_tensor_of_another_recipe_is_refused():
    with pytest.raises(ValueError, match="no such tensor"):
        tensor_name("base_model.model.lm_head.lora_A.weight")


def test_the_prompt_is_that_of_the_chat_form():
    assert prompt_text("改写", "τ取水量") == (
        "<|im_start|>system\n改写<|im_end|>\n<|im_start|>user\nτ取水量<|im_end|>\n"
        "<|im_start|>assistant\n")


def test_the_memory_holds_one_question_for_each_meaning(tmp_path):
    lines = [{"in": "a", "out": "甲"}, {"in": "b", "out": "甲"}, {"in": "乙", "out": "乙"},
             {"in": "c", "out": "丙"}]
    path, out = tmp_path / "train.jsonl", tmp_path / "reviewed.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    memory(path, out)
    assert load_pairs(out) == (Pair(asks="a", says="甲"), Pair(asks="c", says="丙"))
