"""The verdict on one answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from assistant.contracts.answer import Answer
from evals.match import holds, tops
from evals.parts import Compare, GoldPart
from evals.tables import Table, answer_table

Verdict = Literal["right", "asked_back_when_answer_due", "wrong", "refused_wrongly", "failed"]
_LISTS = frozenset({"list", "yesno", "reconcile"})
# The word must end there: 有效…, 无证… and 是否… tell neither.
_YES = re.compile(r"(有|是|是的|对|一致|属实)(?=[，。,；：:！]|\d|$)")
_NO = re.compile(r"没有|不是|不对|不一致|不符|不属实|(否|无)(?=[，。,；：:！]|$)")


def judge(answer: Answer, expected: Sequence[str], golds: Sequence[GoldPart]) -> Verdict:
    """Return the verdict; ``wrong`` is always wrong but confident: a figure that is not right.

    Args:
        answer: what the assistant said.
        expected: statuses that are right.
        golds: what each part of the question must get, when an answer is due.
    """
    if answer.status in {"failed"}:
        return "failed"
    if answer.status == "answered":
        if "answered" not in expected:
            return "wrong"
        return "right" if _all_found(answer, golds) else "wrong"
    if answer.status in expected:
        return "right"
    if "answered" in expected and answer.status == "no_data" and _all_empty(golds):
        return "right"
    return "asked_back_when_answer_due" if answer.status == "clarify" else "refused_wrongly"


def _all_found(answer: Answer, golds: Sequence[GoldPart]) -> bool:
    """Each part's gold is held by the answer or by a part of it, in one of its forms."""
    places = [answer, *answer.parts]
    return all(
        any(
            any(_found(place, table, gold.compare) for place in places)
            or _shared_out(places, table, gold.compare)
            for table in gold.tables
        )
        for gold in golds
    )


def _shared_out(places: Sequence[Answer], gold: Table, compare: Compare) -> bool:
    """One gold row of several figures, each told by a part of its own."""
    if len(places) < 2 or len(gold.rows) != 1 or len(gold.names) < 2:
        return False
    if not all(isinstance(cell, float) for cell in gold.rows[0]):
        return False
    wanted = compare.columns or (gold.names,)
    whole = compare.model_copy(update={"columns": ()})
    single = {
        name: Table((name,), ((cell,),), (family,), gold.stored)
        for name, cell, family in zip(gold.names, gold.rows[0], gold.families, strict=True)
    }
    return any(
        set(names) <= set(single)
        and all(any(_found(place, single[name], whole) for place in places) for name in names)
        for names in wanted
    )


def _found(answer: Answer, gold: Table, compare: Compare) -> bool:
    got = answer_table(answer)
    if holds(gold, got, compare):
        # Nothing is found in nothing: without a table, only a sentence that says so.
        return bool(answer.columns) or (not gold.rows and _told(answer.text) is False)
    if compare.first and tops(gold, got, compare):
        return all(_names(answer.text, row) for row in gold.rows)
    if len(gold.rows) != 1 or len(gold.names) != 1:
        return False
    value = gold.rows[0][0]
    if value in {"是", "否"}:  # a gold yes/no is told by the first word
        return _told(answer.text) is (value == "是")
    # "How many" answered with the list: the count leads the sentence.
    listed = (answer.metric_query or {}).get("shape") in _LISTS
    return listed and value == float(len(answer.rows)) and _counts(answer)


def _counts(answer: Answer) -> bool:
    """The sentence tells how many rows there are."""
    size = len(answer.rows)
    told = rf"(?<![\d.,])({size}|{size:,})(?![\d.,]|%)"
    return re.search(told, answer.text) is not None or (size == 0 and "没有" in answer.text)


def _told(text: str) -> bool | None:
    """The yes or no that a sentence begins with."""
    if _YES.match(text):
        return True
    return False if _NO.match(text) else None


def _names(text: str, row: Sequence[object]) -> bool:
    """The sentence names a row of the table, after the word for the most."""
    labels = [_as_written(cell) for cell in row if isinstance(cell, str)]
    return any("最" in text[: text.find(label)] for label in labels if label in text)


def _as_written(label: str) -> str:
    """A date as sentences write it."""
    day = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", label)
    return f"{day[1]}年{int(day[2])}月{int(day[3])}日" if day else label


def _all_empty(golds: Sequence[GoldPart]) -> bool:
    """No gold holds a figure: rows are missing or null throughout."""
    return bool(golds) and all(
        any(all(cell is None for row in table.rows for cell in row) for table in gold.tables)
        for gold in golds
    )
