"""Recorded replies: the values, their file format, and the client that collects them.

A recording is one sample of one question: the first request in full, and every attempt with what came back.
It holds an allow-list of fields: no headers, no address, no key. Errors of the wire are never recorded.
The key is the request's and the checksum the attempts': who edits either by hand is noticed.
"""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING, Literal, NamedTuple

from pydantic import JsonValue, ValidationError

from briefing.errors import CorruptRecordingError
from briefing.exchange import Fingerprints, Reply, Request, Usage, canonical_json, fingerprint
from briefing.schema import Value

if TYPE_CHECKING:
    from briefing.models import Client

__all__ = [
    "Attempt",
    "Exchange",
    "Judgement",
    "RecordedWith",
    "Recording",
    "RecordingClient",
    "make_recording",
    "parse_recording",
    "recording_text",
]


FORMAT: Literal[1] = 1


class Exchange(NamedTuple):
    """A request and what came back."""

    request: Request
    reply: Reply


class Judgement(NamedTuple):
    """What a reply turned out to be: `ok` or a fault, how it was unwrapped, and the errors in words."""

    outcome: str
    parse_path: str | None = None
    errors: tuple[str, ...] = ()


class Attempt(Value):
    """One reply of a recording, with what it turned out to be when it was recorded."""

    key: str
    outcome: str
    parse_path: str | None
    content: str
    finish_reason: str | None
    refusal: str | None
    usage: Usage | None
    latency_ms: int
    http_retries: int
    response_model: str | None
    system_fingerprint: str | None
    errors: tuple[str, ...]

    @property
    def reply(self) -> Reply:
        """The reply as the client gave it."""
        return Reply.model_validate({name: getattr(self, name) for name in Reply.model_fields})


class RecordedWith(Value):
    """Who made a recording. `host` is a label, no address; a reply carried by hand has no `sdk`."""

    tool: str
    sdk: str | None = None
    host: str | None = None


class Recording(Value):
    """One sample: the first request, all attempts, how it ended. `key` is that of the first request."""

    format: Literal[1] = FORMAT
    key: str
    checksum: str
    fingerprints: Fingerprints | None
    request: Request
    attempts: tuple[Attempt, ...]
    final_outcome: str
    recorded_at: datetime
    recorded_with: RecordedWith


class RecordingClient:
    """Passes requests on and keeps every exchange that ended in a reply, in order, in `exchanges`."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._lock = Lock()
        self._exchanges: list[Exchange] = []

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """What was asked and answered so far."""
        with self._lock:
            return tuple(self._exchanges)

    def complete(self, request: Request) -> Reply:
        """Ask the wrapped client; a request that fails leaves no trace."""
        reply = self._client.complete(request)
        with self._lock:
            self._exchanges.append(Exchange(request, reply))
        return reply


def make_recording(
    exchanges: Sequence[Exchange],
    *,
    judge: Callable[[Reply], Judgement],
    recorded_at: datetime,
    recorded_with: RecordedWith,
) -> Recording:
    """Make one sample of the exchanges of one question, first attempt first."""
    attempts = tuple(_attempt(exchange, judge(exchange.reply)) for exchange in exchanges)
    first = exchanges[0].request
    return Recording(
        key=first.key,
        checksum=_checksum(attempts),
        fingerprints=first.fingerprints,
        request=first,
        attempts=attempts,
        final_outcome=attempts[-1].outcome,
        recorded_at=recorded_at,
        recorded_with=recorded_with,
    )


def _attempt(exchange: Exchange, judgement: Judgement) -> Attempt:
    fields = {**exchange.reply.model_dump(), "key": exchange.request.key, **judgement._asdict()}
    return Attempt.model_validate(fields)


def _checksum(attempts: Sequence[Attempt]) -> str:
    """What all attempts say, as one hash."""
    return fingerprint(*(canonical_json(attempt.model_dump(mode="json")) for attempt in attempts))


def recording_text(recording: Recording) -> bytes:
    """The file: UTF-8 JSON, sorted keys, two spaces, one newline at the end."""
    value: dict[str, JsonValue] = recording.model_dump(mode="json", by_alias=True, exclude={"request"})
    value["request"] = recording.request.wire()
    text = json.dumps(value, sort_keys=True, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    # A lone surrogate in a reply has no UTF-8; its backslash form is the very escape JSON has for it.
    return text.encode("utf-8", "backslashreplace")


def parse_recording(data: bytes, *, source: str) -> Recording:
    """Read a file that `recording_text` made; raises CorruptRecordingError, with `source`, for any other."""
    try:
        value = json.loads(data)
        _check_format(value, source)
        request = Request.from_wire(value["request"])
        recording = Recording.model_validate({**value, "request": request})
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise CorruptRecordingError(f"{source} is not a recording: {_reason(error)}.") from error
    if recording.key != request.key:
        raise CorruptRecordingError(f"{source} was changed: its key is not that of its request.")
    if recording.checksum != _checksum(recording.attempts):
        raise CorruptRecordingError(f"{source} was changed: its checksum is not that of its attempts.")
    fingerprinted = request.model_copy(update={"fingerprints": recording.fingerprints})
    return recording.model_copy(update={"request": fingerprinted})


def _check_format(value: JsonValue, source: str) -> None:
    number = value.get("format") if isinstance(value, dict) else None
    if isinstance(number, int) and number > FORMAT:
        raise CorruptRecordingError(
            f"{source} was recorded by a newer version of the program: its format is {number}, and this "
            f"version reads {FORMAT}. Update briefing-desk.",
            is_newer=True,
        )


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_input=False)[0]
        return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    if isinstance(error, KeyError):
        return f"it has no {error}"
    return str(error).rstrip(".")
