"""Which way the amount of a state counts, and states bounded the other way.

退过两回以上 is what 已退回（2次） tests; 退过两回以下 is not: the test would drop the direction.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel

from assistant.contracts.algebra import (
    And,
    AsOf,
    AttrPred,
    Has,
    MeasurePred,
    Moment,
    Not,
    PathRef,
    PredT,
    Start,
    StatePred,
)
from assistant.contracts.time import Param
from assistant.reading.nodes import Comparison, StateUse
from knowledge_graph.semantics.model import State, StateParam

Way = Literal["least", "most"]
_WAYS: dict[str, Way] = {">": "least", ">=": "least", "<": "most", "<=": "most"}
_OTHER: dict[Way, Way] = {"least": "most", "most": "least"}
_WEAKEST = (0, 1)  # what is more than nothing, or once at least, holds of every one in the state


def against(definition: State, param: StateParam, comparison: Comparison) -> bool:
    """Return whether a comparison bounds the amount from the side the state does not test.

    Just so often bounds it from both sides.
    """
    tested = set(_ways(definition.pred, param))
    if comparison.cmp == "=":
        return len(tested) == 1
    said = _WAYS.get(comparison.cmp)
    return said is not None and len(tested) == 1 and said not in tested


def boundable(param: StateParam, comparison: Comparison) -> bool:
    """Return whether the state can be bounded the other way: its own test says only that it is."""
    amount = comparison.amount
    return amount is not None and amount.dimension != "duration" and param.default in _WEAKEST


def bounded(use: StateUse, definition: State, value: float) -> PredT | None:
    """Return that the state holds and its amount keeps below (or at) the value, if it can be."""
    said = use.lasting
    param = next((p for p in definition.params if said and against(definition, p, said)), None)
    if said is None or param is None or not isinstance(param.default, int | float):
        return None
    over, below = _tests_over(definition.pred, param), said.cmp == "<"
    if said.cmp == "=":
        return _just(use, param, value, over=over)
    step = 0 if over != below else 1 if below is False else -1
    if step and not isinstance(param.default, int):
        return None  # the very edge of a figure that is no count cannot be told
    past = type(param.default)(value + step)
    held = StatePred(name=use.name, params=dict(use.params))
    beyond = StatePred(name=use.name, params={**dict(use.params), param.name: past})
    return And(preds=(held, Not(pred=beyond)))


def _just(use: StateUse, param: StateParam, value: float, *, over: bool) -> PredT | None:
    """只退过一次: so often, and not once more."""
    if not isinstance(param.default, int) or over:
        return None
    so, more = (StatePred(name=use.name, params={**dict(use.params), param.name: int(times)})
                for times in (value, value + 1))
    return And(preds=(so, Not(pred=more)))


def so_often(has: Has, cmp: str, times: int) -> Has:
    """Return a happening that came about so often: more than, at most, fewer than … times."""
    if cmp in ("<", "<="):
        return has.model_copy(update={"at_most": times - (1 if cmp == "<" else 0)})
    if cmp == "=":
        return has.model_copy(update={"at_least": times, "at_most": times})
    return has.model_copy(update={"at_least": times + (1 if cmp == ">" else 0)})


def _tests_over(pred: BaseModel, param: StateParam) -> bool:
    """The state asks for more than the amount, not for the amount at least."""
    return any(
        isinstance(term, AttrPred | MeasurePred) and _is(_right(term), param) and term.cmp == ">"
        for term, _ in _tests(pred, denied=False)
    )


def _ways(pred: BaseModel, param: StateParam, *, denied: bool = False) -> Iterator[Way]:
    """Yield the side from which each test on the parameter bounds it."""
    for term, turned in _tests(pred, denied=denied):
        way: Way | None = None
        if isinstance(term, Has):
            way = "least" if _is(term.at_least, param) else None
        elif _is(_right(term), param):
            way = _WAYS.get(term.cmp)
        elif _shifted(_right(term), param):
            way = _WAYS.get(term.cmp)
            if way is not None and isinstance(param.default, int | float) and param.default < 0:
                way = _OTHER[way]  # a span counted back: earlier is longer ago
        if way is not None:
            yield _OTHER[way] if turned else way


def _tests(
    term: BaseModel, *, denied: bool
) -> Iterator[tuple[AttrPred | MeasurePred | Has, bool]]:
    if isinstance(term, Not):
        yield from _tests(term.pred, denied=not denied)
        return
    if isinstance(term, AttrPred | MeasurePred | Has):
        yield term, denied
    for inner in _inside(term):
        yield from _tests(inner, denied=denied)


def _inside(term: BaseModel) -> Iterator[BaseModel]:
    for name in type(term).model_fields:
        value = getattr(term, name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, BaseModel):
                yield one


def _right(term: AttrPred | MeasurePred) -> object:
    return term.value if isinstance(term, AttrPred) else term.right


def _is(value: object, param: StateParam) -> bool:
    return isinstance(value, Param) and value.name == param.name


def _shifted(value: object, param: StateParam) -> bool:
    if not isinstance(value, AsOf | Moment | Start | PathRef) or value.plus is None:
        return False
    return _is(value.plus.n, param)
