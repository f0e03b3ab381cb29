"""What an edit is made with: the ways a sentence leans, and the edit itself."""

from __future__ import annotations

from collections.abc import Callable

from assistant.reading.frame import Frame
from assistant.reading.shares import Shares

Ways = frozenset[str]
Edit = Callable[[Frame, Frame, Ways, Shares], Frame]
