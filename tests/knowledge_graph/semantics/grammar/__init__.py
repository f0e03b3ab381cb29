"""Tests of the time, number and unit grammar."""
