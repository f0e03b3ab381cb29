"""Places of the nation and beyond, to tell a place elsewhere from a word that means nothing."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import yaml

_NATION = Path(__file__).with_name("national_places.csv")
_BEYOND = Path(__file__).with_name("elsewhere.yaml")


@lru_cache(maxsize=1)
def national_places() -> dict[str, str]:
    """Return what provinces, cities, countries and great waters are called → their full name.

    Names and codes of provinces and cities follow GB/T 2260 as published in 2023. A city whose
    short name is also a common word (日照, 河源) goes by its full name only.
    """
    return dict(_names())


def _names() -> Iterator[tuple[str, str]]:
    with _NATION.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["name"], row["name"]
            if row["short"]:
                yield row["short"], row["name"]
    for group in yaml.safe_load(_BEYOND.read_text(encoding="utf-8")).values():
        yield from ((word, word) for word in group)
