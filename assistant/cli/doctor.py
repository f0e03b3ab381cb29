"""``shuiwen doctor``: what is there, what is missing, and what to type."""

from __future__ import annotations

import typer
from rich.markup import escape

from assistant.cli.context import context_of
from assistant.cli.show import out
from assistant.doctor import CHECKS


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("doctor", help="检查运行环境：缺什么，该输入什么命令。")
    def doctor(context: typer.Context) -> int:
        settings = context_of(context).settings
        missing = 0
        for check in CHECKS:
            finding = check(settings)
            mark = "[green]正常[/green]" if finding.ok else "[red]缺少[/red]"
            if not finding.ok and finding.optional:
                mark = "[yellow]可选[/yellow]"
            out.print(f"{mark}  {finding.name}：{escape(finding.found)}", highlight=False)
            if not finding.ok:
                missing += not finding.optional
                out.print(f"      请执行：{escape(finding.remedy)}", highlight=False)
        out.print("一切就绪。" if not missing else f"有 {missing} 项需要处理。")
        return 1 if missing else 0
