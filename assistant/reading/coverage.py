"""Nothing is dropped: every content word must have left its mark on the typed query.

Composition may hear a word and still lose it on the way (a condition no rule could place, a number
no threshold took). So the finished query is searched for what each word became; a word without a
trace counts as not understood (algebra.md §3.3).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

from assistant.contracts.algebra import (
    Count,
    MeasurePred,
    Members,
    Metric,
    Number,
    Ratio,
    StatePred,
)
from assistant.contracts.query import MetricQuery
from assistant.reading.aggregates import each_of
from assistant.reading.coverage_forms import FORMS
from assistant.reading.echoes import is_echo
from assistant.reading.happenings import find_has
from assistant.reading.marks import Marks, leaves_of, paths_of
from assistant.reading.nodes import Token
from assistant.reading.not_done_by import told_by_day
from assistant.reading.places_around import ParentOf, places_around
from assistant.reading.query_terms import PLACES
from assistant.reading.rule_words import has_any, pattern_of, words_of
from assistant.reading.stated_numbers import compared, is_written
from knowledge_graph.semantics.model import SemanticModel

_COUNTED = pattern_of("counted")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_WEIGHTY = ("volume", "fraction", "duration", "money", "area", "length", "multiple")
_BEFORE = tuple(words_of("the_one_before"))


class Coverage:
    """Finds the content words of a question that its query shows no trace of.

    Args:
        model: the semantic model.
        relative: words for "the period before" (上一年), which a comparison writes as a step back.
        parent_of: the (entity, key) a named place lies in.
    """

    def __init__(
        self, model: SemanticModel, relative: Collection[str] = (),
        parent_of: ParentOf = lambda entity, key: None,
    ) -> None:
        self._model = model
        self._parent_of = parent_of
        self._relative = relative
        self._parents = {e.name: e.parents if e.kind == "fact" else tuple(
            r.to for r in e.relations if r.to not in PLACES)
            for e in model.entities if e.kind in ("fact", "event")}

    def lost(self, tokens: Sequence[Token], query: MetricQuery) -> tuple[str, ...]:
        """Return the words that left no mark, in order of hearing."""
        marks = Marks(query, self._model)
        turned = {a.start for a, b in zip(tokens, tokens[1:], strict=False)
                  if a.is_fn("neg") and b.is_fn("cmp_lt", "cmp_gt", "cmp_ge", "cmp_le")
                  or a.is_fn("neg") and {"<", "<="} & marks.compares
                  and (b.has("spoken") or has_any(b.text, "reaching_verbs"))}
        tested = compared(tokens)
        around = places_around(tokens, self._parent_of, marks.strings) \
            | told_by_day(tokens, marks.strings)
        return tuple(t.text for t in tokens if not (
            t.start in turned and marks.compares or t.start in around
            or self._kept(t, marks) and (t.start not in tested or self._shown(t, marks))))

    def _kept(self, token: Token, marks: Marks) -> bool:
        readings = token.readings
        if "dimension" in readings and _COUNTED.match(token.text):
            return True  # 11个市: how many there are, said of what is grouped or summed anyway
        checks = [
            check(readings[kind], marks)
            for kind, check in self._checks().items() if kind in readings
        ]
        if "spoken" in readings:  # 用得最多 stands for what was measured before
            checks.append(bool(marks.metrics))
        if "fn" in readings or "filler" in readings:
            checks.append(self._function_kept(token, marks))
        return any(checks) if checks else True

    def _checks(self) -> dict[str, Any]:
        return {
            "name": lambda found, marks: any(
                str(key) in marks.strings for item, _ in found for key in item.keys),
            "value": lambda found, marks: any(
                (use.attribute in marks.words and str(use.value) in marks.strings)
                or (isinstance(use.value, bool) and use.attribute in marks.words)
                for use in found),
            "metric": self._metric_kept,
            "lasting": self._metric_kept,
            "point": lambda found, marks: any(use.attribute in marks.words for use in found),
            "metric_group": lambda found, marks: bool(marks.metrics),
            "state": self._state_kept,
            "entity": lambda found, marks: any(name in marks.words for name in found)
            or self._owner_kept(found, marks),
            "attr": lambda found, marks: any(
                use.attribute in marks.words
                or self._called_alike(f"{use.entity}.{use.attribute}") & marks.words
                for use in found)
            or marks.timed and self._dates_only(found),
            "dimension": lambda found, marks: any(
                path.rpartition(".")[2] in marks.words or self._called_alike(path) & marks.words
                for path in found),
            "time": self._time_kept,
            "shift": lambda found, marks: found[0].basis in marks.strings or marks.placed,
            "number": lambda found, marks: self._number_kept(found[0], marks),
        }

    def _called_alike(self, path: str) -> set[str]:
        """Return the attributes that go by the name of this one (各环节: of either table)."""
        entity, _, name = path.partition(".")
        mine = [a for a in self._model.entity(entity).attributes if a.name == name]
        names = {word for a in mine for word in (a.zh, *a.synonyms)}
        return {a.name for e in self._model.entities for a in e.attributes
                if names & {a.zh, *a.synonyms}}

    def _owner_kept(self, found: Any, marks: Marks) -> bool:
        """弋阳的站抽了多少方: the facts measured are those of stations, all of them."""
        return any(name in self._parents.get(word, ()) for word in marks.words for name in found)

    def _dates_only(self, found: Any) -> bool:
        """离线时间最长: of a length, 时间 says no more."""
        return all(a.type in ("date", "datetime") for use in found
                   for a in self._model.entity(use.entity).attributes if a.name == use.attribute)

    def _metric_kept(self, found: Any, marks: Marks) -> bool:
        """The metric, or what it averages (办理天数的中位数)."""
        return any(name in marks.metrics or name in marks.strings
                   or marks.metrics & {self._model.metric(name).finer,
                                       *self._model.metric(name).parts}
                   or self._averaged(name, marks) or self._counted(name, marks) in marks.words
                   or self._rated(name, marks)
                   for name in found)

    def _rated(self, name: str, marks: Marks) -> bool:
        """A rate of those that were said: the states its part is in show."""
        formula = self._model.metric(name).formula
        of = formula.top.of if isinstance(formula, Ratio) and isinstance(
            formula.top, Count) else None
        states = {p.name for p in of.where if isinstance(p, StatePred)} \
            if isinstance(of, Members) else set()
        return bool(states) and states <= marks.strings and bool({"ratio", "share"} & marks.ops)

    def _averaged(self, name: str, marks: Marks) -> bool:
        each = each_of(self._model, self._model.metric(name).formula)
        if each is None:
            return False
        length = each.of
        named = {} if isinstance(length, str) else length.model_dump(
            mode="json", include={"start", "end", "name"})
        words = {length} if isinstance(length, str) else set(map(str, leaves_of(named)))
        return words <= marks.words | marks.strings

    def _counted(self, metric: str, marks: Marks) -> str:
        """Return the entity a metric only counts (取水户数); a count of it says as much."""
        formula = self._model.metric(metric).formula
        plain = isinstance(formula, Count) and isinstance(formula.of, Members) \
            and all(p.name in marks.strings for p in formula.of.where if isinstance(p, StatePred))
        return formula.of.entity if plain else ""  # type: ignore[union-attr]

    def _state_kept(self, found: Any, marks: Marks) -> bool:
        for use in found:
            state = self._model.state(use.name)
            if use.name in marks.strings:
                return True
            if isinstance(state.pred, MeasurePred) and self._tested_alike(state.pred, marks):
                return True
            going_on = isinstance(state.pred, MeasurePred) and "row_date" in marks.ops
            if going_on and state.pred.left.name in marks.metrics:  # type: ignore[union-attr]
                return True  # 过期后还在抽水: taken after the row's own date
            has = find_has(state.during or state.pred)
            if state.during is not None and has is None:
                return paths_of(state.during) <= marks.words
            if has is not None and getattr(has.of, "entity", "") in marks.words:
                return True
        return False

    def _tested_alike(self, pred: MeasurePred, marks: Marks) -> bool:
        """一方没取、不到一千方、…: the state's own test is one of the query's."""
        return isinstance(pred.left, Metric) and isinstance(pred.right, Number) \
            and pred.left.name in marks.metrics and pred.cmp in marks.compares \
            and pred.right.value in marks.numbers

    def _time_kept(self, found: Any, marks: Marks) -> bool:
        item = found[0]
        period = item.period
        if period.weekdays:
            return period.weekdays in marks.week_parts
        if item.role == "now" or (period.first is None and period.last is None):
            return True
        first, last = str(period.first), str(period.last)
        if first in marks.strings or last in marks.strings or period.label in marks.strings:
            return True  # by its label: 中旬 of the month said before
        if any(s.endswith(last[4:]) for s in marks.strings if _DATE.fullmatch(s)) \
                and not period.label.startswith(last[:4]):
            return True  # 去年灌区4到9月: months said without a year take the year said before
        if period.label.endswith("年初") and "年初" in marks.named:
            return True  # 比年初: the governed figure at the start of the year
        # What a comparison goes back to is written as a step back from the period itself.
        before = period.label in self._relative or period.label.startswith(_BEFORE)
        apart = first[4:] == "-01-01" and last[4:] == "-12-31" \
            and int(marks.latest[:4]) - int(first[:4]) > 1  # 2023年 is no year before 2025年
        return marks.compared and (before or first < marks.latest and not apart)

    def _shown(self, token: Token, marks: Marks) -> bool:
        """Two times or more: what a comparing word stands beside is a threshold, of any kind."""
        return is_written(token.readings["number"][0], marks.numbers, marks.units)

    def _number_kept(self, item: Any, marks: Marks) -> bool:
        if item.dimension not in _WEIGHTY and item.counter != "top":  # TOP10 limits
            return True
        if item.dimension == "duration" and item.value == 1 and marks.daily:
            return True  # 一人一天用几升
        if item.dimension == "duration" and item.value == 1 and item.unit == "year" \
                and marks.yearly:
            return True  # 许可一年合计多少方: the volume is a year's
        if is_echo(item.interval, marks.stretches):
            return True
        return is_written(item, marks.numbers, marks.units)

    def _function_kept(self, token: Token, marks: Marks) -> bool:
        """Words that order, limit, compare or share must show in the query's form.

        A word of several senses (几成: of a whole, or of a change) is kept when one of them shows.
        """
        tags = token.tags()
        forms = [kept(marks) for words, kept in FORMS if tags & words]
        if forms:
            return any(forms)
        denied = tags == {"neg"} and "filler" not in token.readings
        none = 0.0 in marks.numbers and "=" in marks.compares  # 一个掉线的站都没有
        return marks.negated or none or "minus" in marks.ops if denied else True


