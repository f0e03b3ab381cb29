"""Access rules as frozen types, loaded from ``policies/*.yaml`` and checked against the schema."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import sqlglot
from pydantic import Field
from sqlglot import exp
from sqlglot.errors import SqlglotError

from assistant.contracts.errors import BadInput
from assistant.contracts.time import Term
from data_connectors.warehouse.ddl import DIALECT
from data_connectors.warehouse.schema import Schema
from data_connectors.yaml_file import read_yaml

POLICY_FOLDER = Path(__file__).parent / "policies"
_EVERYTHING = "*"
_PARAMETERS = {"user_name", "user_role", "user_region"}


class Level(Term):
    """A level of regions: its table, and the pattern its codes match whole."""

    table: str
    code: str


class Grant(Term):
    """What a role may read: tables or areas, which rows, narrowed by a condition."""

    tables: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    rows: Literal["region", "all"]
    where: str | None = None


class Role(Term):
    """A role's grants; ``unmask`` lists ``table.column`` shown in clear.

    ``free_sql``: whether the role may be answered by a query that a language model wrote.
    """

    zh: str
    read: tuple[Grant, ...] = ()
    unmask: tuple[str, ...] = ()
    free_sql: bool = False


class _RuleFile(Term):
    """One file; several files add up, but each role is defined once."""

    hierarchy: tuple[Level, ...] = ()
    whole: tuple[str, ...] = ()
    roles: dict[str, Role] = Field(default_factory=dict)


@dataclass(frozen=True)
class Rules:
    """All rules, checked."""

    hierarchy: tuple[Level, ...]
    whole: frozenset[str]
    roles: Mapping[str, Role]

    def level_of(self, region: str) -> Level | None:
        """Return the level of a region code, from the top down; None when no pattern fits."""
        return next((lev for lev in self.hierarchy if re.fullmatch(lev.code, region)), None)


def load_rules(schema: Schema, folder: Path = POLICY_FOLDER) -> Rules:
    """Read and check every ``*.yaml`` of the folder.

    Raises:
        BadInput: an unknown key, table, area or column, a role defined twice, a grant that names
            nothing, or a ``where`` that is no condition.
    """
    hierarchy: tuple[Level, ...] = ()
    whole: set[str] = set()
    roles: dict[str, Role] = {}
    for path in sorted(folder.glob("*.yaml")):
        file = read_yaml(path, _RuleFile)
        if file.hierarchy and hierarchy:
            raise BadInput(f"{path}：hierarchy 已在另一个文件中定义。")
        hierarchy = hierarchy or file.hierarchy
        whole |= set(file.whole)
        for name, role in file.roles.items():
            if name in roles:
                raise BadInput(f"{path}：角色 {name} 定义了两次。")
            _check_role(f"{path} 角色 {name}", role, schema)
            roles[name] = role
    _check_tables(str(folder), [*whole, *(level.table for level in hierarchy)], schema)
    return Rules(hierarchy, frozenset(whole), roles)


def covers(grant: Grant, table: str, area: str) -> bool:
    """Whether the grant reaches the table."""
    named = set(grant.tables) | set(grant.areas)
    return _EVERYTHING in named or table in grant.tables or area in grant.areas


def parse_condition(text: str) -> exp.Condition:
    """Parse a ``where``; its placeholders are replaced by the user's own values later.

    Raises:
        BadInput: it is not one condition, or has an unknown placeholder.
    """
    try:
        tree = sqlglot.parse_one(text, dialect=DIALECT)
    except SqlglotError as error:
        raise BadInput(f"权限条件 {text!r} 不是合法的 SQL 条件。", detail=str(error)) from error
    if not isinstance(tree, exp.Condition) or tree.find(exp.Query):
        raise BadInput(f"权限条件 {text!r} 应是一个不含子查询的条件。")
    strange = {p.name for p in tree.find_all(exp.Placeholder)} - _PARAMETERS
    if strange:
        raise BadInput(f"权限条件 {text!r} 用了未知的参数 {'、'.join(sorted(strange))}。")
    return tree


def _check_role(place: str, role: Role, schema: Schema) -> None:
    areas = {table.area for table in schema.tables.values()} | {_EVERYTHING}
    for grant in role.read:
        if not grant.tables and not grant.areas:
            raise BadInput(f"{place}：有一条授权没有写 tables 或 areas。")
        _check_tables(place, [name for name in grant.tables if name != _EVERYTHING], schema)
        for area in set(grant.areas) - areas:
            raise BadInput(f"{place}：没有主题域 {area}。")
        if grant.where is not None:
            _check_where(place, grant, parse_condition(grant.where), schema)
    for column in role.unmask:
        table, _, name = column.partition(".")
        _check_tables(place, [table], schema)
        if name not in schema.tables[table].mask:
            raise BadInput(f"{place}：{column} 不是被遮盖的列。")


def _check_where(place: str, grant: Grant, condition: exp.Condition, schema: Schema) -> None:
    """Every column named is a column of every table the grant reaches."""
    for table in schema.tables.values():
        if covers(grant, table.name, table.area):
            for column in condition.find_all(exp.Column):
                if column.name not in table.column_names:
                    raise BadInput(f"{place}：表 {table.name} 没有列 {column.name}。")


def _check_tables(place: str, names: list[str], schema: Schema) -> None:
    for name in names:
        if name not in schema.tables:
            raise BadInput(f"{place}：没有表 {name}。")
