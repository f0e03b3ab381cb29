"""The part of the schema that a question needs, as text for a language model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assistant.contracts.errors import NotPermitted
from assistant.contracts.flow import User
from assistant.contracts.ports import AccessPolicy
from data_connectors.warehouse.schema import Schema, TableDef

_MOST = 3  # tables beside those they refer to: a small model loses its way among more
_BRIEF = 30  # characters of what a column holds
_PLACES = "行政区与流域"
_LINKED = 6  # characters in common that a table named by the question is worth


def tables_for(
    text: str, linked: Iterable[str], schema: Schema, user: User, policy: AccessPolicy
) -> tuple[TableDef, ...]:
    """Return the tables nearest to a question, with those they refer to, that the user may read.

    Args:
        text: the question.
        linked: tables of the things and metrics that were read in it, the likeliest first.
        schema: of the warehouse.
        user: who asks.
        policy: says what that user may read.
    """
    grams = _grams(text)
    weight: Mapping[str, int] = {name: _LINKED for name in linked}
    scores = {
        name: weight.get(name, 0) + len(grams & _grams(_words(table)))
        for name, table in schema.tables.items() if _readable(name, user, policy)
    }
    best = sorted((n for n in scores if scores[n]), key=lambda n: -scores[n])[:_MOST]
    chosen = dict.fromkeys(best)
    for name in list(chosen):
        for table in schema.tables[name].refs.values():
            if table in scores:
                chosen[table] = None
    places = list(chosen)
    while places:  # where anything lies, up to the province
        for table in schema.tables[places.pop()].refs.values():
            if table in scores and table not in chosen and schema.tables[table].area == _PLACES:
                chosen[table] = None
                places.append(table)
    return tuple(schema.tables[name] for name in chosen)


def told(tables: Iterable[TableDef], user: User, policy: AccessPolicy) -> str:
    """Return tables as text, a line each: name, what it is, columns with what they hold.

    Columns that the user sees masked are left out.
    """
    lines = []
    for table in tables:
        hidden = policy.masked_columns(user, table.name)
        columns = [f"{c.name} → {table.refs[c.name]}" if c.name in table.refs
                   else f"{c.name} {c.zh[:_BRIEF]}"
                   for c in table.columns if c.name not in hidden]
        lines.append(f"{table.name}（{table.zh}）：" + "；".join(columns))
    return "\n".join(lines)


def _readable(name: str, user: User, policy: AccessPolicy) -> bool:
    try:
        policy.row_filter(user, name)
    except NotPermitted:
        return False
    return True


def _words(table: TableDef) -> str:
    return table.zh + "，" + "，".join(column.zh for column in table.columns)


def _grams(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))
