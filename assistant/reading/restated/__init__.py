"""Restatements read back: the inverse of ``assistant/answer/wording``, word by word.

A sentence this room cannot have been printed from reads as nothing; one it can reads as exactly
the query that prints it. Every part is read by analysis and checked by synthesis: candidates are
cut out of the text, and only those that the wording says in the very same words are kept.
"""
