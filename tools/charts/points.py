"""Points on a plain map, without outlines or tiles: where they lie and how they fare."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, radians
from typing import Any

from tools.charts.style import layout

# From poor to good; told apart by colour-blind readers too.
_SCALE = [[0.0, "#c4442f"], [0.6, "#e0a22e"], [0.85, "#8fb8a0"], [1.0, "#2f8f83"]]


def points(
    title: str, names: Sequence[str], longitudes: Sequence[float], latitudes: Sequence[float],
    values: Sequence[float], unit: str,
) -> dict[str, Any]:
    """Return a Plotly figure of coloured points, degrees east and north at their true proportion.

    Args:
        title: what is shown.
        names: what a point is called, shown when it is pointed at.
        longitudes: degrees east.
        latitudes: degrees north.
        values: what colours a point, in ``unit``.
        unit: of the values.
    """  # fmt: skip
    look = layout(title)
    middle = sum(latitudes) / len(latitudes) if latitudes else 0.0
    look["xaxis"] |= {"visible": False, "constrain": "domain"}
    look["yaxis"] |= {"visible": False, "scaleanchor": "x", "scaleratio": 1 / cos(radians(middle))}
    trace = {
        "type": "scattergl", "mode": "markers", "x": list(longitudes), "y": list(latitudes),
        "text": list(names),
        "hovertemplate": f"%{{text}}　%{{marker.color:.1f}}{unit}<extra></extra>",
        "marker": {"size": 5, "opacity": 0.85, "color": list(values), "colorscale": _SCALE,
                   "cmin": 0, "cmax": 100, "colorbar": {"title": {"text": unit}, "thickness": 12}},
    }  # fmt: skip
    return {"data": [trace], "layout": look}
