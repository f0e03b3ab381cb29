"""Puts the commands together and turns errors into messages and exit codes.

Exit codes: 0 done, 2 bad input, 3 not permitted, 4 source unavailable, 1 anything else.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated, Any, cast

import typer
from typer.rich_utils import rich_format_error

from assistant.cli import ask, data, doctor, model, user, version, vocabulary
from assistant.cli.context import Context
from assistant.cli.show import show_error
from assistant.clock import SystemClock
from assistant.contracts.errors import AssistantError, InternalError
from assistant.settings import load_settings

# Layers above this one (ui, evals) may not be imported from here; they announce their commands.
_PLUGINS = "shuiwen.commands"
_COMMANDS = (data, ask, doctor, model, user, version, vocabulary)


def build_app() -> typer.Typer:
    """Return the command line with the commands of every layer."""
    app = typer.Typer(
        name="shuiwen",
        help="水问：用中文提问水文水资源数据，答案附口径、查询语句和数据截止时间。",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
    )
    app.callback()(_global_options)
    for module in _COMMANDS:
        module.register(app)
    for entry in sorted(entry_points(group=_PLUGINS), key=lambda entry: entry.name):
        entry.load()(app)
    return app


def _global_options(
    context: typer.Context,
    home: Annotated[
        Path | None, typer.Option(help="存放全部数据的目录（也可用环境变量 SHUIWEN_HOME）。")
    ] = None,
) -> None:
    settings = load_settings(home=home)
    context.obj = Context(settings=settings, clock=SystemClock())


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; prints no traceback for an expected error."""
    command = typer.main.get_command(build_app())
    try:
        result = command.main(
            args=list(sys.argv[1:] if argv is None else argv),
            prog_name="shuiwen",
            standalone_mode=False,
        )
    except AssistantError as error:
        show_error(error)
        return error.exit_code
    except typer.TyperException as error:  # wrong usage: 2
        rich_format_error(cast(Any, error))
        return error.exit_code
    except (typer.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:  # the reader of our output closed it (`| head`)
        return 0
    except Exception as fault:  # noqa: BLE001  # the edge: our bug, told in one line
        where = _log_fault(fault)
        show_error(InternalError(f"程序内部出错：{fault!r}。详情见 {where}。"))
        return InternalError.exit_code
    return int(result or 0)


def _log_fault(fault: Exception) -> Path:
    """Write the traceback of an unexpected error to the log file and return its path."""
    path = load_settings().log_file
    logger = logging.getLogger("shuiwen.cli")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.FileHandler(path, encoding="utf-8")
    except OSError:
        handler = logging.StreamHandler()
    logger.addHandler(handler)
    logger.error("unexpected error", exc_info=fault)
    logger.removeHandler(handler)
    handler.close()
    return path
