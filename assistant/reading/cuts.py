"""Paths through the lattice of known words: the best one, and the next best that say otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from assistant.reading.nodes import Token
from knowledge_graph.semantics.grammar.chars import is_picture

Candidates = dict[int, list[tuple[Token, float]]]
_UNKNOWN = -1.2
_PUNCTUATION = frozenset("，。？！；：、,.?!;:“”\"'‘’（）()《》【】 　…—-\n\t·/%")
_JOINING = frozenset({"filler", "punct", "unknown", "fn"})  # they say nothing by themselves


class _Step(NamedTuple):
    """The end of one path: its score, what it says, its last token and the path before that."""

    score: float
    said: tuple[int, ...]
    token: Token | None
    before: _Step | None


def says_something(token: Token) -> bool:
    """Return whether a token can name a thing, a condition, an amount or a time."""
    return not token.readings.keys() <= _JOINING


def is_punctuation(ch: str) -> bool:
    """Return whether a character stands between words and says nothing itself."""
    return ch in _PUNCTUATION or is_picture(ch)


def best_cut(text: str, candidates: Candidates) -> list[Token]:
    """Return the tokens of the best-scoring path; unknown characters become unknown tokens."""
    best: list[tuple[float, int, Token | None]] = [(0.0, 0, None)]
    for end in range(1, len(text) + 1):
        options: list[tuple[float, int, Token | None]] = [
            (best[end - 1][0] + _char_score(text[end - 1]), end - 1, None)]
        for token, score in candidates.get(end, ()):
            options.append((best[token.start][0] + score, token.start, token))
        best.append(max(options, key=lambda option: option[0]))
    tokens: list[Token] = []
    end = len(text)
    while end > 0:
        _, start, chosen = best[end]
        tokens.append(chosen or _single(text, start))
        end = start
    return list(reversed(tokens))


def next_cuts(
    text: str, candidates: Candidates, *, count: int, margin: float
) -> list[list[Token]]:
    """Return the best paths that differ in the words they hear, best first.

    Args:
        text: the characters cut.
        candidates: known words by their end.
        count: how many paths at most; paths that differ only in the words
            that join are one.
        margin: how much less than the best they may score.
    """
    best: list[list[_Step]] = [[_Step(0.0, (), None, None)]]
    for end in range(1, len(text) + 1):
        options = [_step(path, _single(text, end - 1), _char_score(text[end - 1]))
                   for path in best[end - 1]]
        for token, score in candidates.get(end, ()):
            options.extend(_step(path, token, score) for path in best[token.start])
        best.append(_distinct(options, count, margin))
    return [_tokens(path) for path in best[-1]]


def _step(before: _Step, token: Token, score: float) -> _Step:
    said = before.said
    if says_something(token):
        said = (*said, token.start, token.end)
    return _Step(before.score + score, said, token, before)


def _distinct(options: Sequence[_Step], count: int, margin: float) -> list[_Step]:
    kept: dict[tuple[int, ...], _Step] = {}
    for step in sorted(options, key=lambda s: -s.score):
        if kept and (len(kept) >= count or step.score < next(iter(kept.values())).score - margin):
            break
        kept.setdefault(step.said, step)
    return list(kept.values())


def _tokens(path: _Step) -> list[Token]:
    tokens: list[Token] = []
    step: _Step | None = path
    while step is not None and step.token is not None:
        tokens.append(step.token)
        step = step.before
    return list(reversed(tokens))


def _char_score(ch: str) -> float:
    return 0.0 if is_punctuation(ch) else _UNKNOWN


def _single(text: str, start: int) -> Token:
    kind = "punct" if is_punctuation(text[start]) else "unknown"
    return Token(start, start + 1, text[start], {kind: True}, 0.0)
