"""Prints a suite's result for people."""

from __future__ import annotations

from datetime import datetime

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from assistant.contracts.evaluation import Miss, SuiteReport
from evals.judge import Verdict
from evals.result import CaseResult, SuiteResult, Tally

VERDICTS: dict[Verdict, str] = {
    "right": "正确",
    "asked_back_when_answer_due": "该答却反问",
    "wrong": "答错（有把握地错）",
    "refused_wrongly": "该答却未答",
    "failed": "出错",
}


def show_result(result: SuiteResult, console: Console) -> None:
    """Print accuracy by area and operator, each miss, wrong-but-confident apart."""
    _shares(result, "按领域", result.by_area(), console)
    _shares(result, "按算子", result.by_op(), console)
    _stretches(result, console)
    misses = [one for one in result.shown if one.verdict != "right"]
    _list("有把握地错", [one for one in misses if one.verdict == "wrong"], console)
    _list("其他未答对", [one for one in misses if one.verdict != "wrong"], console)
    strayed = [one for one in result.paraphrases if not one.agrees and one.verdict == "right"]
    _list("换了说法，结果不同", strayed, console)
    for line in summary(result):
        console.print(escape(line), highlight=False)
    for line in result.shortfalls():
        console.print(f"[red]未达门槛：{escape(line)}[/red]", highlight=False)


def report_of(result: SuiteResult, ran_at: datetime) -> SuiteReport:
    """Return the result as the page of evaluators shows it; of held-out lines the shares alone."""
    told = [f"{name}：正确 {cells[0]}" for name, cells in stretch_rows(result)]
    return SuiteReport(
        suite=result.suite, ran_at=ran_at, right=result.right.right, all=result.right.all,
        wrong=result.wrong_but_confident.right, lines=(*summary(result), *told),
        shortfalls=result.shortfalls(),
        misses=tuple(Miss(id=one.id, question=one.question, verdict=VERDICTS[one.verdict],
                          reading=one.reading, got=one.got, want=one.want)
                     for one in result.shown if one.verdict != "right"),
    )  # fmt: skip


def _stretches(result: SuiteResult, console: Console) -> None:
    if not result.stretches:
        return
    table = Table(title="按题号")
    for heading in ("", *VERDICTS.values(), "合计"):
        table.add_column(heading, justify="right")
    for name, cells in stretch_rows(result):
        table.add_row(name, *cells)
    console.print(table)


def stretch_rows(result: SuiteResult) -> list[tuple[str, list[str]]]:
    """Return a line of cells for each stretch of lines that is scored apart."""
    rows = []
    for stretch, part in result.stretches:
        counts = part.verdicts()
        shares = [tally_text(Tally(counts.get(verdict, 0), len(part.own))) for verdict in VERDICTS]
        rows.append((f"第{stretch.first}–{stretch.last}题", [*shares, str(len(part.own))]))
    return rows


def summary(result: SuiteResult) -> list[str]:
    """Return the closing lines."""
    lines = [f"评测集 {result.suite}：正确 {tally_text(result.right)}"]
    wrong = result.wrong_but_confident
    lines.append(f"有把握地错：{tally_text(Tally(wrong.right, wrong.all)) if wrong.all else '0/0'}")
    if result.paraphrases:
        lines.append(f"换说法一致：{tally_text(result.agreement)}")
    times = sorted(one.milliseconds for one in result.results)
    if times:
        p50, p95 = times[len(times) // 2], times[min(len(times) - 1, int(len(times) * 0.95))]
        lines.append(f"用时：p50 {p50:.0f} ms，p95 {p95:.0f} ms")
        free = sum(1 for one in result.results if one.llm_calls == 0)
        lines.append(f"未调用语言模型：{tally_text(Tally(free, len(times)))}")
    return lines


def tally_text(tally: Tally) -> str:
    """Return ``190/200（95.0%）``."""
    return f"{tally.right}/{tally.all}（{tally.share:.1%}）"


def _shares(result: SuiteResult, title: str, groups: dict[str, Tally], console: Console) -> None:
    if not groups:
        return
    table = Table(title=title)
    table.add_column("")
    table.add_column("正确", justify="right")
    for name, tally in groups.items():
        table.add_row(escape(name), tally_text(tally))
    console.print(table)


def _list(title: str, results: list[CaseResult], console: Console) -> None:
    if not results:
        return
    console.print(f"\n[bold]{title}（{len(results)}）[/bold]", highlight=False)
    for one in results:
        lines = [
            f"{one.id}  {VERDICTS[one.verdict]}  {one.question}",
            f"    理解：{one.reading or '—'}",
            f"    得到：{one.got}",
            f"    应为：{one.want}",
        ]
        console.print(escape("\n".join(lines)), highlight=False)
