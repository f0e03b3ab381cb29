"""The verdict on one answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from assistant.contracts.answer import Answer
from evals.case_files import Compare
from evals.match import holds
from evals.tables import Table, answer_table

Verdict = Literal["right", "asked_back_when_answer_due", "wrong", "refused_wrongly", "failed"]
_YES = ("有", "是")
_NO = ("没有", "否", "无")


def judge(
    answer: Answer, expected: Sequence[str], golds: Sequence[Table], compare: Compare
) -> Verdict:
    """Return the verdict; ``wrong`` is always wrong but confident: a figure that is not right.

    Args:
        answer: what the assistant said.
        expected: statuses that are right.
        golds: gold tables, one a part, when an answer is due.
        compare: how rows are compared.
    """
    if answer.status in {"failed"}:
        return "failed"
    if answer.status == "answered":
        if "answered" not in expected:
            return "wrong"
        return "right" if _all_found(answer, golds, compare) else "wrong"
    if answer.status in expected:
        return "right"
    if "answered" in expected and answer.status == "no_data" and _all_empty(golds):
        return "right"
    return "asked_back_when_answer_due" if answer.status == "clarify" else "refused_wrongly"


def _all_found(answer: Answer, golds: Sequence[Table], compare: Compare) -> bool:
    """Each gold table is held by the answer or by a part of it."""
    places = [answer, *answer.parts]
    return all(any(_found(place, gold, compare) for place in places) for gold in golds)


def _found(answer: Answer, gold: Table, compare: Compare) -> bool:
    if holds(gold, answer_table(answer), compare):
        return bool(answer.columns) or not gold.rows
    if len(gold.rows) != 1 or len(gold.names) != 1:
        return False
    value = gold.rows[0][0]
    if value in {"是", "否"}:  # a gold yes/no is told by the first word
        told = answer.text.startswith(_YES), answer.text.startswith(_NO)
        return told == ((True, False) if value == "是" else (False, True))
    # "How many" answered with the list: the count leads the sentence.
    listed = (answer.metric_query or {}).get("shape") in {"list", "yesno", "reconcile"}
    return listed and isinstance(value, float) and value == len(answer.rows)


def _all_empty(golds: Sequence[Table]) -> bool:
    """No gold holds a figure: rows are missing or null throughout."""
    return bool(golds) and all(
        all(cell is None for row in gold.rows for cell in row) for gold in golds
    )
