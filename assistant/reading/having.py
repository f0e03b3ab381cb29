"""Things told by what they have: 有有效证的县, 只有一台表的站, 手里有有效证、今年又超许可的户."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.reading.nodes import Comparison, Node
from assistant.reading.rule_words import words_of
from assistant.reading.thresholds import amount_of

_HAS = words_of("has_things")
_OWNS = words_of("owns_things")
_NONE = words_of("has_none")
_CAME = tuple(words_of("come_so"))
_EVENTS = set(words_of("come_about"))
_VALUED = ("cond", "state")
_NEAR = 3  # nodes between 只 and how often
_FURTHEST = 8  # nodes between what is had and who has it


def has(node: Node) -> bool:
    """Whether it is a word for having: 有, 名下有, 接了, 挂着."""
    return node.kind == "token" and (node.text in _HAS or node.is_fn("having"))


def is_having(clause: Sequence[Node], index: int) -> bool:
    """Whether the node is the 有 of 有X的Y, X and Y being different things."""
    if clause[index].is_fn("raised") and clause[index].text.endswith(_CAME):
        held = _thing(clause, index + 1)
        return held is not None and clause[held].has_reading("entity") \
            and held + 1 < len(clause) and clause[held + 1].is_fn("de") \
            and set(clause[held].reading("entity")) <= _EVENTS and _of_another(clause, held)
    if not has(clause[index]):
        return False
    held = _thing(clause, index + 1)
    if held is None:
        return False
    follow = clause[held + 1] if held + 1 < len(clause) else None
    if follow is not None and follow.is_fn("de"):
        return _of_another(clause, held) or _of_what_was_said(clause, index, held)
    if follow is not None and follow.is_fn("both"):  # 既有X又没有Z的Y
        return clause[held].has_reading("entity") and _owner_beyond(clause, held + 2)
    owns = clause[index].text in _OWNS and clause[held].has_reading("entity")
    return owns and (follow is None or follow.is_fn("and", "both", "besides"))


def is_lacking(clause: Sequence[Node], index: int) -> bool:
    """Whether the node is the 没有 of 没有国控站的县: no such thing, of another kind, is there."""
    if clause[index].text not in _NONE or not clause[index].is_fn("neg"):
        return False
    held = _thing(clause, index + 1)
    if held != index + 1 or clause[held].has_reading("entity") or clause[held].kind != "cond":
        return False
    if clause[held].has_reading("state"):
        return False  # 没超许可的户: not so, which is more than that no such problem is on record
    return held + 1 < len(clause) and clause[held + 1].is_fn("de") and _of_another(clause, held)


def is_only(clause: Sequence[Node], index: int) -> bool:
    """Whether the node is the 只 of 只有地下水口的户: what one has is all of that kind."""
    return clause[index].is_fn("only") and index + 1 < len(clause) \
        and has(clause[index + 1]) and is_having(clause, index + 1)


def number_held(clause: Sequence[Node], index: int) -> Comparison | None:
    """Return the test in 只有一台表的, 手里有两本证的: how many of them, no more and no less.

    One that is not said to be the only one is at least one.
    """
    node = clause[index]
    if node.kind != "number" or not index or node.value.dimension != "count":
        return None
    amount = amount_of(node.value, node.text)
    if amount is not None and node.value.counter in words_of("time_counters"):
        only = any(n.is_fn("only") for n in clause[max(0, index - _NEAR) : index])
        return Comparison("=", amount) if only else None  # 只检查过一次的
    if not has(clause[index - 1]):
        return None
    bare = _is_told(clause, index + 1)  # 手里有两本证的: the counter names what is held
    held = _thing(clause, index + 1)
    said = held is not None and _is_told(clause, held + 1)
    if amount is None or not (bare or said) or amount.value != int(amount.value):
        return None
    only = index > 1 and clause[index - 2].is_fn("only")
    return Comparison("=" if only or amount.value != 1 else ">=", amount)


def _is_told(clause: Sequence[Node], index: int) -> bool:
    return index < len(clause) and clause[index].is_fn("de", "both")


def _owner_beyond(clause: Sequence[Node], index: int) -> bool:
    """Whether a thing stands behind the next 的."""
    return any(clause[place].is_fn("de") and _thing(clause, place + 1) is not None
               for place in range(index, min(index + _FURTHEST, len(clause) - 1)))


def _of_what_was_said(clause: Sequence[Node], index: int, held: int) -> bool:
    """取水户里有在线站的占几成: of the things named before, those that have one."""
    after = clause[held + 2] if held + 2 < len(clause) else None
    if after is None or not after.is_fn("share", "share_ask"):
        return False
    return any(n.has_reading("entity") and not _kinds(n) & _kinds(clause[held])
               for n in clause[:index])


def _of_another(clause: Sequence[Node], held: int) -> bool:
    owner = _thing(clause, held + 2)
    return owner is not None and not _kinds(clause[held]) & _kinds(clause[owner])


def _thing(clause: Sequence[Node], index: int) -> int | None:
    """Return the place of the thing that begins here, with its values and states."""
    last = None
    while index < len(clause) and clause[index].kind in (*_VALUED, "entity"):
        if clause[index].has_reading("entity"):
            return index
        last = index if _kinds(clause[index]) else None
        index += 1
    return last


def _kinds(node: Node) -> set[str]:
    """What a node may name: what its noun is of, else what its value is a value of."""
    if node.has_reading("entity"):
        return set(node.reading("entity"))
    return {o[0] for o in node.value.options if o[1] is not None} if node.kind == "cond" else set()
