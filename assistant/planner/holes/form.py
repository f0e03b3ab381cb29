"""The holes of a question as a JSON schema, and a filled form as a restatement in codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import ValidationError

from assistant.contracts.errors import ModelFixable
from assistant.contracts.time import Term
from assistant.planner.holes.candidates import Candidates

NONE = "-"
_COMPARED = {">": "超过", ">=": "不低于", "<": "低于", "<=": "不超过"}
_MOST_MEASURES = 3


class Form(Term):
    """What the model fills in: codes of the candidates only, ``-`` = none.

    Attributes:
        read: a reading of the parser that is meant, whole.
        ask: value = the measures; count = how many things; list = which things; rank = the first
            of them by a measure; share = the part that meets the conditions.
        measure: what is measured; empty = the things are counted.
        of: the things counted, listed or ranked.
        cond: conditions on them.
        by: what rows are told apart by.
        cmp, value: a threshold on the measure.
        order, first: order by the measure, and how many rows.
        versus: another period it is compared with: yoy, mom, or the code of one said.
    """

    read: str = NONE
    ask: Literal["value", "count", "list", "rank", "share"]
    measure: tuple[str, ...] = ()
    of: str = NONE
    cond: tuple[str, ...] = ()
    by: str = NONE
    cmp: str = NONE
    value: str = NONE
    order: Literal["-", "high", "low"] = "-"
    first: str = NONE
    versus: str = NONE


def schema_of(candidates: Candidates) -> dict[str, Any]:
    """Return the JSON schema: it cannot name what is not among the candidates."""
    whole = [n for n in candidates.numbers if n.isdigit()]
    holes = {
        "read": _one(candidates.readings),
        "ask": {"enum": ["value", "count", "list", "rank", "share"]},
        "measure": _some(candidates.measures, _MOST_MEASURES),
        "of": _one(candidates.things),
        "cond": _some(candidates.conditions, _MOST_MEASURES),
        "by": _one(candidates.groups),
        "cmp": _one(_COMPARED if candidates.numbers else ()),
        "value": _one(candidates.numbers),
        "order": {"enum": [NONE, "high", "low"]},
        "first": _one(whole),
        "versus": _one(("yoy", "mom", *candidates.times[1:])),
    }
    return {"type": "object", "properties": holes, "required": list(holes),
            "additionalProperties": False}


def filled(reply: str) -> Form:
    """Return the form of a model's reply.

    Raises:
        ModelFixable: it is no such form.
    """
    try:
        return Form.model_validate_json(reply)
    except ValidationError as error:
        raise ModelFixable("语言模型没有按格式回答。", detail=reply[:200]) from error


def as_restatement(form: Form, candidates: Candidates) -> str:
    """Return what a form says, as a restatement in the question's codes; empty = nothing.

    Times and places go without the form: whatever was said of them holds.
    """
    whole = candidates.readings.get(form.read)
    if whole:
        return whole
    measures = [candidates.measures[m] for m in form.measure if m in candidates.measures]
    things = candidates.things.get(form.of, "")
    if not things and not measures:
        return ""
    versus = form.versus if form.versus in candidates.times else ""
    times = [time for time in candidates.times if time != versus]
    head = ["、".join(times), "、".join(candidates.places)]
    body = _body(form, candidates, measures, things)
    return "，".join(one for one in (*head, *body) if one)


def _body(
    form: Form, candidates: Candidates, measures: list[str], things: str
) -> Iterable[str]:
    group = candidates.groups.get(form.by, "")
    conditions = "且".join(candidates.conditions[c] for c in form.cond
                          if c in candidates.conditions)
    narrowed = f"{conditions}的{things}" if conditions and things else things
    rows = narrowed or group
    if form.cmp in _COMPARED and form.value in candidates.numbers and measures:
        tested = f"{measures[0]}{_COMPARED[form.cmp]}{form.value}的{rows}"
        yield f"{tested}数" if form.ask in ("count", "share") else f"{tested}的名单"
        if form.ask == "list":
            yield f"列出{'、'.join(measures)}"
        return
    told = measures or [f"{narrowed}数"]
    if conditions and measures and things:
        told = [f"{narrowed}的{one}" for one in measures]
    if form.ask == "list" and things and not group:
        yield f"{narrowed}的名单"
        if measures:
            yield f"列出{'、'.join(measures)}"
        return
    if form.ask == "share" and not measures and conditions:
        yield f"{narrowed}数、占全部{things}的比例"
        return
    if form.ask == "rank" and things and not group and measures:
        yield f"各{narrowed}"
        yield f"列出{'、'.join(measures)}"
    else:
        shown = "、".join(_compared(one, form, candidates) for one in told)
        yield f"按{group}列出{shown}" if group else shown
    yield from _ordered(form, told[0])


def _compared(measure: str, form: Form, candidates: Candidates) -> str:
    if form.versus == "yoy":
        return f"{measure}、比上年同期的增减量、比上年同期的增长率"
    if form.versus == "mom":
        return f"{measure}、比上期的增减量、比上期的增长率"
    if form.versus in candidates.times:
        return f"{measure}、比{form.versus}的增减量、比{form.versus}的增长率"
    return measure


def _ordered(form: Form, measure: str) -> Iterable[str]:
    if form.order == "-" and form.ask != "rank":
        return
    low = form.order == "low"
    yield f"按{measure}{'从低到高' if low else '从高到低'}排列"
    if form.first.isdigit():
        yield f"取{'最少' if low else '最多'}的{form.first}个"


def _one(codes: Mapping[str, str] | Iterable[str]) -> dict[str, Any]:
    return {"enum": [NONE, *codes]}


def _some(codes: Mapping[str, str], most: int) -> dict[str, Any]:
    if not codes:
        return {"type": "array", "maxItems": 0, "items": {"enum": [NONE]}}
    return {"type": "array", "maxItems": most, "items": {"enum": list(codes)}}
