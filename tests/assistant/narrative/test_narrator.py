"""Prose is rewritten once when the evidence does not bear it out, then withheld."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from assistant.contracts.answer import Answer, AnswerColumn
from assistant.contracts.language import Message, Reply, Wanted
from assistant.narrative.narrator import Narrator
from prompts import load_prompt

ANSWER = Answer(
    status="answered", answer_id="a", reading="2026年8月，按设区市列出取水量",
    text="取水量最多的是宜春市（1.92亿m³）。",
    columns=(AnswerColumn(name="c", label="设区市"),
             AnswerColumn(name="v", label="取水量", unit="亿m³", type="number")),
    rows=(("宜春市", 1.92034), ("新余市", 0.28811)),
)  # fmt: skip


class Writes:
    """Writes what it is told, text by text."""

    name = "scripted"

    def __init__(self, *texts: str, finished: bool = True) -> None:
        self.texts, self.finished = list(texts), finished
        self.asked: list[str] = []

    def complete(self, messages: Sequence[Message], wanted: Wanted) -> Reply:
        self.asked.append(messages[-1].text)
        return Reply(text=self.texts.pop(0), finished=self.finished)

    def stream(self, messages: Sequence[Message], wanted: Wanted) -> Iterator[str]:
        yield self.complete(messages, wanted).text


def narrated(model: Writes):
    return Narrator(model, load_prompt("narrative"), ("宜春市", "新余市", "九江市"))(ANSWER)


def test_what_is_borne_out_stands():
    model = Writes("宜春市最多，1.92亿m³；新余市最少，0.29亿m³。")
    found = narrated(model)
    assert (found.text[:3], found.calls, found.faults) == ("宜春市", 1, ())
    assert "取水量0.28811亿m³" in model.asked[0] and model.asked[0].startswith("《")


def test_what_is_not_is_told_and_rewritten_once():
    model = Writes("九江市最多，2.5亿m³。", "宜春市最多，1.92亿m³。")
    found = narrated(model)
    assert (found.text, found.calls) == ("宜春市最多，1.92亿m³。", 2)
    assert "“2.5亿m³”" in model.asked[1] and "“九江市”" in model.asked[1]


def test_what_is_wrong_twice_is_withheld():
    found = narrated(Writes("2.5亿m³。", "2.6亿m³。"))
    assert (found.text, found.calls, [f.text for f in found.faults]) == ("", 2, ["2.6亿m³"])


@pytest.mark.parametrize("text, left", [
    ("宜春市最多。其次是新余", "宜春市最多。"), ("宜春市取水最", "")])
def test_a_text_that_was_cut_ends_with_a_whole_sentence(text: str, left: str):
    assert narrated(Writes(text, text, finished=False)).text == left
