"""One question from text to answer: read → run → write, each stage timed, every error answered."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from time import perf_counter
from typing import NamedTuple, Protocol

from assistant.contracts.answer import Answer, Status
from assistant.contracts.errors import (
    AmbiguousQuestion,
    AssistantError,
    BadInput,
    InternalError,
    ModelFixable,
    NotPermitted,
    UnknownTerm,
    Unrelated,
    UserFixable,
)
from assistant.contracts.flow import Evidence, Plan, Question, ToolRequest
from assistant.contracts.speech import Transcript
from assistant.contracts.work import work_now

log = logging.getLogger("shuiwen")


class Reads(Protocol):
    """Turns a question into a plan."""

    def plan(self, question: str, earlier: Sequence[str] = ()) -> Plan:
        """Return the reading; its status says whether it can be run.

        Args:
            question: as typed.
            earlier: the questions before it in its conversation, oldest first.
        """


class Writes(Protocol):
    """Turns a plan, and what the tools found for it, into the answer."""

    def __call__(self, question: Question, plan: Plan, evidence: Evidence | None) -> Answer:
        """Return the answer; ``evidence`` is None for a plan that is not ready."""


@dataclass(frozen=True)
class DataFacts:
    """What the loaded data are, for the health page and for answers that carry no rows."""

    as_of: datetime
    version: str
    generated: bool
    rows: dict[str, int]


@dataclass(frozen=True)
class Stages:
    """The stages of a question over one generation of the data."""

    data: DataFacts
    reader: Reads
    run: Callable[[ToolRequest], Evidence]
    write: Writes
    trace: Callable[[str], Iterable[str]] = lambda question: ()
    put_right: Callable[[str], Transcript] = lambda heard: Transcript(text=heard, heard=heard)
    narrate: Callable[[Answer], Answer] = lambda answer: answer
    last_resort: Callable[[Question, Plan], tuple[Plan, Evidence] | None] = (
        lambda question, plan: None)


class Outcome(NamedTuple):
    """An answer, and the error behind it if there was one (for exit codes and HTTP statuses)."""

    answer: Answer
    error: AssistantError | None = None


@dataclass
class _Watch:
    """Milliseconds spent in each stage; tells which one begins."""

    tell: Callable[[str], None]
    spent: dict[str, float] = field(default_factory=dict)
    _last: float = field(default_factory=perf_counter)

    def begin(self, stage: str) -> None:
        work_now().check()
        self.tell(stage)

    def lap(self, stage: str) -> None:
        now = perf_counter()
        self.spent[stage] = round((now - self._last) * 1000, 2)
        self._last = now


class Assistant:
    """Answers questions; built by ``assistant.wiring.build_assistant``, shared by threads."""

    def __init__(
        self,
        stages: Callable[[], Stages],
        new_id: Callable[[], str],
        *,
        max_chars: int,
        examples: tuple[str, ...],
        warm: Callable[[], None] = lambda: None,
    ) -> None:
        """Keep the seams.

        Args:
            stages: gives the stages over the data loaded now; asked once a question, so that
                data loaded meanwhile are used from the next question on.
            new_id: gives a new answer id.
            max_chars: longest question, characters.
            examples: questions to try, offered when a question is empty.
            warm: makes ready what only a long-running service is worth the time of.
        """
        self._stages, self._new_id, self._warm = stages, new_id, warm
        self._max_chars = max_chars
        self.examples = examples

    @property
    def data(self) -> DataFacts:
        """What is loaded now.

        Raises:
            SourceUnavailable: nothing is loaded, or the file is damaged.
        """
        return self._stages().data

    def warm(self) -> None:
        """Make ready what answers may use but need not wait for; may take a minute."""
        self._warm()

    def ask(self, question: Question) -> Answer:
        """Return the answer to a question; never raises for anything a question can cause."""
        return self.outcome(question).answer

    def outcome(
        self, question: Question, *, answer_id: str | None = None,
        tell: Callable[[str], None] = lambda stage: None,
    ) -> Outcome:
        """Return the answer together with the error that shaped it, if any.

        Args:
            question: as typed.
            answer_id: the id the answer gets; None = a new one.
            tell: called with ``read``, ``run`` and ``write`` as each stage begins.
        """  # fmt: skip

        def stages(now: Stages, watch: _Watch) -> Answer:
            self._check_text(question.text)
            watch.begin("read")
            plan = now.reader.plan(question.text, question.earlier)
            watch.lap("read")
            try:
                return _run_and_write(now, question, plan, watch)
            except ModelFixable as unsound:
                # The words were put together wrongly: that is for the asker to say otherwise.
                log.warning("a reading that cannot be computed: %s: %s", question.text, unsound)
                raise AmbiguousQuestion(
                    f"这句话没有读通：{unsound.message}请换个说法，把对象和条件说全。",
                    suggestions=self.examples) from unsound

        return self._guarded(stages, answer_id, tell)

    def new_id(self) -> str:
        """Return an id for an answer to come."""
        return self._new_id()

    def trace(self, question: str) -> tuple[str, ...]:
        """Return how a question is read, stage by stage, a line each."""
        return tuple(self._stages().trace(question))

    def put_right(self, heard: str) -> Transcript:
        """Return a spoken question with the words of the domain as they are written."""
        if len(heard) > self._max_chars:
            told = f"说得太长：{len(heard)} 字，最多 {self._max_chars} 字。"
            raise BadInput(f"{told}请分成几个问题。")
        return self._stages().put_right(heard)

    def answer_plan(self, question: Question, plan: Plan) -> Answer:
        """Return the answer to a plan made elsewhere (by hand, by a model): run and write only."""
        return self._guarded(
            lambda now, watch: _run_and_write(now, question, plan, watch)
        ).answer

    def _guarded(
        self, stages: Callable[[Stages, _Watch], Answer], answer_id: str | None = None,
        tell: Callable[[str], None] = lambda stage: None,
    ) -> Outcome:  # fmt: skip
        watch, answer_id = _Watch(tell), answer_id or self._new_id()
        error: AssistantError | None = None
        data: DataFacts | None = None
        try:
            now = self._stages()
            data = now.data
            answer = stages(now, watch)
        except AssistantError as expected:
            error = expected
        except Exception as fault:  # noqa: BLE001  # the edge: a bug must still get an answer
            log.exception("answer %s failed", answer_id)
            error = InternalError(
                f"系统内部出错，未能回答。请把编号 {answer_id} 告诉管理员。", detail=repr(fault)
            )
        if error is not None:
            log.info("answer %s: %s", answer_id, error)
            answer = _explain(error, answer_id, data)
        timings = {**answer.timings_ms, **watch.spent, "total": round(sum(watch.spent.values()), 2)}
        return Outcome(
            answer.model_copy(update={"answer_id": answer_id, "timings_ms": timings}), error
        )

    def _check_text(self, text: str) -> None:
        if not text.strip():
            raise BadInput("请输入要查询的问题。", suggestions=self.examples)
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            raise BadInput("问题里有无法识别的字符，请重新输入。", suggestions=self.examples)
        if len(text) > self._max_chars:
            raise BadInput(
                f"问题太长：{len(text)} 字，最多 {self._max_chars} 字。请只写要查的内容，"
                "或分成几个问题来问。",
                suggestions=self.examples,
            )


def _run_and_write(now: Stages, question: Question, plan: Plan, watch: _Watch) -> Answer:
    evidence: Evidence | None = None
    if plan.status == "ready" and plan.query is not None:
        watch.begin("run")
        request = ToolRequest(query=plan.query, user=question.user, as_of=now.data.as_of)
        evidence = now.run(request)
        watch.lap("run")
    elif plan.status == "clarify" and (found := now.last_resort(question, plan)) is not None:
        plan, evidence = found
        watch.lap("free_sql")
    watch.begin("write")
    answer = now.write(question, plan, evidence)
    watch.lap("write")
    if question.narrative and answer.status == "answered":
        watch.begin("narrate")
        answer = now.narrate(answer)
        watch.lap("narrate")
    return answer


def _explain(error: AssistantError, answer_id: str, data: DataFacts | None) -> Answer:
    status = _status_of(error)
    text = error.message
    if status == "failed" and answer_id not in text:
        text = f"{text}（编号 {answer_id}）"
    return Answer(
        status=status,
        text=text,
        suggestions=error.suggestions,
        as_of=data.as_of.isoformat(sep=" ", timespec="minutes") if data else None,
        generated_data=data.generated if data else False,
    )


def _status_of(error: AssistantError) -> Status:
    """Which of the four ways of not answering fits the error."""
    if isinstance(error, NotPermitted):
        return "not_permitted"
    if isinstance(error, BadInput):
        return "refused"
    if isinstance(error, AmbiguousQuestion | UnknownTerm | Unrelated):
        return "clarify"
    return "no_data" if isinstance(error, UserFixable) else "failed"
