"""The restatement of a reading, asked as a question, must be read as the same query."""

from __future__ import annotations

from typing import Any

from assistant.contracts.query import MetricQuery
from assistant.reading.one_form import bare_form as form
from evals.robust.outcome import Outcome, Proof
from evals.robust.proof import Explain, Read, same_reading

_LEAST = 0.98  # share of the restatements that must be understood


def round_trip_proof(reads: list[Read], explain: Explain) -> Proof:
    """Return whether each restatement says what its query holds, and is understood."""
    outcomes = []
    for read in reads:
        said = read.found.plan.reading
        plan = explain(said).plan
        ok = same_reading(plan, read.query)
        apart = "" if ok or plan.query is None else differing(read.query, plan.query)
        outcomes.append(Outcome(
            id=read.asked.id, kind=read.asked.area, question=read.asked.text, altered=said,
            changed=f"不同处：{apart}" if plan.status == "ready" else "未读成", ok=ok,
            told=f"[{plan.status}] {plan.reading if plan.status == 'ready' else plan.message}",
        ))  # fmt: skip
    return Proof("把复述再问一遍，读法必须相同", tuple(outcomes), _LEAST)


def differing(one: MetricQuery, other: MetricQuery) -> str:
    """Return the fields in which two queries differ."""
    a: dict[str, Any] = form(one)
    b: dict[str, Any] = form(other)
    names = [name for name in a if name != "context" and a[name] != b[name]]
    names += [f"context.{name}" for name in a["context"]
              if a["context"][name] != b["context"][name]]
    return "、".join(names)
