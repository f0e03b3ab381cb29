"""Whose value a word of several owners is: 地表取水户 that have no station, 年许可五十万方的地表户.

A thing told to have none of another is not told apart by what that other one is like; and where
an amount of the permits is tested, 地表 is what the permits say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from assistant.contracts.algebra import Lacks, Members, Not
from assistant.contracts.terms import terms_in
from assistant.reading.losses_told import made_of
from assistant.reading.nodes import Token
from knowledge_graph.semantics.model import SemanticModel


def owners_there(tokens: Sequence[Token], model: SemanticModel) -> list[Token]:
    """Return the tokens, each value with only the owners the question can mean."""
    lacked = {e for t in tokens for e in _lacked(t, model)}
    made = [made_of(model.metric(name).formula, model)
            for t in tokens for name in t.readings.get("metric", ())]
    measured = {e for of in made if len(of) == 1 for e in of
                if model.entity(e).kind == "thing"}
    named = {e for t in tokens for e in t.readings.get("entity", ())}
    if not lacked and not measured:
        return list(tokens)
    return [_settled(t, lacked, measured - named, named) for t in tokens]


def _lacked(token: Token, model: SemanticModel) -> Iterable[str]:
    """What a state says there is none of."""
    for use in token.readings.get("state", ()):
        for term in terms_in(model.state(use.name).pred):
            inner: BaseModel | None = term if isinstance(term, Lacks) else \
                getattr(term, "pred", None) if isinstance(term, Not) and not use.negated else None
            of = getattr(inner, "of", None)
            if isinstance(of, Members):
                yield of.entity


def _settled(token: Token, lacked: set[str], measured: set[str], named: set[str]) -> Token:
    uses: tuple[Any, ...] = token.readings.get("value", ())
    owners = {u.entity for u in uses}
    out = lacked & owners
    meant = measured & owners
    if len(owners) < 2 or not out and not (meant and not owners & named):
        return token
    kept = tuple(u for u in uses if u.entity not in out and (out or u.entity in meant))
    return replace(token, readings={**token.readings, "value": kept}) if kept else token
