"""Evidence → Answer: every figure of the text is taken from the rows."""

from assistant.answer.quality import quality_caveats
from assistant.answer.write import write_answer

__all__ = ["quality_caveats", "write_answer"]
