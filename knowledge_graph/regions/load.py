"""Loads region profiles: a base and differences, each value with the document it comes from.

A profile file has ``name``, ``zh``, an optional ``base`` (another profile whose values it
inherits) and ``rules``: dotted key → ``{zh, value, unit, source}``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from pydantic import Field, ValidationError

from assistant.contracts.errors import BadInput
from assistant.contracts.time import Term

PROFILES = Path(__file__).parent / "profiles"


class RegionRule(Term):
    """One value that a region sets.

    Attributes:
        zh: what it rules, in Chinese.
        value: number, text, flag or list of texts; null = the region sets none.
        unit: unit of a number (m3, mu, minute, hour, day, workday, month, fraction).
        source: document or table the value comes from.
    """

    zh: str
    value: bool | int | float | str | tuple[str, ...] | None
    unit: str = ""
    source: str


class RegionProfile(Term):
    """A region's rules with those of its base filled in."""

    name: str
    zh: str
    base: str | None = None
    rules: dict[str, RegionRule] = Field(default_factory=dict)

    def rule(self, key: str) -> RegionRule:
        """Return the rule called ``key``.

        Raises:
            KeyError: neither the profile nor its bases set it.
        """
        return self.rules[key]

    def values(self) -> dict[str, Any]:
        """Return key → value for every rule that is set."""
        return {key: rule.value for key, rule in self.rules.items() if rule.value is not None}


def load_profile(name: str, folder: Path | None = None) -> RegionProfile:
    """Return the profile with its bases merged in, nearest first.

    Raises:
        BadInput: a profile is missing or malformed, or the bases form a circle.
    """
    folder = folder or PROFILES
    chain: list[RegionProfile] = []
    wanted: str | None = name
    while wanted is not None:
        if any(profile.name == wanted for profile in chain):
            raise BadInput(f"区域规则「{name}」的上级绕成了圈：{wanted}")
        profile = _read(wanted, folder)
        chain.append(profile)
        wanted = profile.base
    rules: dict[str, RegionRule] = {}
    for profile in reversed(chain):
        rules.update(profile.rules)
    return chain[0].model_copy(update={"rules": rules})


def _read(name: str, folder: Path) -> RegionProfile:
    file = folder / f"{name}.yaml"
    if not file.is_file():
        known = "、".join(sorted(path.stem for path in folder.glob("*.yaml")))
        raise BadInput(f"没有名为「{name}」的区域规则（已有：{known}）", detail=str(file))
    try:
        profile = RegionProfile.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (yaml.YAMLError, UnicodeDecodeError, ValidationError) as exc:
        raise BadInput(f"区域规则文件 {file.name} 不合格式：{exc}", detail=str(file)) from exc
    if profile.name != name:
        raise BadInput(f"区域规则文件 {file.name} 里的名字是「{profile.name}」")
    return profile
