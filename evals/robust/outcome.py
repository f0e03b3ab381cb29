"""What a proof found, question by question, and its table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from evals.result import Tally
from evals.show import tally_text


@dataclass(frozen=True)
class Outcome:
    """One altered question.

    Attributes:
        kind: class of the alteration, a row of the table.
        changed: what was done, for the list of misses.
        ok: whether the reading behaved as it must.
        told: what the reading became.
    """

    id: str
    kind: str
    question: str
    altered: str
    changed: str
    ok: bool
    told: str = ""


@dataclass(frozen=True)
class Proof:
    """The outcomes of one proof and the share that must hold."""

    title: str
    outcomes: tuple[Outcome, ...]
    least: float = 0.0

    @property
    def tally(self) -> Tally:
        """Those that hold, of all."""
        return _tally(self.outcomes)

    @property
    def passed(self) -> bool:
        """Whether enough of them hold."""
        return self.tally.share >= self.least

    def by_kind(self) -> dict[str, Tally]:
        """Those that hold, by class."""
        groups: dict[str, list[Outcome]] = defaultdict(list)
        for one in self.outcomes:
            groups[one.kind].append(one)
        return {kind: _tally(group) for kind, group in sorted(groups.items())}


def show_proof(proof: Proof, console: Console) -> None:
    """Print the table and each miss."""
    table = Table(title=proof.title)
    table.add_column("")
    table.add_column("成立", justify="right")
    for kind, tally in proof.by_kind().items():
        table.add_row(escape(kind), tally_text(tally))
    table.add_row("合计", tally_text(proof.tally), style="bold")
    console.print(table)
    for line in misses(proof.outcomes):
        console.print(escape(line), highlight=False)
    if not proof.passed:
        console.print(f"[red]未达门槛：要求 ≥ {proof.least:.0%}[/red]", highlight=False)


def misses(outcomes: Iterable[Outcome]) -> Iterable[str]:
    """Yield a paragraph for each outcome that does not hold."""
    for one in outcomes:
        if not one.ok:
            yield (f"{one.id}  {one.kind}  {one.changed}\n    原题：{one.question}\n"
                   f"    改为：{one.altered}\n    结果：{one.told}")


def _tally(outcomes: Sequence[Outcome]) -> Tally:
    return Tally(sum(1 for one in outcomes if one.ok), len(outcomes))
