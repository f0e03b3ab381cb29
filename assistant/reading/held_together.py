"""Several kinds of trouble that one thing has all of: 一表多户和多表一户两种毛病都沾."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.nodes import Cond, Node, StateUse
from assistant.reading.rule_words import has_any, rule_words, words_of

_WIDEST = 5  # nodes between what is listed and 都
_TWO = 2


def held_together(nodes: list[Node]) -> list[Node]:
    """Tell apart the values all of which must be had; each is then a condition of its own."""
    out = list(nodes)
    for index, node in enumerate(nodes):
        if node.kind != "cond" or index >= len(out):
            continue
        found = _all_listed(out, index) or _all_kinds(out, index) or _one_and_the_other(out, index)
        if found is not None:
            return found
    return out


def _all_listed(nodes: list[Node], index: int) -> list[Node] | None:
    """A和B两种毛病都沾: what is listed, how many that is, 都, and that it is had."""
    cond: Cond = nodes[index].value
    options = [o for o in cond.options if o[1] is not None and len(o[2]) == cond.listed]
    if cond.listed < _TWO or not options or cond.negated:
        return None
    for place in range(index + 1, min(index + 1 + _WIDEST, len(nodes) - 1)):
        node = nodes[place]
        if node.kind == "punct":
            return None
        if node.is_fn("every"):
            had = nodes[place + 1]
            if place == index + 1 or not (had.is_fn("having") or had.text in words_of("had")):
                return None
            each = [_one(nodes[index], cond, n) for n in range(cond.listed)]
            rest = _without_every(nodes[place + 2 :])
            return [*nodes[:index], *each, *_still(nodes[index], cond, nodes), *rest]
    return None


def _all_kinds(nodes: list[Node], index: int) -> list[Node] | None:
    """有A和B两类问题的户: what is listed, how many kinds that is, and who has them."""
    cond: Cond = nodes[index].value
    kinds, rest = nodes[index + 1 : index + 2], nodes[index + 2 : index + 5]
    if cond.listed < _TWO or cond.negated or not kinds or len(rest) < _TWO + 1 \
            or not has_any(kinds[0].text[-1:], "kinds_held") or not kinds[0].has("filler"):
        return None
    thing, of, owner = rest
    apart = thing.has_reading("entity") and of.is_fn("de") and owner.kind == "entity" \
        and not set(thing.reading("entity")) & set(owner.reading("entity"))
    if not apart or not {o[0] for o in cond.options} & set(thing.reading("entity")):
        return None
    each = [_one(nodes[index], cond, n) for n in range(cond.listed)]
    return [*nodes[:index], *each, *nodes[index + 3 :]]


def _still(node: Node, cond: Cond, nodes: list[Node]) -> list[Node]:
    """With no time and no state said, troubles a thing has are those it still has."""
    said = any(n.kind in ("time", "state", "dated", "dated_states", "shift") for n in nodes)
    kinds = {e for e, a, _ in cond.options if a is not None}
    state = next((s for e, s in rule_words()["still_there"].items() if kinds == {e}), None)
    if said or state is None:
        return []
    use = StateUse(state, next(iter(kinds)))
    return [Node("state", (use,), node.end, node.end, "")]


def _one(node: Node, cond: Cond, n: int) -> Node:
    options = tuple((e, a, (v[n],)) for e, a, v in cond.options
                    if a is not None and len(v) == cond.listed)
    return node.with_(value=replace(cond, options=options, listed=1), token=None)


def _without_every(nodes: list[Node]) -> list[Node]:
    """…都没销号: said of each of them, which every one of the conditions is."""
    place = next((i for i, n in enumerate(nodes) if n.is_fn("every")), None)
    follows = place is not None and place + 1 < len(nodes) and nodes[place + 1].kind == "state" \
        and not any(n.kind == "entity" for n in nodes[:place])
    return [n for i, n in enumerate(nodes) if not (follows and i <= (place or 0))]


def _one_and_the_other(nodes: list[Node], index: int) -> list[Node] | None:
    """既有A又有B问题的: two values of one thing's happenings, each of which it has had."""
    first: Cond = nodes[index].value
    for place in range(index + 1, min(index + 1 + _WIDEST, len(nodes))):
        node = nodes[place]
        if node.kind == "cond":
            second: Cond = node.value
            same = {o[:2] for o in first.options} & {o[:2] for o in second.options}
            between = nodes[index + 1 : place]
            both = [o for o in same if o[1] is not None]
            if not both or not any(n.is_fn("both") for n in between):
                return None
            rest = nodes[place + 1 :]
            kept = rest[1:] if rest and rest[0].kind == "entity" and len(rest) > 1 \
                and rest[1].is_fn("de") else rest
            return [*nodes[:index], _only(nodes[index], both), _only(node, both), *kept]
    return None


def _only(node: Node, both: list[tuple[str, str | None]]) -> Node:
    cond: Cond = node.value
    kept = tuple(o for o in cond.options if o[:2] in both)
    return node.with_(value=replace(cond, options=kept), token=None)
