"""What stands between the product and a model: one queue, second tries, a breaker, the account."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

from assistant.contracts.errors import SourceUnavailable, Transient
from assistant.contracts.language import Message, Reply, Usage, Wanted
from assistant.contracts.ports import LanguageModel
from assistant.llm.breaker import Breaker

_FIRST_PAUSE_S = 0.2


class Guarded:
    """Fills ``ports.LanguageModel`` over another one; shared by threads.

    Only transient failures are tried again, with a pause that doubles. A reply that is streamed is
    tried again only while nothing of it has come.

    Args:
        model: the model asked.
        breaker: keeps off a model that is down.
        tries: calls made for one question at most.
        sleep: pauses between tries.
        at_once: calls under way at the same time.
        wait_s: longest wait for a place.
        close: gives back what the model holds.
    """

    def __init__(
        self, model: LanguageModel, breaker: Breaker, sleep: Callable[[float], object], *,
        tries: int = 2, at_once: int = 2, wait_s: float = 20.0,
        close: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        self._model, self._breaker, self._sleep = model, breaker, sleep
        self._tries, self._wait_s = tries, wait_s
        self._places = BoundedSemaphore(at_once)
        self._lock, self._close = Lock(), close
        self._usage = Usage()

    @property
    def name(self) -> str:
        """Name of the model."""
        return self._model.name

    def __enter__(self) -> Guarded:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give back what the model holds; it can be asked again, at the cost of a new start."""
        self._close()

    @property
    def usage(self) -> Usage:
        """What was used so far."""
        with self._lock:
            return self._usage

    @property
    def down(self) -> bool:
        """Whether the last calls failed."""
        return self._breaker.open

    def complete(self, messages: Sequence[Message], wanted: Wanted) -> Reply:
        """Return the model's reply.

        Raises:
            SourceUnavailable: no reply after all tries, or none is tried now.
        """
        with self._place():
            for left in range(self._tries - 1, -1, -1):
                try:
                    reply = self._model.complete(messages, wanted)
                except SourceUnavailable as error:
                    self._failed(error, left)
                else:
                    self._worked(reply)
                    return reply
        raise AssertionError("unreachable")  # pragma: no cover

    def stream(self, messages: Sequence[Message], wanted: Wanted) -> Iterator[str]:
        """Yield the reply piece by piece.

        Raises:
            SourceUnavailable: no reply after all tries, or it broke off.
        """
        with self._place():
            for left in range(self._tries - 1, -1, -1):
                begun = False
                try:
                    for piece in self._model.stream(messages, wanted):
                        begun = True
                        yield piece
                except SourceUnavailable as error:
                    self._failed(error, 0 if begun else left)
                else:
                    self._worked(Reply(text=""))
                    return

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._breaker.allows():
            raise SourceUnavailable("语言模型暂时不可用，稍后会再试。", detail=self._model.name)
        if not self._places.acquire(timeout=self._wait_s):
            raise Transient("用语言模型的人太多，请稍后再试。", detail=self._model.name)
        try:
            yield
        finally:
            self._places.release()

    def _failed(self, error: SourceUnavailable, left: int) -> None:
        """Account for a failure; raises it unless another try is due."""
        self._breaker.failed()
        with self._lock:
            self._usage = self._usage.model_copy(update={"failures": self._usage.failures + 1})
        if not isinstance(error, Transient) or not left or self._breaker.open:
            raise error
        self._sleep(_FIRST_PAUSE_S * 2 ** (self._tries - 1 - left))

    def _worked(self, reply: Reply) -> None:
        self._breaker.worked()
        with self._lock:
            used = self._usage
            self._usage = Usage(
                calls=used.calls + 1, failures=used.failures,
                prompt_tokens=used.prompt_tokens + reply.prompt_tokens,
                reply_tokens=used.reply_tokens + reply.reply_tokens, ms=used.ms + reply.ms)
