"""Speech to text by a service of the operator's choice."""

from assistant.speech.endpoint import SpeechEndpoint

__all__ = ["SpeechEndpoint"]
