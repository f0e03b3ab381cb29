"""The planted faults, so that a detector can be scored; never ingested."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path
from typing import Any

FIELDS = ("kind", "table", "object", "start", "end", "detail")


class Truth:
    """Collects planted faults and writes one CSV per kind of object."""

    def __init__(self) -> None:
        """Start empty."""
        self._rows: dict[str, list[tuple[str, ...]]] = defaultdict(list)

    def add(
        self, kind: str, table: str, thing: str, start: Any = "", end: Any = "", detail: Any = ""
    ) -> None:
        """Note one planted fault; `start`/`end` empty where the fault is not dated."""
        row = (kind, table, thing, *(_text(v) for v in (start, end, detail)))
        self._rows[table].append(row)

    def write(self, folder: Path) -> None:
        """Write `<table>.csv` for each table with faults."""
        folder.mkdir(parents=True, exist_ok=True)
        for table, rows in sorted(self._rows.items()):
            with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(FIELDS)
                writer.writerows(rows)


def _text(value: Any) -> str:
    return "" if value is None or str(value) == "NaT" else str(value).replace("T", " ")
