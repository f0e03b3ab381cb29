"""What a question back offers in the reader's own words is understood when it is chosen."""

from __future__ import annotations

from assistant.reading.one_form import bare_form
from evals.robust.proof import proof_questions

_EVERY = 6  # questions of the proof set


def test_a_restatement_that_is_offered_reads_back(reader):
    offered, strayed = 0, []
    for asked in proof_questions()[::_EVERY]:
        plan = reader.read(asked.text)
        for choice in plan.choices:
            if choice.question == plan.reading and plan.query is not None:
                again = reader.read(choice.question)
                assert again.status == "ready", choice.question
                offered += 1
                if bare_form(again.query) != bare_form(plan.query):
                    strayed.append(asked.text)
    # Known: the volume of permits said with their states prints like the governed metric.
    assert offered > 1 and len(strayed) <= 1, strayed
