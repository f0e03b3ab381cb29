"""Rows left unsaid: 灌区亩均用水量最高的五个 ranks the things a value is the kind of."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.frame import Frame
from assistant.reading.nearest import REGIONS
from assistant.reading.nodes import Cond
from assistant.reading.phrase_types import MeasurePhrase, Mods, PredPhrase, SetPhrase
from assistant.reading.resolve import Resolver
from assistant.reading.roles import Roles

_KINDS = ("kind", "industry")


def rows_of_kind(frame: Frame, roles: Roles, resolver: Resolver) -> None:
    """Give a ranking with nothing to rank the things its measure is narrowed to."""
    ranked = frame.ranked
    by = ranked.by if ranked is not None else None
    limit = ranked.n if ranked is not None else 0
    if by is None and (frame.limit is not None or frame.extreme is not None) and frame.measures:
        by = frame.measures[-1]
        limit = frame.limit.n if frame.limit is not None else 1
    if by is None or by.kind != "metric" or not limit or roles.rows is not None or roles.groups \
            or frame.when is not None or frame.that is not None:
        return
    if frame.nouns:
        _rank_said(frame, roles, by, resolver)
        return
    for cond in (*by.mods.conds, *frame.mods.conds):
        things = _things(cond, by, resolver)
        if things and cond.listed == 1 and not cond.negated:
            _rank_them(frame, roles, by, cond, things)
            return


def _rank_said(
    frame: Frame, roles: Roles, by: MeasurePhrase, resolver: Resolver
) -> None:
    """取水超许可的户，超得最多的前十家: the set said before is what is put in order."""
    asked = frame.which or frame.listed or frame.limit is not None
    things = [n for n in roles.scope_nouns if len(n.options) == 1 and not n.asked
              and resolver.model.entity(n.options[0]).kind == "thing"
              and n.options[0] not in REGIONS and resolver.reaching(by.metrics, n.options[0])]
    if asked and len(things) == 1 and by.scope is None:
        roles.rows = things[0]
        roles.scope_nouns = [n for n in roles.scope_nouns if n is not things[0]]


def _things(cond: Cond, by: MeasurePhrase, resolver: Resolver) -> tuple[str, ...]:
    return tuple(
        entity for entity, attribute, _ in cond.options
        if attribute in _KINDS and resolver.model.entity(entity).kind == "thing"
        and resolver.reaching(by.metrics, entity))


def _rank_them(
    frame: Frame, roles: Roles, by: MeasurePhrase, cond: Cond, things: tuple[str, ...]
) -> None:
    kept = tuple(c for c in by.mods.conds if c is not cond)
    plain = replace(by, mods=replace(by.mods, conds=kept))
    own = replace(cond, options=tuple(o for o in cond.options if o[0] in things))
    roles.rows = SetPhrase(things, Mods(conds=(own,)), text=cond.text)
    frame.mods = replace(frame.mods, conds=tuple(c for c in frame.mods.conds if c is not cond))
    roles.measures = [plain if m is by else m for m in roles.measures]
    if frame.ranked is not None and frame.ranked.by is by:
        frame.ranked = replace(frame.ranked, by=plain)


def count_beside(frame: Frame, roles: Roles) -> None:
    """条数和平均超期天数: how many there are is asked beside a measure of the same ones."""
    metrics = [m for m in roles.measures if m.kind == "metric"]
    if not frame.counted or roles.rows is not None or not metrics \
            or len(metrics) != len(roles.measures) or len(frame.nouns) > 1:
        return
    noun = frame.nouns[0] if frame.nouns else metrics[0].scope or frame.head
    if noun is not None and not noun.asked and noun.ranked is None \
            and noun.options[0] not in REGIONS:
        roles.measures.insert(0, MeasurePhrase("count", noun=noun, text=noun.text))


def rows_of_value(
    frame: Frame, roles: Roles, preds: list[PredPhrase], resolver: Resolver
) -> bool:
    """没检查过的重点取水户: a value that names things, with tests of them and nothing else."""
    if not preds or frame.measures or roles.groups or roles.measures or frame.when is not None:
        return False
    model = resolver.model
    for cond in frame.mods.conds:
        things = tuple(
            entity for entity, attribute, _ in cond.options if attribute is not None
            and model.entity(entity).kind == "thing"
            and (cond.text.endswith(model.entity(entity).nouns)
                 or attribute in _KINDS and (frame.listed or frame.which))
            and all(resolver.fits_pred(p, entity) for p in preds))
        if things:
            own = replace(cond, options=tuple(o for o in cond.options if o[0] in things))
            roles.rows = SetPhrase(things, Mods(conds=(own,)), text=cond.text)
            frame.mods = replace(frame.mods, conds=tuple(
                c for c in frame.mods.conds if c is not cond))
            return True
    return False


def rows_tested(
    frame: Frame, preds: list[PredPhrase], resolver: Resolver
) -> SetPhrase | None:
    """县级发的证许可水量超过500万方的列一下: the things whose own measure is tested."""
    scopes = {p.subject.scope for p in preds if p.subject is not None}
    noun = next(iter(scopes)) if len(scopes) == 1 else None
    alone = all(m in [p.subject for p in preds] for m in frame.measures)
    if noun is None or not (frame.listed or frame.which) or not alone or noun.asked:
        return None
    fits = all(p.subject is not None and resolver.reaching(p.subject.metrics, o)
               for p in preds for o in noun.options)
    return noun if fits and noun.options[0] not in REGIONS else None


def unscoped(preds: list[PredPhrase]) -> list[PredPhrase]:
    """Return the tests of the rows themselves."""
    return [replace(p, subject=replace(p.subject, scope=None)) if p.subject is not None else p
            for p in preds]


def rows_are_groups(roles: Roles) -> None:
    """各市…，哪些市都降了: the cities asked for are those it was to be shown by."""
    rows = roles.rows
    if rows is not None and rows.options[0] in REGIONS and rows.ranked is None:
        roles.groups = [g for g in roles.groups if not (
            (g.entities or g.paths) and set((*g.entities, *g.paths)) <= set(rows.options))]


def counts_in(frame: Frame, places: SetPhrase) -> bool:
    """无证取水口在哪些县最多: the places are ranked by how many of the set said are there."""
    ends = frame.extreme is not None or frame.limit is not None
    return places.options[0] in REGIONS and places.asked == "which" and ends \
        and not frame.measures and frame.ranked is None


def counted_noun(roles: Roles) -> SetPhrase | None:
    """Return the first noun that is counted, else what the measures are narrowed by."""
    for measure in roles.measures:
        for phrase in (measure, measure.part):
            if phrase is not None and phrase.noun is not None and phrase.noun.options:
                return phrase.noun
    return next(iter(roles.scope_nouns), None)
