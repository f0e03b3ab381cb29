"""A clause that only names what to show of each row: 站名、县、运维单位、断了多久.

Each stretch between two joiners is heard by itself, so that neighbours cannot run into each other;
the clause is a row of columns when every stretch is one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.reading.nodes import Node
from assistant.reading.phrase_types import Item, MeasurePhrase, SetPhrase
from assistant.reading.row_ends import End, asked_at, end_of
from assistant.reading.rule_words import has_any, senses_of, words_of

Hear = Callable[[Sequence[Node]], list[Item]]
_SHOW = ("ask_list", "show", "detail")
_LIGHT = frozenset({
    "ask_value", "how_many", "asks_volume", "asks_length", "asks_duration", "group_all",
    "pronoun_set", "having", "raised", "held", "unit", "ask_list", "show", "detail", "both",
    "group",
})
_OWN_PLACES = senses_of("own_place")
_PLAIN = frozenset({"attr", "noun", "kinds", "whole_place"})


def row_words(clause: Sequence[Node], hear: Hear) -> tuple[Item, ...]:
    """Return the columns a clause names; empty when it says anything else."""
    if any(node.is_fn("crosstab") for node in clause):
        return ()  # 市×类型 is what it is shown by
    stretches, led = _stretches(clause)
    found: list[Item] = []
    end: End | None = None
    for stretch in stretches:
        begun = end_of(stretch)
        end = begun[0] if begun is not None else end
        if end is not None:
            told = asked_at(end, stretch[begun[1] if begun is not None else 0 :])
            terms = [Item("at_end", told, 0, 0, 0.0, "")] if told is not None else []
        else:
            terms = _each(stretch, hear) or _when(stretch) or _since(stretch) \
                or _heard(stretch, hear)
        if not terms:
            return ()
        found.extend(terms)
    sure = led or len(found) > 1 or any(t.kind not in ("noun", "measure", "kinds") for t in found)
    return tuple(found) if sure else ()


def _stretches(clause: Sequence[Node]) -> tuple[list[list[Node]], bool]:
    """Return the stretches between joiners, and whether a word of listing leads them."""
    nodes = list(clause)
    led = False
    while nodes and (nodes[0].is_fn(*_SHOW) or _is_filler(nodes[0])):
        led = led or nodes[0].is_fn(*_SHOW)
        nodes = nodes[1:]
    while nodes and (nodes[-1].is_fn(*_SHOW) or _is_filler(nodes[-1])):
        led = led or nodes[-1].is_fn(*_SHOW)
        nodes = nodes[:-1]
    out: list[list[Node]] = [[]]
    for node in nodes:
        if node.text == "、" or node.is_fn("and"):
            out.append([])
        else:
            out[-1].append(node)
    return [s for s in out if s], led


def _is_filler(node: Node) -> bool:
    return node.kind == "token" and node.token is not None \
        and set(node.token.readings) == {"filler"}


def _each(stretch: Sequence[Node], hear: Hear) -> list[Item]:
    """每次的日期: of each of the happenings that are behind the rows."""
    counted = len(stretch) > 2 and stretch[0].is_fn("group") \
        and stretch[1].text in words_of("time_counters")
    if not counted:
        return []
    rest = [n for n in stretch[2:] if not n.is_fn("de")]
    return [Item("each", None, 0, 0, 0.0, stretch[0].text + stretch[1].text),
            *_terms(hear(rest))]


def _heard(stretch: Sequence[Node], hear: Hear) -> list[Item]:
    """Return the columns of a stretch, heard as a whole or, side by side, word by word."""
    if len(stretch) == 1 and stretch[0].text in words_of("own_date"):
        return [Item("own_date", None, 0, 0, 0.0, stretch[0].text)]
    said = [n for n in stretch if not (_is_filler(n) or n.is_fn("de", "equals"))]
    if len(said) == 1 and said[0].is_fn("why"):
        return [Item("reason", None, 0, 0, 0.0, said[0].text)]
    found = _terms(hear(stretch))
    if found:
        return found
    alone = [_terms(hear([n])) for n in stretch if not _is_filler(n)]
    plain = all(terms and terms[0].kind in ("attr", "kinds", "noun") for terms in alone)
    return [t for terms in alone for t in terms] if plain else []


def _when(stretch: Sequence[Node]) -> list[Item]:
    """哪天到期、什么时候发的: the date by which it came about."""
    said = [n for n in stretch if not (_is_filler(n) or n.is_fn("de"))]
    asked = [n for n in said if n.is_fn("ask_when")]
    other = [n for n in said if not n.is_fn("ask_when")]
    if len(asked) != 1 or len(other) != 1:
        return []
    node = other[0]
    dates = (*(node.reading("point") or ()), *(node.reading("attr") or ()))
    states = node.reading("state") or ()
    if not (dates or states):
        return []
    return [Item("dated", (dates, states, node.text), 0, 0, 0.0, node.text)]


def _since(stretch: Sequence[Node]) -> list[Item]:
    """过期后抽了多少、注销之后取的水: a measure from the date by which it came about."""
    said = [n for n in stretch if not (_is_filler(n) or n.is_fn("de"))]
    if len(said) < 3 or said[1].text not in words_of("following"):  # noqa: PLR2004
        return []
    states, dates = said[0].reading("state") or (), said[0].reading("point") or ()
    rest = [n for n in said[2:] if not n.is_fn("ask_value", "how_many")]
    if len(rest) != 1 or not rest[0].has_reading("metric") or not (states or dates):
        return []
    phrase = MeasurePhrase("metric", metrics=rest[0].reading("metric"), text=rest[0].text)
    after = ((dates, states, said[0].text), phrase)
    return [Item("since", after, 0, 0, 0.0, said[0].text + said[1].text)]


def _terms(items: Sequence[Item]) -> list[Item]:
    """Return the columns one stretch stands for; none when it is something else."""
    loose = [i for i in items if i.kind == "fn"]
    core = [i for i in items if i.kind not in ("fn", "howmuch")]
    if not core or not all(_light(i) for i in loose):
        return []
    kinds = tuple(i.kind for i in core)
    if kinds[-1] == "change" and "diff" in core[-1].tags:
        two = _named(core[:-1])
        both = len(two) == 2 and all(t.kind == "attr" for t in two)  # noqa: PLR2004
        return [*two, Item("difference", tuple(two), 0, 0, 0.0, core[-1].text)] if both else []
    if set(kinds) <= _PLAIN | {"columns"}:
        return _named(core)
    if len(core) == 1:
        return _single(core[0], loose)
    if len(core) == 2:  # noqa: PLR2004
        return _pair(core[0], core[1])
    return []


def _light(item: Item) -> bool:
    return not item.tags or bool(item.tags & _LIGHT)


def _named(core: Sequence[Item]) -> list[Item]:
    out: list[Item] = []
    for item in core:
        if item.kind == "columns":
            out.extend(item.value)
        elif item.kind == "noun":
            noun: SetPhrase = item.value
            if noun.mods or noun.ranked or noun.number or noun.asked == "count":
                return []
            out.append(replace(item, value=replace(noun, asked="", owner="")))
        elif item.kind == "whole_place":
            place = _OWN_PLACES.get(item.text)
            if place is None:
                return []
            out.append(replace(item, kind="noun", value=SetPhrase((place,), text=item.text)))
        else:
            out.append(item)
    return out


def _single(item: Item, loose: Sequence[Item]) -> list[Item]:
    value = item.value
    if item.kind == "which":
        if has_any(item.text, "place_asked"):
            return [Item("place", SetPhrase(("county",)), 0, 0, 0.0, item.text)]
        said = item.text + "".join(i.text for i in loose)
        who = item.text.startswith("谁") or item.text[-1:] in words_of("asked_as_who")
        return [Item("owner", said, 0, 0, 0.0, item.text)] if who else []
    if item.kind == "measure":
        plain = value.change is None and value.kind in ("metric", "duration", "lasting",
                                                        "happenings") and value.scope is None
        if value.kind == "count" and value.noun is not None and not value.noun.mods:
            return [Item("noun", value.noun, 0, 0, 0.0, item.text)]
        return [item] if plain and not value.mods.preds else []
    return [item] if item.kind in ("count", "times", "lasting") else []


def _pair(one: Item, two: Item) -> list[Item]:
    kinds = (one.kind, two.kind)
    if kinds == ("mods", "length") and len(one.value.states) == 1:
        return [Item("lasting", one.value.states[0], 0, 0, 0.0, one.text)]
    return []
