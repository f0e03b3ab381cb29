"""States that each have a period of their own: 上个月离线过、这个月没再离线.

When a clause names several periods and each is followed by what happened in it, the period belongs
to that state alone, not to the question. 去年和今年都没检查过 says one state of each period.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.contracts.time import Period
from assistant.reading.nodes import Node, StateUse

_WIDEST = 3  # 现在又还离线
Timed = Callable[[StateUse], bool]


def own_times(clause: Sequence[Node], timed: Timed, *, beside: bool = False) -> list[Node]:
    """Return the clause with periods moved into the states they date, where each state has one.

    Args:
        clause: the nodes of a clause.
        timed: whether a state can have a period of its own.
        beside: another clause of the sentence has a period as well.
    """
    states = [i for i, n in enumerate(clause) if _uses(n, timed)]
    clause = _cut_off(clause, states, timed, beside)
    clause = _as_of_now(clause)
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
    held = {s: said for s, said in owners.items() if said}  # …，状态还是有效的: one with none
    if all(len(said) == 1 for said in held.values()) and len(held) == len(times):
        return _placed(clause, held, timed)
    return list(clause)


def _cut_off(
    clause: Sequence[Node], states: list[int], timed: Timed, beside: bool
) -> Sequence[Node]:
    """8月1号以前过期、8月还在取水: what was so by then, in a question about another period."""
    cuts = [i for i, n in enumerate(clause) if n.kind == "time" and n.value.role == "cutoff"]
    others = [i for i, n in enumerate(clause) if _is_period(n) and i not in cuts]
    state = next((s for s in states if cuts and s > cuts[0]), None)
    two = len(others) == 1 and len(states) > 1
    if len(cuts) != 1 or state is None or not (two or beside and not others) or any(
            cuts[0] < o < state for o in others):
        return clause
    until: Period = clause[cuts[0]].value.period
    dated = clause[state].with_(kind="dated_states", value=(tuple(
        replace(u, time=until) for u in _uses(clause[state], timed)),))
    return [dated if i == state else n for i, n in enumerate(clause) if i != cuts[0]]


def _as_of_now(clause: Sequence[Node]) -> list[Node]:
    """今年换过表、现在又离线: the state behind 现在 is that of now, whatever the period."""
    out = list(clause)
    for index, node in enumerate(clause):
        if node.kind != "time" or node.value.role != "now":
            continue
        for place in range(index + 1, min(index + 1 + _WIDEST, len(out))):
            follow = out[place]
            uses = follow.value if follow.kind == "state" else follow.reading("state") \
                if follow.kind == "cond" else None
            if uses:
                out[place] = follow.with_(kind="state", value=tuple(
                    replace(u, now=True) for u in uses))
                break
            if not (follow.is_fn("both", "every", "besides") or follow.kind == "filler"):
                break
    return out


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
