"""A model behind an OpenAI-like address (vLLM, llama.cpp), through llama-index's client."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Any

from assistant.contracts.errors import SourceUnavailable, Transient
from assistant.contracts.language import Message, Reply, Wanted

if TYPE_CHECKING:
    from llama_index.core.base.llms.types import ChatResponse
    from llama_index.llms.openai_like import OpenAILike

_CONTEXT = 4096  # only what llama-index wants to know; the server has its own
# What the client runs into when a server answers 200 with something else (a portal's page).
_NO_REPLY = (AttributeError, IndexError, KeyError, TypeError, ValueError)
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})


class Endpoint:
    """Fills ``ports.LanguageModel``; one call a reply, no second try (see ``guard``).

    Args:
        url: address of the service: its root or its ``/v1``.
        model: name of the model there.
        key: bearer token; None sends a placeholder, which such servers ignore.
        seconds: longest time a reply may take.
        adapter: name of the model's adapter there (vLLM), or None.
        adapter_slots: how many adapters the server holds in slots (llama.cpp), each switched on or
            off by the request.
    """

    def __init__(
        self, url: str, *, model: str, key: str | None = None, seconds: float = 30.0,
        adapter: str | None = None, adapter_slots: int = 0,
    ) -> None:  # fmt: skip
        self._base, self._model, self._key = base_of(url), model, key or "none"
        self._seconds, self._adapter, self._slots = seconds, adapter, adapter_slots

    @property
    def address(self) -> str:
        """Its ``/v1``."""
        return self._base

    @property
    def name(self) -> str:
        """Name of the model."""
        return self._model

    def complete(self, messages: Sequence[Message], wanted: Wanted) -> Reply:
        """Return the model's reply.

        Raises:
            Transient: it may answer if asked again.
            SourceUnavailable: it cannot be reached, or refuses the request.
        """
        from openai import OpenAIError

        begun = perf_counter()
        try:
            found = self._client(wanted).chat(_chat(messages), **_form(wanted))
            return _reply(found, (perf_counter() - begun) * 1000)
        except OpenAIError as error:
            raise self._unavailable(error) from error
        except _NO_REPLY as error:
            raise self._garbled(error) from error

    def stream(self, messages: Sequence[Message], wanted: Wanted) -> Iterator[str]:
        """Yield the reply piece by piece.

        Raises:
            Transient: it may answer if asked again.
            SourceUnavailable: it cannot be reached, or refuses the request.
        """
        from openai import OpenAIError

        came = False
        try:
            for piece in self._client(wanted).stream_chat(_chat(messages), **_form(wanted)):
                if piece.delta:
                    came = True
                    yield piece.delta
        except OpenAIError as error:
            raise self._unavailable(error) from error
        except _NO_REPLY as error:
            raise self._garbled(error) from error
        if not came:
            raise self._garbled(None)

    def _client(self, wanted: Wanted) -> OpenAILike:
        from llama_index.llms.openai_like import OpenAILike

        extra: dict[str, Any] = {}
        if self._slots:
            scale = 1.0 if wanted.adapter else 0.0
            extra["lora"] = [{"id": slot, "scale": scale} for slot in range(self._slots)]
        model = self._adapter if wanted.adapter and self._adapter else self._model
        return OpenAILike(
            model=model, api_base=self._base, api_key=self._key, is_chat_model=True,
            context_window=_CONTEXT, timeout=self._seconds, max_retries=0, reuse_client=False,
            temperature=wanted.temperature, max_tokens=wanted.max_tokens,
            additional_kwargs={"extra_body": extra} if extra else {},
        )  # fmt: skip

    def _garbled(self, error: Exception | None) -> SourceUnavailable:
        return SourceUnavailable(
            "语言模型服务的回答不成样子，请核对地址。",
            detail=f"{self._base} {self._model}: {error!r}")

    def _unavailable(self, error: Exception) -> SourceUnavailable:
        from openai import APIConnectionError, APIStatusError

        told = f"{self._base} {self._model}: {error}"
        if isinstance(error, APIConnectionError):  # its time-out is one too
            return Transient("语言模型没有回应。", detail=told)
        if isinstance(error, APIStatusError) and error.status_code in _BUSY:
            return Transient("语言模型正忙。", detail=told)
        return SourceUnavailable("语言模型不接受这个请求。", detail=told)


def base_of(url: str) -> str:
    """Return the ``/v1`` of a service at an address."""
    root = url.rstrip("/")
    return root if root.endswith("/v1") else f"{root}/v1"


def _chat(messages: Sequence[Message]) -> list[Any]:
    from llama_index.core.base.llms.types import ChatMessage

    return [ChatMessage(role=one.role, content=one.text) for one in messages]


def _form(wanted: Wanted) -> dict[str, Any]:
    form: dict[str, Any] = {}
    if wanted.seed is not None:
        form["seed"] = wanted.seed
    if wanted.json_schema is not None:
        named = {"name": "reply", "strict": True, "schema": wanted.json_schema}
        form["response_format"] = {"type": "json_schema", "json_schema": named}
    return form


def _reply(found: ChatResponse, ms: float) -> Reply:
    raw = found.raw
    usage, choices = getattr(raw, "usage", None), getattr(raw, "choices", None)
    return Reply(
        text=found.message.content or "",
        finished=not choices or choices[0].finish_reason != "length",
        prompt_tokens=getattr(usage, "prompt_tokens", 0) or 0,
        reply_tokens=getattr(usage, "completion_tokens", 0) or 0,
        ms=round(ms, 2),
    )
