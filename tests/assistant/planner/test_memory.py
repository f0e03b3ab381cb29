"""Like questions are found by meaning where vectors are there, by writing where not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.contracts.errors import BadInput
from assistant.planner.codes import coded
from assistant.planner.memory import REVIEWED, Memory, Pair, load_pairs
from assistant.reading.reader import Reader
from assistant.reading.wording_vectors import WordingVectors
from assistant.router.tools import load_examples
from evals.case_files import CASES
from evals.wording_files import load_wordings

PAIRS = (Pair(asks="τ井水抽了多少", says="τ，地下水取水量"),
         Pair(asks="掉线的站", says="离线计量站点的名单"))


class Topics:
    """Embeds by topic: wells or breaks."""

    dimension = 2

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        return [[1.0, 0.0] if "井" in text or "钻孔" in text else [0.0, 1.0] for text in texts]


def test_by_writing_before_the_vectors_are_prepared():
    assert Memory(PAIRS)("掉线的都是哪些站", 1) == [("掉线的站", "离线计量站点的名单")]


def test_by_meaning_after(tmp_path: Path):
    vectors = WordingVectors([pair.asks for pair in PAIRS], Topics(), tmp_path)
    memory = Memory(PAIRS, vectors)
    memory.prepare()
    assert memory("钻孔里的站", 1) == [("τ井水抽了多少", "τ，地下水取水量")]
    assert [asks for asks, _ in memory("钻孔", 5)] == ["τ井水抽了多少", "掉线的站"]


def test_an_empty_memory_recalls_nothing():
    memory = Memory(())
    memory.prepare()
    assert memory("取水量", 3) == []


def test_what_is_shipped_holds_no_question_that_is_only_scored(reader: Reader):
    pairs = load_pairs(REVIEWED)
    assert len(pairs) > 1000 and all(pair.asks != pair.says for pair in pairs)
    held = [ask for case in load_wordings(CASES / "wording_held") for ask in case.asks]
    asked = {coded(reader.freely(ask).tokens, reader.restater.period).text for ask in held}
    assert not asked & {pair.asks for pair in pairs}
    assert not set(held) & {example.asks for example in load_examples()}


def test_the_operators_own_pairs_come_with_them(tmp_path: Path):
    own = tmp_path / "reviewed.jsonl"
    own.write_text('{"asks": "a", "says": "b"}\n', encoding="utf-8")
    assert load_pairs(tmp_path / "absent.jsonl", own) == (Pair(asks="a", says="b"),)


@pytest.mark.parametrize("line", ["{", '{"asks": "a"}', '{"asks": "", "says": "b"}', "[]"])
def test_a_malformed_line_is_told_with_its_place(tmp_path: Path, line: str):
    path = tmp_path / "reviewed.jsonl"
    path.write_text(f'{{"asks": "a", "says": "b"}}\n{line}\n', encoding="utf-8")
    with pytest.raises(BadInput, match="第 2 行"):
        load_pairs(path)
