"""Bands of a measure: where they end, whether they follow one another and leave nothing out."""

from __future__ import annotations

import pytest

from assistant.reading.bands import open_ended, said_as, tile
from assistant.reading.nodes import Amount, Comparison

LOW = Comparison("<=", Amount(0.9, text="九成"))
MIDDLE = Comparison(">=", Amount(0.9, text="九成"), Amount(0.95, text="九成五"))
HIGH = Comparison(">=", Amount(0.95, text="九成五"))


@pytest.mark.parametrize(("bands", "follows", "whole"), [
    ((LOW, MIDDLE, HIGH), True, True), ((LOW, MIDDLE), True, False), ((LOW, HIGH), False, True),
])  # fmt: skip
def test_bands_follow_one_another_and_leave_nothing_out(bands, follows: bool, whole: bool):
    assert (tile(bands), open_ended(bands)) == (follows, whole)


def test_a_band_is_named_by_its_ends():
    assert [said_as(band) for band in (LOW, MIDDLE, HIGH)] == [
        "九成以下", "九成到九成五", "九成五以上"]  # fmt: skip
