"""The answer writer: plan and evidence in, the envelope out. No language model takes part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from assistant.answer.caveats import DEMO, caveats_of
from assistant.answer.freely import free_answer
from assistant.answer.sentences.checks import check_text, explain_text, reconcile_text
from assistant.answer.sentences.courses import series_text, spread_text
from assistant.answer.sentences.groups import compare_text, rank_text, table_text
from assistant.answer.sentences.lists import list_text, which_text, yesno_text
from assistant.answer.sentences.topic import Topic
from assistant.answer.sentences.values import value_text
from assistant.answer.subject import lead_of
from assistant.answer.suggestions import next_questions
from assistant.answer.view import View, build_view
from assistant.answer.wording import Wording, wording_of
from assistant.contracts.alert import Alert, Watch
from assistant.contracts.algebra import MeasurePred, Number
from assistant.contracts.answer import Answer, AnswerColumn, Cell, Status
from assistant.contracts.flow import Evidence, Plan
from assistant.contracts.plain import plain
from assistant.contracts.query import MetricQuery
from knowledge_graph.semantics.model import SemanticModel
from tools.charts import draw_chart

_WRITERS: dict[str, Callable[[View, Topic], str]] = {
    "value": value_text, "table": table_text, "series": series_text, "list": list_text,
    "rank": rank_text, "yesno": yesno_text, "which": which_text, "bins": spread_text,
    "crosstab": spread_text, "compare": compare_text, "check": check_text,
    "reconcile": reconcile_text, "explain": explain_text, "several": table_text,
}  # fmt: skip
_MESSAGES: dict[str, str] = {
    "clarify": "这个问题有不止一种理解，请选一种。",
    "refused": "这个问题不在可以回答的范围内。",
    "no_data": "现有数据里没有这项内容。",
    "ready": "没有得到可以写成答案的结果。",
}


@dataclass(frozen=True)
class _Scene:
    """What stays the same for every part of an answer."""

    plan: Plan
    model: SemanticModel
    as_of: datetime
    generated: bool
    names: Mapping[str, str]

    def wording(self, query: MetricQuery) -> Wording:
        """Return the wording of a query's terms."""
        return wording_of(self.model, lambda entity, key: self.names.get(key, key), query)


def write_answer(
    question: str,
    plan: Plan,
    evidence: Evidence | None,
    model: SemanticModel,
    as_of: datetime,
    *,
    generated: bool,
    names: Mapping[str, str] | None = None,
) -> Answer:
    """Return the answer to a question; whatever the rows look like, it does not raise.

    Args:
        question: as typed; never quoted as fact.
        plan: the reading; one that is not ready is answered with its message and choices.
        evidence: rows in base units; None when nothing was run.
        model: metrics, states and entities behind the columns.
        as_of: the data's as-of time.
        generated: whether the data are demo data.
        names: names of codes used in conditions (``360400`` → 九江市); optional.
    """
    scene = _Scene(plan, model, as_of, generated, names or {})
    answer = _written(question, scene, evidence)
    if not plan.left_over:
        return answer
    return answer.model_copy(update={"text": "\n".join((answer.text, *plan.left_over))})


def _written(question: str, scene: _Scene, evidence: Evidence | None) -> Answer:
    plan = scene.plan
    if plan.status == "ready" and plan.query is None and evidence is not None:
        return free_answer(plan, evidence, scene.as_of, generated=scene.generated)
    if plan.status != "ready" or plan.query is None or evidence is None:
        return _unanswered(question, scene)
    if plan.query.shape == "several" and evidence.parts:
        return _several(scene, plan.query, evidence)
    return _single(scene, plan.query, evidence, plan.reading)


def _unanswered(question: str, scene: _Scene) -> Answer:
    plan = scene.plan
    status: Status = "no_data" if plan.status == "ready" else plan.status
    return Answer(
        status=status,
        text=plan.message or _MESSAGES[plan.status],
        reading=plan.reading,
        words=plan.words,
        route=plan.route,
        confidence=plan.confidence,
        llm_calls=plan.llm_calls,
        as_of=_iso(scene.as_of),
        choices=plan.choices,
        suggestions=tuple(one for one in plan.suggestions if one != question),
        generated_data=scene.generated,
    )


def _single(scene: _Scene, query: MetricQuery, evidence: Evidence, reading: str) -> Answer:
    wording = scene.wording(query)
    view = build_view(query, evidence, wording)
    topic = Topic(lead_of(query, wording, scene.as_of))
    status, text = _told(view, topic)
    plan = scene.plan
    return Answer(
        status=status,
        text=_premise(view) + text,
        reading=reading,
        words=plan.words,
        route=plan.route,
        confidence=plan.confidence,
        llm_calls=plan.llm_calls,
        verified=status == "answered",
        metric_query=plain(query),
        sql=evidence.sql or None,
        columns=tuple(field.column for field in view.fields),
        rows=view.all_rows,
        as_of=_iso(scene.as_of),
        chart=_chart(view, plan.chart) if status == "answered" else None,
        definitions=evidence.definitions,
        caveats=caveats_of(plan, evidence, view, scene.as_of, generated=scene.generated),
        suggestions=plan.suggestions or next_questions(view, scene.names, scene.as_of),
        timings_ms=evidence.timings_ms,
        generated_data=scene.generated,
        export=plan.export,
        alert=_alert(view, plan.watch) if plan.watch is not None else None,
    )


def _told(view: View, topic: Topic) -> tuple[Status, str]:
    """Status and text; no rows, rows without data and zero are three different things."""
    query = view.query
    counted = query.shape in {"list", "yesno", "which", "reconcile"} or query.over is not None
    counted = counted or bool(query.having)
    if not view.all_rows or not view.fields:
        if counted and view.fields:
            writer = _WRITERS[query.shape] if query.shape in {"yesno", "reconcile"} else list_text
            return "answered", writer(view, topic)
        what = "、".join(view.fields[i].label for i in _figures(view)) or "所问内容"
        return "no_data", f"{topic.lead}{what}没有数据：没有任何记录，这不等于0。"
    figures = view.at("figure")
    only_nulls = all(row[i] is None for row in view.all_rows for i in figures)
    if figures and only_nulls and not counted and len(figures) == len(view.fields) - len(
        view.at("key")
    ):
        label = view.fields[figures[0]].label
        return "no_data", f"{topic.lead}{label}没有数据：没有可供计算的记录，这不等于0。"
    return "answered", _WRITERS[query.shape](view, topic) or "结果见表。"


def _figures(view: View) -> tuple[int, ...]:
    """Number columns; with no rows to tell them by, those declared as numbers."""
    return tuple(i for i, field in enumerate(view.fields) if field.column.type == "number")


def _premise(view: View) -> str:
    """What the question took for granted, when it does not hold."""
    premise = view.query.premise
    if premise is None or view.notes.get("premise") is not False:
        return ""
    found = view.notes.get("premise_found")
    if isinstance(premise, MeasurePred) and premise.cmp == "=" and isinstance(
            premise.right, Number) and isinstance(found, int):
        what = view.wording.measure(premise.left)
        return f"题中说的{premise.right.value:g}对不上：按数据，{what}是{found}。"
    return f"所问的前提（{view.wording.pred(premise)}）不成立。"


def _chart(view: View, kind: str = "") -> dict[str, object] | None:
    metric = next((f.metric for f in view.fields if f.metric is not None), None)
    first = view.figure
    target = None
    if metric is not None and metric.target is not None and first is not None:
        if view.fields[first].metric is metric and view.fields[first].op in {"", "metric"}:
            target = metric.target.value * view.fields[first].unit.factor
    order = [first] if first is not None else []
    figures = order + [i for i in view.at("figure") if i != first]
    return draw_chart(
        view.query.shape,
        tuple(field.column for field in view.fields),
        view.rows,
        keys=view.at("key") or view.at("note")[:1],
        figures=tuple(figures),
        hint=metric.chart if metric is not None else "bar",
        target=target,
        kind=kind,
    )


def _alert(view: View, watch: Watch) -> Alert | None:
    """The threshold on the column it was said of, in the unit that column shows."""
    figures = [i for i in view.at("figure") if not watch.metric
               or (metric := view.fields[i].metric) is not None and metric.name == watch.metric]
    if not figures:
        return None
    field = view.fields[figures[0]]
    return Alert(column=field.column.name, cmp=watch.cmp,
                 value=round(watch.value * field.unit.factor, 6))


def _several(scene: _Scene, query: MetricQuery, evidence: Evidence) -> Answer:
    """Answer each part; parts of one row each are also put side by side in one table."""
    parts = []
    for at, part in enumerate(evidence.parts):
        inner = query.parts[at] if at < len(query.parts) else query
        parts.append(_single(scene, inner, part, ""))
    plan = scene.plan
    columns, rows = _side_by_side(parts)
    text = "\n".join(f"{n}. {part.text}" for n, part in enumerate(parts, 1))
    answered = any(part.status == "answered" for part in parts)
    notes = [note for part in parts for note in part.caveats if note != DEMO]
    notes += [*evidence.caveats, *([DEMO] if scene.generated else [])]
    definitions = [text for part in parts for text in part.definitions]
    return Answer(
        status="answered" if answered else "no_data",
        text=text,
        reading=plan.reading,
        words=plan.words,
        route=plan.route,
        confidence=plan.confidence,
        llm_calls=plan.llm_calls,
        verified=answered,
        metric_query=plain(query),
        sql=";\n".join(part.sql for part in parts if part.sql) or evidence.sql or None,
        columns=columns,
        rows=rows,
        as_of=_iso(scene.as_of),
        chart=next((part.chart for part in parts if part.chart), None),
        definitions=tuple(dict.fromkeys((*definitions, *evidence.definitions))),
        caveats=tuple(dict.fromkeys(notes)),
        suggestions=plan.suggestions or (parts[0].suggestions if parts else ()),
        timings_ms=evidence.timings_ms,
        generated_data=scene.generated,
        parts=tuple(parts),
    )


def _side_by_side(
    parts: list[Answer],
) -> tuple[tuple[AnswerColumn, ...], tuple[tuple[Cell, ...], ...]]:
    if not all(len(part.rows) == 1 for part in parts):
        return (), ()
    columns = tuple(column for part in parts for column in part.columns)
    return columns, (tuple(cell for part in parts for cell in part.rows[0]),)


def _iso(as_of: datetime) -> str:
    return as_of.isoformat(sep=" ", timespec="minutes")
