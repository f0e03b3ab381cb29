"""Reads a sentence of a conversation: a question of its own, or an edit of one asked before."""
