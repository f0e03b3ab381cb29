"""The warehouse of a home folder: opened, filled, and filled with the demo province."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import datetime
from math import inf
from pathlib import Path
from sys import maxsize
from time import perf_counter

from assistant.ask import DataFacts
from assistant.contracts.errors import BadInput
from assistant.contracts.flow import ResultTable
from assistant.settings import Settings
from data_connectors.demo.generate import generate_folder
from data_connectors.demo.pack import PROVINCES
from data_connectors.warehouse.load import load_folder
from data_connectors.warehouse.report import LoadReport
from data_connectors.warehouse.store import DuckWarehouse


def open_warehouse(settings: Settings) -> DuckWarehouse:
    """Return the warehouse of the home folder; the file is opened at the first use."""
    return DuckWarehouse(settings.database, memory_mb=settings.memory_mb)


class LimitedWarehouse:
    """The warehouse under the operator's limits on time and rows."""

    def __init__(self, inner: DuckWarehouse, settings: Settings) -> None:
        self._inner = inner
        self._seconds, self._rows = settings.query_seconds, settings.query_rows

    @property
    def as_of(self) -> datetime:
        """The data's as-of time."""
        return self._inner.as_of

    @property
    def data_version(self) -> str:
        """Changes whenever the data change."""
        return self._inner.data_version

    def run(self, sql: str, *, time_limit_s: float = inf, row_limit: int = maxsize) -> ResultTable:
        """Run one SELECT under the stricter of the given and the operator's limits.

        Raises:
            LimitReached: time, rows or memory ran out.
            SourceUnavailable: the database cannot be opened.
        """
        return self._inner.run(
            sql,
            time_limit_s=min(time_limit_s, self._seconds),
            row_limit=min(row_limit, self._rows),
        )


def facts_of(warehouse: DuckWarehouse) -> DataFacts:
    """Return what is loaded now.

    Raises:
        SourceUnavailable: nothing is loaded, or the file is damaged.
    """
    meta = warehouse.meta
    return DataFacts(meta.as_of, meta.data_version, meta.generated, warehouse.row_counts())


def data_facts(settings: Settings) -> DataFacts:
    """Return what is loaded in the home folder.

    Raises:
        SourceUnavailable: nothing is loaded, or the file is damaged.
    """
    warehouse = open_warehouse(settings)
    try:
        return facts_of(warehouse)
    finally:
        warehouse.close()


def load_data(settings: Settings, folder: Path) -> LoadReport:
    """Load an exchange folder into the home folder's warehouse.

    Raises:
        BadInput: the folder or a file of it is malformed.
        LimitReached: memory ran out.
        SourceUnavailable: the disk is full, or another load is running.
    """
    return load_folder(folder, settings.database, memory_mb=settings.memory_mb)


def write_demo(settings: Settings, folder: Path, *, seed: int, scale: float) -> None:
    """Write the demo province of the configured profile as an exchange folder.

    Raises:
        BadInput: the folder holds data already, or the profile has no demo province.
    """
    province = PROVINCES / settings.profile
    if not province.is_dir():
        held = "、".join(sorted(path.name for path in PROVINCES.iterdir() if path.is_dir()))
        raise BadInput(f"没有“{settings.profile}”的演示省份；有：{held}。")
    generate_folder(folder, seed, scale, province=province)


def prepare_demo(
    settings: Settings, *, seed: int, scale: float, say: Callable[[str], None]
) -> None:
    """Generate the demo province unless that very one is there, and load it.

    Raises:
        BadInput: the home folder holds data that are not the demo province's.
        SourceUnavailable: the disk is full.
    """
    folder = settings.demo_folder
    if settings.database.exists() and not data_facts(settings).generated:
        raise BadInput(
            f"{settings.home} 里是真实数据，不能混入演示数据；请用 --home 另设一个目录。"
        )
    if not _is_demo(folder, settings.profile, seed, scale):
        say(f"正在生成演示数据（规模 {scale:g}）……")
        started = perf_counter()
        _generate_afresh(settings, folder, seed, scale)
        say(f"已生成，用时 {perf_counter() - started:.0f} 秒。")
    say("正在装载……")
    say(str(load_data(settings, folder)))


def _generate_afresh(settings: Settings, folder: Path, seed: int, scale: float) -> None:
    """Write beside and move into place, so that an interrupted run leaves nothing half done."""
    part = folder.with_name(folder.name + ".part")
    for stale in (part, folder):
        shutil.rmtree(stale, ignore_errors=True)
    write_demo(settings, part, seed=seed, scale=scale)
    part.rename(folder)
    # Another seed's objects have other keys: they would stay in the old database for ever.
    settings.database.unlink(missing_ok=True)


def _is_demo(folder: Path, profile: str, seed: int, scale: float) -> bool:
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    found = [manifest.get(key) for key in ("profile", "seed", "scale", "generated")]
    return found == [profile, seed, scale, True]
