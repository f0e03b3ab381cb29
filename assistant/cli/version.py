"""``shuiwen version``."""

from __future__ import annotations

from importlib.metadata import version as installed_version

import typer

from assistant.cli.show import out


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("version", help="显示版本号。")
    def version() -> None:
        out.print(f"shuiwen {installed_version('shuiwen')}", highlight=False)
