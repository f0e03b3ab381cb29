"""Disliked answers as drafts of eval cases: an evaluator writes the gold, the rest is there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Lock

import yaml
from pydantic import TypeAdapter, ValidationError

from assistant.contracts.errors import ConfigMissing, SourceUnavailable
from assistant.contracts.evaluation import DraftCase
from assistant.contracts.session import Feedback, Turn

_HEAD = """\
# Drafts made of answers that users disliked. Write the gold by hand (never the compiler's output),
# set `expect` where a question back or a refusal is right, and move the case into its suite.
"""
_CASES = TypeAdapter(tuple[DraftCase, ...])


def draft_of(turn: Turn, feedback: Feedback, earlier: Sequence[str]) -> DraftCase:
    """Return the draft of a disliked answer.

    Args:
        turn: what was asked and answered.
        feedback: what was said of it.
        earlier: the questions before it.
    """
    return DraftCase(
        id=f"disliked-{turn.answer.answer_id}", question=turn.question, earlier=tuple(earlier),
        note=f"用户说：{feedback.reason or '（没有写原因）'}｜当时的理解：{turn.answer.reading}",
    )  # fmt: skip


def draft_yaml(cases: Iterable[DraftCase]) -> str:
    """Return drafts as a case file."""
    rows = [{name: list(value) if isinstance(value, tuple) else value
             for name, value in case.model_dump().items() if value or name != "earlier"}
            for case in cases]  # fmt: skip
    return _HEAD + yaml.safe_dump(rows, allow_unicode=True, sort_keys=False, width=120)


class DraftBook:
    """Drafts kept in one YAML file, in the form that the suites read.

    Args:
        path: the file; made with the first draft.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()

    def all(self) -> tuple[DraftCase, ...]:
        """Return the drafts, oldest first.

        Raises:
            ConfigMissing: the file is damaged.
        """
        try:
            return _CASES.validate_python(yaml.safe_load(self._path.read_text("utf-8")) or [])
        except FileNotFoundError:
            return ()
        except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
            raise ConfigMissing(
                f"评测题草稿 {self._path} 读不了，请改正或移走。", detail=str(error)) from error

    def put(self, case: DraftCase) -> DraftCase:
        """Keep a draft; one of the same id is replaced.

        Raises:
            SourceUnavailable: the file cannot be written.
        """
        with self._lock:
            held = self.all()
            known = any(one.id == case.id for one in held)
            self._write([case if one.id == case.id else one for one in held]
                        + ([] if known else [case]))
        return case

    def remove(self, case_id: str) -> None:
        """Forget a draft, if there is one."""
        with self._lock:
            self._write([one for one in self.all() if one.id != case_id])

    def _write(self, cases: Sequence[DraftCase]) -> None:
        part = self._path.with_suffix(".part")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(draft_yaml(cases), encoding="utf-8")
            os.replace(part, self._path)
        except OSError as error:
            raise SourceUnavailable(f"写不了 {self._path}。", detail=str(error)) from error
