"""For evaluators: drafts of cases, and how the suites last went."""
