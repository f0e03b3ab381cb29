"""A suite on a real DuckDB file; the assistant's answers are given."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from assistant.ask import DataFacts
from assistant.contracts.answer import Answer, AnswerColumn
from assistant.contracts.errors import BadInput, SourceUnavailable
from assistant.contracts.flow import Plan, Question
from evals.case_files import (
    CASES,
    MetricCase,
    QueryCase,
    Thresholds,
    load_metric_cases,
    load_query_cases,
    load_thresholds,
)
from evals.gold import GoldDatabase
from evals.html_report import report_html, write_report
from evals.result import SuiteResult
from evals.run import run_suite
from evals.show import show_result

AS_OF = datetime(2026, 9, 16, 9)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "w'arehouse.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "CREATE TABLE station AS SELECT * FROM (VALUES ('甲', 3), ('乙', 4)) t(name, n)"
        )
        connection.execute("CREATE TABLE day AS SELECT DATE '2026-09-16' AS date, 7 AS n")
    return path


def number(value: float, status: str = "answered") -> Answer:
    return Answer(
        status=status, text="文", columns=(AnswerColumn(name="n", label="数", unit="个"),),
        rows=((value,),), reading="多少个", as_of="2026-09-16",
    )  # fmt: skip


class Canned:
    """Answers from a table of questions; keeps the plans it was given."""

    def __init__(self, answers: dict[str, Answer]) -> None:
        self.answers = answers
        self.plans: list[Plan] = []

    @property
    def data(self) -> DataFacts:
        return DataFacts(as_of=AS_OF, version="1", generated=True, rows={})

    def ask(self, question: Question) -> Answer:
        return self.answers[question.text]

    def answer_plan(self, question: Question, plan: Plan) -> Answer:
        self.plans.append(plan)
        return self.answers[question.text]


def case(id: str, question: str, **more) -> MetricCase:
    fields = {"area": "取水计量", "ops": ("count",), "gold_sql": "SELECT sum(n) FROM station"}
    return MetricCase.model_validate({"id": id, "question": question, **fields, **more})


def result(db: Path) -> SuiteResult:
    cases = [
        case("a1", "总数", paraphrases=("合计多少", "一共几个")),
        case("a2", "错的", area="公报", ops=("sum", "count")),
        case("a3", "反问的"),
        case("a4", "不该答", expect="refused", gold_sql=""),
    ]
    answers = {
        "总数": number(7), "合计多少": number(7), "一共几个": number(8), "错的": number(9),
        "反问的": number(0, "clarify"), "不该答": number(1),
    }  # fmt: skip
    return run_suite("metric", Canned(answers), db, cases=cases)


def test_verdicts_shares_and_agreement(db: Path):
    got = result(db)
    verdicts = {one.id: one.verdict for one in got.results}
    assert verdicts == {
        "a1": "right", "a1~1": "right", "a1~2": "wrong", "a2": "wrong",
        "a3": "asked_back_when_answer_due", "a4": "wrong",
    }  # fmt: skip
    assert (got.right.right, got.right.all) == (1, 4)
    assert (got.wrong_but_confident.right, got.wrong_but_confident.all) == (2, 4)
    assert (got.agreement.right, got.agreement.all) == (1, 2)
    assert {name: (t.right, t.all) for name, t in got.by_area().items()} == {
        "公报": (0, 1), "取水计量": (1, 3),
    }  # fmt: skip
    assert got.by_op()["count"].all == 4 and got.by_op()["sum"].all == 1


def test_what_is_below_its_threshold_is_named(db: Path):
    got = result(db)
    assert len(got.shortfalls()) == 3
    easy = Thresholds(right=0.2, wrong_but_confident=0.5, paraphrase_agreement=0.5)
    assert SuiteResult("metric", got.results, easy).shortfalls() == ()
    assert SuiteResult("metric", (), easy).shortfalls() == ("没有任何评测题",)


def test_the_printed_report_lists_each_miss_and_wrong_ones_apart(db: Path):
    console = Console(record=True, width=200, file=open("/dev/null", "w"))  # noqa: SIM115
    with console.file:
        show_result(result(db), console)
        text = console.export_text()
    wrong, other = text.index("有把握地错（3）"), text.index("其他未答对（1）")
    assert wrong < text.index("a2  答错") < other < text.index("a3  该答却反问")
    assert "得到：[answered] 文 ｜ 1行：9.0" in text or "1行：9" in text
    assert "1/4（25.0%）" in text and "未达门槛" in text


def test_the_page_escapes_what_it_shows(db: Path, tmp_path: Path):
    asked = case("x", "<script>多少")
    got = run_suite("metric", Canned({"<script>多少": number(7)}), db, cases=[asked])
    write_report(got, tmp_path / "new" / "metric.html")
    page = (tmp_path / "new" / "metric.html").read_text(encoding="utf-8")
    assert page == report_html(got)
    assert "&lt;script&gt;多少" in page and "<script>" not in page


def test_a_typed_query_goes_past_the_reader(db: Path):
    written = QueryCase.model_validate({
        "id": "q1", "question": "总数", "query": {"measures": [{"op": "count", "of": "station"}]},
        "gold_sql": "SELECT 7 AS n FROM day WHERE date = DATE '{as_of}'",
    })  # fmt: skip
    canned = Canned({"总数": number(7)})
    got = run_suite("query", canned, db, cases=[written])
    assert got.right.right == 1
    assert canned.plans[0].query == written.query and canned.plans[0].status == "ready"


def test_gold_can_only_read(db: Path):
    with GoldDatabase(db, AS_OF) as gold:
        assert gold.rows("SELECT n FROM day WHERE date = DATE '{as_of}'").rows == ((7.0,),)
        with pytest.raises(BadInput):
            gold.rows("DELETE FROM station")
        with pytest.raises(BadInput, match="SQL"):
            gold.rows("SELECT nothing FROM station")


def test_gold_reads_beside_a_locked_connection(db: Path):
    config = {"enable_external_access": "false", "lock_configuration": "true"}
    with duckdb.connect(str(db), read_only=True, config=config), GoldDatabase(db, AS_OF) as gold:
        assert gold.rows("SELECT count(*) AS n FROM station").rows == ((2.0,),)


def test_a_missing_database_is_said(tmp_path: Path):
    with pytest.raises(SourceUnavailable, match="不存在"):
        GoldDatabase(tmp_path / "none.duckdb", AS_OF)


def test_an_unknown_suite_names_those_there_are(db: Path):
    with pytest.raises(BadInput, match="metric、query"):
        run_suite("nothing", Canned({}), db)


@pytest.mark.parametrize("text, told", [
    ("- {id: a, question: 问, area: x}", "gold_sql"),
    ("- {id: a, question: 问, area: x, gold_sql: s, typo: 1}", "typo"),
    ("- {id: a, question: 问, area: x, gold_sql: s}\n- {id: a, question: 问, area: x, gold_sql: s}",
     "重复"),
    ("a: 1", "列表"),
    ("- [", "YAML"),
])  # fmt: skip
def test_a_malformed_case_file_is_refused(tmp_path: Path, text: str, told: str):
    (tmp_path / "cases.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=told):
        load_metric_cases(tmp_path)


def test_the_case_files_of_the_house_load():
    assert CASES.is_dir()
    load_metric_cases()
    load_query_cases()


def test_every_suite_has_thresholds():
    assert load_thresholds("metric").right >= 0.95
    assert load_thresholds("metric").wrong_but_confident <= 0.01
    assert load_thresholds("query").right > 0
    with pytest.raises(BadInput):
        load_thresholds("nothing")
