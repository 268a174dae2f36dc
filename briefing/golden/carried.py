"""A golden case for people with a chat window: what it asks, to be pasted, and the answers as a recording."""

from collections import deque
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from briefing.errors import RequestError, UnansweredError, UsageError
from briefing.exchange import Reply, Request
from briefing.golden.cases import Alias, Case
from briefing.golden.record import Planned, ask_case, keep_recordings, questions_of
from briefing.golden.replay import make_engine, run_case
from briefing.models import RecordedWith, ScriptedClient

__all__ = ["CarriedClient", "carry_case", "questions_by_hand"]

CARRIED = "carried by hand"


class CarriedClient:
    """Answers with what somebody carried over.

    `replies` go to first questions, `merged` to those of the prompt with the hash `merge_closure`, which
    merges the sections of a long story, and `corrections` to re-asks. Where none is left, UnansweredError is
    raised and `unanswered` is the request: what to send the model next. `left` says how many were not asked
    for.
    """

    def __init__(
        self,
        replies: Iterable[str],
        corrections: Iterable[str] = (),
        *,
        merged: Iterable[str] = (),
        merge_closure: str = "",
    ) -> None:
        self.unanswered: Request | None = None
        self._replies = deque(replies)
        self._corrections = deque(corrections)
        self._merged = deque(merged)
        self._merge_closure = merge_closure

    @property
    def left(self) -> int:
        """How many replies and corrections are unused."""
        return len(self._replies) + len(self._corrections) + len(self._merged)

    def merges(self, request: Request) -> bool:
        """Whether a request is one to merge the sections of a story."""
        prints = request.fingerprints
        return prints is not None and prints.template_closure == self._merge_closure

    def complete(self, request: Request) -> Reply:
        """Give the next reply; nobody counted its tokens."""
        answers = self._merged if self.merges(request) else self._replies
        if request.attempt > 1:
            answers = self._corrections
        if not answers:
            self.unanswered = request
            raise UnansweredError("There is no reply to this question yet.")
        return Reply(content=answers.popleft())


def questions_by_hand(root: Path, case: Case, alias: Alias) -> tuple[Request, ...]:
    """The first request for each story of a case, exactly as `check` looks for its reply."""
    _check(alias)
    plans = questions_of(root, Planned(case, alias, 1, CARRIED))
    return tuple(request for plan in plans for request in plan.requests)


def carry_case(
    root: Path,
    case: Case,
    alias: Alias,
    client: CarriedClient,
    *,
    now: Callable[[], datetime],
    tool: str,
    sample: int = 1,
) -> tuple[Path, ...]:
    """Record the client's replies as those of the case; returns the files.

    Nothing is written if one is missing, cannot be used or is left over: UnansweredError is raised where
    the client's `unanswered` wants a reply, UsageError where replies are left.
    """
    _check(alias)
    made_with = RecordedWith(tool=tool, host=CARRIED)
    planned = Planned(case, alias, sample, CARRIED)
    texts = ask_case(root, planned, client, now=now, recorded_with=made_with)
    if client.left:
        raise UsageError(
            f"{case.name} asks for {len(texts)} of these replies; {client.left} would be left over. Nothing was "
            "recorded."
        )
    return keep_recordings(root, planned, texts)


def _check(alias: Alias) -> None:
    if not alias.by_hand:
        raise UsageError(
            f"{alias.name} is not asked by hand; give it `by_hand = true` in golden/models.toml, or name an "
            "alias that has it."
        )
