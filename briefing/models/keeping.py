"""A client that keeps each reply as it comes, and asks for none that is kept."""

from typing import TYPE_CHECKING

from briefing.exchange import Reply, Request

if TYPE_CHECKING:
    from briefing.models import Client, ReplyStore

__all__ = ["KeepingClient"]


class KeepingClient:
    """Puts `replies` before a client; `asked` are the requests so far, in order."""

    def __init__(self, client: "Client", replies: "ReplyStore") -> None:
        self.asked: list[Request] = []
        self._client = client
        self._replies = replies

    def complete(self, request: Request) -> Reply:
        """Give the kept reply, or ask and keep; a request that fails leaves no trace."""
        self.asked.append(request)
        kept = self._replies.find(request)
        if kept is not None:
            return kept
        reply = self._client.complete(request)
        self._replies.keep(request, reply)
        return reply
