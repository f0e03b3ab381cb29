"""Case files: questions with hand-written gold, read from YAML into frozen types."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml
from pydantic import Field, ValidationError

from assistant.contracts.errors import BadInput
from assistant.contracts.query import MetricQuery
from assistant.contracts.time import Term

CASES = Path(__file__).parent / "cases"
Expect = Literal["answered", "clarify", "refused", "no_data", "not_permitted"]
_Case = TypeVar("_Case", "MetricCase", "QueryCase")
_THRESHOLDS = Path(__file__).parent / "thresholds.yaml"


class Compare(Term):
    """How rows are compared with gold.

    Attributes:
        columns: gold columns that must be found in the answer; empty = all.
        ordered: the order of rows counts (rows that tie may stand either way).
        tolerance: largest relative difference of numbers.
    """

    columns: tuple[str, ...] = ()
    ordered: bool = False
    tolerance: float = 1e-6


class MetricCase(Term):
    """A question in the users' words.

    Attributes:
        ops: operators of the algebra it exercises (reported apart).
        gold_sql: over the warehouse tables, ``{as_of}`` = the as-of date; one a part when the
            question holds several. Empty unless ``expect`` is ``answered``. Numbers come in base
            units; a column named ``…_yi_m3``, ``…_wan_m3``, ``…_pct`` … says its own.
        ordered: short for ``compare: {ordered: true}``.
        paraphrases: other wordings that must get the same rows.
    """

    id: str
    question: str
    area: str
    ops: tuple[str, ...] = ()
    expect: Expect | tuple[Expect, ...] = "answered"
    gold_sql: str | tuple[str, ...] = ()
    ordered: bool = False
    compare: Compare = Compare()
    paraphrases: tuple[str, ...] = ()
    note: str = ""

    @property
    def expected(self) -> tuple[str, ...]:
        """The statuses that are right."""
        return (self.expect,) if isinstance(self.expect, str) else self.expect

    @property
    def golds(self) -> tuple[str, ...]:
        """The gold statements, one a part of the question."""
        return (self.gold_sql,) if isinstance(self.gold_sql, str) else self.gold_sql

    @property
    def comparison(self) -> Compare:
        """How the rows are compared."""
        return self.compare.model_copy(update={"ordered": True}) if self.ordered else self.compare


class QueryCase(Term):
    """A question of the users with its typed query written by hand."""

    id: str
    question: str
    query: MetricQuery
    gold_sql: str | tuple[str, ...]
    ordered: bool = False
    source_line: int | None = None
    area: str = ""
    ops: tuple[str, ...] = ()
    compare: Compare = Compare()
    note: str = ""

    @property
    def golds(self) -> tuple[str, ...]:
        """The gold statements, one a part of the query."""
        return (self.gold_sql,) if isinstance(self.gold_sql, str) else self.gold_sql

    @property
    def comparison(self) -> Compare:
        """How the rows are compared."""
        return self.compare.model_copy(update={"ordered": True}) if self.ordered else self.compare


class Thresholds(Term):
    """Least shares that pass; ``wrong_but_confident`` is the most that passes."""

    right: float = Field(ge=0, le=1)
    wrong_but_confident: float = Field(default=1.0, ge=0, le=1)
    paraphrase_agreement: float = Field(default=0.0, ge=0, le=1)


def load_metric_cases(folder: Path = CASES / "metric") -> tuple[MetricCase, ...]:
    """Return the cases of a folder, in file order.

    Raises:
        BadInput: a file is malformed, an id is used twice, or an answerable case has no gold.
    """
    cases = _load(folder, MetricCase)
    for case in cases:
        if case.expected == ("answered",) and not any(case.golds):
            raise BadInput(f"评测题 {case.id} 应有答案，但没有写 gold_sql。")
    return cases


def load_query_cases(folder: Path = CASES / "query") -> tuple[QueryCase, ...]:
    """Return the cases of a folder, in file order.

    Raises:
        BadInput: a file is malformed or an id is used twice.
    """
    return _load(folder, QueryCase)


def load_thresholds(suite: str, path: Path = _THRESHOLDS) -> Thresholds:
    """Return the thresholds of a suite.

    Raises:
        BadInput: the file is malformed or does not name the suite.
    """
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict) or suite not in data:
        raise BadInput(f"{path.name} 里没有评测集 {suite} 的门槛。")
    return Thresholds.model_validate(data[suite])


def _load(folder: Path, kind: type[_Case]) -> tuple[_Case, ...]:
    cases: list[_Case] = []
    seen: dict[str, str] = {}
    for path in sorted(folder.glob("*.yaml")):
        for at, entry in enumerate(_entries(path), 1):
            try:
                case = kind.model_validate(entry)
            except ValidationError as error:
                raise BadInput(f"评测题有误：{path.name} 第{at}题。{error}") from error
            if case.id in seen:
                raise BadInput(f"评测题编号重复：{case.id}（{seen[case.id]}、{path.name}）。")
            seen[case.id] = path.name
            cases.append(case)
    return tuple(cases)


def _entries(path: Path) -> Iterator[Any]:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise BadInput(f"评测文件不是合法的 YAML：{path.name}。{error}") from error
    if data is not None and not isinstance(data, list):
        raise BadInput(f"评测文件应是题目列表：{path.name}。")
    yield from data or ()
