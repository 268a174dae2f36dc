"""A client that answers from recordings: no key, no network, the same every time."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, NoReturn

from briefing.errors import MissingRecordingError, StaleRecordingError
from briefing.exchange import Fingerprints, Message, Reply, Request
from briefing.models.recordings import Recording

__all__ = ["Nearest", "ReplayClient", "find_nearest", "tell_changes", "tell_how_to_record"]

_MADE_FROM = {
    "template_closure": "the prompt template",
    "input": "the articles",
    "response_schema": "the reply's schema",
    "params": "the parameters",
}


class Nearest(NamedTuple):
    """The recording that is most like a request: where it lies, and what tells the two apart."""

    place: str
    recording: Recording
    changed: tuple[str, ...]
    diff: str


class ReplayClient:
    """Answers a request with the reply recorded for its key.

    `recordings` are those of one case and model, by the place of each. `case`, `model` (its alias) and
    `by_hand` are for the message of the RecordingError that a miss raises: it says what changed since the
    nearest recording and how to record anew; its `diff` shows the messages.
    """

    def __init__(
        self, recordings: Mapping[str, Recording], *, case: str, model: str, by_hand: bool = False
    ) -> None:
        self._recordings = dict(recordings)
        self._replies = {a.key: a.reply for r in self._recordings.values() for a in r.attempts}
        self._case = case
        self._model = model
        self._by_hand = by_hand

    def complete(self, request: Request) -> Reply:
        """Give the recorded reply."""
        reply = self._replies.get(request.key)
        if reply is None:
            self._miss(request)
        return reply

    def _miss(self, request: Request) -> NoReturn:
        again = tell_how_to_record(self._case, self._model, request.sample, by_hand=self._by_hand)
        of_sample = {p: r for p, r in self._recordings.items() if r.request.sample == request.sample}
        nearest = find_nearest(request, of_sample)
        if nearest is None:
            which = f"no sample {request.sample}" if self._recordings else "no recording"
            raise MissingRecordingError(f"Case {self._case} has {which} for model {self._model}. {again}")
        raise StaleRecordingError(
            f"The recording of {self._case} for model {self._model} is stale: "
            f"{' and '.join(nearest.changed)} changed since {nearest.place}. {again}",
            diff=nearest.diff,
        )


def tell_how_to_record(case: str, model: str, sample: int, *, by_hand: bool) -> str:
    """The sentence that says how a recording is made.

    >>> tell_how_to_record("tram", "small", 2, by_hand=False)
    'Run `briefing record tram --model small --samples 2`.'
    """
    if by_hand:
        show = f"briefing prompt show --case {case} --model {model}"
        return f"Paste what `{show}` prints, and bring the reply in."
    samples = f" --samples {sample}" if sample > 1 else ""
    return f"Run `briefing record {case} --model {model}{samples}`."


def find_nearest(request: Request, recordings: Mapping[str, Recording]) -> Nearest | None:
    """The recording that asked what is most like the request, one of the same sample before any other."""

    def likeness(place: str) -> tuple[bool, float]:
        then = recordings[place].request
        matcher = difflib.SequenceMatcher(None, _lines(then.messages), _lines(request.messages))
        return then.sample == request.sample, matcher.ratio()

    place = max(recordings, key=likeness, default=None)
    if place is None:
        return None
    recording = recordings[place]
    changed = tuple(tell_changes(request, recording.request))
    return Nearest(place, recording, changed, _diff(recording.request.messages, request.messages))


def tell_changes(now: Request, then: Request) -> Iterator[str]:
    """What tells two requests apart, coarse to fine; never empty for requests whose keys differ."""
    if now.attempt > 1:
        yield f"what is asked again at attempt {now.attempt}"
        return
    if now.model != then.model:
        yield f"the model (from {then.model} to {now.model})"
    if now.sample != then.sample:
        yield f"the sample (from {then.sample} to {now.sample})"
    if now.params != then.params:
        yield f"{_MADE_FROM['params']} ({', '.join(_params_changed(now, then))})"
    if now.response_format != then.response_format:
        yield _MADE_FROM["response_schema"]
    if now.messages != then.messages:
        yield _messages_changed(now.fingerprints, then.fingerprints)


def _params_changed(now: Request, then: Request) -> Iterator[str]:
    left, right = then.params.wire(), now.params.wire()
    for name in sorted({*left, *right}):
        if left.get(name) != right.get(name):
            yield f"{name} from {left.get(name, 'unset')} to {right.get(name, 'unset')}"


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
