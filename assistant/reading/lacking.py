"""一户超许可都没有、一天异常都没有: not a single one, said around what is counted."""

from __future__ import annotations

from assistant.reading.nodes import Node
from assistant.reading.rule_words import words_of

_EVEN = words_of("even")
_WIDEST = 4
_SEVERAL = 2
_PERIODS = ("year", "quarter", "month", "week", "day")


def mark_none(nodes: list[Node]) -> list[Node]:
    """Replace 一 + counter … 都 + 没有 by one mark behind what there is none of."""
    out = list(nodes)
    index = 0
    while index < len(out):
        _each_of_them(out, index)
        never = _never(out, index)
        if never is not None:
            _put_never(out, index, never)
        if _each_denied(out, index):
            del out[index]
        end = _end(out, index)
        if end is not None:
            every, last = end
            one = out[index]
            mark = Node("lacking", one.value.counter, out[every].start, out[last].end,
                        "".join(dict.fromkeys((one.text, out[every].text, out[last].text))))
            out[index : last + 1] = [*out[index + 1 : every], mark]
        index += 1
    return out


def _each_denied(nodes: list[Node], index: int) -> bool:
    """一张季报都没交: every one of them is undone, which 都 and the state tell by themselves."""
    one = nodes[index]
    if one.kind != "number" or one.value.value != 1 or one.value.dimension != "count":
        return False
    for place in range(index + 2, min(index + 2 + _WIDEST, len(nodes) - 1)):
        if nodes[place].kind == "punct":
            return False
        if nodes[place].text in _EVEN:
            denied = nodes[place + 1]
            return denied.kind == "state" and denied.text.startswith(
                tuple(words_of("denials_before")))
    return False


def _each_of_them(nodes: list[Node], index: int) -> None:
    """上季度三个月上传率都在95%以上: in each of the months that were counted."""
    one = nodes[index]
    interval = one.value.interval if one.kind == "number" else None
    if interval is None or one.value.value < _SEVERAL or interval.unit not in _PERIODS \
            or not index or nodes[index - 1].kind != "time":
        return
    for place in range(index + 1, min(index + 2 + _WIDEST, len(nodes) - 1)):
        node = nodes[place]
        if node.kind == "punct":
            return
        if node.is_fn("every"):
            quantifier = ("every", 1, interval.unit)
            nodes[place] = Node("quantn", quantifier, node.start, node.end, node.text)
            del nodes[index]
            return


def _never(nodes: list[Node], index: int) -> int | None:
    """哪怕一个月都没掉下95%: return the place of 都 before a denied comparison."""
    one = nodes[index]
    if one.kind != "number" or one.value.value != 1 or one.value.dimension != "duration":
        return None
    for place in range(index + 1, min(index + 2 + _WIDEST, len(nodes) - 2)):
        if nodes[place].kind == "punct":
            return None
        if nodes[place].text in _EVEN and nodes[place + 1].is_fn("neg"):
            compared = nodes[place + 2].is_fn("cmp_lt", "cmp_gt", "cmp_ge", "cmp_le")
            return place if compared else None
    return None


def _put_never(nodes: list[Node], index: int, place: int) -> None:
    """一个月 … 都 没 + comparison: in none of the months."""
    one, every, denied = nodes[index], nodes[place], nodes[place + 1]
    quantifier = ("none", 1, one.value.interval.unit)
    mark = Node("quantn", quantifier, every.start, denied.end, every.text + denied.text)
    nodes[place : place + 2] = [mark]
    del nodes[index]


def _end(nodes: list[Node], index: int) -> tuple[int, int] | None:
    """Return the places of 都 and 没有 that close what begins here, if they do."""
    one = nodes[index]
    if one.kind != "number" or one.value.value != 1 or one.value.dimension not in (
            "count", "duration"):
        return None
    first = index + 1 if index and nodes[index - 1].kind == "entity" else index + 2
    for place in range(first, min(index + 2 + _WIDEST, len(nodes))):
        if nodes[place].kind == "punct":
            return None
        if nodes[place].is_fn("none_end"):  # 一张通知都没收到过
            return (place, place)
        if place + 1 < len(nodes) and nodes[place].text in _EVEN and nodes[place + 1].is_fn("neg"):
            after = nodes[place + 2] if place + 2 < len(nodes) else None
            if after is not None and after.text in words_of("done_none"):  # 一次检查都没做
                after = nodes[place + 3] if place + 3 < len(nodes) else None
            ends = after is None or after.kind in ("punct", "entity") or after.is_fn("de")
            return (place, place + 1) if ends else None
    return None
