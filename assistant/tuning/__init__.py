"""The recipe that makes a small model one of hydrology: data, base weights, LoRA, export, score.

Needs the optional extra ``tuning`` (torch, transformers, peft, gguf); nothing here is imported by
the product itself.
"""
