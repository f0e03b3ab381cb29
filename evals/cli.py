"""``shuiwen eval``: runs suites and prints what they found."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from assistant.cli.context import context_of
from assistant.contracts.errors import BadInput, ConfigMissing
from assistant.evaluation.drafts import draft_of, draft_yaml
from assistant.evaluation.reports import write_suite_report
from assistant.wiring import build_assistant
from assistant.wiring.language import language_model
from assistant.wiring.service import open_sessions
from evals.arms import ARMS, ASKER, build_arm
from evals.compare import AsUser, run_arm, table_of
from evals.html_report import write_report
from evals.robust import cli as robust
from evals.run import run_suite
from evals.show import report_of, show_result

# Suites that are run by one name, their results apart.
_TOGETHER = {"thread": ("thread", "thread_users")}


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="评测。", no_args_is_help=True)
    app.add_typer(group, name="eval")
    robust.register(group)

    @group.callback()
    def _group() -> None:
        """Keep the commands of the group apart from the group itself."""

    @group.command(
        "run",
        help="运行评测集：metric（问题）、query（手写的类型化查询）、manager（用户原题，按题号分报）、"
        "thread（多轮对话，自编的与用户原话分报）、wording（同一复述的各种问法）、"
        "wording_held（只打分、不看题的问法）、hard（单靠规则读不出或读错的用户原题）、"
        "hard_wording（单靠规则读不出或读错的问法）。",
    )
    def run(
        context: typer.Context,
        suites: Annotated[list[str], typer.Argument(help="评测集名称，可以有多个。")],
        out: Annotated[Path | None, typer.Option(help="把结果写成 HTML 的目录。")] = None,
        only: Annotated[str, typer.Option(help="只跑编号含这段文字的题。")] = "",
    ) -> int:
        at = context_of(context)
        assistant = build_assistant(at.settings, at.clock)
        console = Console(soft_wrap=True)
        passed = True
        for suite in (one for name in suites for one in _TOGETHER.get(name, (name,))):
            result = run_suite(suite, assistant, at.settings.database, only=only)
            show_result(result, console)
            if out is not None:
                write_report(result, out / f"{suite}.html")
            if not only:  # the page of evaluators shows how whole suites went
                write_suite_report(report_of(result, at.clock.now()), at.settings.reports_folder)
            passed = passed and not result.shortfalls()
        return 0 if passed else 1

    _register_compare(group)

    @group.command("disliked", help="把用户评为“不对”的答案写成评测题草稿（YAML）。")
    def disliked(context: typer.Context) -> None:
        at = context_of(context)
        found = open_sessions(at.settings, at.clock).disliked()
        typer.echo(draft_yaml(draft_of(*one) for one in found), nl=False)


def _register_compare(group: typer.Typer) -> None:
    @group.command(
        "compare",
        help="同一语言模型的几种用法并排评测：sql（直接写查询）、holes（按格式填表）、product（产品）。",
    )
    def compare(
        context: typer.Context,
        suite: Annotated[str, typer.Argument(help="评测集名称。")] = "hard",
        arm: Annotated[list[str] | None, typer.Option(help="只跑这几种用法。")] = None,
        only: Annotated[str, typer.Option(help="只跑编号含这段文字的题。")] = "",
    ) -> None:
        at = context_of(context)
        if strange := set(arm or ()) - set(ARMS):
            raise BadInput(f"没有用法 {'、'.join(sorted(strange))}，现有：{'、'.join(ARMS)}。")
        model = language_model(at.settings)
        if model is None:
            raise ConfigMissing("没有启用语言模型：请设 SHUIWEN_LLM=embedded 或一个服务的地址。")
        with model:
            found = [
                run_arm(one, suite, AsUser(build_arm(one, at.settings, at.clock, model), ASKER),
                        at.settings.database, model, only=only)
                for one in ARMS if arm is None or one in arm
            ]
        heads, *lines = table_of(found)
        table = Table(*heads, title=f"{suite}：{model.name}")
        for line in lines:
            table.add_row(*line)
        Console(soft_wrap=True).print(table)
