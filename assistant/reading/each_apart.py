"""Values of different attributes, and states, counted each by itself: 国控、渠首、离线的各多少.

Values of one attribute make groups; of several, the list would else be one thing that is all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.reading.nodes import Token

_EACH = ("各", "分别")
_ASKS = ("how_many", "ask_count")
_LEAST = 2
_TELLS = ("value", "state")


def each_apart(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with what is asked and its noun said after each value of such a list."""
    out = list(tokens)
    for end in range(len(out) - 1, 0, -1):
        ask = _asked(out, end)
        if ask is None:
            continue
        at, told = ask
        run = _run(out, at)
        values = [out[i] for i in run]
        owners = set.intersection(*(_owners(v) for v in values)) if values else set()
        if len(values) < _LEAST or not owners or _alike(values):
            continue
        noun = told[0] if len(told) > 1 else None
        first, last = run[0], end + 1
        said: list[Token] = []
        joiner = replace(out[run[0] + 1], readings={"fn": frozenset({"and"})})
        # A state said after a value is of those alone (国控站多少、离线的多少): states go first.
        for n, value in enumerate(sorted(values, key=lambda v: not v.has("state"))):
            if n:
                said.append(joiner)
            thing = _silent(value, value.text, {"entity": tuple(sorted(owners))[:1]})
            said += [value, noun or thing,
                     _silent(value, "多少", {"fn": frozenset({"how_many"})})]
        out[first:last] = said
    return out


def _asked(tokens: Sequence[Token], end: int) -> tuple[int, tuple[Token, ...]] | None:
    """Where the list ends before 站各多少, 的分别几个, and the noun with the asking word."""
    token = tokens[end]
    each = token.text.startswith(_EACH)
    at = end
    if not token.is_fn(*_ASKS):
        return None
    if not each:
        at -= 1
        if at < 1 or not tokens[at].text.startswith(_EACH):
            return None
    noun = tokens[at - 1] if tokens[at - 1].has("entity") and not tokens[at - 1].has("value") \
        else None
    return (at - 1, (noun, token)) if noun is not None else (at, (token,))


def _run(tokens: Sequence[Token], at: int) -> list[int]:
    """Return where the values of the list that ends at a place stand, first to last."""
    found: list[int] = []
    at -= 1
    while at >= 0:
        if tokens[at].is_fn("de"):
            at -= 1
        if at < 0 or not tokens[at].has(*_TELLS):
            break
        found.append(at)
        at -= 1
        if at < 1 or not tokens[at].is_fn("and"):
            break
        at -= 1
    return found[::-1]


def _owners(token: Token) -> set[str]:
    return {use.entity for kind in _TELLS for use in token.readings.get(kind, ())}


def _alike(values: Sequence[Token]) -> bool:
    """Whether one attribute has all of the values, or all are states."""
    paths = [{(use.entity, use.attribute) for use in v.readings.get("value", ())} for v in values]
    return bool(set.intersection(*paths)) or all(v.has("state") for v in values)


def _silent(beside: Token, text: str, readings: dict[str, object]) -> Token:
    """A word that goes without saying, where another stands."""
    return Token(beside.end, beside.end, text, dict(readings))
