"""Terms of the query algebra in plain Chinese, for the restatement, the sentences and the table."""

from assistant.answer.wording.words import Wording, wording_of

__all__ = ["Wording", "wording_of"]
