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


def trained_name(name: str) -> str:
    """Return what peft calls a tensor of an adapter in GGUF: the way back of ``tensor_name``."""
    layer, part, side = re.fullmatch(
        r"blk\.(\d+)\.(\w+)\.weight\.lora_([ab])", name).groups()  # type: ignore[union-attr]
    module = {theirs: ours for ours, theirs in _PARTS.items()}[part]
    block = "self_attn" if part.startswith("attn") else "mlp"
    return f"base_model.model.model.layers.{layer}.{block}.{module}.lora_{side.upper()}.weight"


def restore(exported: Path, out: Path) -> None:
    """Write an exported adapter as the folder of training, so that training can go on from it.

    Args:
        exported: the GGUF file.
        out: folder with ``adapter_config.json`` already in it, or an empty one.
    """
    import gguf
    import numpy as np
    from safetensors.numpy import save_file

    reader = gguf.GGUFReader(exported)
    tensors = {trained_name(t.name): np.array(t.data, dtype=np.float32) for t in reader.tensors}
    out.mkdir(parents=True, exist_ok=True)
    save_file(tensors, out / "adapter_model.safetensors", metadata={"format": "pt"})
    rank = min(next(iter(tensors.values())).shape)
    alpha = float(reader.fields["adapter.lora.alpha"].contents())
    config = {"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": int(rank), "lora_alpha": alpha,
              "target_modules": sorted(_PARTS), "lora_dropout": 0.0, "bias": "none"}
    (out / "adapter_config.json").write_text(json.dumps(config), encoding="utf-8")


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
