"""The replies of an archive: a request that was answered once is never paid for again."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from threading import Lock

from briefing.archive.database import Database
from briefing.archive.encoding import decode, stamp, storable
from briefing.archive.encoding import encode as encode_value
from briefing.exchange import Reply, Request, canonical_json

__all__ = ["ArchivedReplies", "Replies"]


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

    def remove(self, keys: Iterable[str]) -> None:
        """Forget the replies to the requests of these keys, all of them or none."""
        with self._database.transaction() as writing:
            for key in keys:
                writing.run("DELETE FROM replies WHERE key = ?", key)

    def count(self) -> int:
        """How many requests were answered."""
        found = self._database.row("SELECT count(*) FROM replies")
        return int(str(found[0])) if found else 0


class ArchivedReplies:
    """The archive's replies for whoever asks questions. Threads may share it.

    With `fresh` nothing is found, and what is kept takes the place of what was there. `hits` counts the
    replies found.
    """

    def __init__(self, replies: Replies, *, clock: Callable[[], datetime], fresh: bool = False) -> None:
        self._replies = replies
        self._clock = clock
        self._fresh = fresh
        self._lock = Lock()
        self._hits = 0

    @property
    def hits(self) -> int:
        """How many requests were answered from here."""
        with self._lock:
            return self._hits

    def find(self, request: Request) -> Reply | None:
        """The reply that is stored for a request."""
        key = _key_of(request)
        found = None if self._fresh or key is None else self._replies.find(key)
        if found is not None:
            with self._lock:
                self._hits += 1
        return found

    def keep(self, request: Request, reply: Reply) -> None:
        """Store a reply. It is on disk when this returns."""
        if _key_of(request) is not None:
            self._replies.store(request, reply, now=self._clock())

    def drop(self, requests: Iterable[Request]) -> None:
        """Forget the replies to these requests."""
        self._replies.remove(filter(None, map(_key_of, requests)))


def _key_of(request: Request) -> str | None:
    """The key; None for text that cannot be sent either: the client says so in its own words."""
    try:
        return request.key
    except ValueError:
        return None
