"""Columns as a reader sees them: a natural heading, one shown unit, a role."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.answer.operands import counter_of, metric_of
from assistant.answer.units_display import ShownUnit, shown_unit
from assistant.answer.wording import Wording
from assistant.answer.wording.outputs import output_words
from assistant.contracts.algebra import MeasurePred, Number
from assistant.contracts.answer import AnswerColumn, Cell
from assistant.contracts.query import MetricQuery, Out
from assistant.contracts.terms import terms_in
from assistant.contracts.time import Grain
from knowledge_graph.semantics.model import MetricDef

_NO_UNIT = ShownUnit(label="")
_NAME = "名称"
_COUNTER = re.compile(r"([次户家本张座条])数$")
_LONGEST = 40  # a heading longer than this is told by the restatement


@dataclass(frozen=True)
class Field:
    """A visible column.

    Attributes:
        column: as it goes into the answer (``unit`` is the shown one).
        unit: how its numbers are shown.
        role: key, note or figure.
        out: the query's output term behind it, when it can be told.
        metric: the governed metric behind it, if any.
        grain: for a key made of periods: their grain.
    """

    column: AnswerColumn
    unit: ShownUnit
    role: str
    out: Out | None = None
    metric: MetricDef | None = None
    grain: Grain | None = None

    @property
    def label(self) -> str:
        """The column's Chinese name."""
        return self.column.label or self.column.name

    @property
    def op(self) -> str:
        """Operator of the term behind the column (``growth``, ``prev`` …), or nothing."""
        return self.out.expr.op if self.out else ""

    @property
    def is_rate(self) -> bool:
        """Told in per cent, with differences in percentage points."""
        return self.unit.label == "%"


def column_labels(query: MetricQuery, wording: Wording) -> dict[int, str]:
    """Return a heading for each output (by the identity of its term) that has none of its own."""
    outs = [*query.columns, *query.measures]
    labels: dict[int, str] = {}
    for out, words in zip(outs, output_words(wording, query), strict=True):
        plain = out.expr.op == "metric" and not getattr(out.expr, "where", ())
        if out.label is None and not plain:
            told = words if len(words) <= _LONGEST else _brief(out.expr, wording)
            if told:
                labels[id(out)] = told
    return labels


def _brief(term: Any, wording: Wording) -> str:
    """A heading without the conditions of the set that is counted or aggregated."""
    if term.op == "per" and term.by.op == "count" and term.by.of.op == "members":
        every = term.by.model_copy(update={"of": term.by.of.model_copy(update={"where": ()})})
        return wording.measure(term.model_copy(update={"by": every}))
    over = term.over if term.op == "agg" else term.of if term.op == "count" else None
    if over is None or over.op != "members":
        return ""
    name = "over" if term.op == "agg" else "of"
    bare = term.model_copy(update={name: over.model_copy(update={"where": (), "when": "default"})})
    return ("符合条件的" if term.op == "count" else "") + wording.measure(bare)


def make_fields(
    columns: Sequence[AnswerColumn],
    outs: Sequence[Out | None],
    keys: Sequence[Grain | bool | None],
    table: Sequence[tuple[Cell, ...]],
    query: MetricQuery,
    wording: Wording,
) -> list[Field]:
    """Return the fields of visible columns.

    Args:
        columns: the visible columns.
        outs: the output term of each, where it can be told.
        keys: for each column False when it is no key, else its grain or None.
        table: their rows, in base units.
        query: the query they answer.
        wording: names what has no heading of its own.
    """
    labels = column_labels(query, wording)
    values = [[row[at] for row in table] for at in range(len(columns))]
    bases = [
        _base_unit(column, out, cells, wording)
        for column, out, cells in zip(columns, outs, values, strict=True)
    ]
    sizes: dict[str, float] = {}
    for base, cells in zip(bases, values, strict=True):
        most = max((abs(value) for value in _numbers(cells)), default=0.0)
        sizes[base] = max(most, sizes.get(base, 0.0))
    fields = []
    for at, column in enumerate(columns):
        out, key = outs[at], keys[at]
        own = key is False or column.label == _NAME
        label = labels.get(id(out)) if out is not None and own else None
        named = column.model_copy(update={"label": label}) if label else column
        field = _field(named, out, key, bases[at], values[at], sizes, wording)
        marks = tuple(mark * field.unit.factor for mark in _marks(field, query))
        unit = field.unit.model_copy(update={"marks": marks}) if marks else field.unit
        fields.append(replace(field, unit=unit))
    return fields


def _marks(field: Field, query: MetricQuery) -> list[float]:
    """What the figures of a column are held against: thresholds of the question, its target."""
    if field.out is None or field.role != "figure":
        return []
    found = [t.right.value for t in terms_in(query) if isinstance(t, MeasurePred)
             and isinstance(t.right, Number) and t.left == field.out.expr]
    target = field.metric.target if field.metric is not None else None
    return found + ([target.value] if target is not None and field.op in ("", "metric") else [])


def _field(
    column: AnswerColumn,
    out: Out | None,
    key: Grain | bool | None,
    base: str,
    values: list[Cell],
    sizes: dict[str, float],
    wording: Wording,
) -> Field:
    numbers = _numbers(values)
    known = [value for value in values if value is not None]
    numeric = len(numbers) == len(known) and (bool(known) or column.type == "number")
    if key is not False:
        grain = key if isinstance(key, str) else None
        return Field(column=column, unit=_NO_UNIT, role="key", out=out, grain=grain)
    if not numeric:
        return Field(column=column, unit=_NO_UNIT, role="note", out=out, grain=_when(out))
    model = wording.names.model
    metric = metric_of(out, column.name, model)
    size = max((abs(value) for value in numbers), default=0.0)
    common = sizes.get(base, size)
    # Columns of like size share a unit; one a hundred times smaller keeps its own.
    told = _COUNTER.search(column.label)
    counter = told[1] if told else counter_of(out, metric, model)
    unit = shown_unit(base, [common if size * 100 >= common else size], counter=counter)
    return Field(
        column=column.model_copy(update={"unit": unit.label, "type": "number"}),
        unit=unit,
        role="figure",
        out=out,
        metric=metric,
    )


def _when(out: Out | None) -> Grain | None:
    """The grain of a column that tells when an extreme was."""
    term: Any = out.expr if out is not None else None
    told = term is not None and term.op == "at_extreme" and term.give == "when"
    return term.over if told and isinstance(term.over, str) else None  # type: ignore[return-value]


def _numbers(values: list[Cell]) -> list[float]:
    return [v for v in values if isinstance(v, int | float) and not isinstance(v, bool)]


def _base_unit(
    column: AnswerColumn, out: Out | None, values: list[Cell], wording: Wording
) -> str:
    term: Any = out.expr if out is not None else None
    metric = metric_of(out, column.name, wording.names.model)
    base = column.unit or (metric.unit if metric and not _derived(out) else "")
    if term is None or (out is not None and out.unit is not None):
        return base
    if term.op == "minus" and base == "fraction":
        return "pp"  # the difference of two rates is in percentage points, not per cent
    if term.op == "times" and not base:
        return _product([wording.unit(one) for one in term.of])
    if base != "ratio":
        return base
    if term.op == "per":
        return wording.unit(term.measure)
    # A part of something is told in per cent, a multiple in times.
    parts = _numbers(values)
    return "fraction" if parts and all(abs(value) <= 1 for value in parts) else base


def _product(units: list[str]) -> str:
    """The unit of a product: m3/mu × mu = m3."""
    left = [unit for unit in units if unit]
    for unit in left:
        top, _, bottom = unit.partition("/")
        rest = [other for other in left if other != unit]
        if bottom and rest == [bottom]:
            return top
    return left[0] if len(left) == 1 else ""


def _derived(out: Out | None) -> bool:
    return out is not None and out.expr.op not in {"metric", "prev", "at", "abs", "running"}
