"""The data a bench runs on: the demo province, loaded into an empty database."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from assistant.settings import Settings
from assistant.wiring import load_data, write_demo

_SEED = 20260916


@dataclass(frozen=True)
class Load:
    """One load of an exchange folder into an empty database."""

    rows: int
    readings: int
    seconds: float


def demo_folder(settings: Settings, scale: float, work: Path) -> Path:
    """Return the demo province at this scale: the home folder's own, or one made in ``work``."""
    try:
        manifest = json.loads((settings.demo_folder / "manifest.json").read_text("utf-8"))
        if manifest.get("scale") == scale and manifest.get("profile") == settings.profile:
            return settings.demo_folder
    except (OSError, ValueError):
        pass
    folder = work / "demo-data"
    write_demo(settings, folder, seed=_SEED, scale=scale)
    return folder


def load_afresh(settings: Settings, folder: Path) -> Load:
    """Load the folder into an empty database and return how long it took."""
    settings.database.unlink(missing_ok=True)
    report = load_data(settings, folder)
    rows = sum(table.rows_in_file for table in report.tables)
    readings = sum(table.rows_in_file for table in report.tables if table.name == "reading")
    return Load(rows, readings, report.seconds)
