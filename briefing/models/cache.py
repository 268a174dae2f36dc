"""Replies kept on disk: what was answered once is neither asked nor paid for again.

One file a reply, named by the hash of the endpoint's address and the request's key, in a folder that is the
user's alone. A file holds the reply and no prompt. Whatever cannot be read is a miss; whatever cannot be
written is not kept: a cache never makes a run fail.
"""

import json
import logging
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal

from briefing.errors import OutputError
from briefing.exchange import Reply, Request, fingerprint
from briefing.files import write_atomically
from briefing.schema import Value

__all__ = ["MOST_REPLIES", "ReplyCache"]

MOST_REPLIES = 10_000
_LOG = logging.getLogger(__name__)
_MOST_BYTES = 8 * 1024 * 1024
_PRIVATE = 0o700


class _Entry(Value):
    """A file of the cache; `model` is for people who look into it."""

    format: Literal[1] = 1
    key: str
    model: str
    reply: Reply


class ReplyCache:
    """Replies by request, in `folder`. Threads and processes may share it.

    `scope` is the address of the endpoint: the same question to another one is another question, since
    servers of one's own often call every model alike. `hits` counts the replies found.
    """

    def __init__(self, folder: Path, *, scope: str) -> None:
        self._folder = folder
        self._scope = scope
        self._lock = threading.Lock()
        self._hits = 0
        self._is_told = False

    @property
    def hits(self) -> int:
        """How many requests were answered from here."""
        with self._lock:
            return self._hits

    def find(self, request: Request) -> Reply | None:
        """The reply that was kept for a request; None where there is none, or none that can be read."""
        path = self._path(request)
        entry = None if path is None else _read(path)
        if path is None or entry is None or entry.key != path.stem:
            return None
        with suppress(OSError):
            path.touch()  # the longest unused goes first
        with self._lock:
            self._hits += 1
        return entry.reply

    def keep(self, request: Request, reply: Reply) -> None:
        """Keep a reply in place of an older one. What cannot be written is told once, and not kept."""
        path = self._path(request)
        if path is None:
            return
        entry = _Entry(key=path.stem, model=request.model, reply=reply)
        text = json.dumps(entry.model_dump(mode="json"), ensure_ascii=True)
        try:
            self._folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
            write_atomically(path, text)
        except (OSError, OutputError) as error:
            self._tell(error)

    def drop(self, requests: Iterable[Request]) -> None:
        """Forget the replies to these requests."""
        for path in filter(None, map(self._path, requests)):
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def prune(self, *, most: int = MOST_REPLIES) -> None:
        """Forget the longest unused replies above `most`."""
        used = sorted(_used(self._folder))
        for _, path in used[: max(len(used) - most, 0)]:
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def _path(self, request: Request) -> Path | None:
        try:
            return self._folder / f"{fingerprint(self._scope, request.key)}.json"
        except ValueError:  # text that cannot be sent either; the client says so in its own words
            return None

    def _tell(self, error: Exception) -> None:
        with self._lock:
            is_told, self._is_told = self._is_told, True
        if not is_told:
            _LOG.warning("Replies are not kept: %s Choose another place with cache_dir.", _reason(error))


def _read(path: Path) -> _Entry | None:
    try:
        with path.open("rb") as file:
            return _Entry.model_validate(json.loads(file.read(_MOST_BYTES)))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, RecursionError):
        _LOG.warning("The kept reply %s cannot be read; it is asked for again.", path)
        with suppress(OSError):
            path.unlink()
        return None


def _used(folder: Path) -> Iterator[tuple[float, Path]]:
    """When each reply was last used."""
    with suppress(OSError):
        for path in folder.glob("*.json"):
            with suppress(OSError):
                yield path.stat().st_mtime, path


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"{error.filename} cannot be made ({error.strerror})."
    return str(error)
