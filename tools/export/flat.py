"""An answer as CSV, for any spreadsheet: units in the headings, 口径 and as-of in lines before.

The lines before begin with ``# ``, as programs that read CSV expect of remarks.
"""

from __future__ import annotations

import csv
from io import StringIO

from assistant.contracts.answer import Answer
from tools.export.sheet_table import Value, tables_of, told_of

_BOM = "\ufeff"  # without it a Chinese Windows opens the file in another encoding


def answer_csv(answer: Answer) -> bytes:
    """Return the tables of an answer in UTF-8, one below the other."""
    out = StringIO()
    writer = csv.writer(out)
    for place, table in enumerate(tables_of(answer)):
        if place:
            writer.writerow([])
        writer.writerows([f"# {text}"] for text in told_of(table, answer))
        writer.writerow(table.headings)
        writer.writerows([[_plain(value) for value in row] for row in table.rows])
    return (_BOM + out.getvalue()).encode()


def _plain(value: Value) -> Value:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else value
