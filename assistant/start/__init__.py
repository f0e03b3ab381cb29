"""What a user sees first: examples for their role, the state of things today, a map of stations."""

from assistant.start.page import StartPage

__all__ = ["StartPage"]
