"""What is put to a language model, how its reply is wanted, and what came back."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from assistant.contracts.time import Term


class Message(Term):
    """One message to a model."""

    role: Literal["system", "user", "assistant"]
    text: str


class Wanted(Term):
    """How a reply is wanted.

    Attributes:
        max_tokens: longest reply.
        temperature: 0 = the likeliest words.
        seed: of the draw where the temperature is above 0.
        json_schema: the reply must be JSON that satisfies it; None = plain text.
        adapter: whether the model's adapter is to be used where it has one.
    """

    max_tokens: int = Field(default=128, ge=1)
    temperature: float = Field(default=0.0, ge=0)
    seed: int | None = None
    json_schema: dict[str, Any] | None = None
    adapter: bool = False


class Reply(Term):
    """A model's reply with its cost; ``finished`` is false where it was cut at ``max_tokens``."""

    text: str
    finished: bool = True
    prompt_tokens: int = 0
    reply_tokens: int = 0
    ms: float = 0.0


class Usage(Term):
    """What a model was used for since it was built."""

    calls: int = 0
    failures: int = 0
    prompt_tokens: int = 0
    reply_tokens: int = 0
    ms: float = 0.0
