"""Decides what a user may read: role × table → rows and columns; default deny."""

from __future__ import annotations

from pathlib import Path

from sqlglot import exp

from assistant.contracts.errors import NotPermitted
from assistant.contracts.flow import User
from data_connectors.access.chain import chain_condition, find_chain
from data_connectors.access.rules import (
    POLICY_FOLDER,
    Grant,
    Level,
    Role,
    Rules,
    covers,
    load_rules,
    parse_condition,
)
from data_connectors.warehouse.schema import Schema, load_schema


class SchemaPolicy:
    """Fills ``ports.AccessPolicy`` from rules and the schema's references."""

    def __init__(self, schema: Schema, rules: Rules) -> None:
        """Keep the schema and the rules; both are frozen."""
        self._schema = schema
        self._rules = rules

    def row_filter(self, user: User, table: str) -> exp.Condition | None:
        """Return the condition over ``table``'s columns that the user's rows satisfy.

        None = all rows. Rows of the user's region and below are found through the references of
        the schema; a table whose rows belong to a wider region than the user's is refused.

        Raises:
            NotPermitted: the role, the table or the region is not granted.
        """
        _, grants = self._grants(user, table)
        conditions = [self._condition(user, table, grant) for grant in grants]
        if any(condition is None for condition in conditions):
            return None
        return exp.or_(*(condition for condition in conditions if condition is not None))

    def masked_columns(self, user: User, table: str) -> frozenset[str]:
        """Return the personal columns shown as masked.

        Raises:
            NotPermitted: the user may not read the table at all.
        """
        role, _ = self._grants(user, table)
        masked = self._schema.tables[table].mask
        return frozenset(column for column in masked if f"{table}.{column}" not in role.unmask)

    def may_ask_freely(self, user: User) -> bool:
        """Whether the user may be answered by a query that a language model wrote."""
        role = self._rules.roles.get(user.role)
        return role is not None and role.free_sql

    def _grants(self, user: User, table: str) -> tuple[Role, list[Grant]]:
        role = self._rules.roles.get(user.role)
        definition = self._schema.tables.get(table)
        if role is None or definition is None:
            raise _refusal(f"role {user.role}, table {table}")
        grants = [grant for grant in role.read if covers(grant, table, definition.area)]
        if not grants:
            raise _refusal(f"role {user.role} has no grant for {table}")
        return role, grants

    def _condition(self, user: User, table: str, grant: Grant) -> exp.Condition | None:
        own = None if grant.where is None else _bind(parse_condition(grant.where), user)
        if grant.rows == "all" or table in self._rules.whole or user.region_code is None:
            return own
        level = self._rules.level_of(user.region_code)
        if level is None:
            raise _refusal(f"region {user.region_code} has no level")
        region = self._region(table, level, user.region_code)
        return region if own is None else exp.and_(region, own)

    def _region(self, table: str, level: Level, code: str) -> exp.Condition:
        chain = find_chain(self._schema, table, level.table)
        if chain is None:
            raise _refusal(f"{table} does not hang on {level.table}")
        return chain_condition(self._schema, chain, level.table, code)


def load_policy(folder: Path = POLICY_FOLDER, schema: Schema | None = None) -> SchemaPolicy:
    """Read the rules and bind them to the schema.

    Raises:
        BadInput: a rule names what does not exist.
    """
    schema = schema or load_schema()
    return SchemaPolicy(schema, load_rules(schema, folder))


def _bind(condition: exp.Condition, user: User) -> exp.Condition:
    """Put the user's values in the place of the placeholders."""
    values = {"user_name": user.name, "user_role": user.role, "user_region": user.region_code}

    def replaced(node: exp.Expression) -> exp.Expression:
        if isinstance(node, exp.Placeholder):
            value = values[node.name]
            return exp.null() if value is None else exp.Literal.string(value)
        return node

    bound = condition.transform(replaced)
    return exp.paren(bound)


def _refusal(detail: str) -> NotPermitted:
    return NotPermitted(
        "您的权限不包括这项数据；如确有需要，请向管理员申请。", detail=f"not permitted: {detail}"
    )
