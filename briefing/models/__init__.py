"""Prompt -> Reply: the one seam to language models, and stand-ins that answer without one.

Anything with `complete(request) -> Reply` is a client. `ChatClient` asks an endpoint that speaks the OpenAI
Chat Completions protocol; importing this package does not import its SDK.
"""

from collections.abc import Iterable
from typing import Protocol

from briefing.exchange import Reply, Request
from briefing.models.budget import Budget, Price, Receipt
from briefing.models.cache import ReplyCache
from briefing.models.chat import ChatClient
from briefing.models.endpoint import Endpoint
from briefing.models.keeping import KeepingClient
from briefing.models.recordings import (
    Attempt,
    Exchange,
    Judgement,
    RecordedWith,
    Recording,
    RecordingClient,
    make_recording,
    parse_recording,
    recording_text,
)
from briefing.models.replay import Nearest, ReplayClient, find_nearest, tell_how_to_record
from briefing.models.scripted import ScriptedClient

__all__ = [
    "Attempt",
    "Budget",
    "ChatClient",
    "Client",
    "Endpoint",
    "Exchange",
    "Judgement",
    "KeepingClient",
    "Nearest",
    "Price",
    "Receipt",
    "RecordedWith",
    "Recording",
    "RecordingClient",
    "ReplayClient",
    "Reply",
    "ReplyCache",
    "ReplyStore",
    "Request",
    "ScriptedClient",
    "find_nearest",
    "make_recording",
    "parse_recording",
    "recording_text",
    "tell_how_to_record",
]


class Client(Protocol):
    """Whatever answers a request."""

    def complete(self, request: Request) -> Reply:
        """Answer, or raise a ModelError (RecordingError where a recording is missing)."""
        ...


class ReplyStore(Protocol):
    """Whatever remembers replies by their requests, for one run or for all. Threads may share it."""

    @property
    def hits(self) -> int:
        """How many requests were answered from here."""
        ...

    def find(self, request: Request) -> Reply | None:
        """The reply that was kept for a request."""
        ...

    def keep(self, request: Request, reply: Reply) -> None:
        """Keep a reply in place of an older one to the same request."""
        ...

    def drop(self, requests: Iterable[Request]) -> None:
        """Forget the replies to these requests, if there are any."""
        ...
