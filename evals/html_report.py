"""A suite's result as one HTML page without scripts or outside files."""

from __future__ import annotations

from html import escape
from pathlib import Path

from evals.result import CaseResult, SuiteResult, Tally
from evals.show import VERDICTS, stretch_rows, summary, tally_text

_STYLE = (
    "body{font:15px/1.6 'Noto Sans SC','Microsoft YaHei',sans-serif;max-width:1100px;margin:2em "
    "auto;padding:0 1em}table{border-collapse:collapse;margin:1em 0;width:100%}td,th{border:1px "
    "solid #8888;padding:.3em .6em;vertical-align:top;text-align:left}.wrong{color:#c0392b}"
    ".right{color:#1e8449}td.n{white-space:nowrap}"
)


def write_report(result: SuiteResult, path: Path) -> None:
    """Write the page; the folder is made as needed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(report_html(result), encoding="utf-8")


def report_html(result: SuiteResult) -> str:
    """Return the page."""
    title = f"评测集 {result.suite}"
    lines = [*summary(result), *(f"未达门槛：{text}" for text in result.shortfalls())]
    misses = [one for one in result.shown if one.verdict != "right"]
    body = [
        f"<h1>{escape(title)}</h1>",
        "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>",
        _stretches(result),
        _groups("按领域", result.by_area()),
        _groups("按算子", result.by_op()),
        _cases("有把握地错", [one for one in misses if one.verdict == "wrong"]),
        _cases("其他未答对", [one for one in misses if one.verdict != "wrong"]),
        _cases("全部", list(result.shown)),
    ]
    head = f"<meta charset='utf-8'><title>{escape(title)}</title><style>{_STYLE}</style>"
    page = "\n".join(part for part in body if part)
    return f"<!doctype html><html lang='zh-CN'><head>{head}</head><body>{page}</body></html>\n"


def _stretches(result: SuiteResult) -> str:
    rows = "".join(
        f"<tr><td>{escape(name)}</td>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
        for name, cells in stretch_rows(result)
    )
    head = "".join(f"<th>{escape(text)}</th>" for text in ("", *VERDICTS.values(), "合计"))
    return f"<h2>按题号</h2><table><tr>{head}</tr>{rows}</table>" if rows else ""


def _groups(title: str, groups: dict[str, Tally]) -> str:
    if not groups:
        return ""
    rows = "".join(
        f"<tr><td>{escape(name)}</td><td>{escape(tally_text(tally))}</td></tr>"
        for name, tally in groups.items()
    )
    return f"<h2>{escape(title)}</h2><table><tr><th></th><th>正确</th></tr>{rows}</table>"


def _cases(title: str, results: list[CaseResult]) -> str:
    if not results:
        return ""
    head = "<tr><th>编号</th><th>问题与理解</th><th>判定</th><th>得到</th><th>应为</th></tr>"
    rows = "".join(_case(one) for one in results)
    return f"<h2>{escape(title)}（{len(results)}）</h2><table>{head}{rows}</table>"


def _case(one: CaseResult) -> str:
    kind = "right" if one.verdict == "right" else "wrong"
    return (
        f"<tr><td class='n'>{escape(one.id)}</td>"
        f"<td>{escape(one.question)}<br><small>{escape(one.reading)}</small></td>"
        f"<td class='n {kind}'>{escape(VERDICTS[one.verdict])}</td>"
        f"<td>{escape(one.got)}</td><td>{escape(one.want)}</td></tr>"
    )
