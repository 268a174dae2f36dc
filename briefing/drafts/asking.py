"""One question until there is a usable reply, in the strictest mode that works.

Three things are asked again, each with its own bound: an invalid reply (twice, told its problems), a reply
cut at its token limit (once, with a larger limit), a question the endpoint does not take (in the next lower
mode, or without a parameter it does not take). A refusal is never asked again.

Replies may be kept. Each is, as it comes, so that a run that is killed does not pay for it twice. Once one is
accepted it is kept as the answer to the question, whatever way led to it; of a question that failed nothing
stays, so that the next run asks anew.
"""

import json
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from briefing.drafts.reply_text import unwrap
from briefing.errors import (
    InvalidReplyError,
    ModeError,
    ModelError,
    ModelRefusalError,
    Problem,
    RequestError,
    TruncatedError,
)
from briefing.exchange import Fault, Message, Mode, Params, Reply, Request, Role
from briefing.models import Client, Judgement, KeepingClient, ReplyStore

__all__ = ["STANDARD_LIMITS", "Limits", "ModeLadder", "ask", "judge", "read_reply"]

T = TypeVar("T")

_LOG = logging.getLogger(__name__)
_PROBLEMS_TOLD = 10
_BAD_REPLY_SHOWN = 8_000
_CHARACTERS_A_TOKEN = 4
_STEPS = tuple(Mode)
_UNUSABLE = (InvalidReplyError, ModelRefusalError, TruncatedError)
_NO_JSON = frozenset({Fault.INVALID_JSON, Fault.FENCE_MALFORMED, Fault.THINK_UNCLOSED})


@dataclass(frozen=True)
class Limits:
    """How often and at what cost one question may be asked again.

    `growth` is the factor for the token limit of a reply that was cut, once; 1 never grows. `tokens` bounds
    all attempts of the question together; tokens nobody counted are estimated.
    """

    reasks: int = 2
    growth: int = 2
    tokens: int | None = None


STANDARD_LIMITS = Limits()


class ModeLadder:
    """What an endpoint takes: the mode, and the parameters it refused. Threads may share it.

    A pinned ladder never changes, so that a recording does not depend on the host that replays it. `wanted`
    is the mode it began with.

    >>> ladder = ModeLadder(Mode.JSON_SCHEMA)
    >>> ladder.step_down(Mode.JSON_SCHEMA), ladder.mode.value
    (True, 'json_object')
    """

    def __init__(self, mode: Mode, *, pinned: bool = False) -> None:
        self.wanted = mode
        self._mode = mode
        self._refused: frozenset[str] = frozenset()
        self._pinned = pinned
        self._lock = threading.Lock()

    @property
    def mode(self) -> Mode:
        """The mode to ask in now."""
        with self._lock:
            return self._mode

    def step_down(self, refused: Mode, *, is_of_limit: bool = False) -> bool:
        """Go to the mode below the refused one, for good; False where there is none or it is pinned.

        `is_of_limit` where only the limits of the lists were refused.
        """
        below = self.below(refused, is_of_limit=is_of_limit)
        if below is None:
            return False
        with self._lock:
            self._mode = max(self._mode, below, key=_STEPS.index)
        _LOG.warning("The endpoint does not take mode %s; asking in mode %s from now on.", refused, below)
        return True

    def below(self, mode: Mode, *, is_of_limit: bool = False) -> Mode | None:
        """The next lower mode; None where there is none or the ladder is pinned."""
        lower = _STEPS[_STEPS.index(mode) + 1 :]
        if not is_of_limit:  # an endpoint that takes no schema takes none without limits either
            lower = tuple(step for step in lower if step is not Mode.JSON_SCHEMA_UNLIMITED)
        return lower[0] if lower and not self._pinned else None

    def leave_out(self, parameter: str) -> bool:
        """Send a parameter no more; False where the ladder is pinned."""
        if self._pinned:
            return False
        with self._lock:
            self._refused |= {parameter}
        _LOG.warning("The endpoint does not take the parameter %s; asking without it.", parameter)
        return True

    def fit(self, params: Params) -> Params:
        """The parameters without those the endpoint refused."""
        with self._lock:
            return params.model_copy(update=dict.fromkeys(self._refused))


def ask(
    client: Client,
    compose: Callable[[Mode], Request],
    read: Callable[[str], T],
    *,
    ladder: ModeLadder,
    limits: Limits = STANDARD_LIMITS,
    replies: ReplyStore | None = None,
) -> T:
    """Ask until `read` accepts the content of a reply, or take the one that `replies` kept.

    `compose` makes the first request in a mode; `read` raises InvalidReplyError for content that it does not
    accept, also of a kept reply. Raises InvalidReplyError when the re-asks are used up, and any other
    ModelError as it comes.
    """
    if replies is None:
        return _ask(client, read, _Question(compose, ladder, limits)).value
    wanted = compose(ladder.wanted)
    kept = replies.find(wanted)
    if kept is not None:
        with suppress(ModelError):  # of a run that was killed, or the reader has become stricter since
            return read_reply(kept, read)
    through = KeepingClient(client, replies)
    try:
        answer = _ask(through, read, _Question(compose, ladder, limits))
    except _UNUSABLE:
        replies.drop([wanted, *through.asked])
        raise
    others = [request for request in through.asked if request != wanted]
    if others:
        replies.keep(wanted, answer.reply)
        replies.drop(others)
    return answer.value


class _Answer(NamedTuple, Generic[T]):
    """What was read, and the reply it was read from."""

    value: T
    reply: Reply


def _ask(client: Client, read: Callable[[str], T], question: "_Question") -> _Answer[T]:
    while True:
        try:
            reply = client.complete(question.request)
        except ModeError as error:
            if not question.step_down(error):
                raise
            continue
        except RequestError as error:
            if not question.leave_out(error.parameter):
                raise
            continue
        question.count(reply)
        try:
            return _Answer(read_reply(reply, read), reply)
        except TruncatedError:
            if not question.grow():
                raise
        except InvalidReplyError as error:
            question.reask(reply, error)


class _Question:
    """The state of one question: what is asked next, and what was spent."""

    def __init__(self, compose: Callable[[Mode], Request], ladder: ModeLadder, limits: Limits) -> None:
        self._compose = compose
        self._ladder = ladder
        self._limits = limits
        self._mode = ladder.mode
        self._first = self._composed()
        self._spent = 0
        self._reasks = 0
        self._has_grown = False
        self.request = self._first

    def count(self, reply: Reply) -> None:
        usage = reply.usage
        self._spent += usage.input + usage.output if usage else _estimate(self.request, reply)

    def step_down(self, error: ModeError) -> bool:
        if not self._ladder.step_down(self._mode, is_of_limit=error.is_of_limit):
            return False
        self._mode = self._ladder.mode
        self._restart(self._composed())
        return True

    def leave_out(self, parameter: str | None) -> bool:
        # The limit on the reply goes by two names on the wire, one in our parameters.
        name = "max_tokens" if parameter == "max_completion_tokens" else parameter
        # Another thread may have told the ladder already; what counts is whether this request held it.
        if name is None or name not in self._first.params.wire() or not self._ladder.leave_out(name):
            return False
        self._restart(self._composed())
        return True

    def _composed(self) -> Request:
        request = self._compose(self._mode)
        return request.model_copy(update={"params": self._ladder.fit(request.params)})

    def grow(self) -> bool:
        limit = self._first.params.max_tokens
        if self._has_grown or limit is None or self._limits.growth <= 1:
            return False
        self._has_grown = True
        params = self._first.params.model_copy(update={"max_tokens": limit * self._limits.growth})
        self._restart(self._first.model_copy(update={"params": params}))
        return True

    def _restart(self, first: Request) -> None:
        self._first = first
        self._next(first)

    def reask(self, reply: Reply, error: InvalidReplyError) -> None:
        """Prepare the next round, or raise when there is none."""
        if self._reasks == self._limits.reasks:
            raise InvalidReplyError(
                f"No usable reply in {self._reasks + 1} tries. {error}",
                fault=error.fault,
                problems=error.problems,
            )
        self._reasks += 1
        self._distrust(error.fault)
        told = (*self._first.messages, *_correction(reply, error.problems))
        self._next(self._first.model_copy(update={"messages": told}))
        if self._limits.tokens is not None and self._spent + _estimate(self.request) > self._limits.tokens:
            raise InvalidReplyError(
                f"No usable reply within {self._limits.tokens} tokens. {error}",
                fault=Fault.OVERSPENT,
                problems=error.problems,
            )

    def _distrust(self, fault: str) -> None:
        """Make the last try in the next mode where the shape was ignored, as some endpoints do."""
        below = self._ladder.below(self._mode)
        if below and fault in _NO_JSON and self._reasks == self._limits.reasks:
            self._mode = below
            self._first = self._composed()

    def _next(self, request: Request) -> None:
        self.request = request.model_copy(update={"attempt": self.request.attempt + 1})


def _estimate(request: Request, reply: Reply | None = None) -> int:
    characters = sum(len(message.content) for message in request.messages) + len(
        reply.content if reply else ""
    )
    return characters // _CHARACTERS_A_TOKEN


def _correction(reply: Reply, problems: tuple[Problem, ...]) -> tuple[Message, Message]:
    """The bad reply and what was wrong with it; never an echo of its values, which articles may have fed."""
    shown = reply.content.encode("utf-8", "replace").decode("utf-8")[:_BAD_REPLY_SHOWN]
    listed = [{"loc": p.place, "type": p.kind, "msg": p.words} for p in problems[:_PROBLEMS_TOLD]]
    noun = "error" if len(problems) == 1 else "errors"
    told = (
        f"{len(problems)} validation {noun}:\n{json.dumps(listed, ensure_ascii=False)}\n"
        "Fix the errors and try again. Reply with the whole JSON object and nothing else."
    )
    return (
        Message(role=Role.ASSISTANT, content=shown or "(no content)"),
        Message(role=Role.USER, content=told),
    )


def read_reply(reply: Reply, read: Callable[[str], T]) -> T:
    """Read a reply's content; raises ModelRefusalError, TruncatedError or InvalidReplyError."""
    if reply.refusal:
        raise ModelRefusalError("The model declined to answer.", fault=Fault.REFUSAL)
    if reply.finish_reason == "content_filter":
        raise ModelRefusalError("The content filter stopped the reply.", fault=Fault.CONTENT_FILTER)
    if reply.finish_reason == "length":
        raise TruncatedError(
            "The reply was cut at its token limit; allow more tokens.", fault=Fault.TRUNCATED
        )
    if not reply.content.strip():
        empty = Problem("$", Fault.EMPTY_CONTENT, "the reply is empty")
        raise InvalidReplyError("The reply is empty.", fault=Fault.EMPTY_CONTENT, problems=(empty,))
    return read(reply.content)


def judge(reply: Reply, read: Callable[[str], object]) -> Judgement:
    """What a reply turned out to be, for its recording."""
    try:
        read_reply(reply, read)
        return Judgement("ok", unwrap(reply.content).path.value)
    except InvalidReplyError as error:
        return Judgement(error.fault, None, tuple(f"{p.place}: {p.words}" for p in error.problems))
    except ModelError as error:
        return Judgement(error.fault, None, (str(error),))
