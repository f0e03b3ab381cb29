"""The last resort: the model writes the query itself. Guarded, dry-run, and labelled 未核验."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from assistant.contracts.errors import NotPermitted
from assistant.contracts.flow import Evidence, Plan, Question, User
from assistant.contracts.language import Message, Wanted
from assistant.contracts.ports import LanguageModel
from assistant.reading.explained import Explained
from prompts import Prompt, as_data
from tools.free_sql.checks import Checked

log = logging.getLogger("shuiwen")
ROUTE = "free_sql"
_REPAIRS = 2
_TOKENS = 200
_CONFIDENCE = 0.3
_SCHEMA = {"type": "object", "properties": {"sql": {"type": "string", "maxLength": 800}},
           "required": ["sql"], "additionalProperties": False}


@dataclass(frozen=True, slots=True)
class Shown:
    """What the model is shown: tables as text, and the names of those it may use."""

    tables: str
    names: frozenset[str]


class FreeSql:
    """Answers a question by a statement of the model's, or not at all.

    Args:
        model: writes the statement.
        prompt: its variables are tables, facts, question and faults.
        hear: how the parser hears a question.
        show: what of the schema a question needs, for a user.
        facts: what linking knows: the day of the data, periods and names with their codes.
        check: how far a statement comes, for a user who may name certain tables.
        may: whether a user's role may be answered this way at all.
    """

    def __init__(
        self, model: LanguageModel, prompt: Prompt, *, hear: Callable[[str], Explained],
        show: Callable[[Explained, User], Shown], facts: Callable[[Explained], Iterable[str]],
        check: Callable[[str, User, frozenset[str]], Checked], may: Callable[[User], bool],
    ) -> None:  # fmt: skip
        self._model, self._prompt = model, prompt
        self._hear, self._show, self._facts = hear, show, facts
        self._check, self._may = check, may

    def __call__(self, question: Question) -> tuple[Plan, Evidence] | None:
        """Return plan and evidence, or None where the role may not or no statement holds.

        Raises:
            SourceUnavailable, LimitReached: the model or the warehouse cannot answer now.
        """
        if not self._may(question.user):
            return None
        heard = self._hear(question.text)
        shown = self._show(heard, question.user)
        if not shown.names:
            return None
        try:
            best, calls = self._written(question, heard, shown)
        except NotPermitted as refused:
            log.info("a statement beyond the asker's rights: %s", refused.detail)
            return None
        if not best.holds or best.rows is None:
            log.info("no statement holds: %s", best.fault)
            return None
        plan = Plan(status="ready", route=ROUTE, confidence=_CONFIDENCE, llm_calls=calls,
                    reading="没有读懂原话，由语言模型直接写的查询作答")
        return plan, Evidence(table=best.rows, sql=best.sql)

    def _written(self, question: Question, heard: Explained, shown: Shown) -> tuple[Checked, int]:
        """The best statement of the first and its repairs; a repair counts if a check improves."""
        said, best = self._statement(question, heard, shown, ""), Checked(0)
        best = self._check(said, question.user, shown.names)
        for n in range(_REPAIRS):
            if best.holds:
                return best, n + 1
            faults = f"上一条：{said}\n它的毛病：{best.fault}\n请改正后重写。"
            again = self._statement(question, heard, shown, faults)
            found = self._check(again, question.user, shown.names)
            if found.passed > best.passed:
                said, best = again, found
        return best, _REPAIRS + 1

    def _statement(self, question: Question, heard: Explained, shown: Shown, faults: str) -> str:
        system, user = self._prompt.filled({
            "tables": shown.tables, "facts": "\n".join(self._facts(heard)),
            "question": as_data(question.text), "faults": faults})
        messages = (Message(role="system", text=system), Message(role="user", text=user))
        reply = self._model.complete(messages, Wanted(max_tokens=_TOKENS, json_schema=_SCHEMA))
        return statement_of(reply.text)


def statement_of(reply: str) -> str:
    """Return the statement of a reply, without a closing semicolon; empty if there is none."""
    try:
        found = json.loads(reply)
    except ValueError:
        return ""
    sql = found.get("sql") if isinstance(found, dict) else None
    return sql.strip().rstrip(";") if isinstance(sql, str) else ""
