"""Replaces one file by a new one built beside it: all or nothing, one builder at a time."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.contracts.errors import SourceUnavailable


@dataclass
class NewFile:
    """The file under construction; without ``commit`` it is thrown away."""

    path: Path
    target: Path
    committed: bool = False

    def commit(self) -> None:
        """Make the new file durable and put it in the target's place.

        Raises:
            SourceUnavailable: part of it still lies in its log: the file alone is not whole.
        """
        if _log_of(self.path).exists():
            raise SourceUnavailable(f"装载没有写完整，{self.target} 保持原样；请重试。")
        _sync(self.path)
        os.replace(self.path, self.target)
        _sync(self.target.parent)
        self.committed = True


@contextmanager
def replacing(target: Path) -> Iterator[NewFile]:
    """Give a path beside ``target`` to build in; what an earlier, killed builder left is removed.

    Raises:
        SourceUnavailable: another builder is at work on the same target.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.with_name(f"{target.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise SourceUnavailable("另一次装载正在进行，请等它完成后再试。") from error
        new = NewFile(target.with_name(f"{target.name}.new"), target)
        _clear(new.path)
        try:
            yield new
        finally:
            _clear(new.path)


def _clear(path: Path) -> None:
    """Remove the file under construction with its log and its spill folder."""
    for leftover in (path, _log_of(path)):
        leftover.unlink(missing_ok=True)
    shutil.rmtree(path.with_name(f"{path.name}.tmp"), ignore_errors=True)


def _log_of(path: Path) -> Path:
    """Where the database keeps what is not in its file yet."""
    return path.with_name(f"{path.name}.wal")


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
