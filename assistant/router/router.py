"""Reads a message step by step: the data answer their part, the rest is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.ask import Reads
from assistant.contracts.flow import Plan
from assistant.contracts.query import MetricQuery
from assistant.reading.scope import COURTESY, intent_of, speaker_for
from assistant.router.steps import Step, data_part, sentences, steps_of
from assistant.router.tools import QUERY, load_tools

_MOST_SENTENCES = 4
_POINTS_BACK = re.compile(r"^(那么?|而|其中)?(这|那)(些|几|批|\d+)|^(它|他)们|^其中")
_CONFIDENCE = 0.7
_SURE = 0.9
_ALONE = ("talk", "refuse")  # tools that leave nothing to ask of the data
ROUTE = "router"


class Router:
    """Fills ``ask.Reads``.

    Args:
        reads: reads what is asked of the data, with its conversations.
        nearest: the tool that reviewed messages like a text are for; ``query`` when unsure.
    """

    def __init__(self, reads: Reads, nearest: Callable[[str], str] = lambda text: QUERY) -> None:
        self._reads, self._nearest = reads, nearest
        self._beside = {name for name, tool in load_tools().items() if tool.beside}

    @property
    def reads(self) -> Reads:
        """What reads that which is asked of the data."""
        return self._reads

    def plan(self, question: str, earlier: Sequence[str] = ()) -> Plan:
        """Return the plan of what asks the data, with what it leaves to other tools.

        Args:
            question: as typed.
            earlier: the messages before it in its conversation, oldest first.
        """
        before = [data_part(text, self._steps(text)) for text in earlier]
        steps = self._steps(question)
        asked = data_part(question, steps)
        plan = self._read(asked, before)
        if asked != question:
            return _with_rest(plan, steps)
        return self._elsewhere(question, before, plan) if _unsettled(plan) else plan

    def _steps(self, text: str) -> tuple[Step, ...]:
        """By patterns alone. What may not be done at all refuses the message whole."""
        whole = intent_of(text)
        if whole is not None and whole.tool not in self._beside:
            return (Step(QUERY, text),)

        def tool_of(clause: str) -> str:
            found = intent_of(clause)
            return found.tool if found is not None and found.tool in self._beside else QUERY

        return steps_of(text, tool_of)

    def _read(self, asked: str, before: Sequence[str]) -> Plan:
        turns = sentences(asked)
        if len(turns) > 1 and any(_POINTS_BACK.match(turn) for turn in turns[1:]):
            plan = self._in_turns(turns, before)  # these ones: those of the sentence before
            if plan is not None:
                return plan
        return self._reads.plan(asked, before)

    def _in_turns(self, turns: Sequence[str], before: Sequence[str]) -> Plan | None:
        """The sentences of a message as turns of its own conversation, if each is read."""
        if not 1 < len(turns) <= _MOST_SENTENCES:
            return None
        plans: list[Plan] = []
        for at, turn in enumerate(turns):
            plan = self._reads.plan(turn, (*before, *turns[:at]))
            if plan.status != "ready" or plan.query is None or plan.chart or plan.export:
                return None
            plans.append(plan)
        return _joined(plans)

    def _elsewhere(self, question: str, before: Sequence[str], plan: Plan) -> Plan:
        """What no pattern finds: a message, or its clauses, like reviewed ones for other tools."""
        steps = tuple(Step(self._asked_beside(one), one) for one in sentences(question))
        asked = data_part(question, steps)
        if asked != question:
            found = self._read(asked, before)
            if found.status == "ready":
                return _with_rest(found, steps)
        tool = self._nearest(question)
        return _of_tool(tool, plan) if tool != QUERY else plan

    def _asked_beside(self, clause: str) -> str:
        tool = self._nearest(clause)
        return tool if tool in self._beside else QUERY


def _unsettled(plan: Plan) -> bool:
    """Words left unread, or refused for meaning nothing here; what a pattern refuses stands."""
    return plan.is_open or plan.status == "refused" and plan.confidence < _SURE


def _with_rest(plan: Plan, steps: Sequence[Step]) -> Plan:
    left = []
    for step in steps:
        if step.tool != QUERY:
            found = intent_of(step.said) or speaker_for(step.tool)
            left.append(f"“{step.said}”没有回答：{found.message}")
    return plan.model_copy(update={"left_over": tuple(left)})


def _of_tool(tool: str, plan: Plan) -> Plan:
    """What a message likely for a tool that is not there is told; what it may ask stays offered."""
    found = speaker_for(tool)
    if tool in _ALONE:
        return Plan(status=found.status, message=found.message, suggestions=found.instead,
                    route=COURTESY, confidence=_CONFIDENCE)
    return plan.model_copy(update={
        "status": "clarify", "route": ROUTE, "confidence": _CONFIDENCE, "message": found.message,
        "suggestions": found.instead})


def _joined(plans: Sequence[Plan]) -> Plan:
    """One plan that answers each of several."""
    queries: list[MetricQuery] = []
    for plan in plans:
        assert plan.query is not None
        queries += plan.query.parts if plan.query.shape == "several" else (plan.query,)
    told = "；".join(f"（{n}）{plan.reading}" for n, plan in enumerate(plans, 1))
    return plans[0].model_copy(update={
        "query": MetricQuery(shape="several", parts=tuple(queries)), "reading": told,
        "confidence": min(plan.confidence for plan in plans),
        "words": tuple(word for plan in plans for word in plan.words),
        "assumptions": tuple(dict.fromkeys(one for plan in plans for one in plan.assumptions)),
        "watch": None,
    })
