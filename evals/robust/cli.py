"""``shuiwen eval robust …``: proofs that a reading hangs on what is asked and on nothing else."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from assistant.cli.context import context_of
from assistant.settings import Settings
from assistant.wiring import build_assistant, build_reader
from evals.case_files import load_metric_cases
from evals.robust.dialect import dialect_proof
from evals.robust.elsewhere import (
    another_draw,
    another_province,
    home_province,
    show_elsewhere,
)
from evals.robust.mutants import mutation_proof
from evals.robust.outcome import Proof, show_proof
from evals.robust.proof import Explain, Read, answered, proof_questions
from evals.robust.replies import ReplyProof, show_replies
from evals.robust.roundtrip import round_trip_proof
from evals.robust.simple_proof import simple_proof
from evals.robust.slips import slip_proof
from evals.robust.variants import variant_proof
from evals.robust.wordings import wording_proof
from knowledge_graph.semantics.load import load_model

_Count = Annotated[int, typer.Option(min=0, help="抽多少个；0 为全部。")]
_Seed = Annotated[int, typer.Option(help="随机种子；同一种子抽出同样的题。")]


def register(group: typer.Typer) -> None:
    """Add the commands."""
    robust = typer.Typer(help="稳健性：条件变了读法要变，说法变了读法不变。", no_args_is_help=True)
    group.add_typer(robust, name="robust")
    _add_simple(robust)
    _add_rewritten(robust)

    @robust.command("mutation", help="去掉或反转一个条件，读法必须跟着变。")
    def mutation(context: typer.Context, count: _Count = 300, seed: _Seed = 1) -> int:
        settings = context_of(context).settings
        reads, explain = _reads(settings)
        model = load_model(profile=settings.profile)
        return _shown(mutation_proof(reads, explain, model, count=count, seed=seed))

    @robust.command("variants", help="换个次序、加上客套，读法必须不变。")
    def variants(context: typer.Context, count: _Count = 600, seed: _Seed = 1) -> int:
        reads, explain = _reads(context_of(context).settings)
        return _shown(variant_proof(reads, explain, count=count, seed=seed))

    @robust.command("roundtrip", help="把复述再问一遍，读法必须相同。")
    def roundtrip(context: typer.Context) -> int:
        reads, explain = _reads(context_of(context).settings)
        return _shown(round_trip_proof(reads, explain))

    @robust.command("wordings", help="同一题的各种说法，结果必须相同。")
    def wordings(context: typer.Context) -> int:
        at = context_of(context)
        return _shown(wording_proof(load_metric_cases(), build_assistant(at.settings, at.clock)))

    @robust.command("elsewhere", help="换一套数据（另一种子、虚构的省）问同样的题，并排给出。")
    def elsewhere(
        context: typer.Context,
        seed: _Seed = 4242,
        province: Annotated[str, typer.Option(help="演示省份的名称。")] = "invented",
        scale: Annotated[float, typer.Option(min=0.001, max=10.0, help="规模。")] = 1.0,
    ) -> int:
        at, console = context_of(context), Console(soft_wrap=True)

        def say(text: str) -> None:
            console.print(text, highlight=False)

        found = [
            home_province(at.settings, at.clock),
            another_draw(at.settings, at.clock, seed=seed, scale=scale, say=say),
            another_province(
                at.settings, at.clock, province=province, seed=seed, scale=scale, say=say
            ),
        ]
        show_elsewhere(found, console)
        return 0


def _add_simple(robust: typer.Typer) -> None:
    @robust.command("simple", help="简单的题换着说，读法必须是出题的那一个。")
    def simple(context: typer.Context, count: _Count = 130, seed: _Seed = 1) -> int:
        at = context_of(context)
        model, explain = load_model(profile=at.settings.profile), build_reader(at.settings).explain
        runs = build_assistant(at.settings, at.clock)
        return _shown(simple_proof(explain, runs, model, count=count, seed=seed))


def _add_rewritten(robust: typer.Typer) -> None:
    @robust.command("dialect", help="用方言问，读法必须不变。")
    def dialect(context: typer.Context, count: _Count = 800, seed: _Seed = 1) -> int:
        reads, explain = _reads(context_of(context).settings)
        return _replied(dialect_proof(reads, explain, count=count, seed=seed))

    @robust.command("slips", help="打错字、漏字、拼音、繁体，读法必须不变，或问出原意。")
    def slips(context: typer.Context, count: _Count = 800, seed: _Seed = 1) -> int:
        settings = context_of(context).settings
        reads, explain = _reads(settings)
        model = load_model(profile=settings.profile)
        return _replied(slip_proof(reads, explain, model, count=count, seed=seed))


def _reads(settings: Settings) -> tuple[list[Read], Explain]:
    """The proof questions that are answered, and the reader."""
    explain = build_reader(settings).explain
    return list(answered(proof_questions(), explain)), explain


def _shown(proof: Proof) -> int:
    show_proof(proof, Console(soft_wrap=True))
    return 0 if proof.passed else 1


def _replied(proof: ReplyProof) -> int:
    show_replies(proof, Console(soft_wrap=True))
    return 0 if proof.passed else 1
