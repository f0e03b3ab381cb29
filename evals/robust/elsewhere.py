"""The proof set over other data: the home province drawn anew, and a province that is made up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from assistant.contracts.ports import Clock
from assistant.settings import Settings
from assistant.wiring import build_assistant, prepare_demo
from data_connectors.demo.pack import PROVINCES, load_pack
from evals.case_files import MetricCase, load_metric_cases
from evals.judge import Verdict
from evals.result import SuiteResult, Tally
from evals.robust.places import Move, texts_of, with_texts
from evals.run import run_suite
from evals.show import VERDICTS
from knowledge_graph.semantics.load import load_model

_FOLDER = "elsewhere"
_MOVED = ("question", "paraphrases", "gold_sql", "also_sql")
_RULES = "national"  # a province without rules of its own is asked by the country's


@dataclass(frozen=True)
class Elsewhere:
    """The proof set's result over other data; ``left_out``: cases that have no like there."""

    name: str
    result: SuiteResult
    left_out: int = 0


def home_province(settings: Settings, clock: Clock) -> Elsewhere:
    """Return the result over the data that are loaded."""
    assistant = build_assistant(settings, clock)
    return Elsewhere("本省", run_suite("metric", assistant, settings.database))


def another_draw(
    settings: Settings, clock: Clock, *, seed: int, scale: float, say: Callable[[str], None]
) -> Elsewhere:
    """Return the result over the home province generated with another seed."""
    own = _at(settings, f"seed-{seed}")
    prepare_demo(own, seed=seed, scale=scale, say=say)
    result = run_suite("metric", build_assistant(own, clock), own.database)
    return Elsewhere(f"本省，种子 {seed}", result)


def another_province(
    settings: Settings, clock: Clock, *, province: str, seed: int, scale: float,
    say: Callable[[str], None],
) -> Elsewhere:
    """Return the result over another province, the places of the questions put into its own."""
    own = _at(settings, province)
    prepare_demo(own.model_copy(update={"profile": province}), seed=seed, scale=scale, say=say)
    home, other = (load_pack(PROVINCES / name) for name in (settings.profile, province))
    move = Move(home, other, load_model(profile=settings.profile))
    cases = load_metric_cases()
    moved = moved_cases(cases, move)
    asked = own.model_copy(update={"profile": _RULES})
    result = run_suite("metric", build_assistant(asked, clock), own.database, cases=moved)
    return Elsewhere(other.settings.name, result, len(cases) - len(moved))


def moved_cases(cases: Sequence[MetricCase], move: Move) -> list[MetricCase]:
    """Return the cases about the other province; without those that have no like there."""
    moved = []
    for case in cases:
        told = case.model_dump(include=set(_MOVED))
        texts = move(list(texts_of(told)))
        # What is asked back may hang on the very name: one that names two things at home.
        named = not case.parts and texts is not None and texts != list(texts_of(told))
        if texts is not None and not named:
            fresh = with_texts(told, iter(texts))
            assert isinstance(fresh, dict)
            moved.append(MetricCase.model_validate({**case.model_dump(), **fresh}))
    return moved


def _at(settings: Settings, name: str) -> Settings:
    """The settings with a home of their own, under the home folder."""
    home = settings.home / _FOLDER / name
    home.mkdir(parents=True, exist_ok=True)
    return settings.model_copy(update={"home": home})


def show_elsewhere(found: Sequence[Elsewhere], console: Console) -> None:
    """Print the verdicts side by side, and what only went wrong elsewhere."""
    table = Table(title="换一套数据，问同样的题")
    for heading in ("", *VERDICTS.values(), "合计", "无对应"):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in found:
        results = one.result.results
        cells = [f"{_share(one, verdict).right}（{_share(one, verdict).share:.1%}）"
                 for verdict in VERDICTS]
        table.add_row(escape(one.name), *cells, str(len(results)), str(one.left_out))
    console.print(table)
    right = {case.id for case in found[0].result.results if case.verdict == "right"}
    for one in found[1:]:
        console.print(f"\n[bold]{escape(one.name)}：本省答对而这里没有答对的[/bold]")
        for case in one.result.results:
            if case.id in right and case.verdict != "right":
                console.print(escape(
                    f"{case.id}  {VERDICTS[case.verdict]}  {case.question}\n"
                    f"    理解：{case.reading or '—'}\n    得到：{case.got}\n    应为：{case.want}"
                ), highlight=False)  # fmt: skip


def _share(one: Elsewhere, verdict: Verdict) -> Tally:
    results = one.result.results
    return Tally(sum(1 for case in results if case.verdict == verdict), len(results))
