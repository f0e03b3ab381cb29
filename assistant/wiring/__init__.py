"""Builds everything: the only place that names concrete stores and models."""

from assistant.wiring.answering import build_assistant, build_reader
from assistant.wiring.data import data_facts, load_data, open_warehouse, prepare_demo, write_demo
from assistant.wiring.models import embedder
from assistant.wiring.rights import check_user

__all__ = [
    "build_assistant", "build_reader", "check_user", "data_facts", "embedder", "load_data",
    "open_warehouse", "prepare_demo", "write_demo",
]  # fmt: skip
