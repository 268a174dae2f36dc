"""The replies of an archive: a request that was answered once is never paid for again."""

import json
from collections.abc import Callable
from datetime import datetime

from briefing.archive.database import Database
from briefing.archive.encoding import decode, stamp, storable
from briefing.archive.encoding import encode as encode_value
from briefing.exchange import Reply, Request, canonical_json
from briefing.models import Client

__all__ = ["Replies", "StoringClient"]


class Replies:
    """What models answered so far, by the key of the request."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, key: str) -> Reply | None:
        """The reply to the request of this key."""
        found = self._database.row("SELECT reply FROM replies WHERE key = ?", key)
        return decode(Reply, found[0]) if found else None

    def request(self, key: str) -> Request | None:
        """The request of this key as it was sent."""
        found = self._database.row("SELECT request FROM replies WHERE key = ?", key)
        return Request.from_wire(json.loads(str(found[0]))) if found else None

    def store(self, request: Request, reply: Reply, *, now: datetime) -> None:
        """Store a reply in place of an older one to the same request. It is on disk when this returns."""
        with self._database.transaction() as writing:
            writing.run(
                "INSERT INTO replies (key, model, answered, request, reply) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (key) DO UPDATE SET answered = excluded.answered, reply = excluded.reply",
                request.key,
                storable(request.model),
                stamp(now),
                storable(canonical_json(request.wire())),
                encode_value(reply),
            )

    def count(self) -> int:
        """How many requests were answered."""
        found = self._database.row("SELECT count(*) FROM replies")
        return int(str(found[0])) if found else 0


class StoringClient:
    """Answers from the archive where it can; asks `client` otherwise and stores the reply before giving it.

    With `fresh` it asks always, and stores. Threads may share it.
    """

    def __init__(
        self, client: Client, replies: Replies, *, clock: Callable[[], datetime], fresh: bool = False
    ) -> None:
        self._client = client
        self._replies = replies
        self._clock = clock
        self._fresh = fresh

    def complete(self, request: Request) -> Reply:
        """Answer; a request that fails leaves no trace and is asked again next time."""
        try:
            key = request.key
        except ValueError:  # text that cannot be sent either; the client says so in its own words
            return self._client.complete(request)
        stored = None if self._fresh else self._replies.find(key)
        if stored is not None:
            return stored
        reply = self._client.complete(request)
        self._replies.store(request, reply, now=self._clock())
        return reply
