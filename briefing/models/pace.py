"""How fast requests may go: one not-before time for all threads, waits between tries, and when to give up."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from briefing.errors import EndpointError, TransportError
from briefing.exchange import Fault

if TYPE_CHECKING:
    from tenacity import RetryCallState

__all__ = ["GIVE_UP_AFTER", "Pace", "wait_before_retry"]

GIVE_UP_AFTER = 5
_BACKOFF_START = 0.5
_BACKOFF_END = 30.0
_JITTER = 0.5


class Pace:
    """Shared by every thread that asks one endpoint.

    After a rate limit nobody asks before the time the server named. After five calls in a row that failed
    on the way, the endpoint counts as down, and every further call raises EndpointError at once.
    """

    def __init__(self, *, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._not_before = 0.0
        self._failures = 0

    def wait_turn(self) -> None:
        """Sleep until requests may go again."""
        with self._lock:
            left = self._not_before - self._clock()
        if left > 0:
            self._sleep(left)

    def hold_back(self, seconds: float) -> None:
        """Let nobody ask for this long."""
        with self._lock:
            self._not_before = max(self._not_before, self._clock() + seconds)

    def answered(self) -> None:
        """The endpoint gave an answer, good or bad."""
        with self._lock:
            self._failures = 0

    def failed(self, error: TransportError) -> None:
        """A call failed on the way; raises EndpointError when it was one too many."""
        with self._lock:
            self._failures += 1
        self.check(str(error))

    def check(self, last: str = "") -> None:
        """Raise EndpointError if the endpoint counts as down."""
        with self._lock:
            is_down = self._failures >= GIVE_UP_AFTER
        if is_down:
            reason = f" The last: {last}" if last else ""
            raise EndpointError(
                f"{GIVE_UP_AFTER} calls in a row failed on the way; nothing more is asked.{reason}",
                fault=Fault.UNREACHABLE,
            )


def wait_before_retry(state: "RetryCallState") -> float:
    """The server's wish or our own backoff, whichever is longer (a wish of 0 must not hammer), and jitter."""
    from tenacity import wait_exponential, wait_random

    error = state.outcome.exception() if state.outcome else None
    wish = error.retry_after if isinstance(error, TransportError) else None
    backoff = wait_exponential(multiplier=_BACKOFF_START, max=_BACKOFF_END)
    return max(wish or 0.0, backoff(state)) + wait_random(0, _JITTER)(state)
