"""All nonterminals together."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.contracts.query import MetricQuery
from assistant.reading.one_form import bare_form, in_one_form
from assistant.reading.restate import Restater
from assistant.reading.restated.periods import Periods
from assistant.reading.restated.queries import Queries
from assistant.reading.restated.scoping import Scoping
from assistant.reading.restated.sets import Sets
from assistant.reading.restated.vocabulary import Vocabulary


class ReadBack(Queries, Scoping, Sets, Periods):
    """Reads one restatement back.

    Args:
        words: the vocabulary.
        restater: prints queries; what is read must be printed in the same words.
    """

    def __init__(self, words: Vocabulary, restater: Restater) -> None:
        super().__init__(words)
        self._restater = restater
        self.keys: set[str] = set()
        self.rows: tuple[tuple[str, str], ...] = ()

    def sure(self, text: str) -> Iterator[MetricQuery]:
        """Yield the queries that are restated so, each once."""
        seen = []
        for query in self.queries(text):
            found = in_one_form(query, self.words.model)
            if self._restater.restate(found) == text:
                form = bare_form(found)
                if form not in seen:
                    seen.append(form)
                    yield found


def read_back(text: str, words: Vocabulary, restater: Restater) -> MetricQuery | None:
    """Return the one query that is restated so; None when there is none, or more than one."""
    found = tuple(ReadBack(words, restater).sure(text))
    return found[0] if len(found) == 1 else None
