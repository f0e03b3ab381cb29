"""Words of the domain that a transcript has by their sound alone: 干州 → 赣州, 上传绿 → 上传率.

The reader hears through such slips by itself; here they are shown to the speaker, so that the text
that is asked is the text that was meant.
"""

from __future__ import annotations

from assistant.contracts.answer import WordReading
from assistant.contracts.speech import Transcript
from assistant.reading.explained import Explained
from assistant.reading.nodes import Token

_MISHEARD = frozenset({"homophone", "typo"})
_ENDS = " \t\n，。；、,.;"


def put_right(heard: str, found: Explained) -> Transcript:
    """Return the transcript with the words that the reader took for others.

    Args:
        heard: as it was transcribed.
        found: the same text as it was read.
    """
    plain = heard.strip(_ENDS)
    text, changes = plain, list[WordReading]()
    for said, meant in [*found.slips, *filter(None, map(_misheard, found.tokens))]:
        if said != meant and said in text:
            text = text.replace(said, meant, 1)
            changes.append(WordReading(text=said, became=meant))
    return Transcript(text=text, heard=plain, changes=tuple(changes))


def _misheard(token: Token) -> tuple[str, str] | None:
    """The name that a stretch only sounds like, written as it is."""
    if token.readings.keys() != {"name"}:
        return None
    names = [item for item, _ in token.readings["name"]]
    meant = {item.note for item in names}
    if all(item.how in _MISHEARD for item in names) and len(meant) == 1:
        return token.text, meant.pop() or token.text
    return None
