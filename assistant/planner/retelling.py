"""A model tuned for it says a question in the words of the data, freely."""

from __future__ import annotations

from assistant.contracts.language import Message, Wanted
from assistant.contracts.ports import LanguageModel
from assistant.planner.codes import Coded
from assistant.planner.telling import warmth
from assistant.reading.explained import Explained
from prompts import Prompt, harmless

_TOKENS = 120


class Retelling:
    """Fills ``telling.Tells``.

    Args:
        model: one with an adapter trained by ``assistant/tuning``.
        prompt: its one variable is the question in codes.
    """

    def __init__(self, model: LanguageModel, prompt: Prompt) -> None:
        self._model, self._prompt = model, prompt

    def __call__(self, heard: Explained, asked: Coded, n: int) -> str:
        """Return the restatement in codes."""
        system, user = self._prompt.filled({"question": harmless(asked.text)})
        messages = (Message(role="system", text=system), Message(role="user", text=user))
        wanted = Wanted(max_tokens=_TOKENS, temperature=warmth(n), seed=n, adapter=True)
        return self._model.complete(messages, wanted).text.strip()
