"""What a question written otherwise gets: the same reading, an offer of it, a question, another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from assistant.contracts.flow import Plan
from assistant.contracts.query import MetricQuery
from assistant.reading.one_form import bare_form as form
from evals.robust.outcome import Outcome, misses
from evals.robust.proof import Explain, Read, same_reading

Reply = Literal["same", "offered", "asked", "wrong"]
_NAMES: dict[Reply, str] = {
    "same": "相同", "offered": "问出原意", "asked": "反问", "wrong": "读成别的"}


@dataclass(frozen=True)
class Rewritten:
    """A question written otherwise; it means what it meant."""

    read: Read
    kind: str
    text: str
    changed: str


def reply_to(plan: Plan, query: MetricQuery, explain: Explain) -> Reply:
    """Return what a plan is, held against the query that is meant."""
    if same_reading(plan, query):
        return "same"
    if plan.status != "clarify":
        return "wrong"
    near = plan.query is not None and form(plan.query) == form(query)
    if near or any(same_reading(explain(one.question).plan, query) for one in plan.choices):
        return "offered"
    return "asked"


@dataclass(frozen=True)
class ReplyProof:
    """The outcomes of one proof, each with its reply; enough must be same, few enough wrong."""

    title: str
    found: tuple[tuple[Outcome, Reply], ...]
    least: float
    most_wrong: float = 0.01

    @property
    def passed(self) -> bool:
        """Whether enough are the same and few enough are read as something else."""
        counts = Counter(reply for _, reply in self.found)
        total = max(1, len(self.found))
        return counts["same"] / total >= self.least and counts["wrong"] / total <= self.most_wrong


def reply_proof(
    title: str, written: Iterable[Rewritten], explain: Explain, least: float
) -> ReplyProof:
    """Return the replies to all of them."""
    found = []
    for one in written:
        plan = explain(one.text).plan
        reply = reply_to(plan, one.read.query, explain)
        found.append((Outcome(
            id=one.read.asked.id, kind=f"{_NAMES[reply]}·{one.kind}",
            question=one.read.asked.text, altered=one.text, changed=one.changed,
            ok=reply == "same", told=f"[{plan.status}] {plan.reading}｜{plan.message}",
        ), reply))  # fmt: skip
    return ReplyProof(title, tuple(found), least)


def show_replies(proof: ReplyProof, console: Console) -> None:
    """Print the table by kind and each miss, those read as something else first."""
    table = Table(title=proof.title)
    table.add_column("")
    for name in ("题数", *_NAMES.values()):
        table.add_column(name, justify="right")
    groups: dict[str, Counter[Reply]] = defaultdict(Counter)
    for outcome, reply in proof.found:
        groups[outcome.kind.partition("·")[2]][reply] += 1
    for kind, counts in sorted(groups.items()):
        table.add_row(escape(kind), *_row(counts))
    whole = Counter(reply for _, reply in proof.found)
    table.add_row("合计", *_row(whole), style="bold")
    console.print(table)
    for reply in ("wrong", "asked", "offered"):
        for line in misses(outcome for outcome, got in proof.found if got == reply):
            console.print(escape(line), highlight=False)
    if not proof.passed:
        console.print(f"[red]未达门槛：相同要求 ≥ {proof.least:.0%}，"
                      f"读成别的 ≤ {proof.most_wrong:.0%}[/red]", highlight=False)


def _row(counts: Counter[Reply]) -> list[str]:
    total = sum(counts.values())
    return [str(total), *(f"{counts[reply]}（{counts[reply] / total:.1%}）" if counts[reply] else ""
                          for reply in _NAMES)]
