"""Cut a sentence into tokens: the best path through every known word, name, time and number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from assistant.reading.in_context import settled
from assistant.reading.lexicon import Lexicon
from assistant.reading.nodes import Token
from assistant.reading.rule_words import words_of
from knowledge_graph.semantics.spans import NameItem, Span

# Weight of a reading by kind: how much a covered character is worth.
_WEIGHT = {
    "metric": 1.25, "metric_group": 1.2, "state": 1.15,
    "entity": 1.0, "value": 1.1, "attr": 0.95, "dimension": 1.0,
    "time": 1.2, "grain": 1.1, "shift": 1.15, "vague_time": 1.0, "number": 1.0, "name": 1.25,
    "point": 0.8, "lasting": 0.75,
    "fn": 0.95, "filler": 0.75, "elsewhere": 1.0, "not_held": 1.1, "personal": 1.0, "open": 1.0,
}
_Step = tuple[float, int, Token | None]
_LENGTH_POWER = 1.35
_UNKNOWN = -1.2
_CUTS_A_TIME = 2.5
_SURE = 0.9
_CUTS_A_NAME = 0.85  # 去年的年初|蓄水量: a time that runs into the name of a metric
_OF = words_of("of")
_PUNCTUATION = set("，。？！；：、,.?!;:“”\"'‘’（）()《》【】 　…—-\n\t·/%")


def segment(text: str, lexicon: Lexicon, spans: Sequence[Span]) -> list[Token]:
    """Return the tokens of the best-scoring path; unknown characters become unknown tokens.

    Args:
        text: the rewritten question.
        lexicon: model and function words.
        spans: readings of times, numbers and names over the same text.
    """
    candidates = _candidates(text, lexicon, spans)
    best: list[_Step] = [(0.0, 0, None)]
    for end in range(1, len(text) + 1):
        options: list[_Step] = [
            (best[end - 1][0] + _char_score(text[end - 1]), end - 1, None)]
        for token, score in candidates.get(end, ()):
            options.append((best[token.start][0] + score, token.start, token))
        best.append(max(options, key=lambda option: option[0]))
    tokens: list[Token] = []
    end = len(text)
    while end > 0:
        _, start, chosen = best[end]
        tokens.append(chosen or _single(text, start, end))
        end = start
    return settled(_merge_unknown(list(reversed(tokens))))


def _char_score(ch: str) -> float:
    return 0.0 if ch in _PUNCTUATION else _UNKNOWN


def _single(text: str, start: int, end: int) -> Token:
    kind = "punct" if text[start:end] in _PUNCTUATION else "unknown"
    return Token(start, end, text[start:end], {kind: True}, 0.0)


def _merge_unknown(tokens: list[Token]) -> list[Token]:
    merged: list[Token] = []
    for token in tokens:
        last = merged[-1] if merged else None
        if last is not None and "unknown" in token.readings and "unknown" in last.readings:
            merged[-1] = Token(last.start, token.end, last.text + token.text, {"unknown": True})
        else:
            merged.append(token)
    return merged


def _candidates(
    text: str, lexicon: Lexicon, spans: Sequence[Span]
) -> dict[int, list[tuple[Token, float]]]:
    readings: dict[tuple[int, int], dict[str, Any]] = defaultdict(dict)
    scores: dict[tuple[int, int], float] = defaultdict(float)
    for start in range(len(text)):
        for end, found in lexicon.at(text, start):
            readings[start, end].update(found)
            scores[start, end] = max(scores[start, end], _score(found, end - start))
    named = [(a, b) for (a, b), found in readings.items() if "metric" in found]
    written = set(readings)
    for span in spans:
        if isinstance(span.item, NameItem) and span.score < _SURE \
                and (span.start, span.end) in written:
            continue  # 张数 is a word as it stands, not 樟树 by its sound
        _add_span(span, readings, scores)
        if span.item.kind == "time" and any(a in range(span.start + 1, span.end) and b > span.end
                                            for a, b in named):
            scores[span.start, span.end] *= _CUTS_A_NAME
    for start, end, _word, found in lexicon.homophones(text):
        content = {k: v for k, v in found.items() if k not in ("fn", "filler")}
        if (start, end) not in readings:  # what is written right is no slip
            readings[start, end].update(content)
            scores[start, end] = _score(content, end - start) * 0.7
    dated = [(s.start, s.end) for s in spans if s.item.kind == "time" and s.score >= _SURE]
    result: dict[int, list[tuple[Token, float]]] = defaultdict(list)
    for (start, end), found in readings.items():
        score = scores[start, end]
        cuts = any(first < start < last < end for first, last in dated)
        after = {start, start - 1} if text[start - 1 : start] in _OF else {start}
        if "time" not in found and cuts and not any(last in after for _, last in dated):
            score -= _CUTS_A_TIME  # 去年|降水量, never 去|年降水量; but 去年|的|年初蓄水量
        token = Token(start, end, text[start:end], dict(found), score)
        result[end].append((token, score))
    return result


def _add_span(
    span: Span,
    readings: dict[tuple[int, int], dict[str, Any]],
    scores: dict[tuple[int, int], float],
) -> None:
    key = (span.start, span.end)
    kind = span.item.kind
    if isinstance(span.item, NameItem):
        names = (*readings[key].get("name", ()), (span.item, span.score))
        readings[key]["name"] = names
    else:
        held = readings[key].get(kind)
        if held is None or held[1] < span.score:
            readings[key][kind] = (span.item, span.score)
    score = _score({kind: True}, span.end - span.start) * (0.4 + 0.6 * span.score)
    scores[key] = max(scores[key], score)


def _score(found: dict[str, Any], length: int) -> float:
    weight: float = max((_WEIGHT.get(kind, 0.0) for kind in found), default=0.0)
    return weight * float(length**_LENGTH_POWER)
