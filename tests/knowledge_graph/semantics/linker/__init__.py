"""Tests of the entity linker."""
