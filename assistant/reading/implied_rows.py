"""What is put in order when nobody said of what: 用水量前十名是谁, 许可水量最大的三家."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.nearest import REGIONS
from assistant.reading.owners import asked_whose, owners
from assistant.reading.phrase_types import MeasurePhrase, Ranked, SetPhrase
from assistant.reading.phrases import Limit
from assistant.reading.resolve import Resolver
from assistant.reading.roles import Roles
from assistant.reading.rule_words import rule_words, words_of

# counters of who can be asked for by 谁 or 前十名
_WHO = tuple(rule_words()["sets"]["asked_as_who"])
_FAR = 2


def imply_rows(frame: Frame, roles: Roles, resolver: Resolver) -> None:
    """Let the nearest things that the counter counts, or 谁 asks for, be the rows."""
    told = roles.rows is not None or _grouped(frame, roles) or frame.when is not None or frame.nouns
    by = frame.ranked.by if frame.ranked is not None else None
    by = by or (roles.measures[-1] if roles.measures else None)
    several = _several(frame)
    if told or by is None or not several or _compared(frame, by):
        return
    scope = by.scope
    rows = _whose(frame, scope, resolver) or _who(frame, by, resolver)
    if rows is None:
        return
    roles.rows = rows
    roles.measures = [m for m in roles.measures if m is not by]
    if scope is not None:  # 没挂证的名录单位里用水最大的二十家: of those
        by = replace(by, scope=None)
        if frame.ranked is not None and frame.ranked.by is not None:
            frame.ranked = replace(frame.ranked, by=by)
    if frame.ranked is not None and frame.ranked.by is not None:
        return
    if frame.limit is not None:
        limit = frame.limit
        frame.ranked = Ranked(by, limit.n, limit.direction, limit.quality)
    elif frame.extreme is not None:
        most = bool(frame.extreme.tags & {"most", "best"})
        frame.ranked = Ranked(by, 1, "most" if most else "least")


def _grouped(frame: Frame, roles: Roles) -> bool:
    """每个市最高的是哪一户 asks for the first one of each place; other groups are the rows."""
    places = all(set((*g.entities, *g.paths)) & set(REGIONS) for g in roles.groups)
    return bool(roles.groups) and not (places and frame.whose is not None)


def _whose(frame: Frame, scope: SetPhrase | None, resolver: Resolver) -> SetPhrase | None:
    """有效证里许可水量最大的是哪一户的: the permit, and whose it is."""
    word = frame.whose
    if word is None or scope is None or not word.de:
        return None
    above = [o for o in scope.options if owners(resolver, o, word.text[-1:])]
    return asked_whose(replace(scope, options=tuple(above)), word.text) if above else None


def _who(frame: Frame, by: MeasurePhrase, resolver: Resolver) -> SetPhrase | None:
    """Return the nearest things that are counted so, of those the measure is narrowed to."""
    entity, scope = _nearest(by, _counters(frame), resolver), by.scope
    if entity is None or scope is not None and entity not in scope.options:
        return None
    return replace(scope or SetPhrase(()), options=(entity,), asked="which")


def fit_rows(frame: Frame, roles: Roles, resolver: Resolver) -> None:
    """用水前三的食品厂: of the metrics a word may mean, those taken at such rows."""
    rows = roles.rows
    if rows is None:
        return
    options = rows.options

    def fitted(measure: MeasurePhrase) -> MeasurePhrase:
        kept = tuple(m for m in measure.metrics
                     if any(resolver.reaching((m,), o) for o in options))
        return replace(measure, metrics=kept) if kept else measure

    roles.measures = [fitted(m) if len(m.metrics) > 1 else m for m in roles.measures]
    tested = tuple(replace(p, subject=fitted(p.subject)) if p.subject is not None else p
                   for p in rows.mods.preds)
    roles.rows = rows = replace(rows, mods=replace(rows.mods, preds=tested))
    for held in (frame.ranked, rows.ranked):
        by = held.by if held is not None else None
        if held is None or by is None or len(by.metrics) < 2:  # noqa: PLR2004
            continue
        if held is frame.ranked:
            frame.ranked = replace(held, by=fitted(by))
        else:
            roles.rows = replace(rows, ranked=replace(held, by=fitted(by)))


def _several(frame: Frame) -> bool:
    """Whether a number of the first ones, or who is the first, is asked for."""
    first = frame.ranked is not None or frame.limit is not None or frame.extreme is not None
    many = frame.limit is not None or (frame.ranked is not None and frame.ranked.n > 1)
    return first and (many or frame.which or frame.listed)


def _counters(frame: Frame) -> tuple[str, ...]:
    limit: Limit | None = frame.limit
    said = [limit.counter] if limit is not None and limit.counter else []
    said += [i.value.counter for i in frame.numbers if i.value.counter]
    said = [c for c in said if c not in words_of("places_in_order")]
    whose = frame.whose.text[-1:] if frame.whose is not None else ""
    return tuple(said[:1]) or ((whose,) if whose else _WHO)


def _compared(frame: Frame, by: MeasurePhrase) -> bool:
    """九江和上饶谁高: those that were named are held against each other."""
    conds = (*frame.mods.conds, *by.mods.conds)
    return any(c.listed > 1 or len(c.options[0][2]) > 1 for c in conds)


def _nearest(by: MeasurePhrase, counters: tuple[str, ...], resolver: Resolver) -> str | None:
    bases: set[str] = set()
    for name in by.metrics[:1] if by.kind == "metric" else ():
        bases |= set(resolver.graph.metric_bases(name))
    if by.kind == "count" and by.noun is not None:
        bases |= set(by.noun.options[:1])
    found: list[tuple[int, int, str]] = []
    for entity in resolver.model.entities:
        if entity.kind != "thing" or not set(counters) & set(entity.counters):
            continue
        ways = [resolver.graph.distance(b, entity.name) for b in bases]
        if ways and all(w is not None and 0 < w <= _FAR for w in ways):
            own = sum(c in entity.counters for c in _WHO)  # 取水最多的是哪家: who draws it
            found.append((sum(w for w in ways if w is not None), -own, entity.name))
    best = sorted(found)
    if not best or len(best) > 1 and best[0][:2] == best[1][:2]:
        return None
    return best[0][2]
