"""Files to be kept: named after the question or the conversation."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import Response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MARKDOWN = "text/markdown; charset=utf-8"
CSV = "text/csv; charset=utf-8"
YAML = "application/yaml; charset=utf-8"
_LONGEST_NAME = 40


def download(content: bytes, kind: str, name: str, form: str) -> Response:
    """Return a file; its name is the given one without what paths forbid."""
    plain = "".join(ch for ch in name if ch.isalnum() or ch in " ，、-_（）").strip()
    encoded = quote(f"{plain[:_LONGEST_NAME] or '水问'}.{form}")
    disposition = f"attachment; filename=\"shuiwen.{form}\"; filename*=UTF-8''{encoded}"
    return Response(content, media_type=kind, headers={"Content-Disposition": disposition})
