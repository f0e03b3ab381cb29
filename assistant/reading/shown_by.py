"""What the rows are grouped by when it is said without 按 or 各: cross tables, counted values."""

from __future__ import annotations

from assistant.reading.frame import Frame
from assistant.reading.phrase_types import GroupPhrase, MeasurePhrase, SetPhrase
from assistant.reading.roles import Roles


def shown_by(frame: Frame, roles: Roles) -> None:
    """Add the groupings that columns and attributes of a question stand for."""
    _asked_again(roles)
    _crossed(frame, roles)
    _attributes_counted(frame, roles)
    _attributes_ranked(frame, roles)


def _asked_again(roles: Roles) -> None:
    """每个环节平均几天，哪一步最久: which of the groups, not a grouping of its own."""
    named = {p for g in roles.groups if not g.asked
             for p in (*g.paths, *(f"{a.entity}.{a.attribute}" for a in g.attrs))}
    roles.groups = [g for g in roles.groups if not (
        g.asked and g.attrs and named & {f"{a.entity}.{a.attribute}" for a in g.attrs})]


def _attributes_ranked(frame: Frame, roles: Roles) -> None:
    """退回理由前三名: the values that come most often."""
    if not (frame.attrs and (frame.limit or frame.extreme)) or frame.measures or frame.nouns \
            or frame.ranked is not None:
        return
    options = frame.attrs.pop()
    roles.groups.append(GroupPhrase(attrs=options, each=True))
    count = MeasurePhrase("count", noun=SetPhrase(tuple(a.entity for a in options)))
    roles.measures.append(count)
    frame.measures.append(count)


def _crossed(frame: Frame, roles: Roles) -> None:
    """市×问题类型 of a cross table: what was said side by side is what it is grouped by."""
    if "crosstab" not in frame.flags:
        return
    if frame.that is not None and not any(g.grain for g in roles.groups):
        roles.groups.append(GroupPhrase(grain=frame.that))  # 年份作列
    for term in frame.columns:
        if term.kind == "noun":
            roles.groups.append(GroupPhrase(entities=term.value.options, text=term.text))
        elif term.kind == "attr":
            roles.groups.append(GroupPhrase(attrs=term.value, text=term.text))
        elif term.kind == "kinds":
            roles.groups.append(GroupPhrase(kinds=True, text=term.text))
    frame.columns = [t for t in frame.columns if t.kind not in ("noun", "attr", "kinds")]


def _attributes_counted(frame: Frame, roles: Roles) -> None:
    """退回理由各多少次: how many there are of each value of an attribute."""
    counted = frame.counted or any(t.kind == "times" for t in frame.columns)
    if not (counted and frame.attrs and "each" in frame.flags) or frame.measures:
        return
    options = frame.attrs.pop()
    frame.columns = [t for t in frame.columns if t.kind != "times"]
    roles.groups.append(GroupPhrase(attrs=options, each=True))
    own = tuple(n for n in frame.nouns if n.options[0] in {a.entity for a in options})
    if not own:
        count = MeasurePhrase("count", noun=SetPhrase(tuple(a.entity for a in options)))
        roles.measures.append(count)
        frame.measures.append(count)


def each_counted(frame: Frame, rows: SetPhrase) -> bool:
    """问题都是从哪来的，每种来源几起: how many of each, whatever was asked before."""
    each = any(g.each and g.attrs for g in frame.groups)
    return each and frame.counted and rows.asked == "which"
