"""Questions said in another order, or with words that ask nothing: the reading must stay."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from json import dumps
from pathlib import Path
from random import Random
from typing import Any

import yaml

from assistant.contracts.flow import Plan
from assistant.contracts.query import MetricQuery
from assistant.reading.nodes import Token
from assistant.reading.one_form import bare_form as form
from evals.robust.mutants import draw
from evals.robust.outcome import Outcome, Proof
from evals.robust.proof import Explain, Read, same_reading

LEAST = 0.97
_FILLERS = Path(__file__).with_name("fillers.yaml")
_COMMA = re.compile("[，,]")
_END = "。？?！!"
_CONTEXT = frozenset({"time", "mods"})  # phrases that only say when, where and of what
_MOVABLE = ("name", "time")


@dataclass(frozen=True)
class Variant:
    """A question said otherwise; ``parts``: its parts may come in another order."""

    read: Read
    kind: str
    text: str
    changed: str
    parts: bool = False


@cache
def fillers() -> dict[str, list[str]]:
    """Return the words that ask nothing, by where they stand."""
    data: dict[str, list[str]] = yaml.safe_load(_FILLERS.read_text(encoding="utf-8"))
    return data


def variant_proof(reads: list[Read], explain: Explain, *, count: int, seed: int) -> Proof:
    """Return whether every variant is read as the question itself.

    Args:
        reads: the questions to vary.
        explain: the reader.
        count: how many variants, drawn evenly over the kinds; 0 = all.
        seed: of the draw and of the words put in.
    """
    random = Random(seed)
    found = [one for read in reads for one in variants(read, explain, random)]
    outcomes = []
    for one in draw(found, count, random, by=lambda variant: variant.kind):
        plan = explain(one.text).plan
        same = _same_parts if one.parts else same_reading
        outcomes.append(Outcome(
            id=one.read.asked.id, kind=one.kind, question=one.read.asked.text, altered=one.text,
            changed=one.changed, ok=same(plan, one.read.query),
            told=f"[{plan.status}] {plan.reading or plan.message}",
        ))  # fmt: skip
    return Proof(f"换个次序、加上客套，读法必须不变（种子 {seed}）", tuple(outcomes), LEAST)


def variants(read: Read, explain: Explain, random: Random) -> Iterator[Variant]:
    """Yield a question's variants: fillers before and after, clauses and words in another order."""
    text = read.found.text
    for before in random.sample(fillers()["before"], 1):
        yield Variant(read, "前加客套", before + text, f"“{before}”")
    for after in random.sample(fillers()["after"], 1):
        bare = text.rstrip(_END)
        yield Variant(read, "后加客套", bare + after, f"“{after}”")
    yield from _moved_clauses(read, explain)
    yield from _swapped_words(read)


def _moved_clauses(read: Read, explain: Explain) -> Iterator[Variant]:
    """Clauses that depend on none before them, in another order."""
    text = read.found.text.rstrip(_END)
    said = [clause for clause in _COMMA.split(text) if clause]
    if len(said) < 2 or any(stop in text for stop in _END + "；;：:（(“"):
        return
    kinds = [_kinds(clause, read) for clause in said]
    if kinds[0] <= _CONTEXT and kinds[0] and not kinds[1] <= _CONTEXT:
        moved = "，".join((*said[1:], said[0]))
        if len(said) == 2:
            yield Variant(read, "条件移到后面", moved, f"“{said[0]}”")
    if kinds[-1] <= _CONTEXT and kinds[-1]:
        yield Variant(read, "条件移到前面", "，".join((said[-1], *said[:-1])), f"“{said[-1]}”")
    if len(said) == 2 and _independent(said, read.query, explain):
        yield Variant(read, "两问对调", "，".join(reversed(said)), "两问", parts=True)


def _kinds(clause: str, read: Read) -> set[str]:
    """The kinds of phrases heard in a clause."""
    return {item.kind for text, items, *_ in read.found.clauses if text == clause for item in items}


def _independent(said: Sequence[str], query: MetricQuery, explain: Explain) -> bool:
    """Each clause, said alone, asks what its part of the question asks."""
    alone = [explain(clause).plan for clause in said]
    if not all(plan.status == "ready" and plan.query is not None for plan in alone):
        return False
    whole = Counter(_forms(query))
    return whole == Counter(one for plan in alone if plan.query for one in _forms(plan.query))


def _forms(query: MetricQuery) -> list[str]:
    return [dumps(form(part), sort_keys=True) for part in query.parts or (query,)]


def _same_parts(plan: Plan, query: MetricQuery) -> bool:
    ready = plan.status == "ready" and plan.query is not None
    return ready and plan.query is not None and Counter(_forms(plan.query)) == Counter(
        _forms(query))


def _swapped_words(read: Read) -> Iterator[Variant]:
    """上月南昌 → 南昌上月: a place and a time side by side at the beginning of a clause."""
    text, tokens = read.found.text, read.found.tokens
    for place, (one, other) in enumerate(zip(tokens, tokens[1:], strict=False)):
        first = place == 0 or tokens[place - 1].has("punct")
        if first and {_sort(one), _sort(other)} == set(_MOVABLE) and _ends(tokens, place + 2):
            swapped = other.text + one.text
            yield Variant(
                read, "时间地点对调", text[: one.start] + swapped + text[other.end :],
                f"“{one.text}{other.text}”",
            )  # fmt: skip


def _sort(token: Token) -> str:
    """Name or time, where a token is one of them and nothing else."""
    kinds = set(token.readings) - {"filler"}
    return next((kind for kind in _MOVABLE if kinds == {kind}), "")


def _ends(tokens: Sequence[Token], at: int) -> bool:
    """The two are not followed by a joiner, a third name or a word that binds to the last."""
    if at >= len(tokens):
        return True
    follow: Any = tokens[at]
    return not (follow.has("punct", "name", "time", "number") or follow.is_fn("and", "or", "de",
                "to", "than", "except_after"))
