"""The page: conversations beside; tabs for asking, for the board, and for those who evaluate.

Gradio gives the frame, the box and the buttons; what is asked and shown goes over the service's own
interface (``static/*.js``), so that the page shows exactly what any other client would get.
"""

from __future__ import annotations

from pathlib import Path
from typing import cast

import gradio as gr

_STATIC = Path(__file__).with_name("static")
_ASK = "(text) => { window.shuiwen.ask(text); return ''; }"
_LISTEN = "() => { window.shuiwen.voice.toggle(); }"
_FONTS = ("system-ui", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "sans-serif")
HEAD = """
<link rel="stylesheet" href="/sw/style.css">
<link rel="icon" href="/sw/drop.svg">
<script defer src="/sw/plotly.min.js"></script>
<script type="module" src="/sw/main.js"></script>
"""


def theme() -> gr.themes.Base:
    """Return the colours and fonts; none is fetched from outside."""
    return gr.themes.Base(
        primary_hue=gr.themes.colors.blue, neutral_hue=gr.themes.colors.slate,
        font=_FONTS, font_mono=("ui-monospace", "Consolas", "monospace"),
    )  # fmt: skip


def chat_page(max_chars: int, *, evaluates: bool = False) -> gr.Blocks:
    """Return the page.

    Args:
        max_chars: longest question, characters.
        evaluates: whether there is a tab for those who evaluate answers.
    """
    with gr.Blocks(title="水问", analytics_enabled=False, fill_width=True) as page:
        with gr.Sidebar(label="会话", width=260, open=True):
            _place('<nav id="sw-sessions" aria-label="会话"></nav>')
        with gr.Tabs():
            with gr.Tab("提问"):
                _place('<main id="sw-thread" aria-live="polite"></main>')
                with gr.Row(elem_id="sw-ask", equal_height=False):
                    box = gr.Textbox(
                        elem_id="sw-box", show_label=False, container=False, scale=10, lines=1,
                        max_lines=6, max_length=max_chars,
                        placeholder="问一句，例如：上季度上传率低于95%的县有几个",
                    )  # fmt: skip
                    listen = gr.Button(
                        "", elem_id="sw-mic", min_width=44, scale=0, icon=str(_STATIC / "mic.svg")
                    )  # fmt: skip
                    send = gr.Button("提问", variant="primary", min_width=80, scale=0)
            with gr.Tab("看板"):
                _place('<main id="sw-board"></main>')
            if evaluates:
                with gr.Tab("评测"):
                    _place('<main id="sw-evaluation"></main>')
        for asked in (box.submit, send.click):
            asked(fn=None, inputs=[box], outputs=[box], js=_ASK)
        listen.click(fn=None, js=_LISTEN)
    return cast(gr.Blocks, page)


def _place(markup: str) -> gr.HTML:
    """A place that the scripts fill, without Gradio's own styles for running text."""
    return gr.HTML(markup, padding=False, apply_default_css=False)
