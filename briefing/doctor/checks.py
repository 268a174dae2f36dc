"""One thing that was looked at: how it is, and what to do about it."""

from collections.abc import Iterable
from enum import StrEnum

from briefing.errors import ExitStatus
from briefing.schema import Value

__all__ = ["Check", "Level", "status_of"]


class Level(StrEnum):
    """How a check came out."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


class Check(Value):
    """A check with its outcome; `remedy` is empty where nothing is to be done.

    `is_endpoint` tells a fault of the endpoint or model from one of this machine or the settings.
    """

    name: str
    level: Level
    detail: str
    remedy: str = ""
    is_endpoint: bool = False


def status_of(checks: Iterable[Check]) -> ExitStatus:
    """The status that tells the worst of the checks; a warning is no failure.

    >>> status_of([Check(name="clock", level=Level.WARN, detail="late")]).name
    'OK'
    """
    failed = [check for check in checks if check.level is Level.FAIL]
    return ExitStatus.first([ExitStatus.MODEL if c.is_endpoint else ExitStatus.USAGE for c in failed])
