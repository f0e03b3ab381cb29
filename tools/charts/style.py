"""Colours, fonts and layout shared by all charts; readable on light and dark pages."""

from __future__ import annotations

from typing import Any

# Mid-tone, distinguishable for colour-blind readers, enough contrast on white and on black.
PALETTE = (
    "#3b82c4", "#e08a2e", "#2fa37c", "#c4558a", "#8a72c9", "#a8862a", "#d05c4b", "#5b8f9e",
    "#7a9e3b", "#b07aa1", "#4f6fb5", "#9c755f",
)  # fmt: skip
# From little to much; told apart on white and on black.
SCALE = [[0.0, "#dbe9f6"], [0.5, "#6aaed6"], [1.0, "#1b5f9e"]]
TARGET = "#d05c4b"
_GREY = "#808890"
_GRID = "rgba(128,136,144,0.25)"


def layout(title: str, x: str = "", y: str = "", **more: Any) -> dict[str, Any]:
    """Return a layout with a transparent ground, so that the page's own shows through."""
    return {
        "title": {"text": title, "font": {"size": 16}},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": _GREY, "family": "Noto Sans SC, Microsoft YaHei, sans-serif"},
        "colorway": list(PALETTE),
        "margin": {"l": 60, "r": 20, "t": 50, "b": 50},
        "xaxis": {"title": {"text": x}, "gridcolor": _GRID, "automargin": True},
        "yaxis": {"title": {"text": y}, "gridcolor": _GRID, "automargin": True},
        # below everything else, ticks and titles too, however long they are
        "legend": {"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom"},
        **more,
    }


def target_line(value: float, label: str, *, vertical: bool = False) -> dict[str, Any]:
    """Return the shape and note of a target line; ``vertical`` for horizontal bars."""
    along, across = ("y", "x") if vertical else ("x", "y")
    line = {
        "type": "line",
        f"{along}0": 0,
        f"{along}1": 1,
        f"{along}ref": "paper",
        f"{across}0": value,
        f"{across}1": value,
        "line": {"color": TARGET, "dash": "dash", "width": 1.5},
    }
    note = {
        f"{across}": value,
        f"{along}": 1,
        f"{along}ref": "paper",
        "text": label,
        "showarrow": False,
        "font": {"color": TARGET, "size": 11},
        "yanchor": "bottom",
    }
    return {"shapes": [line], "annotations": [note]}
