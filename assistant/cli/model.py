"""``shuiwen model``: the language models of this machine."""

from __future__ import annotations

from time import perf_counter
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn
from rich.table import Table

from assistant.cli.context import context_of
from assistant.contracts.errors import ConfigMissing
from assistant.contracts.language import Message, Wanted
from assistant.llm.catalogue import find_model, load_catalogue
from assistant.settings import Settings
from assistant.wiring.language import embedded_model, language_model, model_store

_ASKED = Message(role="user", text="用一句话说明什么是取水许可。")
_TRIAL_TOKENS = 48
_Name = Annotated[str, typer.Argument(help="模型名称；不写则为设置里的那个。")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="语言模型：清单、下载、启动、试用。", no_args_is_help=True)
    app.add_typer(group, name="model")

    @group.command("list", help="列出可用的模型，以及本机有没有。")
    def listing(context: typer.Context) -> None:
        settings = context_of(context).settings
        store, table = model_store(settings), Table()
        for title in ("名称", "说明", "大小", "许可", "本机"):
            table.add_column(title)
        for one in load_catalogue():
            here = "有" if store.has(one) else "无（shuiwen model pull）"
            mark = "（当前）" if one.name == settings.llm_model else ""
            table.add_row(one.name + mark, one.zh, f"{one.bytes / 1e6:,.0f} MB", one.licence, here)
        Console(soft_wrap=True).print(table)

    @group.command(help="下载模型：逐个来源尝试，可续传，核对 SHA-256。")
    def pull(context: typer.Context, name: _Name = "") -> None:
        settings = context_of(context).settings
        model = find_model(load_catalogue(), name or settings.llm_model)
        columns = ("{task.description}", BarColumn(), DownloadColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True)) as bar:
            task = bar.add_task(model.name, total=model.bytes)
            path = model_store(settings).pull(
                model, lambda have, _: bar.update(task, completed=have))
        typer.echo(f"模型 {model.name} 已就绪：{path}")

    @group.command(help="在本机启动模型并一直运行，给出地址（按 Ctrl-C 结束）。")
    def serve(context: typer.Context, name: _Name = "") -> None:
        settings = context_of(context).settings
        with embedded_model(settings, name or settings.llm_model) as model:
            typer.echo(f"模型 {model.name} 的地址：{model.address}")
            typer.echo("另开一个终端，设 SHUIWEN_LLM 为这个地址即可使用。按 Ctrl-C 结束。")
            model.wait()

    @group.command(help="向当前设置的模型问一句，报用时和字数。")
    def test(context: typer.Context) -> None:
        _try(context_of(context).settings)


def _try(settings: Settings) -> None:
    """Ask the model of the settings one thing and tell what it took."""
    model = language_model(settings)
    if model is None:
        raise ConfigMissing("没有启用语言模型：把 SHUIWEN_LLM 设为 embedded 或一个地址。")
    with model:
        begun = perf_counter()
        reply = model.complete([_ASKED], Wanted(max_tokens=_TRIAL_TOKENS))
        spent = perf_counter() - begun
    typer.echo(reply.text)
    speed = reply.reply_tokens / (reply.ms / 1000) if reply.ms else 0.0
    typer.echo(f"模型 {model.name}：提示 {reply.prompt_tokens} 词元，回答 {reply.reply_tokens} "
               f"词元，{speed:.1f} 词元/秒，连同启动 {spent:.1f} 秒。")
