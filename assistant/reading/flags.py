"""Function words that set a mark on the question, and the grains 哪个月、哪天 ask by."""

from __future__ import annotations

from assistant.contracts.time import Grain

# Words that may stand unread: what they say is carried by the shape or by other words.
FLAG_TAGS = {
    "yesno": "yesno", "check": "check", "trend": "trend", "pie": "pie", "crosstab": "crosstab",
    "why": "why", "mark": "mark", "parent_add": "parent", "total_add": "total", "times": "ratio",
    "fraction_of": "fraction", "bins": "bins", "same_as": "same",
    "of_which": "of_which", "only": "only", "all_of": "all", "any_of": "any", "both": "both",
    "same_time": "same_time", "pronoun_set": "pronoun", "detail": "detail", "ask_value": "value",
    "ask_length": "length", "earliest": "earliest", "latest": "latest", "place_of": "place_of",
}
WHEN_GRAINS: tuple[tuple[str, Grain], ...] = (
    ("钟", "hour"), ("小时", "hour"), ("时段", "hour"), ("点", "hour"), ("季", "quarter"),
    ("月", "month"), ("年", "year"), ("天", "day"), ("日", "day"),
)
