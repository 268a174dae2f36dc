"""One run at a time: a lock that the operating system lets go when its holder dies, however it dies."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from briefing.errors import ArchiveError, LockedError, OutputError
from briefing.files import write_atomically

__all__ = ["hold_lock"]


@contextmanager
def hold_lock(path: Path, *, now: datetime) -> Iterator[None]:
    """Hold the lock of an archive; raises LockedError, naming the holder, if another run does.

    Beside the archive lie `.lock`, which is locked, and `.holder`, which says who did it and since when.
    """
    import filelock

    lock = filelock.FileLock(path.with_name(f"{path.name}.lock"), timeout=0)
    holder = path.with_name(f"{path.name}.holder")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except filelock.Timeout:
        raise LockedError(_held(path, holder)) from None
    except (
        OSError,
        NotImplementedError,
    ) as error:  # filelock says so of a system without locks
        raise ArchiveError(
            f"The archive {path} cannot be locked ({error}); choose another folder."
        ) from error
    try:
        note = {"pid": os.getpid(), "host": socket.gethostname(), "since": now.isoformat(timespec="seconds")}
        _write_note(holder, json.dumps(note))
        yield
    finally:
        with suppress(OSError):  # a note that stays behind says nothing once the lock is free
            holder.unlink()
        lock.release()


def _write_note(holder: Path, note: str) -> None:
    try:
        write_atomically(holder, note)
    except OutputError as error:
        raise ArchiveError(str(error)) from error


def _held(path: Path, holder: Path) -> str:
    try:
        note = json.loads(holder.read_bytes())
        who = f"process {note['pid']} on {note['host']} since {note['since']}"
    except (OSError, ValueError, TypeError, KeyError):  # between taking the lock and saying so
        who = "another run"
    return f"The archive {path} is in use by {who}; wait until that has ended, then run again."
