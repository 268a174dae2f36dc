"""A client that answers from recordings: no key, no network, the same every time."""

import difflib
from collections.abc import Iterable, Iterator, Sequence
from typing import NoReturn

from briefing.errors import RecordingError
from briefing.exchange import Fingerprints, Message, Reply, Request
from briefing.models.recordings import Recording

__all__ = ["ReplayClient"]

_MADE_FROM = {
    "template_closure": "the prompt template",
    "input": "the articles",
    "response_schema": "the reply's schema",
    "params": "the parameters",
}


class ReplayClient:
    """Answers a request with the reply recorded for its key.

    `case`, `model` (its alias) and `by_hand` are for the message of the RecordingError that a miss raises: it
    says what changed since the nearest recording and how to record anew; its `diff` shows the messages.
    """

    def __init__(
        self, recordings: Iterable[Recording], *, case: str, model: str, by_hand: bool = False
    ) -> None:
        self._recordings = tuple(recordings)
        self._replies = {a.key: a.reply for r in self._recordings for a in r.attempts}
        self._case = case
        self._model = model
        self._again = (
            f"Paste what `briefing prompt show --case {case} --model {model}` prints, and bring the reply in."
            if by_hand
            else f"Run `briefing record {case} --model {model}`."
        )

    def complete(self, request: Request) -> Reply:
        """Give the recorded reply."""
        reply = self._replies.get(request.key)
        if reply is None:
            self._miss(request)
        return reply

    def _miss(self, request: Request) -> NoReturn:
        nearest = _nearest(request, self._recordings)
        if nearest is None:
            raise RecordingError(f"Case {self._case} has no recording for model {self._model}. {self._again}")
        changed = " and ".join(_changes(request, nearest.request))
        raise RecordingError(
            f"The recording of {self._case} for model {self._model} is stale: {changed} changed. "
            f"{self._again}",
            diff=_diff(nearest.request.messages, request.messages),
        )


def _nearest(request: Request, recordings: Sequence[Recording]) -> Recording | None:
    def likeness(recording: Recording) -> tuple[bool, float]:
        then, now = _lines(recording.request.messages), _lines(request.messages)
        return recording.request.sample == request.sample, difflib.SequenceMatcher(None, then, now).ratio()

    return max(recordings, key=likeness, default=None)


def _changes(now: Request, then: Request) -> Iterator[str]:
    """What tells the two apart, coarse to fine; never empty for requests whose keys differ."""
    if now.attempt > 1:
        yield f"attempt {now.attempt}"
        return
    if now.model != then.model:
        yield f"the model (from {then.model} to {now.model})"
    if now.sample != then.sample:
        yield f"the sample (from {then.sample} to {now.sample})"
    if now.params != then.params:
        yield _MADE_FROM["params"]
    if now.response_format != then.response_format:
        yield _MADE_FROM["response_schema"]
    if now.messages != then.messages:
        yield _messages_changed(now.fingerprints, then.fingerprints)


def _messages_changed(now: Fingerprints | None, then: Fingerprints | None) -> str:
    if now is None or then is None:
        return "the messages"
    parts = [
        _MADE_FROM[name]
        for name in ("template_closure", "input")
        if getattr(now, name) != getattr(then, name)
    ]
    return " and ".join(parts) or "the way the prompt is rendered"


def _diff(then: Sequence[Message], now: Sequence[Message]) -> str:
    return "\n".join(difflib.unified_diff(_lines(then), _lines(now), "recorded", "asked now", lineterm=""))


def _lines(messages: Sequence[Message]) -> list[str]:
    return [line for m in messages for line in (f"[{m.role}]", *m.content.split("\n"))]
