"""What every command gets: the settings and the clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import typer

from assistant.contracts.ports import Clock
from assistant.settings import Settings


@dataclass(frozen=True)
class Context:
    """Settings after ``--home``, and the clock."""

    settings: Settings
    clock: Clock


def context_of(context: typer.Context) -> Context:
    """Return what the global options put into typer's context."""
    return cast(Context, context.obj)
