"""Checks the word list: words of two meanings, and words that no question can reach."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from assistant.reading.lexicon import Lexicon
from assistant.reading.segment import segment
from knowledge_graph.semantics.model import SemanticModel

_CONTENT = ("metric", "metric_group", "state", "entity", "value", "attr", "dimension",
            "not_held", "open", "personal")
_SILENT = ("filler",)


class WordFinding(NamedTuple):
    """One word with what is the matter with it."""

    kind: Literal["collision", "swallowed", "rewritten", "unreachable"]
    word: str
    message: str


def check_vocabulary(model: SemanticModel) -> Iterator[WordFinding]:
    """Yield the findings, in the order of the word list.

    ``collision``: several metrics or states of one entity go by the word, so it is asked back or
    settled by what stands around it. ``swallowed``: a content word that is a filler too, and may
    be dropped unnoticed. ``rewritten``: the text is changed before the word is looked up.
    ``unreachable``: other words cut it up even where it stands alone.
    """
    lexicon = Lexicon(model)
    for word, readings in lexicon.words().items():
        content = [kind for kind in _CONTENT if kind in readings]
        if not content:
            continue
        yield from _collisions(word, content, readings)
        if any(kind in readings for kind in _SILENT):
            yield WordFinding("swallowed", word, f"既是{'、'.join(content)}，又是可略去的词")
        written = lexicon.rewrite(word)
        if written != word:
            yield WordFinding("rewritten", word, f"读题前改写成“{written}”，按原词查不到")
            continue
        tokens = segment(word, lexicon, ())
        if len(tokens) != 1 or tokens[0].text != word:
            cut = "｜".join(token.text for token in tokens)
            yield WordFinding("unreachable", word, f"单独说也被切成“{cut}”")


def _collisions(
    word: str, content: Sequence[str], readings: dict[str, object]
) -> Iterator[WordFinding]:
    for kind in ("metric", "metric_group"):
        names = readings.get(kind, ())
        if isinstance(names, tuple) and len(names) > 1:
            named = "、".join(map(str, names))
            yield WordFinding("collision", word, f"是几个{kind}的叫法：{named}")
    outside = [kind for kind in content if kind in ("not_held", "open", "personal")]
    if outside and len(content) > len(outside):
        yield WordFinding("collision", word, f"同时是{'、'.join(content)}")
