"""Slips of the whole line: figures, blanks and punctuation, the traditional script."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

_STOPS = re.compile("[，。？！；、,?!;]")
_YEAR = re.compile(r"20(\d\d)(?=年)")
_SMALL = re.compile("(?<=[前这那有的])([一二三四五六七八九])(?=[个家户座本张天])")
_FIGURE = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?=%|万|个|天|家|户|月)")
_DIGITS = "零一二三四五六七八九"
_WORD = 2

Mark = Callable[[str, Sequence[int], Random], str | None]


def typed_whole(text: str, words: Mapping[str, Any]) -> str:
    """Return the text in the traditional script."""
    return text.translate(dict(zip(map(ord, words["simplified"]), words["traditional"],
                                   strict=True)))


def _figures(text: str, starts: Sequence[int], random: Random) -> str | None:
    """Chinese and Arabic figures for one another, letters for digits."""
    ways: list[str] = []
    for found in _YEAR.finditer(text):
        short = found[1]
        ways += [
            text[: found.start()] + year + text[found.end() :]
            for year in ("二零" + short, "20" + "".join(_DIGITS[int(d)] for d in short),
                         "2O" + short, "二〇" + "".join(_DIGITS[int(d)] for d in short))]
    for found in _SMALL.finditer(text):
        digit = str(_DIGITS.index(found[1]))
        ways += [text[: found.start()] + sign + text[found.end() :]
                 for sign in (digit, chr(ord(digit) + 0xFEE0))]
    for found in _FIGURE.finditer(text):
        figure = found[0]
        ways += [text[: found.start()] + other + text[found.end() :]
                 for other in (figure.replace("0", "O"), figure.replace("1", "l"),
                               figure.replace("0", "o"), figure.replace(".", "。"),
                               figure.replace(".", "．"))
                 if other != figure]
    return random.choice(ways) if ways else None


def _blanks(text: str, starts: Sequence[int], random: Random) -> str | None:
    """Blanks between letters, as a careless copy leaves them."""
    places = sorted(random.sample(range(1, len(text)), min(_WORD, len(text) - 1)), reverse=True)
    for at in places:
        if not (text[at - 1].isascii() and text[at].isascii()):
            text = text[:at] + " " + text[at:]
    return text


def _bare(text: str, starts: Sequence[int], random: Random) -> str | None:
    """No punctuation at all."""
    return _STOPS.sub("", text)


def _broken(text: str, starts: Sequence[int], random: Random) -> str | None:
    """A stop in the middle of a word."""
    inside = [at for at in range(1, len(text)) if at not in starts
              and all("\u4e00" <= c <= "\u9fff" for c in text[at - 1 : at + 1])]
    if not inside:
        return None
    at = random.choice(inside)
    return text[:at] + random.choice("，。、,.") + text[at:]


def _between(text: str, starts: Sequence[int], random: Random) -> str | None:
    """A comma between words of one clause."""
    places = [at for at in starts if 0 < at < len(text)
              and all("\u4e00" <= c <= "\u9fff" for c in text[at - 1 : at + 1])]
    if not places:
        return None
    at = random.choice(places)
    return f"{text[:at]} {text[at:]}"


MARKS: dict[str, Mark] = {
    "数字混写": _figures, "空格": _blanks, "没有标点": _bare, "标点打在词中": _broken,
    "词间空格": _between,
}
