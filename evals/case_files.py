"""Case files: questions with hand-written gold, read from YAML into frozen types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml
from pydantic import Field, ValidationError

from assistant.contracts.errors import BadInput
from assistant.contracts.query import MetricQuery
from assistant.contracts.time import Term
from evals.parts import Compare, Gold, Part, parts_of

CASES = Path(__file__).parent / "cases"
Expect = Literal["answered", "clarify", "refused", "no_data", "not_permitted"]
_Case = TypeVar("_Case", bound="Identified")
_THRESHOLDS = Path(__file__).parent / "thresholds.yaml"


class Identified(Term):
    """A case of a file; its id is used once."""

    id: str


class MetricCase(Identified):
    """A question in the users' words.

    Attributes:
        ops: operators of the algebra it exercises (reported apart).
        gold_sql: over the warehouse tables, ``{as_of}`` = the as-of date; one a part when the
            question holds several. Empty unless ``expect`` is ``answered``. Numbers come in base
            units; a column named ``…_yi_m3``, ``…_wan_m3``, ``…_pct``, ``…_hours`` … says its
            own.
        ordered: short for ``compare: {ordered: true}``.
        also_sql: another fair reading, right as well; one statement a part, like ``gold_sql``.
        paraphrases: other wordings that must get the same rows.
        source_line: line of the users' questions it was taken from.
        earlier: the questions before it in its conversation, oldest first.
        chart, export: how the answer was asked to be shown (pie, bar, line; xlsx, docx, csv).
    """

    question: str
    area: str
    earlier: tuple[str, ...] = ()
    ops: tuple[str, ...] = ()
    expect: Expect | tuple[Expect, ...] = "answered"
    gold_sql: Gold = ()
    also_sql: Gold = ()
    ordered: bool = False
    compare: Compare = Compare()
    paraphrases: tuple[str, ...] = ()
    note: str = ""
    source_line: int | None = None
    chart: str = ""
    export: str = ""

    @property
    def expected(self) -> tuple[str, ...]:
        """The statuses that are right."""
        return (self.expect,) if isinstance(self.expect, str) else self.expect

    @property
    def parts(self) -> tuple[Part, ...]:
        """The gold, part by part."""
        return parts_of(self.gold_sql, self.comparison)

    @property
    def also(self) -> tuple[Part, ...]:
        """The gold of the other fair reading, if there is one."""
        return parts_of(self.also_sql, self.comparison)

    @property
    def golds(self) -> tuple[str, ...]:
        """The first gold statement of each part."""
        return tuple(part.statements[0] for part in self.parts)

    @property
    def comparison(self) -> Compare:
        """How the rows of parts are compared that do not say their own."""
        return self.compare.model_copy(update={"ordered": True}) if self.ordered else self.compare


class Asked(Term):
    """The gold for a typed query's question asked as text: what its words ask, no more.

    Attributes:
        gold_sql: instead of the typed query's own; empty = the same, compared by ``compare``.
        also_sql, ordered, compare, note: as in ``MetricCase``.
    """

    gold_sql: Gold = ()
    also_sql: Gold = ()
    ordered: bool = False
    compare: Compare = Compare()
    note: str = ""


class QueryCase(Identified):
    """A question of the users with its typed query written by hand.

    Attributes:
        asked: the gold where the question is asked as text, if its words ask for less or other
            than the typed query shows.
    """

    question: str
    query: MetricQuery
    gold_sql: Gold
    ordered: bool = False
    source_line: int | None = None
    area: str = ""
    ops: tuple[str, ...] = ()
    compare: Compare = Compare()
    note: str = ""
    asked: Asked | None = None

    @property
    def parts(self) -> tuple[Part, ...]:
        """The gold, part by part."""
        return parts_of(self.gold_sql, self.comparison)

    @property
    def golds(self) -> tuple[str, ...]:
        """The first gold statement of each part."""
        return tuple(part.statements[0] for part in self.parts)

    @property
    def comparison(self) -> Compare:
        """How the rows are compared."""
        return self.compare.model_copy(update={"ordered": True}) if self.ordered else self.compare


class Stretch(Term):
    """Lines of the users' questions that are scored apart, with their own thresholds.

    Attributes:
        held_out: only scored: its questions and answers are not shown.
    """

    first: int = Field(ge=1)
    last: int = Field(ge=1)
    right: float = Field(ge=0, le=1)
    wrong_but_confident: float = Field(default=1.0, ge=0, le=1)
    held_out: bool = False

    def holds(self, line: int | None) -> bool:
        """Return whether the line lies in the stretch."""
        return line is not None and self.first <= line <= self.last


class Thresholds(Term):
    """Least shares that pass, ``by_op`` those of single operators.

    ``wrong_but_confident`` is the most that passes.
    """

    right: float = Field(ge=0, le=1)
    wrong_but_confident: float = Field(default=1.0, ge=0, le=1)
    paraphrase_agreement: float = Field(default=0.0, ge=0, le=1)
    by_op: dict[str, float] = Field(default_factory=dict)
    stretches: tuple[Stretch, ...] = ()


def load_metric_cases(folder: Path = CASES / "metric") -> tuple[MetricCase, ...]:
    """Return the cases of a folder, in file order.

    Raises:
        BadInput: a file is malformed, an id is used twice, or an answerable case has no gold.
    """
    return answerable(load(folder, MetricCase))


def load_manager_cases(folder: Path = CASES) -> tuple[MetricCase, ...]:
    """Return the users' questions by line: those with a typed query, asked as text, and the rest.

    Raises:
        BadInput: a file is malformed, or a line is missing from a case or told twice.
    """
    rest = load_metric_cases(folder / "manager")
    by_line: dict[int, MetricCase] = {}
    for case in rest:
        if case.source_line is None or case.source_line in by_line:
            raise BadInput(f"评测题 {case.id} 的 source_line 没写或重复。")
        by_line[case.source_line] = case
    for written in load_query_cases(folder / "query"):
        # A line written twice has its own wording in the first case.
        if written.source_line is not None and written.source_line not in by_line:
            by_line[written.source_line] = _as_question(written, written.source_line)
    return tuple(by_line[line] for line in sorted(by_line))


def load_hard_cases(folder: Path = CASES) -> tuple[MetricCase, ...]:
    """Return those of the users' questions that the parser alone does not answer right.

    Raises:
        BadInput: a file is malformed, or the list names a case that there is not.
    """
    lines = (folder / "hard.txt").read_text(encoding="utf-8").splitlines()
    wanted = {line.strip() for line in lines if line.strip() and not line.startswith("#")}
    cases = [case for case in load_manager_cases(folder) if case.id in wanted]
    if absent := wanted - {case.id for case in cases}:
        raise BadInput(f"hard.txt 里的评测题没有：{'、'.join(sorted(absent))}。")
    return tuple(cases)


def _as_question(case: QueryCase, line: int) -> MetricCase:
    asked = case.asked or Asked(ordered=case.ordered, compare=case.compare, note=case.note)
    return MetricCase(
        id=f"manager-{line:03d}", source_line=line, question=case.question, area=case.area,
        ops=case.ops, gold_sql=asked.gold_sql or case.gold_sql, also_sql=asked.also_sql,
        ordered=asked.ordered, compare=asked.compare, note=asked.note or case.note,
    )  # fmt: skip


def answerable(cases: Iterable[MetricCase]) -> tuple[MetricCase, ...]:
    """Return the cases, each with a gold where an answer is due.

    Raises:
        BadInput: an answerable case has no gold.
    """
    for case in cases:
        if "answered" in case.expected and not case.parts:
            raise BadInput(f"评测题 {case.id} 应有答案，但没有写 gold_sql。")
    return tuple(cases)


def load_query_cases(folder: Path = CASES / "query") -> tuple[QueryCase, ...]:
    """Return the cases of a folder, in file order.

    Raises:
        BadInput: a file is malformed or an id is used twice.
    """
    return load(folder, QueryCase)


def load_thresholds(suite: str, path: Path = _THRESHOLDS) -> Thresholds:
    """Return the thresholds of a suite.

    Raises:
        BadInput: the file is malformed or does not name the suite.
    """
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict) or suite not in data:
        raise BadInput(f"{path.name} 里没有评测集 {suite} 的门槛。")
    return Thresholds.model_validate(data[suite])


def load(folder: Path, kind: type[_Case]) -> tuple[_Case, ...]:
    """Return the cases of a folder's files, in file order.

    Raises:
        BadInput: a file is malformed or an id is used twice.
    """
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
