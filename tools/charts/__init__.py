"""Plotly figures as plain dictionaries, chosen by the shape of the answer."""

from tools.charts.draw import draw_chart

__all__ = ["draw_chart"]
