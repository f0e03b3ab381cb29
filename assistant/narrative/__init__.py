"""Prose over the evidence: what a model writes stands only where the evidence bears it out."""
