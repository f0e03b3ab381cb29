"""How a rewriting is put to the model: the same text in training and in use (Qwen's chat form)."""

from __future__ import annotations

END = "<|im_end|>"


def prompt_text(system: str, question: str) -> str:
    """Return the prompt up to where the model goes on.

    Args:
        system: the instruction (``prompts/rewrite.md``).
        question: the question in codes.
    """
    told = f"<|im_start|>system\n{system}{END}\n" if system else ""
    return f"{told}<|im_start|>user\n{question}{END}\n<|im_start|>assistant\n"
