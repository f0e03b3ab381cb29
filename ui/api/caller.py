"""Whose rights the callers of the HTTP interface have."""

from __future__ import annotations

from assistant.contracts.errors import ConfigMissing
from assistant.contracts.flow import User
from assistant.settings import Settings
from assistant.users import LOCAL_USER, YamlUsers


def caller_of(settings: Settings) -> User:
    """Return the user that callers act as: the configured one, or the local manager on loopback.

    Raises:
        ConfigMissing: the address is open to others and no user is named.
        NotPermitted: the named user does not exist.
    """
    if settings.api_user is not None:
        return YamlUsers(settings.users_file).find(settings.api_user)
    if settings.on_loopback:
        return LOCAL_USER
    raise ConfigMissing(
        f"{settings.host} 可被其他机器访问，须指明调用者的权限："
        "先 shuiwen user add 名字 --role 角色，再 shuiwen serve --as 名字；或改为监听 127.0.0.1。"
    )
