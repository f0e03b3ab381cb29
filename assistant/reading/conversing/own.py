"""Tells a question of its own, which takes nothing over, from an edit of one asked before."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.contracts.terms import terms_in
from assistant.contracts.time import Period
from assistant.reading.conversing.follow_words import leaning_of, says
from assistant.reading.conversing.told import Told
from assistant.reading.explained import Explained
from assistant.reading.frame import Frame
from assistant.reading.nodes import Token

# Ways of leaning that a whole question, which says its time, may use as well.
_WEAK = frozenset({"looks", "also", "only", "listed", "why", "rewritten", "stretched"})


def is_own(found: Explained, base: Told) -> bool:
    """Return whether a sentence is a question of its own."""
    if found.plan.status != "ready":
        return False
    ways = leaning_of(found.text).ways
    timed = any(f.times or f.vague_times for f in found.frames)
    if ways - _WEAK or (ways - {"looks"} and not timed):
        return False
    if _bare_of(found, base) or not names_a_thing(found.tokens):
        return False
    if not timed and (bare_measure(found) or _of_the_same(found, base) or _assumes(found)
                      or _asks_more(found, base)):
        return False
    named = any(m.text or m.kind != "metric" for f in found.frames for m in f.measures)
    return named or any(n.asked or n.mods for f in found.frames for n in f.nouns)


def names_a_thing(tokens: Sequence[Token]) -> bool:
    """灌区名单: of a kind alone, 工业 or 灌区, nobody can tell what it is said of."""
    before: Token | None = None
    for token in tokens:
        of_a_kind = before is not None and before.end == token.start and before.has("value")
        if token.has("metric", "metric_group") or token.has("entity") and not (
                of_a_kind or token.has("value")):
            return True
        before = token
    return False


def bare_measure(found: Explained) -> bool:
    """Whether a sentence is the name of a metric alone.

    及时率: at whatever time and place were said before.
    """
    (frame, *more) = found.frames
    if more or frame.mods or frame.nouns or frame.groups or frame.ranked or frame.limit:
        return False
    return bool(frame.measures) and all(
        m.kind == "metric" and not m.mods and m.scope is None for m in frame.measures)


def _assumes(found: Explained) -> bool:
    """哪个县完整率最低: a period is needed and none was said, so it is the one said before."""
    query = found.plan.query
    periods = [t for t in terms_in(query) if isinstance(t, Period)] if query is not None else []
    return any(p.assumed for p in periods)


def _asks_more(found: Explained, base: Told) -> bool:
    """运维单位是谁, 是哪些单位的: what else is known of each; 占几成: of what was asked."""
    (frame, *more) = found.frames
    if not more and any(m.kind == "share" and m.whole is None for m in frame.measures):
        return True  # 查出问题的占几成: of what was asked before
    listed = base.plan.query is not None and base.plan.query.over is not None
    if not (listed or says(found.text, "asked_whose")):
        return False
    if more or frame.measures or frame.groups or frame.mods or frame.counted:
        return False
    return bool(frame.nouns) and all(not n.mods and n.ranked is None for n in frame.nouns)


def _of_the_same(found: Explained, base: Told) -> bool:
    """地下水的站: more about the things asked about before; nothing is asked of them."""
    (frame, *more) = found.frames
    if more or frame.measures or frame.groups or frame.counted or not frame.nouns:
        return False
    about = _about(base)
    return all(not n.asked and set(n.options) & about for n in frame.nouns)


def _bare_of(found: Explained, base: Told) -> bool:
    """把证列出来: the bare name of what was asked about before; nothing else is said."""
    (frame, *more) = found.frames or (Frame(),)
    if more or frame.measures or frame.times or frame.mods or frame.groups or not frame.nouns:
        return False
    about = _about(base)
    return all(not n.mods and set(n.options) & about for n in frame.nouns)


def _about(base: Told) -> set[str]:
    """The kinds of things that were asked about."""
    return {o for f in base.frames for n in (*f.nouns, *(m.noun for m in f.measures if m.noun))
            for o in n.options}
