"""Every exception this package raises, under one root.

An exception says that a question could not be asked: an unreadable file, an unknown model, a full disk.
A wrong speaker or a lost position is a `Finding`, a value, and never travels by `raise`.

    BriefingError
    ├── UsageError            an option or argument that cannot be meant
    ├── SettingsError         a settings file or variable that cannot be used
    ├── ArticleError          a source that cannot be read
    ├── NothingToBriefError   no usable input at all
    ├── PromptError           a template that is missing or does not render
    ├── OutputError           a file that cannot be written
    ├── ArchiveError          an archive that cannot be read or written
    ├── LockedError           another run holds the lock
    ├── InterruptedRunError   Ctrl-C or SIGTERM; finished work is kept
    ├── RecordingError        a recording that cannot be replayed
    │   ├── MissingRecordingError  nothing was recorded
    │   ├── StaleRecordingError    something else is asked now
    │   └── CorruptRecordingError  the file is damaged, edited, or of a newer program
    ├── SendError             a message that could not be posted
    └── ModelError            the endpoint or the model failed
        ├── TransportError        no usable answer came over the wire
        ├── EndpointError         the endpoint refuses: key, model name, address
        ├── QuotaError            the account has no money or quota left
        ├── ContextWindowError    the request is larger than the model takes
        ├── ModeError             the endpoint does not take this response format
        ├── RequestError          the endpoint calls the request itself wrong
        ├── ModelRefusalError     the model or its filter declined
        ├── TruncatedError        the reply was cut at its token limit
        ├── BudgetError           the next call would cross --max-requests or --max-cost
        └── InvalidReplyError     a reply that is not what was asked for

`exit_status` holds the status a command ends with when the error reaches it (see `ExitStatus`).
"""

from enum import IntEnum
from typing import ClassVar, NamedTuple


class ExitStatus(IntEnum):
    """What the process says when it ends; one table for all commands, documented in docs/reference."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    RECORDING = 3
    MODEL = 4
    NOTHING = 5
    LOCKED = 75
    INTERRUPTED = 130

    @classmethod
    def first(cls, statuses: "list[ExitStatus]") -> "ExitStatus":
        """Choose the one that is told when several hold: 130, 75, 2, 3, 4, 5, 1, then 0.

        >>> ExitStatus.first([ExitStatus.FINDINGS, ExitStatus.MODEL]).name
        'MODEL'
        >>> ExitStatus.first([]).name
        'OK'
        """
        order = (cls.INTERRUPTED, cls.LOCKED, cls.USAGE, cls.RECORDING, cls.MODEL, cls.NOTHING, cls.FINDINGS)
        return next((status for status in order if status in statuses), cls.OK)


class BriefingError(Exception):
    """Root of all. The message is one sentence for a person: what, where, and how to mend it."""

    exit_status: ClassVar[ExitStatus] = ExitStatus.USAGE


class UsageError(BriefingError):
    """An option or argument that cannot be meant."""


class SettingsError(BriefingError):
    """A settings file or an environment variable that cannot be used; names the file and key."""


class ArticleError(BriefingError):
    """A source that cannot be read; names it."""


class NothingToBriefError(BriefingError):
    """The input held nothing to brief, or a selection matched nothing."""

    exit_status = ExitStatus.NOTHING


class PromptError(BriefingError):
    """A template that is missing or does not render; names template, variable and line."""


class OutputError(BriefingError):
    """An output that cannot be written; names the file."""


class ArchiveError(BriefingError):
    """An archive that cannot be read or written: damaged, foreign, newer, no room; names the file."""


class LockedError(BriefingError):
    """Another run holds the lock; names the holder."""

    exit_status = ExitStatus.LOCKED


class InterruptedRunError(BriefingError):
    """The run was stopped by a person or a signal; what was finished is kept."""

    exit_status = ExitStatus.INTERRUPTED


class SendError(BriefingError):
    """A message that was refused, could not be posted, or of which nobody knows whether it arrived."""

    exit_status = ExitStatus.MODEL


class RecordingError(BriefingError):
    """A recording that cannot be replayed; the message holds the command that mends it.

    `diff` shows what is asked now against what was asked when the nearest recording was made.
    """

    exit_status = ExitStatus.RECORDING

    def __init__(self, message: str, *, diff: str = "") -> None:
        super().__init__(message)
        self.diff = diff


class MissingRecordingError(RecordingError):
    """Nothing was recorded for this case, model and sample."""


class StaleRecordingError(RecordingError):
    """Something was recorded, and something else is asked now."""


class CorruptRecordingError(RecordingError):
    """A file that is no recording, was changed by hand, or was written by a newer program; names it.

    `is_newer` tells the last: such a file is nothing to write over.
    """

    def __init__(self, message: str, *, is_newer: bool = False) -> None:
        super().__init__(message)
        self.is_newer = is_newer


class ModelError(BriefingError):
    """The endpoint or the model failed.

    `stops_run` is true where no other request can succeed either (key, quota, address). `fault` names the
    kind of failure more finely than the class does, for reports and tests.
    """

    exit_status = ExitStatus.MODEL
    stops_run: ClassVar[bool] = False

    def __init__(self, message: str, *, fault: str = "") -> None:
        super().__init__(message)
        self.fault = fault


class TransportError(ModelError):
    """No usable answer came over the wire. `retry_after` is the server's wish in seconds, if it had one."""

    def __init__(self, message: str, *, fault: str = "", retry_after: float | None = None) -> None:
        super().__init__(message, fault=fault)
        self.retry_after = retry_after


class EndpointError(ModelError):
    """The endpoint refuses every request: key, model name, address, redirect."""

    stops_run = True


class QuotaError(ModelError):
    """The account has no money or quota left."""

    stops_run = True


class ContextWindowError(ModelError):
    """The request is larger than the model takes; `window` is how many tokens it takes, if that was told."""

    def __init__(self, message: str, *, fault: str = "", window: int | None = None) -> None:
        super().__init__(message, fault=fault)
        self.window = window


class ModeError(ModelError):
    """The endpoint does not take this response format; the next mode may work.

    `is_of_limit` where it is the limit of a list that it does not take.
    """

    def __init__(self, message: str, *, fault: str = "", is_of_limit: bool = False) -> None:
        super().__init__(message, fault=fault)
        self.is_of_limit = is_of_limit


class RequestError(ModelError):
    """The endpoint calls the request itself wrong, for a reason no other class holds.

    `parameter` names the one it does not take, if that is the reason.
    """

    def __init__(self, message: str, *, fault: str = "", parameter: str | None = None) -> None:
        super().__init__(message, fault=fault)
        self.parameter = parameter


class UnansweredError(ModelError):
    """Somebody carries replies over by hand, and there is none to this question yet."""

    stops_run = True


class ModelRefusalError(ModelError):
    """The model or its content filter declined to answer."""


class TruncatedError(ModelError):
    """The reply was cut at its token limit."""


class BudgetError(ModelError):
    """The next call would cross a limit the user set."""

    stops_run = True


class Problem(NamedTuple):
    """One thing wrong with a reply: where (`$.positions[2].actor`), what kind, and in words."""

    place: str
    kind: str
    words: str


class InvalidReplyError(ModelError):
    """A reply that is not what was asked for; the model may be told its `problems` and asked again."""

    def __init__(self, message: str, *, fault: str = "", problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message, fault=fault)
        self.problems = problems
