"""Sets in words: 九江市自筹的离线站点, 取水量最多的10户, 除南昌市外的设区市."""

from __future__ import annotations

from typing import Any

from assistant.answer.wording.base import GRAIN_NOUN
from assistant.answer.wording.conditions import Conditions
from assistant.answer.wording.mods import Mods
from assistant.answer.wording.timing import own_when
from assistant.contracts import algebra as a

_MOST = {"count", "m3", "yuan", "person", "mu", "record", "time"}
FLOWS = {"m3/h", "m3/day", "m3/month", "km"}
LONG = {"day", "hour", "minute", "workday", "week", "month", "quarter", "year"}
TIMINGS = {"start": "期内开始", "end": "期内结束", "overlap": "期内存在",
           "at_moment": "期末仍在"}  # fmt: skip


class Sets(Conditions):
    """Words for sets."""

    def set(self, term: a.SetT) -> str:
        """Return a set in words."""
        match term:
            case a.Members():
                return self._members_of(term)
            case a.Periods():
                inner = self.within(None)
                own = term.time is not None and not _same_days(term.time, self.time)
                timed = f"{self.period(term.time)}的" if own and term.time is not None else ""
                clauses = "且".join(inner.pred(p) for p in term.where)
                return timed + (f"{clauses}的" if clauses else "") + GRAIN_NOUN[term.grain]
            case a.Values():
                clauses = "且".join(self.pred(p) for p in term.where)
                return (f"{clauses}的" if clauses else "") + self.path(term.path)
            case a.Product():
                pairs = "与".join(self.set(s) for s in term.of)
                clauses = "且".join(self.pred(p) for p in term.where)
                return f"{clauses}的{pairs}组合" if clauses else f"{pairs}组合"
            case a.Top():
                return self._top(term)
            case _:
                return self._combined(term)

    def _members_of(self, term: a.Members) -> str:
        inner = self.within(term.entity)
        mods = inner.mods(term.where)
        alone = self._names_alone(term, mods)
        if alone:
            return alone
        timing = self._timing(term)
        if timing:
            mods.clauses.insert(0, timing)
        return mods.before(self.noun(term))

    def _names_alone(self, term: a.Members, mods: Mods) -> str:
        """Members given by name alone need no noun: 景德镇市、鹰潭市."""
        entity = self.names.entity(term.entity)
        if entity is None or len(term.where) != 1 or not mods.places or not entity.named:
            return ""
        pred = term.where[0]
        if not isinstance(pred, a.AttrPred) or hasattr(pred.value, "op"):
            return ""
        named = self.names.resolve(pred.path, term.entity)
        own = named.entity is not None and named.entity.name == term.entity and named.is_member
        return mods.places[0] if own and not isinstance(pred.value, bool) else ""

    def _only_names(self, term: Any) -> bool:
        if not isinstance(term, a.Members):
            return False
        return bool(self._names_alone(term, self.within(term.entity).mods(term.where)))

    def _timing(self, term: a.Members) -> str:
        """How the period applies, when it is not the entity's own way."""
        entity, when = self.names.entity(term.entity), self.when(term)
        if entity is None or entity.time is None:
            return ""
        # What came about in the period says when by itself.
        dated = bool(self.within(term.entity).came_about(term.where)[0])
        if when == "none":
            return "" if dated else "不限时段"
        if not when:
            own = own_when(term, self.names.model)
            when = (entity.time.column if own == "column" else own) or "" if dated else ""
        if when in TIMINGS:
            return TIMINGS[when]
        named = self.names.resolve(when, term.entity)
        dates = named.attribute is not None and named.attribute.type in ("date", "datetime")
        return f"{named.words}在期内" if dates and named.entity == entity else ""

    def noun(self, term: Any) -> str:
        """Return what the members of a set are called."""
        match term:
            case a.Members():
                entity = self.names.entity(term.entity)
                return entity.zh if entity is not None else "对象"
            case a.Periods():
                return GRAIN_NOUN[term.grain]
            case a.Values():
                return self.path(term.path)
            case a.Product():
                return "、".join(self.noun(s) for s in term.of)
            case a.Top() | a.Minus():
                return self.noun(term.of)
            case a.Union() | a.Intersect():
                return self.noun(term.of[0]) if term.of else "对象"
            case _:
                return "对象"

    def _top(self, term: a.Top) -> str:
        entity = getattr(term.of, "entity", None)
        inner = self.within(entity) if entity else self
        by = inner.measure(term.by)
        way = self.extreme(inner.unit(term.by), term.direction)
        whole, noun = self.set(term.of), self.noun(term.of)
        per = f"每个{self.path(term.per)}" if term.per else ""
        if whole != noun or term.per:
            return f"{whole}中{per}{by}{way}的{term.n}{self.counter(entity)}"
        if term.n == 1:
            return f"{by}{way}的{noun}"
        counter = self.counter(entity)
        return f"{by}{way}的{term.n}{counter}{'' if noun.endswith(counter) else noun}"

    def extreme(self, unit: str, direction: str) -> str:
        """Return 最多/最少 for amounts, 最长/最短 for time, 最高/最低 for rates."""
        high = direction in ("desc", "max")
        if unit in LONG:
            return "最长" if high else "最短"
        if unit in _MOST:
            return "最多" if high else "最少"
        if unit in FLOWS:
            return "最大" if high else "最小"
        return "最高" if high else "最低"

    def _combined(self, term: Any) -> str:
        of = getattr(term, "of", ())
        parts: tuple[Any, ...] = of if isinstance(of, tuple) else ()
        match term:
            case a.Union() if all(self._only_names(s) for s in parts):
                return "、".join(self.set(s) for s in parts)
            case a.Union() if _one_entity(parts):
                merged = a.Or(preds=tuple(_condition(s) for s in parts))
                return self.set(a.Members(entity=parts[0].entity, where=(merged,)))
            case a.Intersect() if _one_entity(parts):
                where = tuple(p for s in parts for p in s.where)
                return self.set(a.Members(entity=parts[0].entity, where=where))
            case a.Union():
                return f"（{'、'.join(self.set(s) for s in term.of)}）"
            case a.Intersect():
                return "同属" + "、".join(self.set(s) for s in term.of) + f"的{self.noun(term)}"
            case a.Minus():
                return self._minus(term)
            case a.Rows():
                return self.rows.get(term.name, "上一问的结果")
            case _:
                return "所问对象"

    def _minus(self, term: a.Minus) -> str:
        whole, noun = self.set(term.of), self.noun(term.of)
        without = self.set(term.without).removesuffix(f"的{noun}")
        if isinstance(term.without, a.Members):
            mods = self.within(term.without.entity).mods(term.without.where)
            if mods.places and not mods.any:
                without = "、".join(mods.places)
        if whole == noun:
            return f"除{without}外的{noun}"
        return f"{whole}（{without}除外）"


def _same_days(one: Any, other: Any) -> bool:
    if other is None:
        return False
    mine = (one.first, one.last, one.hours, one.months, one.weekdays)
    return mine == (other.first, other.last, other.hours, other.months, other.weekdays)


def _one_entity(terms: tuple[Any, ...]) -> bool:
    members = all(isinstance(s, a.Members) and s.when == "default" for s in terms)
    return members and len({s.entity for s in terms}) == 1 and all(s.where for s in terms)


def _condition(members: a.Members) -> Any:
    return members.where[0] if len(members.where) == 1 else a.And(preds=members.where)
