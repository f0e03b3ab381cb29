"""Prompts, one file each, versioned, with declared variables."""
