"""States in words: as they stand (未销号), and as what came about in the period (期内销号)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from assistant.answer.wording.amounts import amount
from assistant.answer.wording.base import Base
from assistant.answer.wording.timing import own_when, state_of
from assistant.contracts import algebra as a
from knowledge_graph.semantics.model import State
from tools.query.canonical import canonical, conjuncts


class States(Base):
    """Words for named states."""

    def state(self, term: a.StatePred) -> str:
        """Return a state's name with the parameters that are given: 预警（预警线80%）."""
        state = state_of(term.name, self.names.model)
        if state is None:
            return "处于所问状态"
        told = [
            _param(param.zh, term.params[param.name], param.unit)
            for param in state.params
            if param.name in term.params
        ]
        return state.zh + (f"（{'，'.join(told)}）" if told else "")

    def not_state(self, term: a.StatePred) -> str:
        """Return the complement of a state: 没抽查过, 未建档, 非重点."""
        words = self.state(term)
        denied = _denied(words)
        state = state_of(term.name, self.names.model)
        taken = state is not None and self.names.is_state(denied, state.entity)
        return f"并非{words}" if taken else denied

    def came_about(self, preds: tuple[a.PredT, ...]) -> tuple[list[str], list[Any]]:
        """Return words for states that are told by what happened in the period, and the rest.

        ``销号日期`` from the start to the end of the period is 期内销号.
        """
        rest: list[Any] = [*conjuncts(preds)]
        told = []
        if any(_may_tell(pred) for pred in rest):
            for state in self._happening():
                parts = [canonical(p, state.entity) for p in conjuncts((state.during,))]
                found = [p for p in rest if canonical(p, state.entity) in parts]
                if len(found) == len(parts):
                    told.append(came_about_words(state))
                    rest = [p for p in rest if p not in found]
        return told, rest

    def _happening(self) -> Iterator[State]:
        for state in self.names.model.states:
            if state.during is not None and self.owner in (None, state.entity):
                yield state

    def when(self, members: a.Members) -> str:
        """Return how the period applies, when it is not the set's own way; else nothing."""
        own = own_when(members, self.names.model)
        return "" if members.when in ("default", own) else members.when


def _denied(words: str) -> str:
    if words.endswith("过") or words.startswith("有"):
        return f"没{words}"
    if words.startswith("已"):
        return f"未{words[1:]}"
    return f"并非{words}" if words[:1] in "未无没" else f"非{words}"


def came_about_words(state: State) -> str:
    """Return ``期内销号`` / ``期内离线过`` for a state's happening in the period."""
    words = state.zh.removeprefix("已")
    by_events = isinstance(state.during, a.Has) and not words.endswith("过")
    return f"期内{words}{'过' if by_events else ''}"


def _may_tell(pred: Any) -> bool:
    """Whether it is of the kind that tells what happened in the period."""
    if isinstance(pred, a.AttrPred):
        return isinstance(pred.value, a.Start)
    return isinstance(pred, a.Has) and pred.at_least == 1


def _param(zh: str, value: Any, unit: str) -> str:
    """Return a parameter of a state: ``预警线80%``, ``90天``, ``没取水24个月``."""
    zh = re.sub(r"（[^）]*）", "", zh)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"{zh}{value}"
    said = amount(abs(value), unit)
    counted = re.match(r"^(.*?)的?(天|次|月|小时)数$", zh)
    if counted:
        if counted[2] == "次":
            return f"{said}及以上"
        return counted[1] + said
    return zh + said
