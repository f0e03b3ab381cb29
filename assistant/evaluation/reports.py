"""How the suites last went: one JSON file a suite, written by ``shuiwen eval run``."""

from __future__ import annotations

import logging
from pathlib import Path

from pydantic import ValidationError

from assistant.contracts.evaluation import SuiteReport

log = logging.getLogger("shuiwen")


def write_suite_report(report: SuiteReport, folder: Path) -> None:
    """Keep a report; the suite's earlier one is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{report.suite}.json").write_text(report.model_dump_json(), encoding="utf-8")


def suite_reports(folder: Path) -> tuple[SuiteReport, ...]:
    """Return the reports there are, the latest first; one that cannot be read is passed by."""
    found = []
    for path in folder.glob("*.json"):
        try:
            found.append(SuiteReport.model_validate_json(path.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError, ValidationError) as error:
            log.warning("report %s: %s", path, error)
    return tuple(sorted(found, key=lambda report: report.ran_at, reverse=True))
