"""The warehouse's tables as frozen types, loaded from ``schema/*.yaml``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Literal, get_args

from pydantic import Field, field_validator

from assistant.contracts.errors import BadInput
from assistant.contracts.time import Term
from data_connectors.yaml_file import read_yaml

SCHEMA_FOLDER = Path(__file__).parent / "schema"
ColumnType = Literal["text", "int", "real", "bool", "date", "timestamp"]


class ColumnDef(Term):
    """One column; units stand in its name (m3, yi_m3 = 1e8 m3, mm, km2)."""

    name: str
    type: ColumnType
    nullable: bool
    zh: str
    en: str


class TableDef(Term):
    """One table.

    Attributes:
        key: columns that identify a row.
        refs: column → table whose (single-column) key it holds.
        mask: personal columns, shown masked unless granted.
        time: column the rows are sorted by, besides the key.
        span: columns of the start and the end (null end = still open).
        derived: computed by the loader from ``derived/<name>.sql``, never read from a folder.
        required: a province without it cannot be loaded.
    """

    name: str
    area: str
    zh: str
    en: str
    key: tuple[str, ...]
    columns: tuple[ColumnDef, ...]
    refs: dict[str, str] = Field(default_factory=dict)
    mask: tuple[str, ...] = ()
    time: str | None = None
    span: tuple[str, str] | None = None
    grain: str | None = None
    derived: bool = False
    required: bool = False

    def __hash__(self) -> int:
        return hash(self.name)

    def column(self, name: str) -> ColumnDef:
        """Return the column of that name; KeyError when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the columns, in the order of the schema."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True)
class Schema:
    """Every table by name; ``digest`` changes with any change of structure."""

    tables: Mapping[str, TableDef]

    @property
    def load_order(self) -> tuple[TableDef, ...]:
        """Tables so that what a table refers to comes before it."""
        graph = {
            table.name: [target for target in table.refs.values() if target != table.name]
            for table in self.tables.values()
        }
        return tuple(self.tables[name] for name in TopologicalSorter(graph).static_order())

    @property
    def digest(self) -> str:
        """SHA-256 of names, types, keys and references."""
        parts = [
            repr((t.name, t.key, [(c.name, c.type, c.nullable) for c in t.columns], t.derived))
            for t in sorted(self.tables.values(), key=lambda t: t.name)
        ]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


class _TableSpec(Term):
    """A table as written in YAML; ``columns`` is name → [type, zh, en]."""

    zh: str
    en: str
    key: tuple[str, ...] = Field(min_length=1)
    columns: dict[str, tuple[str, str, str]] = Field(min_length=1)
    refs: dict[str, str] = Field(default_factory=dict)
    mask: tuple[str, ...] = ()
    time: str | None = None
    span: tuple[str, str] | None = None
    grain: Literal["hour", "day", "month", "quarter", "year"] | None = None
    derived: bool = False
    required: bool = False

    @field_validator("columns")
    @classmethod
    def _known_types(
        cls, columns: dict[str, tuple[str, str, str]]
    ) -> dict[str, tuple[str, str, str]]:
        for name, (kind, _, _) in columns.items():
            if kind.removesuffix("?") not in get_args(ColumnType):
                raise ValueError(f"{name}: unknown type {kind}")
        return columns


class _AreaSpec(Term):
    area: str
    tables: dict[str, _TableSpec]


def load_schema(folder: Path = SCHEMA_FOLDER) -> Schema:
    """Read and check every ``*.yaml`` of the folder.

    Raises:
        BadInput: an unknown key or type (with file and line), a table named twice, or a key,
            reference, mask, time or span column that does not exist.
    """
    tables: dict[str, TableDef] = {}
    for path in sorted(folder.glob("*.yaml")):
        area = read_yaml(path, _AreaSpec)
        for name, spec in area.tables.items():
            if name in tables:
                raise BadInput(f"{path}：表 {name} 定义了两次。")
            tables[name] = _table(name, area.area, spec)
    if not tables:
        raise BadInput(f"{folder} 里没有表定义（*.yaml）。")
    for table in tables.values():
        _check(table, tables)
    schema = Schema(tables)
    try:
        _ = schema.load_order
    except CycleError as error:
        raise BadInput(f"表的引用成环：{' → '.join(error.args[1])}。") from error
    return schema


def _table(name: str, area: str, spec: _TableSpec) -> TableDef:
    columns = tuple(
        ColumnDef(
            name=column, type=_type(kind), nullable=kind.endswith("?"), zh=zh, en=en
        )
        for column, (kind, zh, en) in spec.columns.items()
    )  # fmt: skip
    rest = spec.model_dump(exclude={"columns"})
    return TableDef(name=name, area=area, columns=columns, **rest)


def _type(text: str) -> ColumnType:
    """``int?`` → ``int``; the text was checked when the file was read."""
    return next(kind for kind in get_args(ColumnType) if kind == text.removesuffix("?"))


def _check(table: TableDef, tables: Mapping[str, TableDef]) -> None:
    """Every column that is named exists; every reference leads to a key of the same type."""
    named: list[Iterable[str]] = [table.key, table.refs, table.mask, table.span or ()]
    if table.time:
        named.append([table.time])
    for column in (one for group in named for one in group):
        if column not in table.column_names:
            raise BadInput(f"表 {table.name} 没有列 {column}。")
    for column in table.key:
        if table.column(column).nullable:
            raise BadInput(f"表 {table.name} 的键 {column} 不能为空。")
    for column, target in table.refs.items():
        if target not in tables:
            raise BadInput(f"表 {table.name}.{column} 引用的表 {target} 不存在。")
        key = tables[target].key
        if len(key) != 1:
            raise BadInput(f"表 {table.name}.{column} 引用的表 {target} 没有单列键。")
        if tables[target].column(key[0]).type != table.column(column).type:
            raise BadInput(f"表 {table.name}.{column} 与 {target}.{key[0]} 类型不同。")
