"""The many ways to tell that something was done or not: 没建档案, 档案一直没建好, 有了档案."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.reading.nodes import StateUse
from assistant.reading.rule_words import rule_words
from knowledge_graph.semantics.acts import Act
from knowledge_graph.semantics.model import SemanticModel

_NOT_OF_ALL = "(?<![都也])"  # 一块表都没装的站 has none of what stands before 都


@dataclass(frozen=True)
class ActForm:
    """A pattern of a text, and the states that it tells."""

    pattern: re.Pattern[str]
    states: tuple[StateUse, ...]


def act_forms(model: SemanticModel) -> tuple[ActForm, ...]:
    """Return the patterns of the model's acts, denied and told."""
    entities = {state.name: state.entity for state in model.states}
    found = []
    for act in model.acts:
        for names, forms in ((act.undone, _undone(act)), (act.done, _done(act))):
            uses = tuple(StateUse(name, entities[name]) for name in names)
            if uses:
                found.append(ActForm(re.compile(_either(forms)), uses))
    return tuple(found)


def _undone(act: Act) -> Iterator[str]:
    """没建档, 档案还没建好, 没有档案, 档案空着."""
    words = _Words(act)
    verb = f"{words.denied}{words.verb}{words.ending}"
    if act.objects:
        yield f"(?:{verb}|{_NOT_OF_ALL}{verb}{words.of}){words.thing}"
        yield f"{words.thing}{words.between}{verb}"
    if act.bare or not act.objects:
        yield verb
    if act.has:
        yield f"{words.still}{words.lacked}{words.thing}"  # 没有的证 are what something lacks
        yield f"{words.thing}{words.between}{words.missing}"


def _done(act: Act) -> Iterator[str]:
    """已建档, 建了档, 档案建好了, 有档案: an ending or 已 tells that it is done."""
    words = _Words(act)
    told = _either((f"{words.already}{words.verb}{words.ending}", f"{words.telling}{words.ended}",
                    *words.attained))
    if act.objects:
        yield f"{told}(?:{words.of})?{words.thing}"
        yield f"{words.thing}{told}"
    else:
        yield told
    if act.has:
        yield f"{words.had}{words.thing}"  # 有的证 are those that something has


class _Words:
    """The pieces of an act's patterns."""

    def __init__(self, act: Act) -> None:
        forms = rule_words()["acts"]
        self.verb = _either((*act.verbs, *act.attained))
        # 查了几次: one letter and no object may be any verb of the question
        clear = act.verbs if act.objects else [v for v in act.verbs if len(v) > 1]
        passive = f"{_either(forms['suffered'])}{self.verb}"
        self.telling = _either((*clear, passive))
        self.attained = [_either(act.attained)] if act.attained else []
        self.thing = _either(act.objects) if act.objects else ""
        self.of = _either(forms["of"])
        self.still = f"(?:{_either(forms['still'])})*"
        self.between = f"(?:{_either((*forms['still'], *forms['even']))})*"
        self.denied = f"{self.still}{_either(forms['denied'])}{_maybe(forms['before_verb'])}"
        endings = (*act.results, *forms["endings"])
        self.ending = f"(?:{_either(endings)})*"
        self.ended = f"(?:{_either(endings)})+"
        self.already = _either(forms["already"])
        self.lacked, self.missing = _either(forms["lacked"]), _either(forms["missing"])
        self.had = _either(forms["had"])


def _either(words: Iterable[str]) -> str:
    longest: Sequence[str] = sorted(dict.fromkeys(words), key=len, reverse=True)
    return f"(?:{'|'.join(longest)})"


def _maybe(words: Iterable[str]) -> str:
    return f"{_either(words)}?"
