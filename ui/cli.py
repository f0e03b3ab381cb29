"""``shuiwen serve`` and ``shuiwen demo``: the commands that need the HTTP interface."""

from __future__ import annotations

import sys
from pathlib import Path
from threading import Thread
from typing import Annotated

import typer

from assistant.ask import Assistant
from assistant.cli.context import Context, context_of
from assistant.cli.show import out
from assistant.contracts.ports import Clock
from assistant.settings import Settings, load_settings
from assistant.wiring import prepare_demo
from assistant.wiring.language import fetch_model
from assistant.wiring.schedule import watching
from assistant.wiring.service import build_service
from ui.api.app import create_app
from ui.api.caller import caller_of
from ui.api.server import bind, run, url_of
from ui.pages.mount import mount_pages

Host = Annotated[str | None, typer.Option(help="监听地址。")]
Port = Annotated[int | None, typer.Option(min=0, max=65535, help="端口；0 为任取一个空闲端口。")]


def register(app: typer.Typer) -> None:
    """Add the commands."""

    @app.command("serve", help="启动 HTTP 服务。")
    def serve(
        context: typer.Context,
        host: Host = None,
        port: Port = None,
        api_user: Annotated[
            str | None, typer.Option("--as", help="接口调用者以哪个用户的权限提问。")
        ] = None,
    ) -> None:
        at = context_of(context)
        _serve(_listening(at, host, port, api_user), at.clock)

    @app.command("demo", help="生成演示数据（如尚未生成）、装载并启动服务。")
    def demo(
        context: typer.Context,
        host: Host = None,
        port: Port = None,
        seed: Annotated[int, typer.Option(help="随机种子。")] = 20260916,
        scale: Annotated[
            float, typer.Option(min=0.001, max=10.0, help="规模，1 为全省。")
        ] = 1.0,
    ) -> None:
        at = context_of(context)
        settings = _listening(at, host, port, None)
        prepare_demo(settings, seed=seed, scale=scale, say=_say)
        _serve(settings, at.clock)


def _listening(at: Context, host: str | None, port: int | None, user: str | None) -> Settings:
    given = {"host": host, "port": port, "api_user": user}
    return at.settings.model_copy(
        update={name: value for name, value in given.items() if value is not None}
    )


def _command(settings: Settings) -> str:
    """How to call this very program again on the same data from another terminal."""
    program = sys.argv[0] if Path(sys.argv[0]).name == "shuiwen" else "shuiwen"
    elsewhere = settings.home != load_settings().home
    return f"{program} --home {settings.home}" if elsewhere else program


def _say(text: str) -> None:
    out.print(text, highlight=False, markup=False)


def _fetch(settings: Settings, assistant: Assistant) -> None:
    """Fetch the embedded language model if need be, and have it loaded."""
    if fetch_model(settings, _say):
        assistant.warm()


def _serve(settings: Settings, clock: Clock) -> None:
    caller = caller_of(settings)
    with bind(settings) as sock:
        service = build_service(settings, clock)
        assistant = service.assistant
        address = url_of(settings, sock)
        _say(f"\n水问已就绪：{address}（用浏览器打开；接口说明 {address}/docs，按 Ctrl-C 结束）")
        _say("可以这样问：")
        for example in assistant.examples:
            _say(f'  {_command(settings)} ask "{example}"')
        _say(
            f"  curl -s {address}/api/v1/ask -H 'Content-Type: application/json' "
            f"-d '{{\"question\": \"{assistant.examples[0]}\"}}'"
        )
        # A daemon: embedding the wordings may take a minute, and nobody waits for it at the end.
        Thread(target=assistant.warm, name="warm", daemon=True).start()
        Thread(target=_fetch, args=(settings, assistant), name="model", daemon=True).start()
        with watching(service.watcher):
            run(mount_pages(create_app(service, settings, caller), settings, caller), sock)
