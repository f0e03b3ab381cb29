"""Users: kept in order, never overwritten, never readable by others."""

from __future__ import annotations

import stat

import pytest

from assistant.contracts.errors import BadInput, ConfigMissing, NotPermitted
from assistant.contracts.flow import User
from assistant.users import YamlUsers

WANG = User(name="王工", role="county", region_code="360721")


def test_a_user_that_was_added_is_found(tmp_path):
    users = YamlUsers(tmp_path / "home" / "users.yaml")
    assert users.all() == ()
    users.add(WANG)
    users.add(User(name="li", role="manager"))
    again = YamlUsers(tmp_path / "home" / "users.yaml")
    assert again.find("王工") == WANG
    assert [user.name for user in again.all()] == ["王工", "li"]
    assert stat.S_IMODE((tmp_path / "home" / "users.yaml").stat().st_mode) == 0o600


def test_a_name_is_taken_once(tmp_path):
    users = YamlUsers(tmp_path / "users.yaml")
    users.add(WANG)
    with pytest.raises(BadInput, match="已存在"):
        users.add(WANG.model_copy(update={"role": "manager"}))
    assert users.find("王工") == WANG


def test_an_empty_name_is_refused(tmp_path):
    with pytest.raises(BadInput):
        YamlUsers(tmp_path / "users.yaml").add(User(name="  "))


def test_an_unknown_user_has_no_rights(tmp_path):
    with pytest.raises(NotPermitted, match="张三"):
        YamlUsers(tmp_path / "users.yaml").find("张三")


@pytest.mark.parametrize("text", ["- {name: a, rule: b}", "just text", "[{", "\x00"])
def test_a_damaged_file_is_told_and_left_alone(tmp_path, text: str):
    path = tmp_path / "users.yaml"
    path.write_text(text)
    with pytest.raises(ConfigMissing, match="已损坏"):
        YamlUsers(path).add(WANG)
    assert path.read_text() == text
