"""Clauses that talk to who is asked, not about water: 领导刚才在问, 赶时间, 感激不尽.

Their words are light only together: 用 or 点 means something anywhere else. A clause is small talk
when it is made of nothing but such words, and one of them thanks, asks, hurries or takes leave.
"""

from __future__ import annotations

from functools import cache

from assistant.reading.rule_words import words_of


def is_small_talk(text: str) -> bool:
    """Return whether a clause says nothing but such words."""
    reached = {0: False}  # end of a run of words → whether one of them makes it small talk
    telling, words, longest = _vocabulary()
    for start in range(len(text)):
        if start not in reached:
            continue
        for end in range(start + 1, min(start + longest, len(text)) + 1):
            word = text[start:end]
            if word in words:
                told = reached[start] or word in telling
                reached[end] = reached.get(end, False) or told
    return reached.get(len(text), False)


@cache
def _vocabulary() -> tuple[frozenset[str], frozenset[str], int]:
    telling = words_of("small_talk")
    words = telling | words_of("small_talk_beside")
    return telling, words, max(map(len, words))
