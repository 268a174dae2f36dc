"""What becomes of an address: the values that fetching gives back, and the limits it keeps."""

from enum import StrEnum
from typing import NamedTuple

from briefing.schema import Finding, FindingCode

__all__ = [
    "FetchFailure",
    "FetchFault",
    "FetchLimits",
    "FetchRefusedError",
    "Fetched",
    "NotModified",
    "Validators",
]

_MEBIBYTE = 1024 * 1024


class FetchFault(StrEnum):
    """Why nothing came of an address."""

    ADDRESS = "address"  # not http or https, malformed, with a password, or on another port than the web's
    PRIVATE = "private"  # leads into this machine or its own network
    UNKNOWN_HOST = "unknown host"
    UNREACHABLE = "unreachable"  # nobody answers, or without a certificate to trust
    TIMEOUT = "timeout"
    REDIRECTS = "redirects"
    STATUS = "status"  # the server said so; the number stands in `status`
    TOO_LARGE = "too large"
    ROBOTS = "robots"  # the site asks programs to stay away
    BROKEN = "broken"  # what came is not HTTP, or cannot be decompressed


class FetchLimits(NamedTuple):
    """How much one address may cost: decoded bytes, seconds in all (waiting for its turn apart), redirects.

    `pause` is the least time between two requests to one host, in seconds.
    """

    size: int = 10 * _MEBIBYTE
    seconds: float = 30.0
    redirects: int = 5
    pause: float = 1.0


class Validators(NamedTuple):
    """What a server wants to be told next time, so that it need not send the same again."""

    etag: str | None = None
    last_modified: str | None = None


class Fetched(NamedTuple):
    """A body, decompressed. `final` is where the redirects led; `moved` the same where all said: for good."""

    address: str
    final: str
    body: bytes
    content_type: str | None = None
    validators: Validators = Validators()
    moved: str | None = None


class NotModified(NamedTuple):
    """What lay there when it was last fetched still does."""

    address: str
    validators: Validators


class FetchFailure(NamedTuple):
    """Nothing came, and why; `detail` is a phrase for people."""

    address: str
    fault: FetchFault
    detail: str
    status: int | None = None

    @property
    def finding(self) -> Finding:
        """The failure as a brief lists it.

        >>> FetchFailure("http://news.example/", FetchFault.TIMEOUT, "no answer in 30 s").finding.code.value
        'unreadable'
        """
        is_large = self.fault is FetchFault.TOO_LARGE
        code = FindingCode.TOO_LARGE if is_large else FindingCode.UNREADABLE
        return Finding(code=code, subject=self.address, detail=self.detail)


class FetchRefusedError(Exception):
    """Carries a fault from the depths of a connection up to the fetcher; never leaves this package."""

    def __init__(self, fault: FetchFault, detail: str, *, status: int | None = None) -> None:
        super().__init__(detail)
        self.fault = fault
        self.detail = detail
        self.status = status
