"""``python -m assistant.tuning``: data, base weights, training, export; see docs/tuning.md."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer

from assistant.settings import load_settings
from assistant.tuning.base import unpack
from assistant.tuning.export import export, restore
from assistant.tuning.samples import Sample, Sampler, split
from assistant.tuning.train import Recipe, train
from assistant.wiring import build_reader
from prompts import load_prompt

app = typer.Typer(no_args_is_help=True, add_completion=False)
_SYSTEM = load_prompt("rewrite").system


@app.command()
def data(
    wordings: Annotated[Path, typer.Argument(help="folder of JSONL files with says and asks")],
    out: Annotated[Path, typer.Argument(help="folder for train.jsonl and held.jsonl")],
    held: float = 0.1, most: int = 5, seed: int = 20260916,
) -> None:  # fmt: skip
    """Make training data of reviewed wordings; reads them over the loaded data (SHUIWEN_HOME)."""
    reader = build_reader(load_settings())
    sampler = Sampler(reader, reader.restater.period)
    samples: list[Sample] = []
    for path in sorted(wordings.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            one = json.loads(line)
            samples.extend(sampler(one["says"], one["asks"]))
    kept, apart = split(samples, held=held, most=most, seed=seed)
    out.mkdir(parents=True, exist_ok=True)
    _write(out / "train.jsonl", kept)
    _write(out / "held.jsonl", apart)
    typer.echo(f"{len(kept)} to train on, {len(apart)} held out; left out: {sampler.left_out}")


@app.command()
def base(gguf: Path, out: Path) -> None:
    """Unpack the served model's weights as safetensors."""
    unpack(gguf, out)


@app.command()
def fit(
    weights: Path, samples: Path, out: Path, minutes: float = 90.0, epochs: float = 3.0,
    rate: float = 3e-4, batch: int = 8, dtype: str = "float32",
) -> None:  # fmt: skip
    """Train an adapter, or go on training the one in the folder."""
    recipe = Recipe(minutes=minutes, epochs=epochs, rate=rate, batch=batch, dtype=dtype)
    train(weights, samples, out, recipe, _SYSTEM)
    told = {**asdict(recipe), "samples": len(samples.read_text(encoding="utf-8").splitlines()),
            "samples_sha256": sha256(samples.read_bytes()).hexdigest()}
    (out / "recipe.json").write_text(json.dumps(told, indent=1), encoding="utf-8")


@app.command()
def gguf(adapter: Path, out: Path) -> None:
    """Write an adapter as GGUF and tell its digest for models.yaml."""
    export(adapter, out)
    typer.echo(f"{out} {out.stat().st_size} bytes, sha256 {sha256(out.read_bytes()).hexdigest()}")


@app.command()
def resume(exported: Path, out: Path) -> None:
    """Unpack an exported adapter into a folder from which `fit` goes on."""
    restore(exported, out)


@app.command()
def memory(samples: Path, out: Path) -> None:
    """Write the reviewed memory of models without an adapter: one question for each meaning."""
    first: dict[str, str] = {}
    for line in samples.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        if one["in"] != one["out"]:
            first.setdefault(one["out"], one["in"])
    pairs = [json.dumps({"asks": asks, "says": says}, ensure_ascii=False)
             for says, asks in first.items()]
    out.write_text("\n".join(pairs) + "\n", encoding="utf-8")
    typer.echo(f"{len(pairs)} pairs")


def _write(path: Path, samples: Iterable[Sample]) -> None:
    lines = (json.dumps({"in": s.asked, "out": s.told, "says": s.says}, ensure_ascii=False)
             for s in samples)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    app()
