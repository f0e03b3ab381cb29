"""Rights: the access policy, and whether a user fits it."""

from __future__ import annotations

from assistant.contracts.errors import BadInput
from assistant.contracts.flow import User
from assistant.settings import Settings
from assistant.wiring.data import open_warehouse
from data_connectors.access.rules import load_rules
from data_connectors.warehouse.catalog import NamedEntity, WarehouseCatalog
from data_connectors.warehouse.schema import load_schema


def check_user(settings: Settings, user: User) -> None:
    """Refuse a user whose role or region does not exist.

    A region is looked up in the loaded data; while none are loaded only the form of its code is
    checked.

    Raises:
        BadInput: names the roles there are, or the region that is not.
    """
    schema = load_schema()
    rules = load_rules(schema)
    if user.role not in rules.roles:
        held = "、".join(f"{name}（{role.zh}）" for name, role in rules.roles.items())
        raise BadInput(f"没有角色“{user.role}”；有：{held}。")
    if user.region_code is None:
        return
    level = rules.level_of(user.region_code)
    if level is None:
        raise BadInput(f"“{user.region_code}”不是六位行政区划代码。")
    if not settings.database.exists():
        return
    (key,) = schema.tables[level.table].key
    names = NamedEntity(level.table, level.table, key, label="name")
    warehouse = open_warehouse(settings)
    try:
        rows = WarehouseCatalog(warehouse, [names]).named_rows([level.table])
    finally:
        warehouse.close()
    if user.region_code not in {row.key for row in rows}:
        raise BadInput(f"数据中没有代码为 {user.region_code} 的行政区。")
