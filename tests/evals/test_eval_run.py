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
    Stretch,
    Thresholds,
    load_manager_cases,
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
    with pytest.raises(BadInput, match="metric、query、manager"):
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
    lines = [one.source_line for one in load_manager_cases()]
    assert lines == list(range(1, 401))


def test_a_question_of_the_users_is_asked_as_text_with_the_gold_of_its_query(tmp_path: Path):
    query = "query: {measures: [{op: count, of: station}]}"
    (tmp_path / "manager").mkdir()
    (tmp_path / "query").mkdir()
    (tmp_path / "manager" / "a.yaml").write_text(
        "- {id: manager-002, source_line: 2, question: 乙, area: x, expect: clarify}",
        encoding="utf-8",
    )
    (tmp_path / "query" / "a.yaml").write_text(
        f"- {{id: q1, source_line: 1, question: 甲, gold_sql: s, {query}}}\n"
        f"- {{id: q1b, source_line: 1, question: 另写的, gold_sql: t, {query}}}\n"
        f"- {{id: q9, question: 无行号, gold_sql: u, {query}}}",
        encoding="utf-8",
    )
    first, second = load_manager_cases(tmp_path)
    assert (first.id, first.question, first.golds) == ("manager-001", "甲", ("s",))
    assert (second.id, second.expected) == ("manager-002", ("clarify",))


@pytest.mark.parametrize("more", ["", "source_line: 1, "])
def test_a_line_told_twice_or_not_at_all_is_refused(tmp_path: Path, more: str):
    (tmp_path / "manager").mkdir()
    rows = [f"- {{id: a{n}, {more}question: 问, area: x, expect: clarify}}" for n in (1, 2)]
    (tmp_path / "manager" / "a.yaml").write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(BadInput, match="source_line"):
        load_manager_cases(tmp_path)


def by_line(db: Path) -> SuiteResult:
    cases = [
        case("m1", "总数", source_line=1),
        case("m2", "错的", source_line=2),
        case("m3", "反问的", source_line=3),
        case("m4", "藏着的", source_line=4),
    ]
    answers = {
        "总数": number(7), "错的": number(9), "反问的": number(0, "clarify"), "藏着的": number(8),
    }  # fmt: skip
    got = run_suite("manager", Canned(answers), db, cases=cases)
    limits = Thresholds(right=0, stretches=(
        Stretch(first=1, last=3, right=0.5, wrong_but_confident=0.1),
        Stretch(first=4, last=9, right=0.5, held_out=True),
        Stretch(first=10, last=19, right=1.0),
    ))  # fmt: skip
    return SuiteResult("manager", got.results, limits)


def test_lines_are_scored_apart_with_their_own_thresholds(db: Path):
    got = by_line(db)
    (seen, part), (_, rest) = got.stretches
    assert (seen.first, seen.last) == (1, 3) and len(rest.own) == 1
    assert part.verdicts() == {"right": 1, "wrong": 1, "asked_back_when_answer_due": 1}
    assert [text[:6] for text in got.shortfalls()] == ["第1–3题：", "第1–3题：", "第4–9题："]


def test_held_out_lines_are_only_scored(db: Path):
    console = Console(record=True, width=200, file=open("/dev/null", "w"))  # noqa: SIM115
    with console.file:
        show_result(by_line(db), console)
        text = console.export_text()
    page = report_html(by_line(db))
    for shown in (text, page):
        assert "第1–3题" in shown and "第4–9题" in shown and "错的" in shown
        assert "藏着的" not in shown and "m4" not in shown


def test_another_fair_reading_is_right_as_well(db: Path):
    cases = [
        case("b1", "总数", also_sql="SELECT 9 AS n"),
        case("b2", "九个", also_sql="SELECT 9 AS n"),
        case("b3", "两个", also_sql="SELECT 9 AS n"),
    ]
    answers = {"总数": number(7), "九个": number(9), "两个": number(2)}
    got = run_suite("metric", Canned(answers), db, cases=cases)
    assert [one.verdict for one in got.results] == ["right", "right", "wrong"]


def test_every_suite_has_thresholds():
    assert load_thresholds("metric").right >= 0.95
    assert load_thresholds("metric").wrong_but_confident <= 0.01
    assert load_thresholds("query").right > 0
    seen, held = load_thresholds("manager").stretches
    assert (seen.last, seen.held_out, held.first, held.held_out) == (300, False, 301, True)
    assert (seen.right, seen.wrong_but_confident) == (0.92, 0.01)
    assert (held.right, held.wrong_but_confident) == (0.85, 0.03)
    with pytest.raises(BadInput):
        load_thresholds("nothing")
