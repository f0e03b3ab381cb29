"""Edits of which end: the first or last of what was asked, by its measure or by its change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from assistant.reading.conversing.ways import Ways
from assistant.reading.frame import Frame
from assistant.reading.phrase_types import GroupPhrase, MeasurePhrase, Ranked
from assistant.reading.shares import Shares


@dataclass(frozen=True)
class _Pick:
    """So many from one end; ``n`` = None: as many as before; ``change``: by how it moved."""

    n: int | None
    direction: Literal["most", "least"]
    change: Literal["", "up", "down"] = ""


def picked(old: Frame, said: Frame, ways: Ways, shares: Shares) -> Frame:
    """Return the old question with the end that was said: 前五名, 最多的三个市, 降得最多的."""
    if said.order:
        old.order = said.order
    if said.ranked is not None and said.ranked.by is not None:
        old.ranked = said.ranked
        return old
    pick = _pick(old, said)
    if pick is None:
        return old
    before = _before(old)
    n = pick.n or (before.n if before is not None else None) or 1
    old.limit = old.extreme = old.ranked = None
    old.order, old.numbers = "", []
    _among(old, said)
    main = _measure(old, pick)
    if main is None:
        old.limit, old.extreme = said.limit, said.extreme
        old.nouns = [replace(x, ranked=None) for x in old.nouns]
        old.which = old.which or said.which
    else:
        old.ranked = Ranked(main, n, "most" if pick.change else pick.direction)
    old.ends |= said.ends
    return old


def _pick(old: Frame, said: Frame) -> _Pick | None:
    ranked = said.ranked or next((n.ranked for n in said.nouns if n.ranked is not None), None)
    if ranked is not None:
        return _Pick(ranked.n, ranked.direction)
    if said.limit is not None:
        return _Pick(said.limit.n, said.limit.direction)
    if said.extreme is not None:
        least = bool(said.extreme.tags & {"least", "worst"})
        value = said.extreme.value
        way: Literal["", "up", "down"] = value if value in ("up", "down") else ""
        asked = next((n.number for n in said.nouns if n.asked == "which"), None)
        one = asked or (1 if said.which or said.when or said.nouns or said.listed else None)
        return _Pick(one, "least" if least else "most", way)
    if any(i.value.dimension == "ordinal" for i in said.numbers):
        said.unread = [*said.unread, *(i.text for i in said.numbers)]  # 第三名: one amid the rows
        return None
    counts = [i for i in said.numbers if i.value.dimension == "count"]
    before = _before(old)
    if len(counts) == 1 and before is not None and not said.measures:
        return _Pick(int(counts[0].value.value), before.direction)
    return None


def _before(old: Frame) -> _Pick | None:
    """The end that was asked for before."""
    ranked = old.ranked or next((n.ranked for n in old.nouns if n.ranked is not None), None)
    if ranked is not None:
        return _Pick(ranked.n, ranked.direction)
    if old.limit is not None:
        return _Pick(old.limit.n, old.limit.direction)
    if old.extreme is not None:
        return _Pick(1, "least" if old.extreme.tags & {"least", "worst"} else "most")
    return None


def _among(old: Frame, said: Frame) -> None:
    """最多的三个市, 哪年最多: among what is said, where nothing of it was told apart yet."""
    if said.when is not None:
        old.when = said.when
        old.groups = [g for g in old.groups if g.grain is None]
        return
    kinds = {o for n in said.nouns if n.ranked is not None or n.asked == "which"
             for o in n.options}
    held = {o for g in old.groups for o in (*g.entities, *g.paths)}
    listed = {o for n in old.nouns if n.asked or n.ranked is not None for o in n.options}
    if kinds and not kinds & (held | listed) and old.measures:
        noun = next(n for n in said.nouns if set(n.options) & kinds)
        old.groups = [GroupPhrase(entities=noun.options, text=noun.text)]
        old.nouns = [n for n in old.nouns if not n.asked]


def _measure(old: Frame, pick: _Pick) -> MeasurePhrase | None:
    """What it is ranked by, where that is not what the question measures as it stands."""
    main = next(reversed(old.measures), None)  # of several, the one spoken of last
    ranked = [n for n in old.nouns if n.ranked is not None and n.ranked.by is not None]
    if main is None and ranked and ranked[-1].ranked is not None:
        main = ranked[-1].ranked.by
        old.nouns = [replace(n, ranked=None) for n in old.nouns]
    if main is None:
        main = _tested(old)
    if main is None and old.basis and old.nouns and not any(n.asked for n in old.nouns):
        main = MeasurePhrase("count", noun=old.nouns[-1])  # 立案的问题…，去年同期呢，哪类最多
    if main is None:
        return None
    basis = next((m.change for m in (main,) if m.change is not None), None) or next(
        iter(old.basis), None)
    if pick.change and basis is not None:
        old.measures, old.basis, old.change = [], [], None
        return replace(main, change=replace(basis, sign=pick.change, how="diff"))
    return replace(main, change=None)


def _tested(old: Frame) -> MeasurePhrase | None:
    """Of things that pass a test, the measure tested."""
    preds = [p for n in old.nouns for p in n.mods.preds] + list(old.mods.preds)
    subjects = [p.subject for p in preds if p.subject is not None]
    return subjects[0] if len(subjects) == 1 else None
