"""A model that was not tuned fills the holes of a question, shown reviewed examples."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from assistant.contracts.errors import ModelFixable
from assistant.contracts.language import Message, Wanted
from assistant.contracts.ports import LanguageModel
from assistant.planner.codes import Coded
from assistant.planner.holes.candidates import Linking
from assistant.planner.holes.form import as_restatement, filled, schema_of
from assistant.planner.telling import warmth
from assistant.reading.explained import Explained
from prompts import Prompt, as_data

log = logging.getLogger("shuiwen")
_TOKENS = 160
_SHOWN = 3

Recall = Callable[[str, int], Sequence[tuple[str, str]]]


class Filling:
    """Fills ``telling.Tells``.

    Args:
        model: any model that keeps to a JSON schema.
        prompt: its variables are the question, the codes and like questions with their meaning.
        linking: finds what may fill the holes.
        recall: like questions of the reviewed memory, each with its restatement, best first.
    """

    def __init__(
        self, model: LanguageModel, prompt: Prompt, linking: Linking, recall: Recall
    ) -> None:
        self._model, self._prompt = model, prompt
        self._linking, self._recall = linking, recall

    def __call__(self, heard: Explained, asked: Coded, n: int) -> str:
        """Return the restatement in codes; empty where nothing fits."""
        candidates = self._linking(heard, asked)
        like = "\n".join(f"{ask} → {says}" for ask, says in self._recall(asked.text, _SHOWN))
        system, user = self._prompt.filled({
            "question": as_data(asked.text), "codes": candidates.told(), "like": like})
        messages = (Message(role="system", text=system), Message(role="user", text=user))
        wanted = Wanted(max_tokens=_TOKENS, temperature=warmth(n), seed=n,
                        json_schema=schema_of(candidates))
        try:
            form = filled(self._model.complete(messages, wanted).text)
        except ModelFixable as error:
            log.info("a form that cannot be read: %s", error.detail)
            return ""
        return as_restatement(form, candidates)
