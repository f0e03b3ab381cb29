"""Writes tables as CSV with the warehouse's columns, in chunks, hashing as it goes."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv
import yaml

from assistant.contracts.errors import InternalError

SCHEMA_FOLDER = Path(__file__).parent.parent / "warehouse" / "schema"
_ARROW = {
    "text": pa.string(),
    "int": pa.int64(),
    "real": pa.float64(),
    "bool": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("s"),
}
Columns = Mapping[str, Any]


def read_schema(folder: Path = SCHEMA_FOLDER) -> dict[str, dict[str, tuple[str, bool]]]:
    """Return table → column → (type, may be null) of every table that is not derived."""
    tables: dict[str, dict[str, tuple[str, bool]]] = {}
    for path in sorted(folder.glob("*.yaml")):
        for name, table in yaml.safe_load(path.read_text(encoding="utf-8"))["tables"].items():
            if not table.get("derived"):
                tables[name] = {
                    column: (spec[0].rstrip("?"), spec[0].endswith("?"))
                    for column, spec in table["columns"].items()
                }
    return tables


class Sheets:
    """Open tables of one exchange folder.

    Raises:
        InternalError: a table or column that the warehouse does not have, or a null where
            the warehouse allows none.
    """

    def __init__(self, out: Path) -> None:
        """Write below `out`, which must exist."""
        self._out = out
        self._schema = read_schema()
        self._rows: dict[str, int] = {}
        self._hash: dict[str, Any] = {}

    def write(self, table: str, columns: Columns) -> None:
        """Append rows to a table; arrays of one length, NaN/NaT/None are empty cells."""
        spec = self._schema.get(table)
        if spec is None or list(spec) != list(columns):
            raise InternalError("演示数据的列与仓库不符", detail=f"{table}: {list(columns)}")
        batch = pa.table({n: _arrow(columns[n], kind) for n, (kind, _) in spec.items()})
        for name, (_, nullable) in spec.items():
            if batch[name].null_count and not nullable:
                raise InternalError("演示数据有不该空的列", detail=f"{table}.{name} is null")
        new = table not in self._rows
        body = io.BytesIO()
        if new:
            body.write((",".join(spec) + "\n").encode())
        options = pa_csv.WriteOptions(include_header=False, quoting_style="needed")
        pa_csv.write_csv(batch, body, options)
        data = body.getbuffer()
        self._hash.setdefault(table, hashlib.sha256()).update(data)
        self._rows[table] = self._rows.get(table, 0) + batch.num_rows
        with (self._out / f"{table}.csv").open("wb" if new else "ab") as file:
            file.write(data)

    def finish(self) -> dict[str, dict[str, Any]]:
        """Return the manifest entries; every table must have been written."""
        missing = sorted(set(self._schema) - set(self._rows))
        if missing:
            raise InternalError("演示数据缺表", detail=f"not written: {missing}")
        return {
            name: {
                "file": f"{name}.csv",
                "rows": self._rows[name],
                "sha256": self._hash[name].hexdigest(),
            }
            for name in sorted(self._rows)
        }


def _arrow(values: Any, kind: str) -> pa.Array:
    if isinstance(values, pa.Array):
        return values
    return pa.array(values, type=_ARROW[kind], from_pandas=True)
