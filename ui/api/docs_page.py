"""A page of the interface made from its OpenAPI description; needs nothing from the network."""

from __future__ import annotations

import json
from html import escape
from typing import Any

_STYLE = """
body{font:16px/1.6 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;max-width:60rem;
margin:2rem auto;padding:0 1rem;color:#1d2733}
h2{margin-top:2.5rem;border-bottom:1px solid #cfd8e3;padding-bottom:.3rem}
code,pre{font-family:ui-monospace,Consolas,monospace;background:#f3f6fa;border-radius:4px}
code{padding:.1rem .3rem}pre{padding:.8rem;overflow-x:auto}
table{border-collapse:collapse;width:100%}td,th{border:1px solid #cfd8e3;padding:.3rem .6rem;
text-align:left;vertical-align:top}.verb{color:#fff;background:#1565c0;border-radius:4px;
padding:.1rem .5rem;font-weight:600}
"""


def render_docs(api: dict[str, Any], address: str) -> str:
    """Return the HTML page for an OpenAPI description served at ``address``."""
    info = api["info"]
    parts = [
        "<!doctype html><html lang=zh-CN><meta charset=utf-8>",
        f"<title>{escape(info['title'])}</title><style>{_STYLE}</style>",
        f"<h1>{escape(info['title'])}</h1><p>{escape(info.get('description', ''))}</p>",
        "<p>机器可读的说明：<a href=/openapi.json>/openapi.json</a></p>",
    ]
    for path, verbs in api["paths"].items():
        parts.extend(
            _operation(path, verb, operation, address) for verb, operation in verbs.items()
        )
    parts.append("<h2 id=types>数据类型</h2>")
    parts.extend(
        _schema(name, schema) for name, schema in api.get("components", {})["schemas"].items()
    )
    return "\n".join(parts) + "</html>"


def _operation(path: str, verb: str, operation: dict[str, Any], address: str) -> str:
    rows = "".join(
        f"<tr><td>{escape(status)}<td>{_type(_content(response))}"
        for status, response in operation["responses"].items()
    )
    body = operation.get("requestBody")
    accepts = f"<p>请求：{_type(_content(body))}</p>" if body else ""
    return (
        f"<h2><span class=verb>{verb.upper()}</span> <code>{escape(path)}</code> "
        f"{escape(operation.get('summary', ''))}</h2>"
        f"<p>{escape(operation.get('description', ''))}</p>{accepts}"
        f"<pre>{escape(_curl(path, verb, bool(body), address))}</pre>"
        f"<table><tr><th>状态码<th>返回</tr>{rows}</table>"
    )


def _content(holder: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = (
        holder.get("content", {}).get("application/json", {}).get("schema", {})
    )
    return schema


def _curl(path: str, verb: str, has_body: bool, address: str) -> str:
    command = f"curl -s {address}{path}"
    if not has_body:
        return command if verb == "get" else f"{command} -X {verb.upper()}"
    example = json.dumps({"question": "上个月全省取水量是多少"}, ensure_ascii=False)
    return f"{command} -H 'Content-Type: application/json' -d '{example}'"


def _schema(name: str, schema: dict[str, Any]) -> str:
    required = set(schema.get("required", ()))
    rows = "".join(
        f"<tr><td><code>{escape(field)}</code>{' *' if field in required else ''}"
        f"<td>{_type(of)}<td>{escape(of.get('description', ''))}"
        for field, of in schema.get("properties", {}).items()
    )
    return (
        f"<h3 id='{escape(name)}'>{escape(name)}</h3><p>{escape(schema.get('description', ''))}</p>"
        f"<table><tr><th>字段（* 必填）<th>类型<th>说明</tr>{rows}</table>"
    )


def _type(schema: dict[str, Any]) -> str:
    """The type in a few words, with a link for a named one."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rsplit("/", 1)[-1])
        return f"<a href='#{name}'>{name}</a>"
    if "anyOf" in schema:
        return " | ".join(_type(option) for option in schema["anyOf"])
    if "enum" in schema:
        return escape(" | ".join(str(value) for value in schema["enum"]))
    if "prefixItems" in schema or "items" in schema:
        return f"[{_type(schema.get('items', {}))}…]"
    return escape(str(schema.get("const", schema.get("type", "any"))))
