"""Predicates: states, tests, related things, quantifiers, trends, and their combinations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

from assistant.answer.operands import set_entity
from assistant.answer.wording.base import GRAIN, GRAIN_ONE
from assistant.contracts import algebra as a
from assistant.reading.restated.amounts import amounts
from assistant.reading.restated.attributes import Attributes
from assistant.reading.restated.grammar import Grammar, Terms, rule
from assistant.reading.restated.scope import Scope
from assistant.reading.restated.templates import cuts, inside_brackets
from knowledge_graph.semantics.model import State, StateParam

_SIZE = re.compile(r"^(?:(?P<least>\d+)(?P<more>\D+?)及以上|(?P<low>\d+)至(?P<high>\d+)(?P<b>\D)"
                   r"|不超过(?P<most>\d+)(?P<m>\D))(?P<things>.+)$")
_HAVING = {"有": ("", True), "没有": ("", False), "期内有过": ("overlap", True),
           "期末仍有": ("at_moment", True), "期内没有过": ("overlap", False),
           "期末没有": ("at_moment", False)}  # fmt: skip
_TRENDS = {"持平或下降": "not_up", "持平或上升": "not_down", "上升": "up", "下降": "down",
           "不变": "same"}  # fmt: skip
_PERIODS = (("every", r"每{}都"), ("some", r"至少有一{}"), ("none", r"没有一{}"),
            ("at_least", r"至少(\d+){}"), ("running", r"连续(\d+){}"))  # fmt: skip
_SOME_PERIOD = re.compile(r"每.+都|至少有一|没有一|至少\d|连续\d")  # before the periods are tried
_THINGS = (("所有", "都", "every"), ("有", "", "some"), ("没有", "", "none"))


class Conditions(Attributes, Grammar):
    """Nonterminals for predicates."""

    @rule
    def pred(self, text: str, scope: Scope) -> Terms:
        """Read a predicate: one condition, or several joined by 且 or 或."""
        joined = [*self._joined(text, scope, "且", a.And), *self._joined(text, scope, "或", a.Or)]
        return (*self.one(text, scope), *joined)

    @rule
    def one(self, text: str, scope: Scope) -> Terms:
        """Read a condition that is not several joined."""
        found = [*self.plain(text, scope)]
        for read in (self._related, self._in_set, self._quantified, self._trend, self._denied):
            found += self.said_so("pred", text, scope, read(text, scope))
        return (*found, *self.comparison(text, scope))

    def plain(self, text: str, scope: Scope) -> Terms:
        """Read a state or a test of an attribute, whichever lies nearest."""
        found = (*self.state(text, scope), *self.attribute(text, scope))
        return self.words.nearest_preds(found, scope.owner, scope.near)

    def _joined(self, text: str, scope: Scope, word: str, term: Any) -> Iterator[Any]:
        if word in text:
            several = (term(preds=preds) for preds in self.several(text, scope, word)
                       if len(preds) > 1)
            yield from self.said_so("pred", text, scope, several)

    @rule
    def several(self, text: str, scope: Scope, word: str) -> tuple[Terms, ...]:
        """Read conditions joined by a word, those that are themselves joined in brackets."""
        found = [(pred,) for pred in self._arm(text, scope)]
        for first, rest in cuts(text, word):
            arms = self._arm(first, scope)
            if arms:
                found += [(arm, *more) for arm, more in
                          product(arms, self.several(rest, scope, word))]
        return tuple(found)

    def _arm(self, text: str, scope: Scope) -> Terms:
        if text.startswith("（") and text.endswith("）"):
            return self.pred(text[1:-1], scope)
        return self.one(text, scope)

    # ------------------------------------------------------------------------------- states
    @rule
    def state(self, text: str, scope: Scope) -> Terms:
        """Read a state with its parameters, or its complement."""
        found: list[Any] = [*self._states(text)]
        for lead, rest in (("没", "有"), ("没", ""), ("未", "已"), ("并非", ""), ("非", "")):
            if text.startswith(lead):
                said = rest + text[len(lead):] if rest == "已" else text[len(lead):]
                found += [a.Not(pred=state) for state in self._states(said)]
        found += [happened for state in self.words.came_about.get(text, ())
                  if (happened := state.during) is not None]
        return tuple(self.said_so("pred", text, scope, found))

    def _states(self, text: str) -> Iterator[a.StatePred]:
        for before, told in (*inside_brackets(text), (text, "")):
            for state in self.words.states.get(before, ()):
                for params in _params(state, told):
                    yield a.StatePred(name=state.name, params=params)

    # --------------------------------------------------------------------- what is related
    def _related(self, text: str, scope: Scope) -> Iterator[Any]:
        for lead, (when, some) in _HAVING.items():
            if text.startswith(lead):
                rest = text.removeprefix(lead)
                for of in self._things(rest, scope, when):
                    yield a.Has(of=of) if some else a.Lacks(of=of)
                sized = _SIZE.match(rest) if some else None
                if sized is not None:
                    least = int(sized["least"] or sized["low"] or 0)
                    most = sized["high"] or sized["most"]
                    for of in self._things(sized["things"], scope, when):
                        yield a.Has(of=of, at_least=least, at_most=int(most) if most else None)

    def _things(self, text: str, scope: Scope, when: str) -> Iterator[Any]:
        """Yield sets of things that may be had."""
        for of in self.set(text, scope):
            if isinstance(of, a.Members) and of.when == "default":
                yield of.model_copy(update={"when": when or "default"})
            elif not when and not isinstance(of, a.Values | a.Periods):
                yield of

    def _in_set(self, text: str, scope: Scope) -> Iterator[a.InSet]:
        if text.startswith("涉及"):
            for of in self.set(text[2:], scope):
                entity = set_entity(of)
                if entity is not None:
                    yield a.InSet(of=of, path=entity)
        for path, rest in ((None, text.removeprefix("属于")),) if text.startswith("属于") else ():
            yield from (a.InSet(of=of, path=path) for of in self.set(rest, scope))
        for before, after in cuts(text, "属于"):
            for path in self.paths(before, scope):
                yield from (a.InSet(of=of, path=path) for of in self.set(after, scope))

    # -------------------------------------------------------------------------- quantifiers
    def _quantified(self, text: str, scope: Scope) -> Iterator[Any]:
        yield from self._over_things(text, scope)
        if not _SOME_PERIOD.search(text):
            return
        for grain, one in GRAIN_ONE.items():
            for quantifier, way in _PERIODS:
                for found in re.finditer(way.format(one), text):
                    k = int(found[1]) if found.groups() else 1
                    before, when, after = text[:found.start()], found[0], text[found.end():]
                    inner = replace(scope, grains=(grain,))
                    preds = self.comparison(text, inner, when) if before else ()
                    preds = (*preds, *(self._arm(after, inner) if not before else ()))
                    for pred in preds:
                        yield a.Quantified(quantifier=quantifier, k=k, over=grain, pred=pred)

    def _over_things(self, text: str, scope: Scope) -> Iterator[Any]:
        for lead, after, quantifier in _THINGS:
            if text.startswith(lead):
                yield from self._each(text[len(lead):], after, scope, quantifier, 1)
        for lead, after, quantifier in (("至少", "", "at_least"), ("连续", "都", "running")):
            found = re.match(rf"^{lead}(\d+)个", text)
            if found is not None:
                yield from self._each(text[found.end():], after, scope, quantifier, int(found[1]))

    def _each(
        self, text: str, after: str, scope: Scope, quantifier: str, k: int
    ) -> Iterator[Any]:
        """Things, and what holds for them: the text is cut behind a noun."""
        for at in range(2, len(text)):
            if text[:at].endswith(self.words.nouns) and text.startswith(after, at):
                for over in self.set(text[:at], scope):
                    inner = scope.within(getattr(over, "entity", None))
                    for pred in self._arm(text[at + len(after):], inner):
                        yield a.Quantified(quantifier=quantifier, k=k, over=over, pred=pred)

    def _trend(self, text: str, scope: Scope) -> Iterator[Any]:
        for said, direction in _TRENDS.items() if "逐" in text else ():
            for grain, word in GRAIN.items():
                end = f"逐{word}{said}"
                if text.endswith(end):
                    for measure in self.measure(text.removesuffix(end), scope):
                        yield a.Trend(measure=measure, grain=grain, direction=direction)

    def _denied(self, text: str, scope: Scope) -> Iterator[Any]:
        if text.startswith("不满足“") and text.endswith("”"):
            yield from (a.Not(pred=pred) for pred in self.pred(text[4:-1], scope))


def _params(state: State, told: str) -> Iterator[dict[str, Any]]:
    """Yield the parameters of a state that may be told so; none for nothing told."""
    if not told:
        yield {}
        return
    parts = told.split("，")
    for start in range(len(state.params) - len(parts) + 1):
        chosen = state.params[start:start + len(parts)]
        values = [_param_values(p, part) for p, part in zip(chosen, parts, strict=True)]
        for combined in product(*values):
            yield dict(zip((p.name for p in chosen), combined, strict=True))


def _param_values(param: StateParam, text: str) -> list[Any]:
    """Return the values a parameter may have when told so (预警线80%, 90天, 2次及以上)."""
    number = re.search(r"-?\d.*$", text.removesuffix("及以上"))
    found: list[Any] = []
    if number is not None:
        for value in amounts(number[0], param.unit):
            whole = isinstance(param.default, int) and value == int(value)
            value = int(value) if whole else value
            negative = isinstance(param.default, int | float) and param.default < 0
            found.append(-value if negative else value)
    zh = re.sub(r"（[^）]*）", "", param.zh)
    if not found and text.startswith(zh):
        found.append(text.removeprefix(zh))
    return found
