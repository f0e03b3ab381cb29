"""What no pattern finds is told by messages like it; questions of the data stay questions."""

from __future__ import annotations

import json

import pytest

from assistant.contracts.errors import BadInput
from assistant.router.classifier import ToolClassifier
from assistant.router.tools import Example, load_examples, load_tools
from evals.case_files import CASES
from evals.wording_files import load_wordings

ALL = ToolClassifier(load_examples())


@pytest.mark.parametrize("text, tool", [
    ("超采地下水按规定怎么处理，依据是哪一条", "regulation"), ("谢谢你啊，辛苦了", "talk"),
    ("给我写首七言绝句", "refuse"), ("帮我把九月的月报做出来", "report"),
    ("预计明年用水量会涨到多少", "forecast"), ("上月各市上传率排名", "query"),
])  # fmt: skip
def test_messages_in_new_words(text: str, tool: str):
    assert ALL(text) == tool


def test_hardly_a_question_of_the_data_goes_astray():
    asks = [ask for case in load_wordings(CASES / "wording_held") for ask in case.asks]
    astray = [ask for ask in asks if ALL(ask) != "query"]
    assert len(astray) <= len(asks) // 100


def test_the_shares_of_all_tools_add_up_to_one():
    shares = ALL.shares("出一份月报")
    assert set(shares) == set(load_tools()) and sum(shares.values()) == pytest.approx(1)


def test_without_examples_everything_is_a_question():
    assert ToolClassifier(())("出一份月报") == "query"


def test_an_example_added_teaches():
    before = [Example(asks="上月取水量多少", tool="query"), Example(asks="各市名单", tool="query")]
    after = [*before, Example(asks="敲锣打鼓", tool="talk"), Example(asks="锣鼓喧天", tool="talk")]
    assert ToolClassifier(before)("锣鼓") == "query" and ToolClassifier(after)("锣鼓") == "talk"


@pytest.mark.parametrize("line", ["{", '{"asks": "a"}', '{"asks": "a", "tool": "没有的"}'])
def test_a_malformed_example_is_told_with_its_place(tmp_path, line: str):
    path = tmp_path / "examples.jsonl"
    good = json.dumps({"asks": "a", "tool": "query"})
    path.write_text(f"{good}\n{line}\n", encoding="utf-8")
    with pytest.raises(BadInput, match="第 2 行"):
        load_examples(path)
