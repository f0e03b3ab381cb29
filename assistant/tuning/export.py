"""A trained adapter as GGUF, which llama.cpp loads; vLLM takes the folder of training as it is."""

from __future__ import annotations

import json
import re
from pathlib import Path

_NAME = re.compile(
    r"base_model\.model\.model\.layers\.(?P<layer>\d+)\.(?:self_attn|mlp)\."
    r"(?P<part>\w+)\.lora_(?P<side>[AB])\.weight")
_PARTS = {"q_proj": "attn_q", "k_proj": "attn_k", "v_proj": "attn_v", "o_proj": "attn_output",
          "gate_proj": "ffn_gate", "up_proj": "ffn_up", "down_proj": "ffn_down"}  # fmt: skip


def tensor_name(name: str) -> str:
    """Return what llama.cpp calls a tensor of the adapter.

    Raises:
        ValueError: the tensor is of a part that the recipe does not train.
    """
    found = _NAME.fullmatch(name)
    if found is None or found["part"] not in _PARTS:
        raise ValueError(f"no such tensor in the recipe: {name}")
    return f"blk.{found['layer']}.{_PARTS[found['part']]}.weight.lora_{found['side'].lower()}"


def export(adapter: Path, out: Path, *, architecture: str = "qwen2") -> None:
    """Write an adapter as one GGUF file, its weights in half precision.

    Args:
        adapter: folder that training wrote.
        out: the GGUF file.
        architecture: of the base model, as llama.cpp names it.
    """
    import gguf
    import numpy as np
    from safetensors.numpy import load_file

    config = json.loads((adapter / "adapter_config.json").read_text(encoding="utf-8"))
    writer = gguf.GGUFWriter(out, architecture)
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", float(config["lora_alpha"]))
    for name, tensor in sorted(load_file(adapter / "adapter_model.safetensors").items()):
        writer.add_tensor(tensor_name(name), np.ascontiguousarray(tensor.astype(np.float16)))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
