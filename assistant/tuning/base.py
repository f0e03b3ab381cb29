"""Base weights for training, out of the GGUF file that the product serves."""

from __future__ import annotations

from pathlib import Path


def unpack(gguf: Path, out: Path) -> None:
    """Write a GGUF file's model as safetensors with its tokenizer (fp32).

    The quantizer's marks are cleared, or transformers would refuse to save and peft to train it.

    Args:
        gguf: the model as served.
        out: folder for ``model.safetensors``, its configuration and tokenizer.
    """
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    given = {"pretrained_model_name_or_path": str(gguf.parent), "gguf_file": gguf.name}
    tokenizer = AutoTokenizer.from_pretrained(**given)
    model = AutoModelForCausalLM.from_pretrained(**given, dtype=torch.float32)
    for mark in ("hf_quantizer", "quantization_method", "is_quantized"):
        if hasattr(model, mark):
            delattr(model, mark)
    if hasattr(model.config, "quantization_config"):
        del model.config.quantization_config
    model.save_pretrained(out)
    tokenizer.save_pretrained(out)
