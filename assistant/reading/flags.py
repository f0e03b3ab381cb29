"""Function words that set a mark on the question."""

from __future__ import annotations

# Words that may stand unread: what they say is carried by the shape or by other words.
FLAG_TAGS = {
    "single_hour": "single_hour",
    "yesno": "yesno", "check": "check", "trend": "trend", "chart": "chart", "group_all": "apart",
    "asks_volume": "asks_volume", "asks_length": "asks_length", "pie": "pie",
    "crosstab": "crosstab",
    "why": "why", "drives": "drives", "mark": "mark", "parent_add": "parent",
    "total_add": "total", "times": "ratio",
    "fraction_of": "fraction", "bins": "bins", "same_as": "same",
    "of_which": "of_which", "only": "only", "all_of": "all", "any_of": "any", "both": "both",
    "same_time": "same_time", "pronoun_set": "pronoun", "detail": "detail", "ask_value": "value",
    "earliest": "earliest", "latest": "latest", "place_of": "place_of", "again": "again",
    "raised": "raised", "all_time": "all_time", "cumulated": "cumulated",
    "all_done": "all_done", "rest": "rest", "whether": "whether",
    "besides": "besides", "others": "others", "spread": "spread", "take_in": "take_in",
}
_AGGS = {"median": "median", "avg": "avg", "maximum": "max", "minimum": "min", "stdev": "stdev"}


def agg_of(tags: frozenset[str]) -> str:
    """Return the aggregate a word asks for; 合计 and the like sum."""
    return next((fn for tag, fn in _AGGS.items() if tag in tags), "sum")
