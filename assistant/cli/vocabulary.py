"""``shuiwen vocabulary check``: words of two meanings, and words no question can reach."""

from __future__ import annotations

import typer

from assistant.cli.context import context_of
from assistant.cli.show import show_lines
from assistant.reading.vocabulary import check_vocabulary
from knowledge_graph.semantics.load import read_model

_KINDS = {
    "collision": "重名", "swallowed": "会被略去", "rewritten": "被改写", "unreachable": "读不到",
}


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(help="检查词表。", no_args_is_help=True)
    app.add_typer(group, name="vocabulary")

    @group.callback()
    def _group() -> None:
        """Keep ``check`` a command of its own."""

    @group.command("check", help="列出重名的词、会被略去的词和读不到的词。")
    def check(context: typer.Context) -> int:
        model, issues = read_model(profile=context_of(context).settings.profile)
        show_lines(str(issue) for issue in issues)
        if model is None:
            return 2
        found = list(check_vocabulary(model))
        show_lines(f"{_KINDS[f.kind]}  {f.word}：{f.message}" for f in found)
        counts = {zh: sum(f.kind == kind for f in found) for kind, zh in _KINDS.items()}
        show_lines(["合计  " + "，".join(f"{zh} {count}" for zh, count in counts.items())])
        return 2 if any(issue.level == "ERROR" for issue in issues) else 0
