"""Turns DuckDB's errors into ours, most specific first; the only place that knows both trees."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from assistant.contracts.errors import (
    AssistantError,
    InternalError,
    LimitReached,
    ModelFixable,
    NotPermitted,
    SourceUnavailable,
)

_DISK_FULL = ("no space left", "file too large", "disk quota", "disk full")


def query_error(error: duckdb.Error) -> AssistantError:
    """Return our error for a failed SELECT."""
    detail = f"{type(error).__name__}: {error}"
    if isinstance(error, duckdb.InterruptException):
        return LimitReached("查询超过时间限制，请缩小时间或范围再问。", detail=detail)
    if isinstance(error, duckdb.OutOfMemoryException):
        return LimitReached("查询需要的内存超过限制，请缩小时间或范围再问。", detail=detail)
    if isinstance(error, duckdb.PermissionException):
        return NotPermitted("该查询要读数据库以外的东西，不允许。", detail=detail)
    if isinstance(error, duckdb.InternalException | duckdb.FatalException):
        return InternalError("数据库内部出错。", detail=detail)
    if isinstance(error, duckdb.IOException | duckdb.ConnectionException):
        return SourceUnavailable("暂时读不了数据库，请稍后再试。", detail=detail)
    return ModelFixable("这条查询语句不能执行。", detail=detail)


@contextmanager
def load_errors(target: Path) -> Iterator[None]:
    """Translate what goes wrong while a new database is built beside ``target``."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        if _is_disk_full(str(error)):
            raise _disk_full(target, str(error)) from error
        raise LimitReached(
            f"装载需要的内存超过限制，{target} 保持原样；请加大 SHUIWEN_MEMORY_MB 后重试。",
            detail=str(error),
        ) from error
    except duckdb.Error as error:
        if _is_disk_full(str(error)):
            raise _disk_full(target, str(error)) from error
        if isinstance(error, duckdb.IOException):
            raise SourceUnavailable(
                f"装载时读写出错，{target} 保持原样。", detail=str(error)
            ) from error
        raise InternalError(f"装载出错，{target} 保持原样。", detail=str(error)) from error
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}:
            raise _disk_full(target, str(error)) from error
        raise SourceUnavailable(
            f"装载时读写出错，{target} 保持原样。", detail=str(error)
        ) from error


def _is_disk_full(text: str) -> bool:
    return any(sign in text.lower() for sign in _DISK_FULL)


def _disk_full(target: Path, detail: str) -> SourceUnavailable:
    return SourceUnavailable(
        f"磁盘空间不足，装载没有完成，{target} 保持原样；请腾出空间后重试。", detail=detail
    )
