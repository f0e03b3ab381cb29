"""Questions with one condition taken away or turned round: the reading must not stay the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from assistant.reading.nodes import Token
from evals.robust.outcome import Outcome, Proof
from evals.robust.pieces import Piece, pieces
from evals.robust.proof import Explain, Read, same_reading
from knowledge_graph.semantics.model import SemanticModel

LEAST = 0.99
Opposite = Callable[[Piece], str | None]  # the words that deny a state
_TURNS = Path(__file__).with_name("turns.yaml")


@dataclass(frozen=True)
class Mutant:
    """A question with one condition changed."""

    read: Read
    piece: Piece
    how: str
    text: str


@cache
def turns() -> dict[str, Any]:
    """Return the words that turn a condition round."""
    data: dict[str, Any] = yaml.safe_load(_TURNS.read_text(encoding="utf-8"))
    return data


def mutation_proof(
    reads: list[Read], explain: Explain, model: SemanticModel, *, count: int, seed: int
) -> Proof:
    """Return whether every mutant is read otherwise, or asked back.

    Args:
        reads: the questions to change.
        explain: the reader.
        model: knows how states are denied.
        count: how many mutants, drawn evenly over the kinds; 0 = all.
        seed: of the draw.
    """
    found = [one for read in reads for one in mutants(read, model)]
    drawn = draw(found, count, Random(seed), by=lambda one: (one.piece.kind, one.how))
    outcomes = []
    for one in drawn:
        plan = explain(one.text).plan
        word = one.read.found.text[one.piece.start : one.piece.end]
        outcomes.append(Outcome(
            id=one.read.asked.id, kind=f"{one.piece.kind}·{one.how}", question=one.read.asked.text,
            altered=one.text, changed=f"“{word}”", ok=not same_reading(plan, one.read.query),
            told=f"[{plan.status}] {plan.reading or plan.message}",
        ))  # fmt: skip
    return Proof(f"改动一个条件，读法必须跟着变（种子 {seed}）", tuple(outcomes), LEAST)


def draw(found: list[Any], count: int, random: Random, *, by: Callable[[Any], Any]) -> list[Any]:
    """Return ``count`` of them, the groups of ``by`` taking turns; all when ``count`` is 0."""
    if not count or count >= len(found):
        return found
    groups: dict[Any, list[Any]] = {}
    for one in random.sample(found, len(found)):
        groups.setdefault(by(one), []).append(one)
    drawn: list[Any] = []
    while len(drawn) < count:
        for group in groups.values():
            if group and len(drawn) < count:
                drawn.append(group.pop())
    return drawn


def mutants(read: Read, model: SemanticModel) -> Iterator[Mutant]:
    """Yield a question's mutants: each condition taken away, and turned round where words do."""
    text = read.found.text
    for piece in pieces(read.found):
        yield Mutant(read, piece, "去掉", without(text, piece))
        turned = _turned(text, piece, read.found.tokens, model)
        if turned is not None:
            yield Mutant(read, piece, "反转", turned)


def without(text: str, piece: Piece) -> str:
    """Return the text without a condition, and without the joiner or 的 that went with it."""
    before, after = text[: piece.start], text[piece.end :]
    words = turns()
    if after[:1] in set(words["swallowed"]):
        after = after[1:]
    elif after[:1] and after[0] in words["joiners"]:
        after = after[1:]
    elif before[-1:] and before[-1] in words["joiners"]:
        before = before[:-1]
    if (not before or before[-1] in words["stops"]) and after[:1] in set(words["stops"]):
        after = after[1:]
    return before + after


def _turned(
    text: str, piece: Piece, tokens: tuple[Token, ...], model: SemanticModel
) -> str | None:
    word = text[piece.start : piece.end]
    other: str | None = None
    if piece.inner is not None:
        other = text[piece.inner[0] : piece.inner[1]]
    elif piece.kind in ("地名或名称", "属性值"):
        other = str(turns()["excluding"]).format(word)
        if text[piece.end : piece.end + 1] not in set(turns()["swallowed"]):
            other += "的"
    elif piece.kind == "状态":
        other = _denied(word, piece, model)
        if other is not None and text[: piece.start].endswith(other[: -len(word)] or "\n"):
            return None  # 有没有没有…: said twice it is no longer a denial
    elif piece.kind == "门槛":
        return _compared_otherwise(text, piece, tokens)
    return None if other is None else text[: piece.start] + other + text[piece.end :]


def _denied(word: str, piece: Piece, model: SemanticModel) -> str | None:
    """The model's own words for the state's complement, or for the state where it was denied."""
    use = piece.token.readings["state"][0] if piece.token is not None else None
    if use is None or use.during:
        return None
    state = model.state(use.name)
    if use.negated:
        return state.zh
    return state.negations[0] if state.negations else str(turns()["denying"]).format(word)


def _compared_otherwise(text: str, piece: Piece, tokens: tuple[Token, ...]) -> str | None:
    for token in tokens:
        if piece.start <= token.start < piece.end:
            for tag, other in turns()["comparing"].items():
                if token.is_fn(tag):
                    return f"{text[: token.start]}{other}{text[token.end :]}"
    return None
