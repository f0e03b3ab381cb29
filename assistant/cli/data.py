"""``shuiwen demo-data`` and ``shuiwen ingest``: exchange folders out and in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.context import context_of
from assistant.cli.show import out
from assistant.wiring import load_data, write_demo


def register(app: typer.Typer) -> None:
    """Add the commands."""

    @app.command("demo-data", help="生成演示数据：标准交换目录，每张表一个 CSV。")
    def demo_data(
        context: typer.Context,
        folder: Annotated[Path, typer.Option("--out", help="写入的目录。")],
        seed: Annotated[int, typer.Option(help="随机种子；同一种子生成同样的数据。")] = 20260916,
        scale: Annotated[
            float, typer.Option(min=0.001, max=10.0, help="规模，1 为全省。")
        ] = 1.0,
    ) -> None:
        settings = context_of(context).settings
        write_demo(settings, folder, seed=seed, scale=scale)
        out.print(f"演示数据已写入 {folder}。装载：shuiwen ingest {folder}", highlight=False)

    @app.command("ingest", help="装载交换目录；同一目录装两遍结果不变。")
    def ingest(
        context: typer.Context,
        paths: Annotated[list[Path], typer.Argument(help="交换目录，可以有多个。")],
    ) -> None:
        settings = context_of(context).settings
        for path in paths:
            report = load_data(settings, path)
            out.print(report, highlight=False)
