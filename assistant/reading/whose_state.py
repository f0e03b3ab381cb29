"""证过期三个月的户: a bare noun before a state tells whose state it is, of what the rows have."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.phrase_types import SetPhrase, StateChoice


def whose_state(frame: Frame) -> None:
    """Let a bare noun choose the sense of a state that is said of another noun's."""
    for bare in [n for n in frame.nouns if _is_bare(n)]:
        others = [n for n in frame.nouns if n is not bare]
        narrowed = [_narrowed(n, bare) for n in others]
        if others and any(a != b for a, b in zip(others, narrowed, strict=True)):
            frame.nouns = narrowed


def _is_bare(noun: SetPhrase) -> bool:
    return not (noun.mods or noun.asked or noun.ranked or noun.within or noun.number)


def _narrowed(noun: SetPhrase, owner: SetPhrase) -> SetPhrase:
    if set(noun.options) & set(owner.options):
        return noun

    def chosen(choice: StateChoice) -> StateChoice:
        own = tuple(u for u in choice if u.entity in owner.options)
        return own if own and len(own) < len(choice) else choice

    return replace(noun, mods=replace(
        noun.mods, states=tuple(chosen(c) for c in noun.mods.states)))
