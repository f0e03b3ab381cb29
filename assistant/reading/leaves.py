"""Chart leaves: each content node as one or more typed items; fillers drop out, 的 is a flag."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from assistant.reading.having import has, is_having, is_lacking, is_only, number_held
from assistant.reading.held_against import is_held_against
from assistant.reading.nodes import Node
from assistant.reading.phrase_types import Item, MeasurePhrase, Mods, SetPhrase
from assistant.reading.phrases import cond_of
from assistant.reading.rule_words import words_of

# Function-word tags that rules can join, by the leaf kind they make.
_KIND_OF_TAG = {
    "neg": "neg", "group": "each", "share": "share", "share_ask": "share_ask",
    "ask_count": "count", "ask_times": "times", "ask_which": "which", "ask_list": "list",
    "most": "extreme", "least": "extreme", "best": "extreme", "worst": "extreme",
    "partitive": "within", "than": "than", "compare": "than", "avg": "agg", "median": "agg",
    "maximum": "agg", "minimum": "agg", "stdev": "agg", "summed": "agg", "per_day": "per",
    "per_month": "per", "per_each": "per", "per_hundred": "per", "every": "quant",
    "none": "quant", "some": "quant", "running": "quant", "parent_add": "parent",
    "up": "change", "down": "change", "change": "change", "growth": "change",
    "both_ways": "change", "diff": "change", "whole": "whole", "cmp_gt": "cmpword",
    "cmp_lt": "cmpword", "ask_when": "when", "and": "joiner", "or": "joiner",
    "longterm": "longterm", "share_rate": "rate", "how_many": "howmuch", "steady_up": "steady",
    "steady_down": "steady", "whole_place": "whole_place", "per_year": "per",
    "each_kind": "kinds", "multiple": "multiple", "ask_length": "length", "show": "show",
    "minus": "op", "plus": "op", "over": "op", "kind_word": "kinds", "has_none": "hasnone",
    "none_end": "noneend",
}
_LEAF_SCORE = {"mods": 1.0, "noun": 1.0, "measure": 1.1, "unknown": -1.0, "fn": 0.1}
# Of two readings of one word, the one that asks wins a tie against the one that only compares.
_WORD_SCORE = {"share_ask": 0.15, "fn": 0.05, "joiner": 0.08}
_RATHER_ASKED = 0.4
_EACH, _ALIKE, _OF, _WHOLE_YEAR = map(words_of, ("each", "alike", "of", "whole_year"))
_LONGEST_CLAUSE = 90  # nodes
FULL_STOPS = frozenset("。？?；;！!")
STOPS = frozenset("，,；;。.？?！!：:（）()“”\"\n")


def clauses(nodes: Sequence[Node]) -> list[list[Node]]:
    """Return the nodes between stops; what runs on without a stop is cut after the longest clause.

    Composition takes time with the cube of a clause's length, and no one says that much in one.
    """
    out: list[list[Node]] = [[]]
    for index, node in enumerate(nodes):
        if node.kind == "punct":
            if node.text in STOPS or _is_pause(nodes, index):
                out.append([])
            elif node.text == "、":
                out[-1].append(node)
            continue
        if len(out[-1]) >= _LONGEST_CLAUSE:
            out.append([])
        out[-1].append(node)
    return [clause for clause in out if clause]


def _is_pause(nodes: Sequence[Node], index: int) -> bool:
    """Typed on a phone, a blank stands for a comma; beside a joiner it is only a blank."""
    if not nodes[index].text.isspace() or not 0 < index < len(nodes) - 1:
        return False
    beside = (nodes[index - 1], nodes[index + 1])
    return not any(n.is_fn("and", "or", "to") or n.kind == "punct" for n in beside)


def sentences(nodes: Sequence[Node]) -> list[list[Node]]:
    """Return the nodes between full stops and question marks, each with its commas."""
    out: list[list[Node]] = [[]]
    for node in nodes:
        if node.kind == "punct" and node.text in FULL_STOPS:
            out.append([])
        else:
            out[-1].append(node)
    return [sentence for sentence in out if sentence]


def leaves(clause: Sequence[Node]) -> tuple[list[Item], list[Item]]:
    """Return the chart leaves of a clause and the function words that join nothing.

    Positions count only what rules can join, so that 是、有、还 … do not keep phrases apart.
    """
    items: list[Item] = []
    loose: list[Item] = []
    position = 0
    for index, node in enumerate(clause):
        if _is_de(node):
            items = [replace(i, de=True) if i.end == position else i for i in items]
            if index and clause[index - 1].kind == "time":  # 去年的问题 is of last year
                loose = [replace(i, de=True) if i is loose[-1] else i for i in loose]
            continue
        if index and node.text in _WHOLE_YEAR and clause[index - 1].is_fn("share"):
            loose.append(Item("wholeyear", node.text, position, position, 0.0, node.text))
            continue
        found = _found(clause, index, position)
        apart = {"fn", "unknown", "without", "when", "periodsasked", "back", "leftaside", "one",
                 "called"}
        if not _follows(items, position, "share", "than", "cmpword"):
            found = [replace(i, kind="fn_whole") if i.kind == "whole" else i for i in found]
        if not _compares(items, position):
            apart.add("time")  # 去年 said anywhere is the question's; after 比 it is the basis
        found = [_set_apart(i, clause, index) for i in found]
        if node.kind == "cmp" and _is_held(node, clause[:index]):
            found = [replace(i, tags=i.tags | {"held"}) for i in found]
        joining = [i for i in found if i.kind not in apart and not i.kind.startswith("fn_")]
        loose.extend(replace(i, kind=i.kind.removeprefix("fn_")) for i in found
                     if i.kind in apart or i.kind.startswith("fn_"))
        if joining:
            if index and clause[index - 1].text in _EACH:
                joining = [replace(i, tags=i.tags | {"each"}) for i in joining]
            items.extend(joining)
            position += 1
    return items, loose


def _found(clause: Sequence[Node], index: int, position: int) -> list[Item]:
    """Return the readings of one node, as the rest of the clause lets it be read."""
    text = clause[index].text
    if is_having(clause, index):
        return [Item("has", text, position, position + 1, 0.3, text)]
    if is_only(clause, index):
        return [Item("only", text, position, position + 1, 0.3, text)]
    if (held := number_held(clause, index)) is not None:
        alone = index + 1 < len(clause) and clause[index + 1].is_fn("de")
        tags = frozenset({"held", "alone"} if alone else {"held"})
        return [Item("cmp", held, position, position + 1, 0.9, text, tags=tags)]
    if is_lacking(clause, index):
        return [Item("hasno", text, position, position + 1, 0.3, text)]
    if text in _ALIKE and clause[index].is_fn("same_as") and _picks(clause, index):
        return [Item("alike", text, position, position + 1, 0.1, text)]
    if is_held_against(clause, index):
        return [Item("equals", text, position, position + 1, 0.9, text)]
    found = _proportion(_items(clause[index], position), clause[:index])
    return [*found, *_each_state(clause, index, position)]


def _spoken_of(node: Node) -> set[str]:
    """What a noun or a state says is spoken of."""
    return {*(node.reading("entity") or ()), *(u.entity for u in node.reading("state") or ())}


def _each_state(clause: Sequence[Node], index: int, at: int) -> list[Item]:
    """有证无口、有口无证各多少: kinds of trouble that are states too, with no noun after them."""
    node = clause[index]
    follow = next((n for n in clause[index + 1 :] if not n.is_fn("de")), None)
    if node.kind != "cond" or not node.value.so or follow is None or follow.kind == "entity":
        return []
    owners = {o[0] for o in node.value.options}
    if any(owners & _spoken_of(n) for n in clause if n is not node):
        return []  # 台账里未销号的有证无口、有口无证: problems
    each = tuple(Mods(states=(choice,)) for choice in node.value.so)
    return [Item("alternatives", each, at, at + 1, _LEAF_SCORE["mods"], node.text)]


def _picks(clause: Sequence[Node], index: int) -> bool:
    """一模一样的 tells which are meant; so does it at the end, where those are asked for."""
    after = clause[index + 1 :]
    if after:
        return after[0].is_fn("de") or any(n.is_fn("same_as") for n in after)
    return any(n.is_fn("ask_which") for n in clause[:index])


def _proportion(items: list[Item], before: Sequence[Node]) -> list[Item]:
    """几成、百分之几: after 占 a share, after 比 or a rise a change, else only how much."""
    if not any(i.kind == "share_ask" for i in items):
        return items
    shares = any(n.is_fn("share") for n in before)
    changes = any(n.is_fn("up", "down", "change", "growth", "than", "compare_end", "diff")
                  or n.kind == "shift" for n in before)
    if shares or not changes:
        return [i for i in items if i.kind not in ("change", "howmuch")]
    return [i for i in items if i.kind not in ("share_ask", "howmuch")]


def _set_apart(item: Item, clause: Sequence[Node], index: int) -> Item:
    """合计 and the 各 of 各多少 say how to answer; they keep no phrases apart."""
    if item.kind == "agg" and "summed" in item.tags:
        return replace(item, kind="fn_agg")
    follow = clause[index + 1] if index + 1 < len(clause) else None
    asked = ("ask_count", "how_many", "ask_value", "share", "share_ask", "ask_times")
    if item.kind == "each" and item.text in _EACH and (
            follow is None or follow.is_fn(*asked)):
        return replace(item, kind="fn_each")
    return item


def _is_held(node: Node, before: Sequence[Node]) -> bool:
    """名下挂着三个以上: a number of what something has."""
    amount = node.value.amount
    said = [n for n in before if n.token is None or set(n.token.readings) != {"filler"}]
    return amount is not None and amount.dimension == "count" \
        and any(has(n) for n in (*said[-1:], *before[-1:]))


def _follows(items: Sequence[Item], position: int, *kinds: str) -> bool:
    return any(i.end == position and i.kind in kinds for i in items)


def _compares(items: Sequence[Item], position: int) -> bool:
    return any(i.end == position and i.kind in ("than", "cmpword") for i in items)


def _is_de(node: Node) -> bool:
    return node.is_fn("de") and node.text in _OF


def _items(node: Node, at: int) -> list[Item]:
    def item(kind: str, value: Any, tags: frozenset[str] = frozenset()) -> Item:
        return Item(kind, value, at, at + 1, _LEAF_SCORE.get(kind, 0.9), node.text, tags=tags)

    if node.kind in ("dated", "dated_states"):
        dated = node.kind == "dated"
        return [item("mods", Mods(preds=(node.value,)) if dated else Mods(states=node.value))]
    if node.kind in ("cond", "state"):
        return _modifiers(node, item)
    if node.kind == "entity":
        words = _words(node, item)
        whole = any(i.kind == "whole" for i in words)
        return words if whole else [*_nouns(node, item), *_attrs(node, item), *words]
    if node.kind == "metric":
        return [*_measures(node, item), *_attrs(node, item)]
    if node.kind == "attr":
        return _attrs(node, item)
    if node.kind in ("duration", "lasting", "amountsince"):
        return [item("measure", _length(node))]
    if node.kind == "token":
        return _words(node, item)
    if node.kind == "punct":
        return [item("joiner", node.text)] if node.text == "、" else []
    return [item("dim" if node.kind == "dimension" else node.kind, node.value)]


def _length(node: Node) -> MeasurePhrase:
    if node.kind == "amountsince":
        metrics, states = node.value
        return MeasurePhrase("metric", metrics=metrics, since=(states,), text=node.text)
    if node.kind == "duration":
        return MeasurePhrase("duration", points=node.value, text=node.text)
    return MeasurePhrase("lasting", states=node.value, text=node.text)


def _modifiers(node: Node, item: Any) -> list[Item]:
    """Names, values and states; a word that is several of them competes with itself."""
    found: list[Item] = []
    if node.kind == "cond":
        if node.token is not None and "whole" in node.token.tags():
            return [item("whole", node.text)]
        mods = item("mods", Mods(conds=(node.value,)))
        if node.has_reading("metric"):  # 洪都供水: what has a value is rather asked for
            mods = replace(mods, score=_RATHER_ASKED)
        found.append(mods)
        found.extend(replace(noun, score=1.2) for noun in _nouns(node, item))
        if node.has_reading("state"):
            found.append(item("mods", Mods(states=(node.reading("state"),))))
        return [*found, *_measures(node, item), *_words(node, item)]
    found = [item("mods", Mods(states=(node.value,))), *_nouns(node, item)]
    valued = cond_of(node.token) if node.has_reading("value") and node.token is not None else None
    if valued is not None and valued.options:  # none where the state says all of it
        found.append(item("mods", Mods(conds=(valued,))))
    return [*found, *_measures(node, item)]


def _measures(node: Node, item: Any) -> list[Item]:
    metrics = node.reading("metric")
    spoken = node.has_reading("spoken")
    return [item("measure", MeasurePhrase("metric", metrics=metrics, spoken=spoken,
                                          text=node.text))] if metrics else []


def _nouns(node: Node, item: Any) -> list[Item]:
    entity = node.reading("entity")
    return [item("noun", SetPhrase(entity, text=node.text))] if entity else []


def _attrs(node: Node, item: Any) -> list[Item]:
    attr = node.reading("attr")
    return [item("attr", attr)] if attr else []


def _words(node: Node, item: Any) -> list[Item]:
    tags = node.token.tags() if node.token is not None else frozenset()
    kinds: dict[str, set[str]] = {}
    for tag in sorted(tags):  # one order, so that a reading does not hang on chance
        kinds.setdefault(_KIND_OF_TAG.get(tag, "fn"), set()).add(tag)
    return [
        replace(item(kind, _word_value(kind, node.text, tags), frozenset(tags)),
                score=_WORD_SCORE.get(kind, 0.1))
        for kind in kinds
    ]


def _word_value(kind: str, text: str, tags: frozenset[str]) -> Any:
    if kind == "steady":
        return ("every", 1, "year", "up" if "steady_up" in tags else "down")
    return text
