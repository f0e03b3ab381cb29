"""Frozen types that travel between the parts of the house; imports nothing of ours."""
