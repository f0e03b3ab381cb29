"""Whether all of them are so: 婺源的站全在线吗, 离线的站是不是都在宜春.

A state is told as how many of how many; a place or value is shown of each, those that are not so
first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

from assistant.contracts.algebra import AttrPred, Flag, PathCol, PredT
from assistant.contracts.errors import AmbiguousQuestion
from assistant.contracts.query import MetricQuery, Order, Out
from assistant.reading.frame import Frame
from assistant.reading.phrase_types import MeasurePhrase, Mods
from assistant.reading.roles import Roles


def ask_of_all(frame: Frame, roles: Roles) -> None:
    """Turn a yes or no about every one of the rows into the share of them that is so."""
    rows = roles.rows
    every = "every" in frame.flags or "all_done" in frame.flags
    if rows is None or not every or "yesno" not in frame.flags or roles.measures or rows.asked \
            or rows.ranked or not rows.mods.states or rows.mods.preds or rows.within is not None:
        return
    so, before = rows.mods.states[-1:], rows.mods.states[:-1]
    whole = replace(rows, mods=replace(rows.mods, states=before))
    part = whole.narrowed(Mods(states=so))
    roles.measures = [MeasurePhrase(
        "share", part=MeasurePhrase("count", noun=part),
        whole=MeasurePhrase("count", noun=whole))]
    roles.head, roles.rows = whole, None
    frame.flags -= {"yesno", "every"}


def hold_of_all(frame: Frame, roles: Roles) -> None:
    """是不是都在宜春: the condition is tested of each of the rows, it picks none of them.

    Raises:
        AmbiguousQuestion: there is nothing it could be said of.
    """
    if not frame.all_so:
        return
    rows = roles.rows
    if rows is None or rows.ranked is not None or roles.ranked is not None:
        raise AmbiguousQuestion("没有听出要看是不是都如此的是哪些对象，请说明。")
    roles.all_so = reduce(Mods.plus, frame.all_so)
    roles.rows = replace(rows, asked="")
    frame.flags -= {"yesno", "every"}


def shown_of_all(query: MetricQuery, preds: Sequence[PredT]) -> MetricQuery:
    """Show of every row what was tested and whether it holds; those of which it does not first."""
    paths = [p.path for p in preds if isinstance(p, AttrPred)]
    columns = (*query.columns, *(Out(expr=PathCol(path=path)) for path in paths),
               *(Out(expr=Flag(pred=pred)) for pred in preds))
    order = tuple(Order(by=len(columns) - n, direction="asc")
                  for n in range(len(preds), 0, -1))
    return query.model_copy(update={
        "columns": columns, "order": order, "shape": "yesno", "focus": "all"})
