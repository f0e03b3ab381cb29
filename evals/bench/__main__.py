"""``python -m evals.bench``: loads the demo province, multiplies its readings, measures.

Works in a folder of its own under the home folder, removed at the end. Exit code 1 when a budget
is not met.
"""

from __future__ import annotations

import argparse
import resource
import sys
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from rich.console import Console

from assistant.clock import SystemClock
from assistant.settings import Settings, load_settings
from assistant.wiring import build_assistant
from evals.bench.data import Load, demo_folder, load_afresh
from evals.bench.measures import Asked, latencies, percentile, questions, three_rates_seconds
from evals.bench.readings import multiply_readings
from evals.bench.report import Line, show
from evals.bench.streamed import Streamed, serving, streamed

_READINGS = 20_000_000
_GIB = 1024**2  # of KiB


def main(argv: list[str] | None = None) -> int:
    """Measure and print; return the exit code."""
    wish = _arguments(argv)
    settings = load_settings(home=wish.home)
    settings.home.mkdir(parents=True, exist_ok=True)
    console = Console(soft_wrap=True)
    with TemporaryDirectory(prefix="bench-", dir=settings.home) as work:
        lines = measure(settings, Path(work), wish, console)
    show(lines, console)
    return 0 if all(line.met for line in lines) else 1


def measure(
    settings: Settings, work: Path, wish: argparse.Namespace, console: Console
) -> list[Line]:
    """Return the measured lines, in the order of the design's table."""
    own = settings.model_copy(update={"home": work})
    folder = demo_folder(settings, wish.scale, work)
    console.print(f"装载 {wish.runs} 次……", highlight=False)
    loads = [load_afresh(own, folder) for _ in range(wish.runs)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _GIB
    held = multiply_readings(own.database, wish.readings)
    console.print(f"小时读数增至 {held:,} 条；提问 {wish.runs} 轮……", highlight=False)
    asked = questions(wish.questions)
    rounds = []
    for _ in range(wish.runs):
        assistant = build_assistant(own, SystemClock())  # nothing cached from the round before
        latencies(assistant, asked[:1])  # opens the file and loads the vocabulary
        rounds.append(latencies(assistant, asked))
    last = assistant.data.as_of.date().replace(day=1)
    first = (last - timedelta(days=1)).replace(day=1)
    seconds = three_rates_seconds(own.database, first, last, wish.runs)
    with serving(own) as address:
        streamed(address, asked[:1])
        pages = [streamed(address, asked) for _ in range(wish.runs)]
    return [*_answer_lines(rounds, held), *_page_lines(pages, held),
            *_data_lines(loads, peak, seconds, held, first)]


def _answer_lines(rounds: list[Asked], held: int) -> list[Line]:
    if not all(r.whole for r in rounds):
        return []
    what, read = f"不用语言模型的问题，{held:,} 条读数", "其中读懂一句话"

    def line(name: str, share: float, budget: float, part: str) -> Line:
        spent = median(percentile(getattr(r, part), share) for r in rounds)
        return Line(f"{name}，p{share * 100:.0f}", spent, budget, "ms")

    return [
        line(what, 0.5, 150, "whole"), line(what, 0.95, 500, "whole"),
        line(read, 0.5, 30, "reading"), line(read, 0.95, 120, "reading"),
    ]


def _page_lines(rounds: list[Streamed], held: int) -> list[Line]:
    """What an asker on the page waits for; the store of conversations included."""
    first = median(percentile(r.first, 0.95) for r in rounds)
    whole = median(percentile(r.whole, 0.95) for r in rounds)
    return [
        Line("页面提问，到第一个进度事件，p95", first, 300, "ms"),
        Line(f"页面提问，到整个答案，{held:,} 条读数，p95", whole, 1000, "ms"),
    ]


def _data_lines(
    loads: list[Load], peak: float, seconds: float, held: int, month: date
) -> list[Line]:
    rate = median(load.rows / load.seconds for load in loads)
    return [
        Line(f"{month:%Y-%m} 三率，由 {held:,} 条小时读数算", seconds, 1, "s"),
        Line(f"装载 CSV（{loads[0].rows:,} 行）", rate, 200_000, "行/s", at_least=True),
        Line("装载时的峰值内存", peak, 2, "GB"),
    ]


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals.bench", description="测量性能预算。")
    parser.add_argument("--home", type=Path, default=None, help="数据目录")
    parser.add_argument("--scale", type=float, default=1.0, help="演示省份的规模")
    parser.add_argument("--readings", type=int, default=_READINGS, help="小时读数条数")
    parser.add_argument("--questions", type=int, default=60, help="每轮提问数")
    parser.add_argument("--runs", type=int, default=3, help="各项测量的次数")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
