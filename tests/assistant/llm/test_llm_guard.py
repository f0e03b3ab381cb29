"""Second tries, the breaker, the queue and the account."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from threading import Event, Thread

import pytest

from assistant.contracts.errors import SourceUnavailable, Transient
from assistant.contracts.language import Message, Reply, Wanted
from assistant.llm.breaker import Breaker
from assistant.llm.guard import Guarded


class Scripted:
    """Gives what it is told, call by call; an error is raised."""

    name = "scripted"

    def __init__(self, *steps: str | Exception) -> None:
        self.steps, self.calls = list(steps), 0

    def complete(self, messages: Sequence[Message], wanted: Wanted) -> Reply:
        self.calls += 1
        step = self.steps.pop(0)
        if isinstance(step, Exception):
            raise step
        return Reply(text=step, prompt_tokens=5, reply_tokens=2, ms=10)

    def stream(self, messages: Sequence[Message], wanted: Wanted) -> Iterator[str]:
        self.calls += 1
        for step in list(self.steps):
            self.steps.pop(0)
            if isinstance(step, Exception):
                raise step
            yield step


class Time:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def guarded(model: Scripted, time: Time | None = None, **how: object) -> Guarded:
    return Guarded(model, Breaker(3, 30.0, time or Time()), lambda s: None, **how)


def test_only_what_may_pass_is_tried_again():
    passing = Scripted(Transient("忙"), "好")
    assert guarded(passing).complete([], Wanted()).text == "好" and passing.calls == 2
    lasting = Scripted(SourceUnavailable("不接受"), "好")
    with pytest.raises(SourceUnavailable, match="不接受"):
        guarded(lasting).complete([], Wanted())
    assert lasting.calls == 1


def test_the_pauses_between_tries_double():
    pauses: list[float] = []
    model = Guarded(Scripted(Transient("忙"), Transient("忙"), "好"),
                    Breaker(9, 1, Time()), pauses.append, tries=3)
    model.complete([], Wanted())
    assert pauses == [0.2, 0.4]


def test_a_model_that_is_down_is_left_alone_for_a_while():
    time, model = Time(), Scripted(*[Transient("没有回应")] * 4, "好")
    guard = guarded(model, time)
    for _ in range(2):
        with pytest.raises(SourceUnavailable):
            guard.complete([], Wanted())
    assert guard.down and model.calls == 3
    with pytest.raises(SourceUnavailable, match="暂时不可用"):
        guard.complete([], Wanted())
    assert model.calls == 3
    time.now = 31
    with pytest.raises(Transient):  # one try is let through; it fails, and the wait begins anew
        guard.complete([], Wanted())
    time.now = 50
    with pytest.raises(SourceUnavailable, match="暂时不可用"):
        guard.complete([], Wanted())
    time.now = 62
    assert guard.complete([], Wanted()).text == "好" and not guard.down


def test_a_stream_is_not_begun_again_once_something_came():
    broken = Scripted("缺", Transient("断了"), "缺报")
    got: list[str] = []
    with pytest.raises(Transient):
        got.extend(guarded(broken).stream([], Wanted()))
    assert broken.calls == 1
    late = Scripted(Transient("忙"), "缺", "报")
    assert list(guarded(late).stream([], Wanted())) == ["缺", "报"]


def test_calls_and_tokens_are_accounted_for():
    guard = guarded(Scripted("好", Transient("忙"), "好"))
    guard.complete([], Wanted())
    guard.complete([], Wanted())
    used = guard.usage
    assert (used.calls, used.failures, used.prompt_tokens, used.reply_tokens) == (2, 1, 10, 4)


def test_who_finds_no_place_is_told_so():
    begun, end = Event(), Event()

    class Slow(Scripted):
        def complete(self, messages: Sequence[Message], wanted: Wanted) -> Reply:
            begun.set()
            end.wait(5)
            return Reply(text="好")

    guard = guarded(Slow(), at_once=1, wait_s=0.01)
    thread = Thread(target=guard.complete, args=([], Wanted()))
    thread.start()
    begun.wait(5)
    with pytest.raises(Transient, match="太多"):
        guard.complete([], Wanted())
    end.set()
    thread.join()


def test_what_the_model_holds_is_given_back():
    closed: list[int] = []
    with guarded(Scripted(), close=lambda: closed.append(1)):
        assert not closed
    assert closed == [1]
