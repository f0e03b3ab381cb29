"""The written forms of every named row: full, short, alias, core, prefix."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Literal

from assistant.contracts.ports import NamedRow
from knowledge_graph.semantics.grammar.chars import clean
from knowledge_graph.semantics.linker.rules import LinkRules
from knowledge_graph.semantics.model import PlaceAlias

How = Literal["exact", "short", "alias", "abbreviation", "prefix", "typo", "homophone"]
_MOST_SHARED = 4


@dataclass(frozen=True)
class Target:
    """What a written form stands for."""

    entity: str
    keys: tuple[str, ...]
    name: str
    how: How
    score: float
    note: str = ""
    maybe: tuple[str, ...] = ()


Surfaces = dict[str, tuple[Target, ...]]


def _short(name: str, endings: Iterable[str]) -> str:
    """Return the name without its longest ending, when two characters are left."""
    for ending in sorted(endings, key=len, reverse=True):
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name[: -len(ending)]
    return name


def _row_forms(row: NamedRow, rules: LinkRules) -> Iterator[tuple[str, How, float]]:
    rule = rules.of(row.entity)
    yield row.name, "exact", 1.0
    for alias in row.aliases:
        yield alias, "alias", 0.95
    short = _short(row.name, rule.strip)
    if short != row.name:
        yield short, "short", 0.95
    for word in rule.add:
        yield short + word, "exact", 1.0


def _object_forms(
    row: NamedRow, rules: LinkRules, places: frozenset[str]
) -> Iterator[tuple[str, float]]:
    """Yield a long name without its legal ending, and without the place before it."""
    bare = _short(row.name, rules.legal)
    if bare != row.name:
        yield bare, 0.9
    place = next((row.name[:n] for n in (5, 4, 3, 2) if row.name[:n] in places), "")
    if not place:
        return
    core = bare[len(place) :]
    if len(core) >= 2 and len(place) > 2:
        yield place[:-1] + row.name[len(place) :], 0.95
        yield place[:-1] + core, 0.9
    if telling(core, rules, frozenset()):
        yield core, 0.85


def telling(text: str, rules: LinkRules, places: frozenset[str]) -> bool:
    """Tell whether a part of a name singles out anybody: two characters beyond common words."""
    if len(text) < 3 or text in places:
        return False
    place = next((text[:n] for n in (5, 4, 3, 2) if text[:n] in places), "")
    return len(_common(rules).sub("", text[len(place) :])) >= 2


@lru_cache(maxsize=4)
def _common(rules: LinkRules) -> re.Pattern[str]:
    """Return a pattern of the words that single out nobody, longest first."""
    words = sorted((*rules.generic, *rules.legal), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


def place_forms(rows: Iterable[NamedRow], rules: LinkRules) -> frozenset[str]:
    """Return full and short names of the rows that are only ever named whole (regions, rivers)."""
    out: set[str] = set()
    for row in rows:
        if rules.of(row.entity).whole:
            out.update((row.name, _short(row.name, rules.of(row.entity).strip)))
    return frozenset(out)


def build(
    rows: tuple[NamedRow, ...], aliases: tuple[PlaceAlias, ...], rules: LinkRules
) -> Surfaces:
    """Return written form → targets for full names, short names, aliases and cores."""
    found: dict[str, dict[tuple[str, tuple[str, ...]], Target]] = defaultdict(dict)
    named = chain(_row_targets(rows, rules), _cores(rows, rules), _shared(rows, rules),
                  _alias_targets(rows, aliases, rules))
    for form, target in named:
        slot = found[clean(form)]
        held = slot.get((target.entity, target.keys))
        if held is None or held.score < target.score:
            slot[(target.entity, target.keys)] = target
    return {form: tuple(slot.values()) for form, slot in found.items()}


def _row_targets(
    rows: tuple[NamedRow, ...], rules: LinkRules
) -> Iterator[tuple[str, Target]]:
    own = {row.name for row in rows} | {row.group for row in rows}
    for row in rows:
        for form, how, score in _row_forms(row, rules):
            if form == row.name or form not in own or how != "exact":
                yield form, Target(row.entity, (row.key,), row.name, how, score)


def _shared(rows: tuple[NamedRow, ...], rules: LinkRules) -> Iterator[tuple[str, Target]]:
    """Yield names of several rows together: a river system, the whole main stream."""
    own = {row.name for row in rows}
    held: dict[tuple[str, str], list[NamedRow]] = defaultdict(list)
    for row in rows:
        part = next((word for word in rules.of(row.entity).parts if word in row.name), "")
        whole = row.name.replace(part, "") if part else ""
        for name in (row.group or "", whole):
            if name and name not in own:
                held[row.entity, name].append(row)
    for (entity, name), meant in held.items():
        told = "、".join(row.name for row in meant)
        name_told = name if len(meant) > 1 else told
        yield name, Target(entity, tuple(row.key for row in meant), name_told, "alias", 0.95, told)


def _cores(rows: tuple[NamedRow, ...], rules: LinkRules) -> Iterator[tuple[str, Target]]:
    """Yield the telling part of long names, where few rows share it."""
    places = place_forms(rows, rules)
    cores: dict[str, list[Target]] = defaultdict(list)
    for row in rows:
        if not rules.of(row.entity).whole:
            for form, score in _object_forms(row, rules, places):
                cores[form].append(Target(row.entity, (row.key,), row.name, "prefix", score))
    for form, targets in cores.items():
        if len(form) >= 3 and len({target.keys for target in targets}) <= _MOST_SHARED:
            yield from ((form, target) for target in targets)


def _alias_targets(
    rows: tuple[NamedRow, ...], aliases: tuple[PlaceAlias, ...], rules: LinkRules
) -> Iterator[tuple[str, Target]]:
    by_name: dict[tuple[str, str], list[NamedRow]] = defaultdict(list)
    for row in rows:
        by_name[row.entity, row.name].append(row)
    for alias in aliases:
        meant = [row for name in alias.names for row in by_name.get((alias.entity, name), ())]
        if not meant:
            # The rows in sight depend on the data and on rights; a nickname of none is mute.
            continue
        keys = tuple(row.key for row in meant)
        for word in alias.words:
            how: How = "abbreviation" if len(word) == 1 else "alias"
            name = meant[0].name if len(meant) == 1 else word
            maybe = alias.ambiguous_with
            target = Target(alias.entity, keys, name, how, 0.95, alias.note, maybe)
            tails = rules.of(alias.entity).add if how == "alias" and len(meant) == 1 else ()
            yield from ((word + tail, target) for tail in ("", *tails))


def _beginnings(name: str, rules: LinkRules, places: frozenset[str]) -> Iterator[str]:
    """Yield the beginnings of a name, also with the place cut short or left out."""
    place = next((name[:n] for n in (5, 4, 3, 2) if name[:n] in places), "")
    yield from (name[:length] for length in range(3, len(name)))
    rest = name[len(place) :] if place else ""
    for length in range(2, len(rest)):
        if len(place) > 2:
            yield place[:-1] + rest[:length]
        if length > 2:
            yield rest[:length]


def prefixes(
    rows: tuple[NamedRow, ...], rules: LinkRules, surfaces: Surfaces
) -> dict[str, tuple[int, ...]]:
    """Return name beginnings (≥ 3 characters) shared by at most four long names."""
    places = place_forms(rows, rules)
    out: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        if rules.of(row.entity).whole:
            continue
        for form in _beginnings(clean(row.name), rules, places):
            held = out[form]
            if len(held) <= _MOST_SHARED and (not held or held[-1] != index):
                held.append(index)
    return {
        form: tuple(held)
        for form, held in out.items()
        if len(held) <= _MOST_SHARED and form not in surfaces and telling(form, rules, places)
    }
