"""Lists the objects a question can name, read from the warehouse."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlglot import exp

from assistant.contracts.errors import LimitReached, UnknownTerm
from assistant.contracts.ports import NamedRow, Warehouse
from data_connectors.warehouse.ddl import DIALECT

_MOST_NAMES = 500_000
_SECONDS = 60.0


@dataclass(frozen=True)
class NamedEntity:
    """Where the names of an entity live.

    Attributes:
        key: column of the key; label: column of the name.
        short_name: column of a shorter name, given as an alias.
        parent: column that holds the key of the row above.
        group: column of a name that rows share.
    """

    entity: str
    table: str
    key: str
    label: str
    short_name: str | None = None
    parent: str | None = None
    group: str | None = None


class WarehouseCatalog:
    """Fills ``ports.Catalog``; a name that several rows bear comes back once a row."""

    def __init__(self, warehouse: Warehouse, entities: Iterable[NamedEntity]) -> None:
        """Keep the warehouse and where each entity's names live."""
        self._warehouse = warehouse
        self._entities = {entity.entity: entity for entity in entities}

    def named_rows(self, entities: Iterable[str]) -> tuple[NamedRow, ...]:
        """Return the named rows of the given entities, in the order of their keys.

        Raises:
            UnknownTerm: an entity has no names here.
            LimitReached: there are more names than can be held.
        """
        rows: list[NamedRow] = []
        for name in entities:
            entity = self._entities.get(name)
            if entity is None:
                raise UnknownTerm(f"没有可点名的对象类型“{name}”。")
            rows.extend(self._read(entity))
        return tuple(rows)

    def _read(self, entity: NamedEntity) -> Iterable[NamedRow]:
        names = [entity.key, entity.label, entity.short_name, entity.parent,
                 entity.group]
        columns = [exp.column(n, quoted=True) if n else exp.null() for n in names]
        label = exp.column(entity.label, quoted=True)
        select = (
            exp.select(*columns).from_(exp.to_table(f"main.{entity.table}"))
            .where(exp.not_(label.is_(exp.null())))
            .order_by(exp.column(entity.key, quoted=True))
        )  # fmt: skip
        found = self._warehouse.run(
            select.sql(DIALECT), time_limit_s=_SECONDS, row_limit=_MOST_NAMES
        )
        if found.truncated:
            raise LimitReached(f"“{entity.entity}”的名称超过 {_MOST_NAMES:,} 个，装不下。")
        for key, name, short, parent, group in found.rows:
            yield NamedRow(
                entity=entity.entity,
                key=str(key),
                name=str(name),
                aliases=(str(short),) if short and short != name else (),
                parent=None if parent is None else str(parent),
                group=None if group is None else str(group),
            )
