"""``shuiwen user add|list``: who may ask, with which role and for which region."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from assistant.cli.context import context_of
from assistant.cli.show import out
from assistant.contracts.flow import User
from assistant.users import YamlUsers
from assistant.wiring import check_user


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = typer.Typer(help="管理提问用户。", no_args_is_help=True)
    app.add_typer(group, name="user")

    @group.command("add", help="新增一个用户。")
    def add(
        context: typer.Context,
        name: Annotated[str, typer.Argument(help="用户名。")],
        role: Annotated[str, typer.Option(help="角色，决定能看哪些数据。")],
        region: Annotated[
            str | None, typer.Option(help="行政区划代码（六位）；不写为全省。")
        ] = None,
    ) -> None:
        settings = context_of(context).settings
        user = User(name=name, role=role, region_code=region)
        check_user(settings, user)
        YamlUsers(settings.users_file).add(user)
        out.print(f"已新增用户 {name}（角色 {role}，范围 {region or '全省'}）。", highlight=False)

    @group.command("list", help="列出用户。")
    def show(context: typer.Context) -> None:
        table = Table("用户", "角色", "范围")
        for user in YamlUsers(context_of(context).settings.users_file).all():
            table.add_row(user.name, user.role, user.region_code or "全省")
        out.print(table)
