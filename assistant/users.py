"""Who may ask: a small directory of users kept in a YAML file under the home folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

import yaml
from pydantic import TypeAdapter, ValidationError

from assistant.contracts.errors import BadInput, ConfigMissing, NotPermitted, SourceUnavailable
from assistant.contracts.flow import User

LOCAL_USER = User()
_USERS = TypeAdapter(tuple[User, ...])


class UserDirectory(Protocol):
    """Finds a user's role and region by name."""

    def find(self, name: str) -> User:
        """Return the user.

        Raises:
            NotPermitted: there is no such user.
        """


class YamlUsers:
    """Users in one YAML file: a list of ``{name, role, region_code}``."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def all(self) -> tuple[User, ...]:
        """Return every user, in the order they were added.

        Raises:
            ConfigMissing: the file is damaged.
        """
        try:
            text = self._path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return ()
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigMissing(f"读不了用户文件 {self._path}。", detail=str(error)) from error
        try:
            return _USERS.validate_python(yaml.safe_load(text) or [])
        except (yaml.YAMLError, ValidationError) as error:
            raise ConfigMissing(
                f"用户文件 {self._path} 已损坏，请改正或删除后用 shuiwen user add 重建。",
                detail=str(error),
            ) from error

    def find(self, name: str) -> User:
        """Return the user.

        Raises:
            NotPermitted: there is no such user.
        """
        for user in self.all():
            if user.name == name:
                return user
        raise NotPermitted(
            f"没有名为“{name}”的用户。", suggestions=(f"shuiwen user add {name} --role manager",)
        )

    def add(self, user: User) -> None:
        """Add a user.

        Raises:
            BadInput: the name is empty or taken.
            SourceUnavailable: the file cannot be written.
        """
        users = self.all()
        if not user.name.strip():
            raise BadInput("用户名不能为空。")
        if any(known.name == user.name for known in users):
            raise BadInput(f"用户“{user.name}”已存在。")
        rows = [known.model_dump() for known in (*users, user)]
        part = self._path.with_suffix(".part")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(yaml.safe_dump(rows, allow_unicode=True), encoding="utf-8")
            os.chmod(part, 0o600)
            part.replace(self._path)
        except OSError as error:
            raise SourceUnavailable(f"写不了用户文件 {self._path}。", detail=str(error)) from error
