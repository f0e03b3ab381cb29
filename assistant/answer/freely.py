"""The answer of a statement that a language model wrote: what it gave, marked as unchecked."""

from __future__ import annotations

from datetime import datetime

from assistant.answer.caveats import DEMO
from assistant.contracts.answer import Answer, AnswerColumn, Cell
from assistant.contracts.flow import Evidence, Plan

UNCHECKED = "未核验：由语言模型直接写的查询，请核对后使用。"
_SHOWN = 3


def free_answer(plan: Plan, evidence: Evidence, as_of: datetime, *, generated: bool) -> Answer:
    """Return the answer; its columns are named as the model named them and have no unit.

    Args:
        plan: of the route ``free_sql``.
        evidence: the rows, and the statement as it ran.
        as_of: the data's as-of time.
        generated: whether the data are demo data.
    """
    table = evidence.table
    cut = (f"结果过多，只列出前{len(table.rows)}行。",) if table.truncated else ()
    return Answer(
        status="answered",
        text=f"（未核验）{_told(table.columns, table.rows)}",
        reading=plan.reading,
        route=plan.route,
        confidence=plan.confidence,
        llm_calls=plan.llm_calls,
        sql=evidence.sql,
        columns=table.columns,
        rows=table.rows,
        as_of=as_of.isoformat(sep=" ", timespec="minutes"),
        caveats=(UNCHECKED, *cut, *((DEMO,) if generated else ())),
        generated_data=generated,
    )


def _told(columns: tuple[AnswerColumn, ...], rows: tuple[tuple[Cell, ...], ...]) -> str:
    if len(rows) == 1:
        pairs = zip(columns, rows[0], strict=True)
        return "，".join(f"{column.label}：{_cell(cell)}" for column, cell in pairs) + "。"
    first = "；".join("，".join(_cell(cell) for cell in row) for row in rows[:_SHOWN])
    return f"共{len(rows)}行，如{first}；全部见表。"


def _cell(cell: Cell) -> str:
    if cell is None:
        return "无"
    if isinstance(cell, bool):
        return "是" if cell else "否"
    return f"{cell:.6g}" if isinstance(cell, float) else str(cell)
