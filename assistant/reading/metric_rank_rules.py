"""The numbers of the metric ranking, read from ``metric_rank.yaml``."""

from __future__ import annotations

from pathlib import Path

import yaml

from assistant.contracts.time import Term
from assistant.reading.gram_overlap import OverlapRule

_FILE = Path(__file__).with_name("metric_rank.yaml")


class Bar(Term):
    """The least score, and the least lead over the next."""

    at: float
    lead: float


class SoundRule(Term):
    """How much sound counts, and which sounds are told apart by few."""

    weight: float
    floor: float
    start: dict[str, str]
    end: dict[str, str]


class MeaningRule(Term):
    """How the cosine of two sentence vectors counts, and which wordings have one."""

    floor: float
    weight: float
    example_discount: float
    alike: float


class TakeRule(Term):
    """When a metric may be taken without asking back."""

    characters: Bar
    meaning: Bar
    harmless: str


class RankRules(Term):
    """All of the file."""

    overlap: OverlapRule
    sound: SoundRule
    meaning: MeaningRule
    settle: Bar
    take: TakeRule
    offer: float
    function_characters: str


def load_rules() -> RankRules:
    """Return the rules that ship with the ranking."""
    return RankRules.model_validate(yaml.safe_load(_FILE.read_text(encoding="utf-8")))
