"""The language model of the settings: none, embedded, or behind an address."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import monotonic, sleep

from assistant.contracts.errors import SourceUnavailable
from assistant.contracts.language import Message, Wanted
from assistant.contracts.ports import LanguageModel
from assistant.llm.breaker import Breaker
from assistant.llm.catalogue import ModelFile, adapter_of, find_model, load_catalogue
from assistant.llm.embedded import Embedded, Served
from assistant.llm.endpoint import Endpoint
from assistant.llm.fetch import ModelStore
from assistant.llm.guard import Guarded
from assistant.settings import Settings

log = logging.getLogger("shuiwen")
_FAILURES, _OPEN_S = 3, 30.0  # failures in a row after which the model is left alone, how long


def model_store(settings: Settings) -> ModelStore:
    """Return the models of the home folder."""
    return ModelStore(settings.models_folder)


def language_model(settings: Settings) -> Guarded | None:
    """Return the model of the settings, or None where none is to be used.

    Raises:
        BadInput: no model of the list is called as the settings say.
    """
    if settings.llm == "off":
        return None
    if settings.llm == "embedded":
        own = _embedded(settings, settings.llm_model)
        return _guarded(own, settings, own.close)
    key = settings.llm_key.get_secret_value() if settings.llm_key else None
    far = Endpoint(settings.llm, model=settings.llm_model, key=key, seconds=settings.llm_seconds,
                   adapter=settings.llm_adapter)
    return _guarded(far, settings, lambda: None)


def fetch_model(settings: Settings, say: Callable[[str], None]) -> bool:
    """Fetch the embedded model's file where one is to be used and is not there; tell how it went.

    Returns whether it was fetched just now.

    Args:
        settings: which model, and where it lies.
        say: takes a line for the operator.
    """
    if settings.llm != "embedded":
        return False
    model, store = find_model(load_catalogue(), settings.llm_model), model_store(settings)
    if store.has(model):
        return False
    say(f"正在后台下载语言模型 {model.name}（{model.bytes / 1e6:,.0f} MB），"
        "其间不用它也能回答大部分问题。")
    try:
        store.pull(model)
    except SourceUnavailable as error:
        say(f"语言模型没有下载成：{error.message}")
        return False
    say(f"语言模型 {model.name} 已就绪。")
    return True


def has_adapter(settings: Settings) -> bool:
    """Whether the model of the settings was tuned to say questions in the words of the data."""
    if settings.llm == "embedded":
        return _adapter(settings, find_model(load_catalogue(), settings.llm_model)) is not None
    return settings.llm != "off" and settings.llm_adapter is not None


def wake(model: LanguageModel) -> None:
    """Have a model say one word, so that loading it is not left to the first question."""
    try:
        model.complete([Message(role="user", text="好")], Wanted(max_tokens=1))
    except SourceUnavailable as error:
        log.info("the language model is not awake: %s", error)


@contextmanager
def embedded_model(settings: Settings, name: str) -> Iterator[Embedded]:
    """Serve a model of this machine while the context lasts.

    Raises:
        BadInput: no model of the list is called that.
        SourceUnavailable: its file is not there, or cannot be loaded.
    """
    model = _embedded(settings, name)
    model.start()
    try:
        yield model
    finally:
        model.close()


def _embedded(settings: Settings, name: str) -> Embedded:
    model, store = find_model(load_catalogue(), name), model_store(settings)
    served = Served(
        name=model.name, model=store.path(model), adapter=_adapter(settings, model),
        threads=settings.llm_threads, slots=settings.llm_at_once, seconds=settings.llm_seconds)
    return Embedded(served, partial(store.has, model), settings.home / "log" / "model.log")


def _adapter(settings: Settings, model: ModelFile) -> Path | None:
    """The adapter of the settings, or the one that comes with the model."""
    given = settings.llm_adapter
    return Path(given).expanduser() if given else adapter_of(model)


def _guarded(model: LanguageModel, settings: Settings, close: Callable[[], None]) -> Guarded:
    breaker = Breaker(_FAILURES, _OPEN_S, monotonic)
    return Guarded(model, breaker, sleep, at_once=settings.llm_at_once, close=close,
                   wait_s=settings.llm_seconds)
