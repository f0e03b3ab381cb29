"""The command ``shuiwen``; one group of commands a file."""

from assistant.cli.app import main

__all__ = ["main"]
