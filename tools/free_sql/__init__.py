"""Statements that a language model wrote: what it is shown, what is checked, how they run."""
