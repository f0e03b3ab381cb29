"""The golden readings: questions with the status and the typed query they must get.

They stand in ``golden/*.yaml``. To add one, write its ``question`` alone and run
``pytest tests/assistant/reading --update-golden``; then check by eye what was written.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from typed_text import Compact

FOLDER = Path(__file__).with_name("golden")


@dataclass(frozen=True)
class Golden:
    """One question and what was agreed on."""

    file: Path
    question: str
    wanted: Compact

    @property
    def ready(self) -> bool:
        """Whether the question is answered."""
        return self.wanted.get("status") == "ready"


def golden_readings() -> tuple[Golden, ...]:
    """Return every case, in file order."""
    return tuple(
        Golden(path, entry["question"], {k: v for k, v in entry.items() if k != "question"})
        for path in sorted(FOLDER.glob("*.yaml"))
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))
    )


def rewrite(path: Path, readings: dict[str, Compact]) -> None:
    """Write a file's cases anew; the comment at its top stays.

    Args:
        path: the file.
        readings: the new reading by question; other questions keep theirs.
    """
    old = path.read_text(encoding="utf-8")
    head = [line for line in old.splitlines() if line.startswith("#")]
    entries: list[dict[str, Any]] = [
        {"question": e["question"], **readings.get(e["question"], e)} for e in yaml.safe_load(old)
    ]
    written = [_entry(entry) for entry in entries]
    path.write_text("\n".join([*head, "", "\n".join(written)]), encoding="utf-8")


def _entry(entry: dict[str, Any]) -> str:
    return yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=1000)
