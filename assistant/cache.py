"""A bounded cache of query results, shared by threads."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, MutableMapping
from threading import Lock

from assistant.contracts.flow import Evidence


class EvidenceCache(MutableMapping[str, Evidence]):
    """Keeps the results used last; the least recently used one makes room.

    Results of many rows are passed by: a page of them costs more memory than time.
    """

    def __init__(self, most: int, *, most_rows: int = 2000) -> None:
        self._most, self._most_rows = most, most_rows
        self._held: OrderedDict[str, Evidence] = OrderedDict()
        self._lock = Lock()

    def __contains__(self, key: object) -> bool:
        with self._lock:
            return key in self._held

    def __getitem__(self, key: str) -> Evidence:
        with self._lock:
            self._held.move_to_end(key)
            return self._held[key]

    def __setitem__(self, key: str, value: Evidence) -> None:
        if len(value.table.rows) > self._most_rows:
            return
        with self._lock:
            self._held[key] = value
            self._held.move_to_end(key)
            while len(self._held) > self._most:
                self._held.popitem(last=False)

    def __delitem__(self, key: str) -> None:
        with self._lock:
            del self._held[key]

    def __iter__(self) -> Iterator[str]:
        with self._lock:
            return iter(tuple(self._held))

    def __len__(self) -> int:
        return len(self._held)
