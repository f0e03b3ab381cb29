"""Planners measured alone: the model without the parser, and the product, on the same questions.

``sql``: the model writes the statement, nothing else reads. ``holes``: the model fills the holes of
the question under a schema; what it fills in is read back and run. ``product``: as it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from assistant.ask import Assistant, Reads
from assistant.contracts.flow import Plan, User
from assistant.contracts.ports import Clock, LanguageModel
from assistant.planner.rewriting import Rewriter
from assistant.settings import Settings
from assistant.wiring import build_assistant
from assistant.wiring.planning import Planning

Arm = Literal["sql", "holes", "product"]
ARMS: tuple[Arm, ...] = ("sql", "holes", "product")
ASKER = User(name="evaluator", role="evaluator")


class _Nothing:
    """Reads nothing, so that the last resort is the first."""

    def plan(self, question: str, earlier: Sequence[str] = ()) -> Plan:
        return Plan(status="clarify", unread=(question,), message="不用规则读题。")


class _Alone:
    """Reads with the model alone; what it cannot fill in is asked back."""

    def __init__(self, rewrite: Rewriter) -> None:
        self._rewrite = rewrite

    def plan(self, question: str, earlier: Sequence[str] = ()) -> Plan:
        return self._rewrite(question) or Plan(status="clarify", message="模型没有填出可用的表。")


def build_arm(
    arm: Arm, settings: Settings, clock: Clock, model: LanguageModel | None = None
) -> Assistant:
    """Return an assistant that plans with one arm only.

    Args:
        arm: which.
        settings: of the product; the arm's own switches are set over them.
        clock: for the ids of answers.
        model: None = that of the settings.
    """
    if arm == "sql":
        return build_assistant(settings.model_copy(update={"llm_sql": True}), clock, model,
                               plan_by=lambda planning: _Nothing())
    by: Callable[[Planning], Reads] = Planning.product
    if arm == "holes":
        def by(planning: Planning) -> Reads:
            return _Alone(planning.unchecked(planning.filling()))
    return build_assistant(settings, clock, model, plan_by=by)
