"""An address -> its bytes, or the reason why there are none. Nothing else in this package opens a connection.

Only http and https; only addresses of the public internet unless `allow_private`; sizes, times and redirects
are capped. A source that fails is a value: it never stops the others.
"""

import functools
import ssl
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple

import briefing
from briefing.articles.fetch_addresses import Resolve, ask_system
from briefing.articles.fetch_manners import AGENT, Robots, Turns, parse_robots
from briefing.articles.fetch_results import (
    Fetched,
    FetchFailure,
    FetchFault,
    FetchLimits,
    FetchRefusedError,
    NotModified,
    Validators,
)

if TYPE_CHECKING:
    import httpcore2
    import httpx2

    from briefing.articles.fetch_network import Answer, Deadline

__all__ = [
    "FetchFailure",
    "FetchFault",
    "FetchLimits",
    "Fetched",
    "Fetcher",
    "NotModified",
    "Validators",
]

USER_AGENT = f"{AGENT}/{briefing.__version__} (makes a news brief for one reader; obeys robots.txt)"
_HEADERS = {
    "User-Agent": USER_AGENT,
    "Accept": "text/html, application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}
_MOVED_FOR_GOOD = {HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT}
_MOVED = _MOVED_FOR_GOOD | {HTTPStatus.FOUND, HTTPStatus.SEE_OTHER, HTTPStatus.TEMPORARY_REDIRECT}
_NOTHING_KNOWN = Validators()
_DEFAULT_LIMITS = FetchLimits()
_ROBOTS_SIZE = 500 * 1024
_LONGEST_VALIDATOR = 1024


class _Trip(NamedTuple):
    """What stays the same over all redirects of one address."""

    known: Validators
    deadline: "Deadline"
    obey_robots: bool
    size: int


class Fetcher:
    """Fetches addresses with one set of limits and manners; threads may share it.

    It remembers each site's robots.txt and when a host was last asked, nothing more. `resolve`, `network`
    (which connects to numeric addresses), `clock` and `sleep` are arguments for tests.
    """

    def __init__(
        self,
        *,
        limits: FetchLimits = _DEFAULT_LIMITS,
        allow_private: bool = False,
        resolve: Resolve = ask_system,
        network: "httpcore2.NetworkBackend | None" = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._limits = limits
        self._allow_private = allow_private
        self._resolve = resolve
        self._network = network
        self._clock = clock
        self._turns = Turns(clock=clock, sleep=sleep)
        self._robots: dict[str, Robots | FetchRefusedError] = {}

    def fetch(
        self, address: str, *, known: Validators = _NOTHING_KNOWN, obey_robots: bool = True
    ) -> Fetched | NotModified | FetchFailure:
        """Fetch an address. `known` is what the server sent with the body that we still have.

        A feed is published for programs: it may be fetched without asking robots.txt.
        """
        from briefing.articles.fetch_network import Deadline

        deadline = Deadline(self._limits.seconds, clock=self._clock)
        trip = _Trip(known, deadline, obey_robots, self._limits.size)
        try:
            return self._follow(address, trip)
        except FetchRefusedError as refusal:
            return FetchFailure(address, refusal.fault, refusal.detail, refusal.status)

    def _follow(self, address: str, trip: _Trip) -> Fetched | NotModified:
        url = _parse(address)
        is_moved = False
        is_for_good = True
        for _ in range(self._limits.redirects + 1):
            answer = self._ask(url, trip)
            if answer.status not in _MOVED:
                return _result(address, url, answer, trip, moved=is_moved and is_for_good)
            is_moved = True
            is_for_good = is_for_good and answer.status in _MOVED_FOR_GOOD
            url = _next(url, answer)
        detail = f"it sends us on more than {self._limits.redirects} times"
        raise FetchRefusedError(FetchFault.REDIRECTS, detail)

    def _ask(self, url: "httpx2.URL", trip: _Trip) -> "Answer":
        import httpcore2

        from briefing.articles.fetch_network import GuardedNetwork, ask

        pause = self._limits.pause
        if trip.obey_robots:
            pause = max(pause, self._check_robots(url, trip))
        trip.deadline.put_off(self._turns.wait(url.host, pause=pause))
        network = GuardedNetwork(
            deadline=trip.deadline,
            resolve=self._resolve,
            allow_private=self._allow_private,
            inner=self._network or httpcore2.SyncBackend(),
        )
        asking = {**_HEADERS, **_conditions(trip.known)}
        trust = _trust() if url.scheme == "https" else None
        return ask(url, asking=asking, network=network, trust=trust, size=trip.size)

    def _check_robots(self, url: "httpx2.URL", trip: _Trip) -> float:
        """Give the pause the site asks for; refuse what its robots.txt forbids."""
        site = f"{url.scheme}://{url.netloc.decode('ascii')}"
        if site not in self._robots:
            self._robots[site] = self._read_robots(f"{site}/robots.txt", trip)
        robots = self._robots[site]
        if isinstance(robots, FetchRefusedError):
            raise FetchRefusedError(robots.fault, robots.detail, status=robots.status)
        if not robots.allows(str(url)):
            raise FetchRefusedError(FetchFault.ROBOTS, "the site asks programs not to read this page")
        return robots.delay

    def _read_robots(self, address: str, trip: _Trip) -> Robots | FetchRefusedError:
        """A site without the file allows everything; one that cannot be asked, nothing (RFC 9309, 2.3.1)."""
        bare = _Trip(_NOTHING_KNOWN, trip.deadline, obey_robots=False, size=_ROBOTS_SIZE)
        try:
            found = self._follow(address, bare)
        except FetchRefusedError as refusal:
            return parse_robots(b"") if _is_absent(refusal.status) else refusal
        return parse_robots(found.body if isinstance(found, Fetched) else b"")


def _is_absent(status: int | None) -> bool:
    """Whether the server says that there is no such file, rather than that it is busy."""
    is_refusal = status is not None and status // 100 == 4  # noqa: PLR2004 - the 4xx class
    return is_refusal and status != HTTPStatus.TOO_MANY_REQUESTS


@functools.cache
def _trust() -> ssl.SSLContext:
    """Whose certificates count; reading them takes tens of milliseconds, so it is done once."""
    import httpcore2

    return httpcore2.default_ssl_context()


def _parse(address: str, *, base: "httpx2.URL | None" = None) -> "httpx2.URL":
    """The address of a page, or FetchRefusedError: only http and https, a host, no password."""
    import httpx2

    try:
        url = base.join(address) if base else httpx2.URL(address)
    except (httpx2.InvalidURL, ValueError) as error:
        raise FetchRefusedError(FetchFault.ADDRESS, "it is no address") from error
    if url.scheme not in {"http", "https"} or not url.host:
        sent = "it sends us on to an address" if base else "it is an address"
        raise FetchRefusedError(FetchFault.ADDRESS, f"{sent} that is neither http nor https")
    if url.userinfo:
        raise FetchRefusedError(
            FetchFault.ADDRESS, "the address holds a name or password, which we never send"
        )
    return url.copy_with(fragment=None)


def _next(url: "httpx2.URL", answer: "Answer") -> "httpx2.URL":
    place = answer.headers.get("location", "").strip()
    if not place:
        raise FetchRefusedError(FetchFault.REDIRECTS, "it sends us on without saying where")
    return _parse(place, base=url)


def _conditions(known: Validators) -> dict[str, str]:
    asked = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in asked.items() if value}


def _result(
    address: str, url: "httpx2.URL", answer: "Answer", trip: _Trip, *, moved: bool
) -> Fetched | NotModified:
    validators = Validators(_validator(answer, "etag"), _validator(answer, "last-modified"))
    if answer.status == HTTPStatus.NOT_MODIFIED and any(trip.known):
        return NotModified(address, validators if any(validators) else trip.known)
    if answer.status != HTTPStatus.OK:
        raise FetchRefusedError(FetchFault.STATUS, _status_words(answer.status), status=answer.status)
    final = str(url)
    return Fetched(
        address=address,
        final=final,
        body=answer.body,
        content_type=answer.headers.get("content-type"),
        validators=validators,
        moved=final if moved else None,
    )


def _validator(answer: "Answer", name: str) -> str | None:
    """A validator we can send back as it came; any other is forgotten."""
    value = answer.headers.get(name, "")
    is_usable = value.isascii() and value.isprintable() and len(value) <= _LONGEST_VALIDATOR
    return value if value and is_usable else None


def _status_words(status: int) -> str:
    """How the server's number reads.

    >>> _status_words(404), _status_words(799)
    ('the server answers 404 Not Found', 'the server answers 799')
    """
    try:
        return f"the server answers {status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"the server answers {status}"
