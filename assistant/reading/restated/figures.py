"""Figures with their units read back as numbers."""

from __future__ import annotations

from assistant.answer.wording.amounts import number_said


def figures(text: str) -> tuple[float, ...]:
    """Return the number that a figure stands for (``95%``, ``50万m³``); nothing when it is none."""
    value = number_said(text)
    return () if value is None else (value,)
