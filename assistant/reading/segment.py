"""Cut a sentence into tokens: the best path through every known word, name, time and number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from assistant.reading.cuts import Candidates, best_cut, is_punctuation, next_cuts
from assistant.reading.each_apart import each_apart
from assistant.reading.in_context import settled
from assistant.reading.lexicon import Lexicon
from assistant.reading.named_kinds import kinds_with_nouns
from assistant.reading.names_in_parts import names_in_parts
from assistant.reading.nodes import Token
from assistant.reading.rule_words import words_of
from assistant.reading.shared_tails import shared_tails
from assistant.reading.slips import slips
from knowledge_graph.semantics.spans import NameItem, Span

# Weight of a reading by kind: how much a covered character is worth.
_WEIGHT = {
    "metric": 1.25, "metric_group": 1.2, "state": 1.15,
    "entity": 1.0, "value": 1.1, "attr": 0.95, "dimension": 1.0,
    "time": 1.2, "grain": 1.1, "shift": 1.15, "vague_time": 1.0, "number": 1.0, "name": 1.25,
    "point": 0.8, "lasting": 0.75,
    "fn": 0.95, "filler": 0.75, "elsewhere": 1.0, "not_held": 1.1, "personal": 1.0, "open": 1.0,
}
_Readings = dict[tuple[int, int], dict[str, Any]]
_LENGTH_POWER = 1.35
_PURPOSE = 1.3  # of the characters that only say what a thing is for
_CUTS_A_TIME = 2.5
SURE = 0.9
_TRIED = 5  # paths looked at where the best one cannot be read
_MARGIN = 2.5  # less than the best path scores, and no less
_LETTER = 2.0  # a letter of a run of values is worth more than a word it begins or ends
_CUTS_A_NAME = 0.85  # 去年的年初|蓄水量: a time that runs into the name of a metric
_OF = words_of("of")
_KEPT_WHOLE = words_of("kept_whole")
_NEVER_LAST = words_of("never_last")


def segment(text: str, lexicon: Lexicon, spans: Sequence[Span]) -> list[Token]:
    """Return the tokens of the best-scoring path; unknown characters become unknown tokens.

    Args:
        text: the rewritten question.
        lexicon: model and function words.
        spans: readings of times, numbers and names over the same text.
    """
    return _finished(best_cut(text, candidates(text, lexicon, spans)), lexicon)


def other_cuts(text: str, lexicon: Lexicon, spans: Sequence[Span]) -> Iterator[list[Token]]:
    """Yield the next best paths that hear other words, found only when they are asked for."""
    paths = next_cuts(text, candidates(text, lexicon, spans), count=_TRIED, margin=_MARGIN)
    best = _finished(paths[0], lexicon)
    named = kinds_with_nouns(best, lexicon.nouns, lexicon.things)
    if named is not None:
        yield named
    if any(token.has("state") and token.has("value") for token in best):
        yield [_stated(token) for token in best]
    for path in paths[1:]:
        yield _finished(path, lexicon)


def _stated(token: Token) -> Token:
    """超许可的都有谁: they are in that state; the kind of trouble of that name is not meant."""
    if not (token.has("state") and token.has("value")):
        return token
    kept = {kind: found for kind, found in token.readings.items() if kind != "value"}
    return replace(token, readings=kept)


def _finished(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    whole = shared_tails(_merge_unknown(tokens), lexicon.known)
    return settled(each_apart(names_in_parts(whole, lexicon.known)))


def _clause_ends(text: str, at: int) -> bool:
    return at >= len(text) or is_punctuation(text[at])


def _merge_unknown(tokens: list[Token]) -> list[Token]:
    merged: list[Token] = []
    for token in tokens:
        last = merged[-1] if merged else None
        if last is not None and "unknown" in token.readings and "unknown" in last.readings:
            merged[-1] = Token(last.start, token.end, last.text + token.text, {"unknown": True})
        else:
            merged.append(token)
    return merged


def candidates(
    text: str, lexicon: Lexicon, spans: Sequence[Span]
) -> Candidates:
    """Return every token that may stand in the text, by where it ends, with its score."""
    readings, scores = _written(text, lexicon)
    named = [(a, b) for (a, b), found in readings.items() if "metric" in found]
    written = set(readings)
    for span in spans:
        if isinstance(span.item, NameItem) and span.score < SURE \
                and (span.start, span.end) in written:
            continue  # 张数 is a word as it stands, not 樟树 by its sound
        _add_span(span, readings, scores)
        if span.item.kind == "time" and any(a in range(span.start + 1, span.end) and b > span.end
                                            for a, b in named):
            scores[span.start, span.end] *= _CUTS_A_NAME
    unsure = {(s.start, s.end) for s in spans
              if isinstance(s.item, NameItem) and s.score < SURE} - written
    for (start, end), content in slips(text, lexicon, readings, set(readings) - unsure).items():
        readings[start, end].update(content)  # 共水 may be 贡水 or 供水 by its sound
        scores[start, end] = max(scores[start, end], score_of(content, end - start) * 0.7)
    return _by_end(text, readings, scores, [(s.start, s.end) for s in spans
                                            if s.item.kind == "time" and s.score >= SURE])


def _written(text: str, lexicon: Lexicon) -> tuple[_Readings, dict[tuple[int, int], float]]:
    """Return the words of the text as it stands, with their scores."""
    readings: _Readings = defaultdict(dict)
    scores: dict[tuple[int, int], float] = defaultdict(float)
    for start in range(len(text)):
        for end, found in lexicon.at(text, start):
            if text[start:end] in _NEVER_LAST and _clause_ends(text, end):
                continue  # 取水正，: no such word ends a clause
            if text[end - 1 : end + 1] in _KEPT_WHOLE:
                continue  # 许可证|数量, never 许可证数|量
            readings[start, end].update(found)
            scores[start, end] = max(scores[start, end], score_of(found, end - start))
    for start, end, uses in lexicon.letters.found(text):
        readings[start, end].setdefault("value", uses)
        scores[start, end] = max(scores[start, end], _LETTER)
    return readings, scores


def _by_end(
    text: str, readings: _Readings, scores: dict[tuple[int, int], float],
    dated: Sequence[tuple[int, int]],
) -> Candidates:
    result: Candidates = defaultdict(list)
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
    score = score_of({kind: True}, span.end - span.start) * (0.4 + 0.6 * span.score)
    scores[key] = max(scores[key], score)


def score_of(found: dict[str, Any], length: int) -> float:
    """Return what a token of so many letters with these readings is worth."""
    if "purpose" in found:  # 取水计量站点 is worth its two words, and no long one
        apart = found["purpose"]
        return _PURPOSE * float(apart**_LENGTH_POWER) + score_of(
            {k: v for k, v in found.items() if k != "purpose"}, length - apart)
    weight: float = max((_WEIGHT.get(kind, 0.0) for kind in found), default=0.0)
    return weight * float(length**_LENGTH_POWER)
