"""The result cache: bounded, least recently used first out, no giant results, safe by threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.cache import EvidenceCache
from assistant.contracts.flow import Evidence, ResultTable


def result(rows: int) -> Evidence:
    return Evidence(table=ResultTable(columns=(), rows=((1,),) * rows))


def test_the_least_recently_used_makes_room():
    cache = EvidenceCache(2)
    cache["a"], cache["b"] = result(1), result(2)
    assert len(cache["a"].table.rows) == 1
    cache["c"] = result(3)
    assert list(cache) == ["a", "c"] and "b" not in cache
    with pytest.raises(KeyError):
        cache["b"]


def test_large_results_pass_by():
    cache = EvidenceCache(2, most_rows=10)
    cache["big"], cache["small"] = result(11), result(10)
    assert list(cache) == ["small"]


def test_none_are_kept_when_there_is_no_room():
    cache = EvidenceCache(0)
    cache["a"] = result(1)
    assert len(cache) == 0


def test_many_threads_never_exceed_the_bound():
    cache = EvidenceCache(50)

    def use(n: int) -> None:
        cache[str(n % 120)] = result(1)
        cache.get(str((n * 7) % 120))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(use, range(4000)))
    assert len(cache) == 50
