"""A threshold: as a user says it, and as it stands on a column of an answer."""

from __future__ import annotations

from typing import Literal

from assistant.contracts.time import Term

AlertCmp = Literal["<", "<=", ">", ">="]


class Alert(Term):
    """A threshold on one column of a pinned answer.

    ``value`` is in the unit the answer's column shows (95 for 95 %).
    """

    column: str
    cmp: AlertCmp
    value: float


class Watch(Term):
    """A threshold that a user wants to be told of (上传率低于95%提醒我).

    ``value`` is in base units (0.95); ``metric`` is the figure meant, empty for the only one.
    """

    cmp: AlertCmp
    value: float
    metric: str = ""
