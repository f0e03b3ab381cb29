"""Sentences are cut without loss, along the longest words that are known."""

from __future__ import annotations

import pytest
from golden_book import golden_readings

from assistant.reading.lexicon import Lexicon
from assistant.reading.segment import segment
from knowledge_graph.semantics.grammar.numbers import number_spans

QUESTIONS = [golden.question for golden in golden_readings()]


@pytest.fixture(scope="module")
def lexicon(model) -> Lexicon:
    return Lexicon(model)


def cut(text: str, lexicon: Lexicon) -> list[str]:
    return [token.text for token in segment(text, lexicon, number_spans(text))]


def test_the_pieces_are_the_sentence(reader):
    for question in QUESTIONS:
        explained = reader.explain(question)
        assert "".join(token.text for token in explained.tokens) == explained.text
        assert [explained.text[t.start : t.end] for t in explained.tokens] == [
            t.text for t in explained.tokens
        ]


@pytest.mark.parametrize("text, pieces", [
    ("及时率和上传率", ["及时率", "和", "上传率"]),
    ("离线率低于95%", ["离线率", "低于", "95%"]),
    ("不在线的站", ["不在线", "的", "站"]),
    ("用水总量和上传率", ["用水总量", "和", "上传率"]),
    ("骆驼上传率", ["骆驼", "上传率"]),
    ("上传率骆驼魑魅", ["上传率", "骆驼魑魅"]),
    ("", []),
])  # fmt: skip
def test_cut_along_known_words(lexicon, text, pieces):
    assert cut(text, lexicon) == pieces


@pytest.mark.parametrize("text, metric", [
    ("取了多少万方", "volume_taken"), ("抽得最猛", "volume_taken"), ("供了几亿方", "total_supply"),
    ("一亩田灌多少方", "use_per_mu"), ("耗掉多少水", "consumption"),
])  # fmt: skip
def test_a_verb_with_its_ending_is_its_measure(lexicon, text, metric):
    assert metric in segment(text, lexicon, ())[0].readings["metric"]


@pytest.mark.parametrize("text", ["取得许可证", "取水口", "用了几天"])
def test_a_verb_of_something_else_is_no_measure(lexicon, text):
    assert not segment(text, lexicon, number_spans(text))[0].has("metric")


@pytest.mark.parametrize("text", [
    "领导开会要用", "处长催着要", "写周报用", "下午三点碰头会要用", "记者来问",
])  # fmt: skip
def test_an_occasion_says_nothing(lexicon, text):
    assert all("filler" in token.readings for token in segment(text, lexicon, ()))


@pytest.mark.parametrize("text, tags", [
    ("哪个市用水大", "most"), ("建了档没有", "yesno"), ("过没过一千万方", "cmp_gt"),
    ("按九类", "each_kind"),
])  # fmt: skip
def test_short_words_are_what_their_neighbours_make_them(lexicon, text, tags):
    found = segment(text, lexicon, number_spans(text))
    assert any(token.is_fn(tags) for token in found)


def test_what_no_word_holds_is_unknown_and_a_stop_is_not(lexicon):
    tokens = segment("骆驼，上传率？", lexicon, ())
    assert [(t.text, next(iter(t.readings))) for t in tokens if "metric" not in t.readings] == [
        ("骆驼", "unknown"), ("，", "punct"), ("？", "punct")
    ]  # fmt: skip


@pytest.mark.parametrize(
    "slip, word", [("上川率", "上传率"), ("曲水亮", "取水量"), ("到报律", "到报率")]
)
def test_a_slip_of_the_input_method_is_read_as_the_word_that_sounds_so(lexicon, slip, word):
    (token,) = segment(slip, lexicon, ())
    (right,) = segment(word, lexicon, ())
    assert token.readings["metric"] == right.readings["metric"]


def test_every_noun_and_state_of_the_model_is_in_the_list(model, lexicon):
    def known(word: str, kind: str) -> bool:
        return any(end == len(word) and kind in found for end, found in lexicon.at(word, 0))

    assert [noun for e in model.entities for noun in e.nouns if not known(noun, "entity")] == []
    assert [state.zh for state in model.states if not known(state.zh, "state")] == []


def test_dialect_is_put_into_common_words(lexicon):
    assert lexicon.rewrite("哪只县冇得几多站") == "哪个县没有多少站"
