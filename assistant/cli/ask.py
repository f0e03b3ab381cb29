"""``shuiwen ask``: one question, one answer."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.cli.context import context_of
from assistant.cli.show import show_answer, show_lines
from assistant.contracts.errors import BadInput, NotPermitted, UserFixable
from assistant.contracts.flow import Question
from assistant.users import LOCAL_USER, YamlUsers
from assistant.wiring import build_assistant


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("ask", help="回答一个问题。")
    def ask(
        context: typer.Context,
        question: Annotated[str, typer.Argument(help="中文问题。")],
        as_json: Annotated[bool, typer.Option("--json", help="输出完整的答案 JSON。")] = False,
        explain: Annotated[
            bool, typer.Option("--explain", help="先列出读题的每一步：跨度、词、短语及得分。")
        ] = False,
        narrative: Annotated[
            bool, typer.Option("--narrative", help="再要几句语言模型写的说明（数字逐个核对过）。")
        ] = False,
        user: Annotated[str | None, typer.Option(help="以哪个用户的权限提问。")] = None,
    ) -> int:
        at = context_of(context)
        who = YamlUsers(at.settings.users_file).find(user) if user else LOCAL_USER
        assistant = build_assistant(at.settings, at.clock)
        if explain:
            show_lines(assistant.trace(question))
        answer, error = assistant.outcome(Question(text=question, user=who, narrative=narrative))
        if as_json:
            typer.echo(answer.model_dump_json(indent=2))
        else:
            show_answer(answer)
        # A question that could not be answered is no failure of the command; bad input is.
        if error is None or (isinstance(error, UserFixable) and not isinstance(error, BadInput)):
            return NotPermitted.exit_code if answer.status == "not_permitted" else 0
        return error.exit_code
