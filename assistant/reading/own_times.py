"""States that each have a period of their own: 上个月离线过、这个月没再离线.

When a clause names several periods and each is followed by what happened in it, the period belongs
to that state alone, not to the question. 去年和今年都没检查过 says one state of each period.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.contracts.time import Period
from assistant.reading.nodes import Node, StateUse

Timed = Callable[[StateUse], bool]


def own_times(clause: Sequence[Node], timed: Timed) -> list[Node]:
    """Return the clause with periods moved into the states they date, where each state has one."""
    times = [i for i, n in enumerate(clause) if _is_period(n)
             and not (i and clause[i - 1].is_fn("than"))]  # 昨天离线的比前天多几个
    states = [i for i, n in enumerate(clause) if _uses(n, timed)]
    if len({clause[i].value.period for i in times}) < 2 or not states:
        return list(clause)
    if len(states) == 1 and _all_before(clause, times, states[0]):
        return _placed(clause, {states[0]: times}, timed)
    if len(states) == 1 and len(times) == 2 and times[0] + 1 == states[0] < times[1] \
            and not clause[times[1] - 1].is_fn("than", "compare"):  # noqa: PLR2004
        return _placed(clause, {states[0]: times[:1]}, timed)  # 今年换过表的站上月…
    owners = {s: [t for t in times if t < s and not any(t < o < s for o in states)]
              for s in states}
    if all(len(held) == 1 for held in owners.values()) and len(states) == len(times):
        return _placed(clause, owners, timed)
    return list(clause)


def _is_period(node: Node) -> bool:
    return node.kind == "time" and node.value.role != "now" \
        and node.value.period.first is not None


def _uses(node: Node, timed: Timed) -> tuple[StateUse, ...]:
    found = node.value if node.kind == "state" else node.reading("state") \
        if node.kind == "cond" else None
    return tuple(u for u in found or () if timed(u))


def _all_before(clause: Sequence[Node], times: list[int], state: int) -> bool:
    """去年和今年都 …: the periods are joined, and every one of them is meant."""
    between = [n for n in clause[times[0] : times[-1] + 1] if n.kind != "time"]
    joined = bool(between) and all(n.is_fn("and") for n in between)
    return joined and any(n.is_fn("every") for n in clause[times[-1] : state])


def _placed(clause: Sequence[Node], owners: dict[int, list[int]], timed: Timed) -> list[Node]:
    taken = {t for held in owners.values() for t in held}
    joiners = {i for i in range(min(taken), max(taken)) if clause[i].is_fn("and")
               and i - 1 in taken and i + 1 in taken}
    out: list[Node] = []
    for index, node in enumerate(clause):
        if index in taken or index in joiners:
            continue
        if index in owners:
            periods: list[Period] = [clause[t].value.period for t in owners[index]]
            node = node.with_(kind="dated_states", value=tuple(
                tuple(replace(u, time=p, during=True) for u in _uses(node, timed))
                for p in periods))
        out.append(node)
    return out
