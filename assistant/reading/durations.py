"""How long things take: 从发现到销号、平均迟了几天、平均几天审完, reduced to one node.

A *point* is a verb of the happening that a date attribute dates (发现, 销号); a verb that *lasts*
asks a governed mean length before 几天 or 多久 (迟了几天).
"""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.nodes import AttrUse, Node, Token
from assistant.reading.rule_words import senses_of, words_of
from knowledge_graph.semantics.spans import ShiftItem

Nodes = list[Node]
_BEFORE = words_of("before")
_FROM = words_of("from")
_UNTIL = words_of("until")
_FOLLOWING = words_of("following")
_GAP = 5
_TIMES = words_of("length_nouns")
_SPEED = words_of("speed")  # how fast something was done, not how long it has been so
_LENGTHS = senses_of("end_of_length")
_FIRST = words_of("first_or_last")
_LATEST = words_of("latest_words")
_SUPERLATIVE = words_of("superlative")


def durations(nodes: Nodes) -> Nodes:
    """Reduce lengths of time; a verb of one that is not asked about is not understood."""
    out: Nodes = []
    index = 0
    while index < len(nodes):
        found = (_years_before(nodes, index) or _named_end(nodes[index])
                 or _from_to(nodes, index) or _longest(nodes, index)
                 or _length_after(nodes, index) or _verb_after(nodes, index))
        if found is None:
            out.append(_unused(nodes[index]))
            index += 1
            continue
        made, used = found
        if made[0].kind == "duration" and out and out[-1].text in _FROM:
            out.pop()
        out.extend(made)
        index += used
    return out


def _years_before(nodes: Nodes, index: int) -> tuple[Nodes, int] | None:
    """比五年前: the same stretch so long before."""
    if not index or index + 1 >= len(nodes) or nodes[index].kind != "number":
        return None
    length, before = nodes[index].value.interval, nodes[index + 1].text in _BEFORE
    compared = nodes[index - 1].is_fn("than", "compare") or nodes[index - 1].kind == "punct"
    if not (before and compared) or length is None or not isinstance(length.n, int):
        return None
    shift = ShiftItem(shift=length.model_copy(update={"n": -length.n}))
    return [Node("shift", shift, nodes[index].start, nodes[index + 1].end,
                 nodes[index].text + nodes[index + 1].text)], 2


def _points(node: Node) -> tuple[AttrUse, ...]:
    found: tuple[AttrUse, ...] = node.reading("point") or ()
    return found


def _from_to(nodes: Nodes, index: int) -> tuple[Nodes, int] | None:
    """发现到销号、提交后几天审结: from one point to the next."""
    starts = _points(nodes[index])
    if not starts:
        return None
    for place in range(index + 1, min(index + _GAP, len(nodes))):
        ends = _points(nodes[place])
        between = nodes[index + 1 : place]
        near = not between and not any(s in ends for s in starts)  # 掉线恢复平均要多久
        same = {s.entity for s in starts} & {e.entity for e in ends}
        if same and (near or _leads(between)):
            kept = [n for n in between if n.is_fn("avg", "median", "ask_length", "most", "least")]
            whole = Node("duration", (starts, ends), nodes[index].start, nodes[place].end,
                         nodes[index].text + "到" + nodes[place].text)
            return [*kept, whole], place + 1 - index
        if not _light(nodes[place]):
            return None
    return None


def _leads(between: Nodes) -> bool:
    to = any(n.text in _UNTIL for n in between)
    after = any(n.text in _FOLLOWING for n in between)
    return to or (after and any(n.is_fn("ask_length") for n in between))


def _light(node: Node) -> bool:
    """Function words and counts that may stand between a verb and how long it takes."""
    if node.kind == "number":
        return bool(node.value.dimension == "count")
    return node.kind == "token" and (node.token is None or node.token.has("fn", "filler"))


def _length_after(nodes: Nodes, index: int) -> tuple[Nodes, int] | None:
    """迟了几天、审核一次平均几天: the verb, then how long."""
    metrics = nodes[index].reading("lasting")
    if not metrics:
        return None
    near = nodes[max(0, index - 3) : index + _GAP]
    if nodes[index].has_reading("state") and not any(
            n.is_fn("avg", "median", "maximum", "minimum") for n in near):
        return None  # 离线的断了多久: how long the state of each has lasted
    for place in range(index + 1, min(index + _GAP, len(nodes))):
        node = nodes[place]
        if node.is_fn("ask_length"):
            kept = [n for n in nodes[index + 1 : place]
                    if n.is_fn("avg", "median", "maximum", "minimum", "most", "least")]
            made = Node("metric", metrics, nodes[index].start, node.end,
                        nodes[index].text + node.text, _named(nodes[index], metrics))
            return [*kept, made], place + 1 - index
        if not _light(node):
            return None
    return None


def _first_so(word: Node, state: Node) -> tuple[Nodes, int]:
    """最早过期的: what has been so the longest."""
    tags = frozenset({"least" if word.text in _LATEST else "most"})
    end = Node("token", None, word.start, word.end, word.text, Token(
        word.start, word.end, word.text, {"fn": tags}))
    made = Node("lasting", state.value, word.start, state.end, word.text + state.text)
    return [state, made, end], 2


def _named_end(node: Node) -> tuple[Nodes, int] | None:
    """拖得最久, the name of a length: the length, and the end of it that is wanted."""
    ends_so = node.text[-2:-1] in _SUPERLATIVE and node.text[-1] in _LENGTHS
    if node.kind != "metric" or node.token is None or not ends_so:
        return None
    end = replace(node.token, text=node.text[-2:],
                  readings={"fn": frozenset({_LENGTHS[node.text[-1]]})})
    return [node.with_(text=node.text[:-2]),
            Node("token", None, node.end, node.end, node.text[-2:], end)], 1


def _longest(nodes: Nodes, index: int) -> tuple[Nodes, int] | None:
    """响应最慢、修得最久、停用时间最长: the end of a length, then of which."""
    node = nodes[index]
    first = node.is_fn("earliest", "latest") or node.text in _FIRST
    if first and index + 1 < len(nodes) and nodes[index + 1].kind == "state":
        return _first_so(node, nodes[index + 1])
    metrics, ends = node.reading("lasting"), _points(node)
    state = node.value if node.kind == "state" else node.reading("state")
    if not (metrics or ends or state):
        return None
    for place in range(index + 1, min(index + 4, len(nodes))):
        word = nodes[place]
        alone = word.is_fn("most", "least") and len(word.text) == 1
        ends_so = alone or word.text[:1] in _SUPERLATIVE
        direction = _LENGTHS.get(word.text[-1]) if ends_so else None
        if direction is not None and word.token is not None:
            end = word.with_(token=replace(word.token, readings={"fn": frozenset({direction})}))
            text = node.text + word.text
            if state and not (word.text[-1] in _SPEED and (metrics or ends)):
                made = Node("lasting", state, node.start, word.end, text)
                return [node.with_(kind="state", value=state), made, end], place + 1 - index
            if metrics:
                made = Node("metric", metrics, node.start, word.end, text,
                            _named(node, metrics))
                return [made, end], place + 1 - index
            return [Node("duration", ((), ends), node.start, word.end, text), end], \
                place + 1 - index
        if not (_light(word) or word.text in _TIMES):
            return None
    return None


def _verb_after(nodes: Nodes, index: int) -> tuple[Nodes, int] | None:
    """平均几天审完、多久修好: how long, then the verb."""
    if not nodes[index].is_fn("ask_length"):
        return None
    for place in range(index + 1, min(index + 3, len(nodes))):
        node = nodes[place]
        ends, metrics = _points(node), node.reading("lasting")
        if ends and not metrics:
            made = Node("duration", ((), ends), nodes[index].start, node.end, node.text)
            return [nodes[index], made], place + 1 - index
        if metrics:
            made = Node("metric", metrics, nodes[index].start, node.end, node.text,
                        _named(node, metrics))
            return [nodes[index], made], place + 1 - index
        if not _light(node):
            return None
    return None


def _named(node: Node, metrics: tuple[str, ...]) -> Token:
    assert node.token is not None
    return replace(node.token, readings={"metric": metrics})


def _unused(node: Node) -> Node:
    token = node.token
    if token is not None and node.kind == "token" and token.readings.keys() <= {"lasting", "point"}:
        return node.with_(kind="unknown", value=node.text)
    return node
