"""Answers and conversations as files: workbook, CSV, Markdown, Word document."""
