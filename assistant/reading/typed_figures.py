"""Figures typed in a hurry: 2O24, l0%, 二零24年, 1。2% → 2024, 10%, 2024年, 1.2%."""

from __future__ import annotations

import re

_WIDE = {wide: chr(wide - 0xFEE0) for wide in (*range(0xFF10, 0xFF1A), 0xFF0E, 0xFF05)}
_DIGITS = "零一二三四五六七八九"
_LETTERS = {"o": "0", "O": "0", "l": "1", "I": "1", "|": "1"}
# a figure with letters in it: at least one digit, or what is counted right behind it
_MIXED = re.compile(
    r"(?<![a-zA-Z0-9])(?=[oOlI|]*\d)[\doOlI|.]*[oOlI|][\doOlI|.]*(?![a-zA-Z])"
    r"|(?<![a-zA-Z0-9])[lI][lIO]*(?=[%年个天家户月日本张万亿座次])")
_POINT = re.compile(r"(?<=\d)[。．·](?=\d+ ?(?:%|％|万|亿|个百分|倍|方))")
_YEAR = re.compile(r"(?<![\d零一二三四五六七八九〇○])"
                   r"([2二][0零〇○o])([\d零〇○一二三四五六七八九])([\d零〇○一二三四五六七八九])(?=年)")
_ONE = re.compile(r"(?<=[前上下这那每头])1(?=个?(?:月|季度|年|周|天|考核期|星期|礼拜))")


def plain_figures(text: str) -> str:
    """Return the text with its figures in digits that a number can be read from."""
    text = _MIXED.sub(lambda figure: "".join(_LETTERS.get(c, c) for c in figure[0]),
                      text.translate(_WIDE))
    text = _YEAR.sub(lambda year: f"20{_digit(year[2])}{_digit(year[3])}", _POINT.sub(".", text))
    return _ONE.sub("一", text)


def _digit(letter: str) -> str:
    return letter if letter.isascii() else str(_DIGITS.find(letter.replace("〇", "零")
                                                            .replace("○", "零")))
