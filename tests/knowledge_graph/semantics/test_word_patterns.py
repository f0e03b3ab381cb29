"""A word of the model is spelled out into a bounded number of forms."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from knowledge_graph.semantics.word_patterns import MOST_FORMS, Words

WORDS = TypeAdapter(Words)


def test_alternatives_are_spelled_out():
    assert WORDS.validate_python(("没(修|修好)(的|)",)) == ("没修的", "没修", "没修好的", "没修好")


def test_a_word_of_too_many_forms_is_refused_and_named():
    long = "(一|二|三|四|五|六|七|八|九|十)" * 4
    with pytest.raises(ValidationError, match=f"最多 {MOST_FORMS} 种"):
        WORDS.validate_python((long,))
