"""The one error tree, sorted by who must act.

AssistantError
├── UserFixable            the asker rewords or chooses            (HTTP 422, exit 2)
│   ├── UnknownTerm            a word that names nothing we know
│   ├── AmbiguousQuestion      several readings, or a part is missing
│   ├── BadTimeRange           a period that cannot be, or is not covered
│   ├── NotRecorded            the data do not hold the attribute asked for
│   │   └── Unrelated              a condition put on what it does not belong to
│   ├── NotFound               a session or answer that is not there    (HTTP 404)
│   └── BadInput               a file, row or argument that is malformed
├── NotPermitted           rights do not reach; never says what was hidden (HTTP 403, exit 3)
├── ModelFixable           a plan that breaks the algebra; sent back to the planner (HTTP 500)
├── LimitReached           time, rows or memory ran out            (HTTP 503, exit 4)
├── Cancelled              the asker does not wait any more        (HTTP 499, exit 1)
├── SourceUnavailable      a store, file or server is not there now (HTTP 503, exit 4)
├── ConfigMissing          the operator must set something         (HTTP 503, exit 1)
└── InternalError          our bug                                 (HTTP 500, exit 1)

Errors are plain data: a Chinese sentence for the user, an English line for the log, and
optional suggestions. They are logged once, at the edge.
"""

from __future__ import annotations


class AssistantError(Exception):
    """Root of every error we raise on purpose.

    Attributes:
        message: Chinese sentence for the user: what happened and what to do.
        detail: English line for the log, may name internals.
        suggestions: things the user may ask or type instead.
    """

    exit_code = 1
    http_status = 500

    def __init__(
        self, message: str, *, detail: str = "", suggestions: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message if not detail else f"{message} ({detail})")
        self.message = message
        self.detail = detail
        self.suggestions = suggestions


class UserFixable(AssistantError):
    """The asker can mend it by rewording, choosing or correcting the input."""

    exit_code = 2
    http_status = 422


class UnknownTerm(UserFixable):
    """A word names nothing in the semantic model or the entity lists."""


class AmbiguousQuestion(UserFixable):
    """Two or more readings differ in result, or a needed part is missing."""


class BadTimeRange(UserFixable):
    """A period is impossible, or finer than the data are kept."""


class NotRecorded(UserFixable):
    """The data hold no such attribute, relation or breakdown."""


class Unrelated(NotRecorded):
    """A condition or grouping does not belong to what it was put on: the reading is in doubt."""


class NotFound(UserFixable):
    """A session, answer or pin is not there, or is another user's."""

    http_status = 404


class BadInput(UserFixable):
    """A file, row or argument is malformed; says where and how to mend it."""


class NotPermitted(AssistantError):
    """The user's rights do not reach; the message never names what was hidden."""

    exit_code = 3
    http_status = 403


class ModelFixable(AssistantError):
    """A plan breaks the algebra's rules; the planner may try again."""


class LimitReached(AssistantError):
    """A time, row or memory limit was hit."""

    exit_code = 4
    http_status = 503


class Cancelled(AssistantError):
    """The asker does not wait any more; nothing is kept of it."""

    http_status = 499


class SourceUnavailable(AssistantError):
    """A store, file or server cannot be reached now; trying later may help."""

    exit_code = 4
    http_status = 503


class Transient(SourceUnavailable):
    """A source may answer if asked again: it was busy, slow or not there for a moment."""


class ConfigMissing(AssistantError):
    """A setting is missing or wrong; the message lists the places looked at."""

    http_status = 503


class InternalError(AssistantError):
    """Our own mistake; carries an id that finds the log line."""
