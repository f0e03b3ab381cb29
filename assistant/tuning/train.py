"""LoRA on question → canonical question; loss on the answer alone; stops by the clock, resumes."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

from assistant.tuning.template import END, prompt_text

_TARGETS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
_PADDED = -100


@dataclass(frozen=True, slots=True)
class Recipe:
    """What training depends on, written beside the adapter.

    Attributes:
        rank, alpha: of the adapter.
        rate: the highest learning rate; warmed up, then down along a cosine.
        batch: samples a step.
        epochs: passes over the data; ``minutes`` may end them early.
        seed: of order and weights.
        dtype: of the frozen weights: float32, or bfloat16 where the processor multiplies it
            itself (AVX-512 BF16, a GPU): half the time there, many times as long elsewhere.
    """

    rank: int = 16
    alpha: int = 32
    rate: float = 3e-4
    batch: int = 8
    epochs: float = 3.0
    minutes: float = 90.0
    seed: int = 20260916
    dtype: str = "float32"


def train(base: Path, data: Path, out: Path, recipe: Recipe, system: str) -> None:
    """Train an adapter and save it, with its log, after every hundred steps.

    Args:
        base: folder of the base weights (:func:`assistant.tuning.base.unpack`).
        data: JSONL of ``in`` and ``out``.
        out: folder of the adapter; training goes on from one that is there.
        recipe: what training depends on.
        system: the instruction every prompt begins with.
    """
    import torch
    from transformers import AutoTokenizer

    torch.manual_seed(recipe.seed)
    tokenizer = AutoTokenizer.from_pretrained(base)
    lines = [json.loads(line) for line in data.read_text(encoding="utf-8").splitlines()]
    samples = [_encoded(one, tokenizer, system) for one in lines]
    model = _adapted(base, out, recipe)
    steps = math.ceil(len(samples) * recipe.epochs / recipe.batch)
    weights = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(weights, lr=recipe.rate, weight_decay=0.01)
    begun, tokens, told = monotonic(), 0, 0.0
    for step, batch in zip(range(steps), _batches(samples, recipe), strict=False):
        spent = (monotonic() - begun) / 60 / recipe.minutes
        done = max(step / steps, spent)
        if done >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = recipe.rate * min((step + 1) / 20, (1 + math.cos(math.pi * done)) / 2)
        loss = _loss(model, batch, tokenizer.pad_token_id or 0)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        told = loss.item() if not step else 0.95 * told + 0.05 * loss.item()
        tokens += sum(len(ids) for ids, _ in batch)
        if step % 20 == 0 or step == steps - 1:
            speed = tokens / (monotonic() - begun)
            print(f"step {step}/{steps} loss {told:.3f} {speed:.0f} tokens/s", flush=True)
        if step % 100 == 99:
            model.save_pretrained(out)
    model.save_pretrained(out)


def _adapted(base: Path, out: Path, recipe: Recipe) -> Any:
    import torch
    from peft import LoraConfig, PeftModel, get_peft_model
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(base, dtype=getattr(torch, recipe.dtype))
    model.config.use_cache = False
    if (out / "adapter_config.json").exists():
        return PeftModel.from_pretrained(model, out, is_trainable=True)
    config = LoraConfig(r=recipe.rank, lora_alpha=recipe.alpha, target_modules=_TARGETS,
                        lora_dropout=0.0, task_type="CAUSAL_LM")
    return get_peft_model(model, config)


def _encoded(line: dict[str, str], tokenizer: Any, system: str) -> tuple[list[int], int]:
    """Return the ids of a sample and where its answer begins."""
    asked = tokenizer(prompt_text(system, line["in"]), add_special_tokens=False)["input_ids"]
    told = tokenizer(line["out"] + END, add_special_tokens=False)["input_ids"]
    return [*asked, *told], len(asked)


def _batches(
    samples: Sequence[tuple[list[int], int]], recipe: Recipe
) -> Iterator[list[tuple[list[int], int]]]:
    """Yield batches for ever, each of samples of like length, in an order drawn anew each pass."""
    chance = random.Random(recipe.seed)
    while True:
        order = sorted(samples, key=lambda one: len(one[0]) + chance.random() * 6)
        batches = [order[at : at + recipe.batch] for at in range(0, len(order), recipe.batch)]
        chance.shuffle(batches)
        yield from batches


def _loss(model: Any, batch: Sequence[tuple[list[int], int]], pad: int) -> Any:
    """Return the mean loss of the answers' tokens; only their logits are computed."""
    import torch

    longest = max(len(ids) for ids, _ in batch)
    ids = torch.tensor([[*one, *[pad] * (longest - len(one))] for one, _ in batch])
    seen = torch.tensor([[1] * len(one) + [0] * (longest - len(one)) for one, _ in batch])
    labels = torch.full_like(ids, _PADDED)
    for row, (one, start) in enumerate(batch):
        labels[row, start : len(one)] = ids[row, start : len(one)]
    inner = model.get_base_model()
    hidden = inner.model(input_ids=ids, attention_mask=seen).last_hidden_state[:, :-1]
    wanted = labels[:, 1:]
    kept = wanted != _PADDED
    return torch.nn.functional.cross_entropy(
        inner.lm_head(hidden[kept]).float(), wanted[kept])
