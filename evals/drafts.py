"""Disliked answers as drafts of eval cases: an evaluator writes the gold, the rest is there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import yaml

from assistant.contracts.session import Feedback, Turn

_HEAD = """\
# Drafts made of answers that users disliked. Write the gold by hand (never the compiler's output),
# set `expect` where a question back or a refusal is right, and move the case into its suite.
"""


def draft_cases(disliked: Iterable[tuple[Turn, Feedback, Sequence[str]]]) -> str:
    """Return YAML with one case an answer.

    Args:
        disliked: each turn, what was said of it, and the questions before it.
    """
    cases = [
        {
            "id": f"disliked-{turn.answer.answer_id}", "question": turn.question, "area": "",
            **({"earlier": list(earlier)} if earlier else {}),
            "expect": "answered", "gold_sql": "",
            "note": f"用户说：{feedback.reason or '（没有写原因）'}"
                    f"｜当时的理解：{turn.answer.reading}",
        }
        for turn, feedback, earlier in disliked
    ]  # fmt: skip
    return _HEAD + yaml.safe_dump(cases, allow_unicode=True, sort_keys=False, width=120)
