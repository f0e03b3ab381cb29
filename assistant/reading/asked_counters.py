"""What a counter that asks tells of the things counted: 责令整改了几家, 站点还在取水的有几本."""

from __future__ import annotations

from assistant.reading.chart import RuleContext
from assistant.reading.phrase_types import SetPhrase
from assistant.reading.rule_words import words_of


def others_counter(context: RuleContext, noun: SetPhrase, asked: str) -> bool:
    """证…，名下站点还在取水的有几本: not the stations are counted in 本."""
    said = [c for c in words_of("own_counters") if c in asked]
    own = {c for o in noun.options for c in context.counters(o)}
    events = any(context.entity_kind(o) == "event" for o in noun.options)
    return bool(said) and not own & set(said) and not events


def who_asked(context: RuleContext, noun: SetPhrase, asked: str) -> str:
    """责令整改了几家: how many different holders such happenings were of."""
    events = [o for o in noun.options if context.entity_kind(o) == "event"]
    own = {c for o in noun.options for c in context.counters(o)}
    who = any(c in asked and c not in own for c in words_of("asked_as_who"))
    return "who" if who and events else ""
