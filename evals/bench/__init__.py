"""Measures the budgets of the design; run by ``make bench``, kept out of the tests."""
