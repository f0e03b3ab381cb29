"""Evidence → Answer: every figure of the text is taken from the rows."""

from assistant.answer.absent import absent_caveats
from assistant.answer.quality import quality_caveats
from assistant.answer.write import write_answer

__all__ = ["absent_caveats", "quality_caveats", "write_answer"]
