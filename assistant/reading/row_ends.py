"""What is asked of the last, the first or the longest of a row's happenings: 最近一次是哪天."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.contracts.algebra import Agg, Collect, Duration, MeasureObj, Members, Top
from assistant.contracts.errors import NotRecorded
from assistant.contracts.query import Out
from assistant.reading.happenings import behind, lasting_kinds
from assistant.reading.nodes import AttrUse, Node
from assistant.reading.phrase_types import StateChoice
from assistant.reading.resolve import Resolver
from assistant.reading.rule_words import sense_in, words_of
from knowledge_graph.semantics.model import Entity, EntityTime

End = Literal["latest", "earliest", "longest", "shortest"]
REASONS = ("cause", "reason")
_WORDS: dict[End, str] = {
    "latest": "最近一次", "earliest": "最早一次", "longest": "最长一次", "shortest": "最短一次"}


@dataclass(frozen=True, slots=True)
class AtEnd:
    """One thing asked of one happening; ``what``: its date, its length, its kind or attributes."""

    end: End
    entities: tuple[str, ...]
    states: StateChoice
    what: Literal["date", "length", "kind", "attr", "reason"]
    attrs: tuple[AttrUse, ...] = ()


def end_of(stretch: Sequence[Node]) -> tuple[End, int] | None:
    """Return which happening a stretch begins with, and how many nodes say so."""
    end = _end_word(stretch[0])
    if end is None:
        return None
    used, counted = 1, stretch[0].text[-1:] in words_of("time_counters")
    for node in stretch[1:]:
        times = node.is_fn("times_word") or node.kind == "number" and node.value.value == 1 \
            and node.value.counter in words_of("time_counters")
        if not (times or node.text in words_of("that_one")):
            break
        used, counted = used + 1, counted or times
    return (end, used) if counted else None


def _end_word(node: Node) -> End | None:
    if node.is_fn("latest") or node.text in words_of("latest_words"):
        return "latest"
    if node.is_fn("earliest"):
        return "earliest"
    if node.is_fn("most", "least") and node.text[-1] in "长久短":
        return "shortest" if node.text[-1] == "短" else "longest"
    return None


def asked_at(end: End, nodes: Sequence[Node]) -> AtEnd | None:
    """Return what the rest of a stretch asks of that happening."""
    told = AtEnd(end, (), (), "date" if end in ("latest", "earliest") else "length")
    asked = False
    for node in nodes:
        if _tells_length(node):
            told, asked = replace(told, what="length"), True
        elif node.is_fn("ask_when") or node.text in words_of("own_date"):
            told, asked = replace(told, what="date"), True
        elif node.kind == "entity":
            told = replace(told, entities=node.value, what="kind" if asked else told.what)
        elif node.kind == "state" or node.has_reading("state"):
            told = replace(told, states=node.reading("state") or node.value)
        elif node.kind == "attr" or node.is_fn("kind_word"):
            what: Literal["attr", "kind"] = "attr" if node.kind == "attr" else "kind"
            told, asked = replace(told, what=what, attrs=node.reading("attr") or ()), True
        elif node.is_fn("why"):
            told, asked = replace(told, what="reason"), True
        elif node.is_fn("ask_which"):
            asked = True
        elif not (node.is_fn("de", "ask_value", "equals", "up", "down") or node.kind == "token"):
            return None
    return told


def _tells_length(node: Node) -> bool:
    metric = node.kind == "metric" and sense_in("length", node.text) is not None
    return metric or node.is_fn("ask_length") or node.has_reading("lasting") \
        or node.kind == "duration"


def at_end(said: AtEnd, befallen: Sequence[Members], entity: str, resolver: Resolver) -> Out:
    """Return the column.

    Raises:
        NotRecorded: the rows have no such happenings, or nothing of the kind is kept of them.
    """
    event, over = _happening(said, befallen, entity, resolver)
    time = event.time
    start = (time.start or time.column) if time is not None else None
    if time is None or start is None:
        raise NotRecorded(f"{event.zh}没有登记日期。")
    label = f"{_WORDS[said.end]}{event.zh}"
    if said.what == "length":
        length = Agg(fn="min" if said.end == "shortest" else "max", of=_length(event, time),
                     over=over)
        return Out(expr=length, label=f"{label}时长")
    by, most = _by(said.end, event, time, start)
    first = Top(of=over, by=by, n=1, direction="desc" if most else "asc", per=entity)
    attribute = _attribute(said, event, start)
    zh = next(a.zh for a in event.attributes if a.name == attribute)
    return Out(expr=Collect(path=attribute, over=first), label=f"{_WORDS[said.end]}的{zh}")


def _happening(
    said: AtEnd, befallen: Sequence[Members], entity: str, resolver: Resolver
) -> tuple[Entity, Members]:
    """Return the happenings meant: those named, or those behind the state of the rows."""
    model = resolver.model
    for name in said.entities:
        if model.entity(name).kind == "event" \
                and resolver.graph.distance(name, entity) is not None:
            return model.entity(name), Members(entity=name)
    own = [h.of for u in said.states if (h := behind(model, u)) is not None]
    for of in (*own, *befallen):
        if isinstance(of, Members) and model.entity(of.entity).kind == "event" \
                and resolver.graph.distance(of.entity, entity) is not None:
            return model.entity(of.entity), of.model_copy(
                update={"where": lasting_kinds(of), "when": "default"})
    for named in said.attrs:
        if model.entity(named.entity).kind == "event" \
                and resolver.graph.distance(named.entity, entity) is not None:
            return model.entity(named.entity), Members(entity=named.entity)
    raise NotRecorded(f"没有听出“{_WORDS[said.end]}”说的是什么事，请说明。")


def _length(event: Entity, time: EntityTime) -> Duration:
    if time.start is None or time.end is None:
        raise NotRecorded(f"{event.zh}没有登记起止时间。")
    return Duration(start=time.start, end=time.end)


def _by(end: End, event: Entity, time: EntityTime, start: str) -> tuple[MeasureObj, bool]:
    if end in ("longest", "shortest"):
        return _length(event, time), end == "longest"
    return Duration(start=start, end="as_of"), end == "earliest"


def _attribute(said: AtEnd, event: Entity, start: str) -> str:
    if said.what == "date":
        return start
    named = {u.attribute for u in said.attrs if u.entity == event.name}
    if said.what == "kind":
        named = {a.name for a in event.attributes if a.values and (
            a.name == "kind" or a.name.endswith("_kind"))}
    if said.what == "reason":
        named = set(REASONS)
    found = next((a.name for a in event.attributes if a.name in named), None)
    if found is None:
        raise NotRecorded(f"{event.zh}没有登记所问的内容。")
    return found
