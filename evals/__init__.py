"""Suites, scorers and thresholds that show how well it answers."""
