from __future__ import annotations

from assistant.reading.restated.templates import cuts, inside_brackets, parts, template


def test_every_way_the_literals_cut_the_text():
    shape = template("{top:measure}与{bottom:measure}之比")
    assert [hole.rule for hole in shape.holes] == ["measure", "measure"]
    assert list(shape.fits("甲与乙与丙之比")) == [
        {"top": "甲", "bottom": "乙与丙"}, {"top": "甲与乙", "bottom": "丙"},
    ]
    assert list(shape.fits("与乙之比")) == []


def test_cuts_leave_something_on_both_sides():
    assert list(cuts("且甲且乙且", "且")) == [("且甲", "乙且")]


def test_brackets_at_the_end():
    assert list(inside_brackets("预警（预警线80%（含））")) == [("预警", "预警线80%（含）")]
    assert list(inside_brackets("预警")) == []


def test_parts_outside_of_brackets():
    assert parts("甲、乙（丙、丁）、“戊、己”", "、") == ("甲", "乙（丙、丁）", "“戊、己”")
