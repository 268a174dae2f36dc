"""A brief -> messages in a Slack channel, in order, each once.

A message is claimed in the archive before it is sent and confirmed after. One that was sent off without an
answer stays claimed: whether it arrived only a person can see, and until then it is not sent again.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol

from pydantic import JsonValue

from briefing.archive import Sends, SendState
from briefing.errors import SendError
from briefing.exchange import canonical_json, fingerprint
from briefing.render.blocks import Payload, slack_payloads
from briefing.render.sheet import lay_out
from briefing.schema import Briefing
from briefing.sending.webhook import Answer, Outcome

__all__ = ["Assume", "Poster", "Sent", "payloads_of", "send_brief"]

PAUSE = 1.0  # Slack takes a message a second
_TRIES = 5
_BACKOFF = 2.0  # seconds before the second try where the server named none; twice as many before each other
_LONGEST_WAIT = 600.0


class Poster(Protocol):
    """Something that posts a payload."""

    def post(self, payload: Mapping[str, object]) -> Answer:
        """Post one payload and say what became of it."""
        ...


class Assume(StrEnum):
    """What a person says of messages of which nobody knows whether they arrived."""

    ARRIVED = "arrived"
    LOST = "lost"


class Sent(NamedTuple):
    """How many messages a brief has, how many were posted now, and whether another one of its day was before.

    `is_superseded` tells that the channel has another brief of the same day; then nothing was posted.
    """

    messages: int
    posted: int
    is_superseded: bool = False


class _Send(NamedTuple):
    """One send: where the messages go, and how time passes."""

    sends: Sends
    poster: Poster
    target: str
    digest: str
    now: Callable[[], datetime]
    sleep: Callable[[float], None]


def payloads_of(briefing: Briefing) -> Sequence[Payload]:
    """The messages of a brief, each within Slack's limits."""
    return slack_payloads(lay_out(briefing))


def send_brief(
    briefing: Briefing,
    poster: Poster,
    sends: Sends,
    *,
    target: str,
    now: Callable[[], datetime],
    again: bool = False,
    assume: Assume | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Sent:
    """Post the messages of a brief that were not posted before.

    `target` names the place, never its secret address. A day has one brief there: another one of the same day
    is posted only `again`. `assume` settles messages whose fate is unknown.

    Raises:
        SendError: a message was refused, could not be sent, or may have arrived; the others stay as they are.
    """
    payloads = payloads_of(briefing)
    digest = _digest(briefing)
    send = _Send(sends, poster, target, digest, now, sleep)
    if not again and any(other != digest for other in sends.begun(target, prefix=_day(briefing))):
        return Sent(len(payloads), 0, is_superseded=True)
    posted = 0
    for part, payload in enumerate(payloads, start=1):
        if _is_done(send, part, assume):
            continue
        if posted:
            sleep(PAUSE)
        _post(send, payload, part=part, of=len(payloads))
        posted += 1
    return Sent(len(payloads), posted)


def _digest(briefing: Briefing) -> str:
    """The same for the same brief, whenever it was made; it begins with its day."""
    value: dict[str, JsonValue] = briefing.model_dump(mode="json")
    value["meta"] = {**briefing.meta.model_dump(mode="json"), "created": ""}
    return _day(briefing) + fingerprint("slack", canonical_json(value))


def _day(briefing: Briefing) -> str:
    return f"{briefing.date.isoformat()} "


def _is_done(send: _Send, part: int, assume: Assume | None) -> bool:
    """Whether a message needs no sending: it arrived, or is taken to have."""
    state = send.sends.state(send.digest, target=send.target, part=part)
    if state is not SendState.CLAIMED:
        return state is SendState.SENT
    if assume is None:
        raise SendError(
            f"Message {part} of this brief was sent off before without an answer; look into the channel "
            f"whether it is there, then run again with --assume arrived or --assume lost."
        )
    if assume is Assume.ARRIVED:
        send.sends.confirm(send.digest, target=send.target, part=part, now=send.now())
        return True
    send.sends.release(send.digest, target=send.target, part=part)
    return False


def _post(send: _Send, payload: Payload, *, part: int, of: int) -> None:
    """Post one message, waiting as the server asks; where it cannot have arrived the claim is given back."""
    name = f"Message {part} of {of}"
    if not send.sends.claim(send.digest, target=send.target, part=part, now=send.now()):
        raise SendError(f"{name} is being sent by another run.")
    for attempt in range(1, _TRIES + 1):
        answer = send.poster.post(dict(payload))
        if answer.outcome is Outcome.POSTED:
            send.sends.confirm(send.digest, target=send.target, part=part, now=send.now())
            return
        if answer.outcome is Outcome.UNSURE:
            raise SendError(
                f"{name} was sent off, but {answer.words}; look into the channel whether it is there, then "
                f"run again with --assume arrived or --assume lost."
            )
        wait = answer.wait if answer.wait is not None else _BACKOFF * 2 ** (attempt - 1)
        if answer.outcome is Outcome.REFUSED or attempt == _TRIES or wait > _LONGEST_WAIT:
            send.sends.release(send.digest, target=send.target, part=part)
            raise SendError(_failed(name, answer, attempt))
        send.sleep(wait)


def _failed(name: str, answer: Answer, attempts: int) -> str:
    if answer.outcome is Outcome.REFUSED:
        return f"{name} was refused: {answer.words}."
    tries = "once" if attempts == 1 else f"{attempts} times"
    wait = f" and asks to wait {answer.wait:.0f} seconds" if answer.wait is not None else ""
    return f"{name} could not be sent (tried {tries}): {answer.words}{wait}. Run again to send the rest."
