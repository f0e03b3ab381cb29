"""The manifest of an exchange folder: what files it holds and what they must weigh."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path, PurePath
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.contracts.errors import BadInput
from data_connectors.warehouse.schema import Schema

MANIFEST = "manifest.json"
_CHUNK = 1 << 20


class FileEntry(BaseModel):
    """One table's file: name inside the folder, rows without the header, SHA-256 in hex."""

    model_config = ConfigDict(frozen=True)

    file: str
    rows: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-fA-F]{64}$")


class Manifest(BaseModel):
    """``manifest.json``; keys we do not know are the sender's own and ignored.

    Attributes:
        profile: region profile the data belong to.
        generated: True for demo data; shown wherever the data show.
        as_of: the data's as-of time, naive, Asia/Shanghai.
    """

    model_config = ConfigDict(frozen=True)

    format_version: Literal[1]
    profile: str = Field(min_length=1)
    generated: bool
    seed: int | None = None
    as_of: datetime
    tables: dict[str, FileEntry]


def read_manifest(folder: Path, schema: Schema) -> Manifest:
    """Read and check the manifest against the folder and the schema.

    Raises:
        BadInput: the folder or the manifest is missing or malformed, a table is unknown or
            derived, a file is missing, or the folder holds a CSV the manifest does not name.
    """
    path = folder / MANIFEST
    if not folder.is_dir():
        raise BadInput(f"找不到交换目录 {folder}。")
    try:
        manifest = Manifest.model_validate(json.loads(path.read_text(encoding="utf-8-sig")))
    except FileNotFoundError as error:
        raise BadInput(f"{folder} 里没有 {MANIFEST}，不是交换目录。") from error
    except json.JSONDecodeError as error:
        raise BadInput(f"{path}:{error.lineno} 不是合法的 JSON：{error.msg}。") from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"读不了 {path}。", detail=str(error)) from error
    except ValidationError as error:
        faults = "；".join(
            f"{'.'.join(map(str, fault['loc']))}：{fault['msg']}" for fault in error.errors()
        )
        raise BadInput(f"{path} 不合要求：{faults}。") from error
    if manifest.as_of.tzinfo is not None:
        raise BadInput(f"{path} 的 as_of 应为不带时区的北京时间，如 2026-09-16T09:00:00。")
    _check_names(folder, manifest, schema)
    return manifest


def _check_names(folder: Path, manifest: Manifest, schema: Schema) -> None:
    for name, entry in manifest.tables.items():
        table = schema.tables.get(name)
        if table is None or table.derived:
            why = "由装载时推算，不能提供" if table else "不在数据字典中"
            raise BadInput(f"{folder / MANIFEST} 的表 {name} {why}；请删去该表及其文件。")
        if PurePath(entry.file).name != entry.file or entry.file in {"", ".", ".."}:
            raise BadInput(f"{folder / MANIFEST} 的文件名 {entry.file!r} 不在交换目录内。")
        if not (folder / entry.file).is_file():
            raise BadInput(f"缺文件 {folder / entry.file}（表 {name}）；请补上后重新装载。")
    files = [entry.file for entry in manifest.tables.values()]
    if len(set(files)) != len(files):
        raise BadInput(f"{folder / MANIFEST} 里有两张表指向同一个文件。")
    strays = sorted({path.name for path in folder.glob("*.csv")} - set(files))
    if strays:
        raise BadInput(f"{folder} 里的 {'、'.join(strays)} 未列入 {MANIFEST}；请列入或移走。")


def verify_checksum(folder: Path, entry: FileEntry) -> None:
    """Compare the file with its SHA-256.

    Raises:
        BadInput: they differ, or the file cannot be read.
    """
    path = folder / entry.file
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise BadInput(f"读不了 {path}。", detail=str(error)) from error
    if digest.hexdigest() != entry.sha256.lower():
        raise BadInput(
            f"{path} 与清单的校验和不符，文件可能不完整或被改动；请重新取得该文件。",
            detail=f"sha256 {digest.hexdigest()}, manifest says {entry.sha256}",
        )
