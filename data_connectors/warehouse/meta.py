"""What the database knows of itself: ``_meta`` (key, value), ``_loads`` and ``_files``."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

import duckdb

from assistant.contracts.errors import SourceUnavailable
from data_connectors.warehouse.manifest import Manifest

CREATE_META = (
    "CREATE TABLE _meta (key VARCHAR NOT NULL, value VARCHAR NOT NULL)",
    "CREATE TABLE _loads (load_no BIGINT NOT NULL, folder VARCHAR NOT NULL, "
    "profile VARCHAR NOT NULL, generated BOOLEAN NOT NULL, seed BIGINT, as_of TIMESTAMP NOT NULL, "
    "data_version VARCHAR NOT NULL)",
    "CREATE TABLE _files (load_no BIGINT NOT NULL, table_name VARCHAR NOT NULL, "
    "sha256 VARCHAR NOT NULL, rows BIGINT NOT NULL, quarantined BIGINT NOT NULL)",
)


@dataclass(frozen=True)
class FileFact:
    """One file that was loaded."""

    load_no: int
    table: str
    sha256: str
    rows: int
    quarantined: int


@dataclass(frozen=True)
class LoadFact:
    """One folder that was loaded."""

    load_no: int
    folder: str
    profile: str
    generated: bool
    seed: int | None
    as_of: datetime
    data_version: str


@dataclass(frozen=True)
class Meta:
    """Facts about the loaded data.

    Attributes:
        as_of: the latest as-of time of all loads.
        data_version: digest of everything loaded, in order.
        generated: True when any load was demo data.
        schema_digest: the structure the database was built with.
    """

    as_of: datetime
    data_version: str
    generated: bool
    profile: str
    schema_digest: str
    loads: tuple[LoadFact, ...] = ()
    files: tuple[FileFact, ...] = ()

    def last_file(self, table: str) -> FileFact | None:
        """Return the file last loaded into the table."""
        return next((f for f in reversed(self.files) if f.table == table), None)

    def seen(self, table: str, sha256: str, rows: int) -> bool:
        """Whether this very file was ever loaded into the table."""
        return any((f.table, f.sha256, f.rows) == (table, sha256, rows) for f in self.files)


def next_meta(
    old: Meta | None, manifest: Manifest, folder: str, files: tuple[FileFact, ...], digest: str
) -> Meta:
    """Return the facts after a load of ``files``; their load number is the new load's."""
    parts = [old.data_version if old else "", manifest.profile, manifest.as_of.isoformat(), digest]
    parts += [f"{file.table}={file.sha256}" for file in sorted(files, key=lambda f: f.table)]
    version = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
    load = LoadFact(
        load_no=len(old.loads) + 1 if old else 1,
        folder=folder,
        profile=manifest.profile,
        generated=manifest.generated,
        seed=manifest.seed,
        as_of=manifest.as_of,
        data_version=version,
    )
    return Meta(
        as_of=max(manifest.as_of, old.as_of) if old else manifest.as_of,
        data_version=version,
        generated=manifest.generated or (old is not None and old.generated),
        profile=manifest.profile,
        schema_digest=digest,
        loads=(*(old.loads if old else ()), load),
        files=(*(old.files if old else ()), *files),
    )


def write_meta(con: duckdb.DuckDBPyConnection, meta: Meta) -> None:
    """Create and fill the three tables."""
    for statement in CREATE_META:
        con.execute(statement)
    values = {
        "as_of": meta.as_of.isoformat(sep=" "),
        "data_version": meta.data_version,
        "generated": str(meta.generated).lower(),
        "profile": meta.profile,
        "schema_digest": meta.schema_digest,
    }
    con.executemany("INSERT INTO _meta VALUES (?, ?)", [list(pair) for pair in values.items()])
    for load in meta.loads:
        con.execute(
            "INSERT INTO _loads VALUES (?, ?, ?, ?, ?, ?, ?)",
            [load.load_no, load.folder, load.profile, load.generated, load.seed, load.as_of,
             load.data_version],
        )  # fmt: skip
    for file in meta.files:
        con.execute(
            "INSERT INTO _files VALUES (?, ?, ?, ?, ?)",
            [file.load_no, file.table, file.sha256, file.rows, file.quarantined],
        )


def read_meta(con: duckdb.DuckDBPyConnection, catalog: str) -> Meta:
    """Read the facts of an attached database.

    Raises:
        SourceUnavailable: the file is a DuckDB database, but not one of ours.
    """
    try:
        values = dict(con.table(f"{catalog}._meta").fetchall())
        loads = con.table(f"{catalog}._loads").order("load_no").fetchall()
        files = con.table(f"{catalog}._files").order("load_no, table_name").fetchall()
        return Meta(
            as_of=datetime.fromisoformat(values["as_of"]),
            data_version=values["data_version"],
            generated=values["generated"] == "true",
            profile=values["profile"],
            schema_digest=values["schema_digest"],
            loads=tuple(LoadFact(*row) for row in loads),
            files=tuple(FileFact(*row) for row in files),
        )
    except (duckdb.CatalogException, KeyError, ValueError, TypeError) as error:
        raise SourceUnavailable(
            "数据库文件不是由本程序装载的，请移走后重新装载（shuiwen ingest 目录）。",
            detail=str(error),
        ) from error
