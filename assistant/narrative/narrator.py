"""A few sentences about an answer, written by the model, held against the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.contracts.answer import Answer
from assistant.contracts.language import Message, Wanted
from assistant.contracts.ports import LanguageModel
from assistant.narrative.evidence_check import Proof, Unproven
from prompts import Prompt, as_data

_TRIES = 2  # the text, and one rewrite
_TOKENS = 200
_ROWS = 12


@dataclass(frozen=True, slots=True)
class Narrative:
    """A text that may stand, or none and why; ``calls`` made for it."""

    text: str = ""
    calls: int = 0
    faults: tuple[Unproven, ...] = ()


class Narrator:
    """Writes about answers.

    Args:
        model: writes.
        prompt: how it is asked: ``evidence`` and ``faults``.
        names: names of places and objects, so that one the evidence lacks is noticed.
    """

    def __init__(self, model: LanguageModel, prompt: Prompt, names: Iterable[str] = ()) -> None:
        self._model, self._prompt, self._names = model, prompt, tuple(names)

    def __call__(self, answer: Answer) -> Narrative:
        """Return the text; it is written once more when something in it is not borne out.

        Raises:
            SourceUnavailable: the model does not answer.
        """
        proof = Proof(answer, self._names)
        faults: tuple[Unproven, ...] = ()
        for calls in range(1, _TRIES + 1):
            text = self._written(answer, faults)
            faults = proof.unproven(text)
            if text and not faults:
                return Narrative(text, calls)
        return Narrative("", _TRIES, faults)

    def _written(self, answer: Answer, faults: Sequence[Unproven]) -> str:
        told = "、".join(f"“{one.text}”" for one in faults)
        system, user = self._prompt.filled({
            "evidence": as_data(_evidence(answer)),
            "faults": f"上一稿里的{told}不在结果里，请去掉重写。" if faults else ""})
        messages = (Message(role="system", text=system), Message(role="user", text=user))
        reply = self._model.complete(messages, Wanted(max_tokens=_TOKENS))
        return reply.text.strip() if reply.finished else _whole_sentences(reply.text)


def _evidence(answer: Answer) -> str:
    """The answer's reading and text, and its first rows with their units."""
    lines = [answer.reading, answer.text]
    for row in answer.rows[:_ROWS]:
        cells = (f"{column.label}{'' if cell is None else cell}{column.unit}"
                 for column, cell in zip(answer.columns, row, strict=False))
        lines.append("，".join(cells))
    return "\n".join(line for line in lines if line)


def _whole_sentences(text: str) -> str:
    """A reply that was cut ends with its last whole sentence."""
    return text[: text.rfind("。") + 1].strip()
