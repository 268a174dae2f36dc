"""Manners towards other people's servers: what their robots.txt asks for, and one request at a time."""

import re
import threading
from collections.abc import Callable
from urllib.robotparser import RobotFileParser

__all__ = ["AGENT", "Robots", "Turns", "parse_robots"]

# The name a robots.txt may address us by.
AGENT = "briefing-desk"
_LONGEST_DELAY = 30
# The parser raises on figures and addresses that are none; it gets the lines it can read.
_READABLE_RE = re.compile(
    r"\s*(?:(?:user-agent|allow|disallow)\s*:|crawl-delay\s*:\s*[0-9]{1,4}\s*(?:#|$)|$)", re.IGNORECASE
)


class Robots:
    """What a site allows. `delay` is the pause it asks for between two requests, 0 where it asks for none."""

    def __init__(self, parser: RobotFileParser) -> None:
        self._parser = parser
        delay = parser.crawl_delay(AGENT)
        self.delay = min(float(delay or 0), _LONGEST_DELAY)

    def allows(self, address: str) -> bool:
        """Whether we may read this page."""
        return self._parser.can_fetch(AGENT, address)


def parse_robots(data: bytes) -> Robots:
    r"""Read a robots.txt. What cannot be read in it forbids nothing.

    >>> robots = parse_robots(b"User-agent: *\nDisallow: /private/")
    >>> robots.allows("https://news.example/private/1"), robots.allows("https://news.example/1")
    (False, True)
    """
    lines = data.decode("utf-8-sig", "replace").splitlines()
    parser = RobotFileParser()
    try:
        parser.parse([line for line in lines if _READABLE_RE.match(line)])
    except ValueError:  # a path such as //[
        parser = RobotFileParser()
        parser.parse([])
    return Robots(parser)


class Turns:
    """Makes requests to one host wait for each other; threads may share it."""

    def __init__(self, *, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._next: dict[str, float] = {}

    def wait(self, host: str, *, pause: float) -> float:
        """Wait until `host` may be asked again, `pause` seconds after its last turn; say how long it was."""
        with self._lock:
            now = self._clock()
            turn = max(now, self._next.get(host, now))
            self._next[host] = turn + pause
        if turn > now:
            self._sleep(turn - now)
        return turn - now
