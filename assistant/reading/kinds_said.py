"""Words that tell things apart by an attribute: 四大类, 七个行业, 水源构成, 理由分布."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from assistant.reading.nodes import AttrUse, Token, ValueUse
from assistant.reading.owner_there import owners_there
from assistant.reading.resolve import Resolver
from assistant.reading.rule_words import rule_words, words_of

_KINDS = words_of("kinds_counted")
_MAKEUP = words_of("makeup")
_BIG = re.compile(rule_words()["patterns"]["big_kinds"])
_SEVERAL = 2
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
_APART = frozenset({"category", "text", "code"})


class KindsSaid:
    """Reads a number of kinds, or an attribute with 构成, as the grouping it stands for."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._model = resolver.model

    def settled(self, tokens: Sequence[Token]) -> list[Token]:
        """Return the tokens with such words read as a dimension, values with the owners meant."""
        out: list[Token] = []
        index = 0
        while index < len(tokens):
            named = self._years(tokens, index)
            if named is not None:
                out.extend(named)
                index += len(named)
                continue
            token, used = self._counted(tokens, index) or self._made_up(tokens, index) \
                or (tokens[index], 1)
            out.append(token)
            index += used
        return owners_there(out, self._resolver.model)

    # --------------------------------------------------------------------------------- years
    def _years(self, tokens: Sequence[Token], index: int) -> list[Token] | None:
        """2022、2023两批站: years before a kind that is named by the year are such kinds."""
        at, years = index, 0
        while at < len(tokens) and (_year(tokens[at]) or years and _joins(tokens[at])):
            years += _year(tokens[at]) is not None
            at += 1
        follow = tokens[at] if at < len(tokens) else None
        if follow is None or years < _SEVERAL or not follow.has("dimension"):
            return None
        for path in follow.readings["dimension"]:
            entity, _, name = path.partition(".")
            held = self._named(entity, name)
            found = [self._kind(t, entity, name, held) for t in tokens[index:at]]
            if all(t is not None for t in found):
                kinds = [t for t in found if t is not None]
                return [*kinds, replace(follow, readings={"filler": True})]
        return None

    def _named(self, entity: str, name: str) -> set[str]:
        return {v for e in self._model.entities if e.name == entity
                for a in e.attributes if a.name == name for v in a.values}

    def _kind(self, token: Token, entity: str, name: str, held: set[str]) -> Token | None:
        year = _year(token)
        if year is None:
            return token
        value = f"{year}年"
        use = ValueUse(entity, name, value)
        return replace(token, readings={"value": (use,)}) if value in held else None

    # ------------------------------------------------------------------------------- counted
    def _counted(self, tokens: Sequence[Token], index: int) -> tuple[Token, int] | None:
        """七个行业, 四大类: as many kinds as the attribute has values."""
        head = _head(tokens, index)
        if head is None:
            return None
        number, used, of_kinds = head
        if of_kinds and _compared(tokens, index, used):
            return None  # 两类以上问题的户 is no grouping
        follow = tokens[index + used] if index + used < len(tokens) else None
        named = follow.readings.get("attr", ()) if follow is not None else ()
        if of_kinds and _listed(tokens, index) == number:
            return replace(_merged(tokens, index, used), readings={"filler": True}), used
        paths = [_path(u) for u in named if self._values(u) == number]
        if paths:
            used += 1
        elif of_kinds:
            paths = [_path(u) for u in self._near(tokens) if self._values(u) == number]
        if not paths:
            return None
        return replace(_merged(tokens, index, used), readings={"dimension": tuple(paths)}), used

    def _values(self, use: AttrUse) -> int:
        return next((len(a.values) for a in self._model.entity(use.entity).attributes
                     if a.name == use.attribute and a.type == "category"), 0)

    def _near(self, tokens: Sequence[Token]) -> Iterator[AttrUse]:
        """Yield the attributes of what is measured or named in the question, and next to it."""
        graph = self._resolver.graph
        said = {e for t in tokens for e in t.readings.get("entity", ())}
        for token in tokens:
            for name in token.readings.get("metric", ()):
                said |= set(graph.metric_bases(name))
        for entity in self._model.entities:
            if any(graph.distance(base, entity.name) in (0, 1) for base in said):
                yield from (AttrUse(entity.name, a.name) for a in entity.attributes)

    # ------------------------------------------------------------------------------- made up
    def _made_up(self, tokens: Sequence[Token], index: int) -> tuple[Token, int] | None:
        """水源构成, 理由分布: by the values of the attribute before."""
        if index + 1 >= len(tokens) or tokens[index + 1].text not in _MAKEUP:
            return None
        uses = [u for u in tokens[index].readings.get("attr", ()) if self._apart(u)]
        if not uses or tokens[index].has("metric", "dimension"):
            return None
        found = replace(tokens[index], readings={"dimension": tuple(map(_path, uses))})
        if tokens[index + 1].is_fn("pie"):
            return found, 1
        return replace(_merged(tokens, index, 2), readings=found.readings), 2

    def _apart(self, use: AttrUse) -> bool:
        return any(a.type in _APART for a in self._model.entity(use.entity).attributes
                   if a.name == use.attribute)


def _joins(token: Token) -> bool:
    return token.text == "、" or token.is_fn("and")


def _year(token: Token) -> int | None:
    """2022, 22年: a whole year."""
    said = next(iter(token.readings.get("time", ())), None)
    first = said.period.first if said is not None else None
    last = said.period.last if said is not None else None
    whole = isinstance(first, date) and isinstance(last, date) and first.year == last.year \
        and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    return first.year if whole and isinstance(first, date) and token.text[:1].isdigit() else None


def _path(use: AttrUse) -> str:
    return f"{use.entity}.{use.attribute}"


def _merged(tokens: Sequence[Token], index: int, used: int) -> Token:
    run = tokens[index : index + used]
    return replace(run[0], end=run[-1].end, text="".join(t.text for t in run))


def _compared(tokens: Sequence[Token], index: int, used: int) -> bool:
    beside = (*tokens[max(0, index - 1) : index], *tokens[index + used : index + used + 1])
    return any(t.is_fn("suf_ge", "suf_gt", "cmp_ge", "cmp_gt") for t in beside)


def _head(tokens: Sequence[Token], index: int) -> tuple[int, int, bool] | None:
    """Return the number said, the tokens it takes, and whether kinds were said."""
    token = tokens[index]
    item = next(iter(token.readings.get("number", ())), None)
    big = _BIG.match(token.text) if token.has("unknown") else None
    number, used = (_DIGITS.get(big[1], 0), 1) if big else (0, 0)
    if item is not None and item.dimension in ("count", "bare") and item.value == int(item.value):
        number, used = int(item.value), 1
        if token.text[-1:] in _KINDS:
            return number, used, True
    if not number:
        return None
    rest = [t.text for t in tokens[index + 1 : index + 3]]
    for count in (2, 1):
        if "".join(rest[:count]) in _KINDS and len(rest) >= count:
            return number, used + count, True
    return number, used, False


def _listed(tokens: Sequence[Token], index: int) -> int:
    """Return how many values were listed right before."""
    count = 0
    for token in reversed(tokens[:index]):
        if token.has("value"):
            count += 1
        elif not (token.is_fn("and") or token.text == "、"):
            break
    return count
