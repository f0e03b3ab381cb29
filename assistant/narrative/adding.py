"""Prose beside an answer, or the word that there is none; the answer itself is never touched."""

from __future__ import annotations

import logging
from collections.abc import Callable

from assistant.contracts.answer import Answer
from assistant.contracts.errors import SourceUnavailable
from assistant.narrative.narrator import Narrative

log = logging.getLogger("shuiwen")
NO_MODEL = "没有启用语言模型，不另写说明。"
_DOWN = "语言模型暂时不可用，没有另写说明。"
_WITHHELD = "语言模型写的说明与查询结果对不上，没有采用。"
_WRITTEN = "说明由语言模型写成，其中的数字、日期和名称已逐个与查询结果核对。"


def narrated(answer: Answer, narrate: Callable[[Answer], Narrative]) -> Answer:
    """Return an answer with prose, if some was written that the evidence bears out.

    Args:
        answer: as built from the rows.
        narrate: writes about it.
    """
    try:
        found = narrate(answer)
    except SourceUnavailable as error:
        log.warning("no narrative: %s", error)
        return with_caveat(answer, _DOWN)
    if not found.text:
        log.info("narrative withheld: %s", found.faults)
    told = with_caveat(answer, _WRITTEN if found.text else _WITHHELD)
    return told.model_copy(update={
        "narrative": found.text, "llm_calls": answer.llm_calls + found.calls})


def with_caveat(answer: Answer, caveat: str) -> Answer:
    """Return an answer with one more caveat."""
    return answer.model_copy(update={"caveats": (*answer.caveats, caveat)})
