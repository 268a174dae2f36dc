"""The memory of a desk, in one file: open it, and ask its parts.

What a method of any part reported as stored is on disk, whatever ends the process afterwards.
"""

import glob
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from briefing.archive.articles import Articles
from briefing.archive.briefings import Briefings
from briefing.archive.database import Database, connect, create
from briefing.archive.gathered import Gathered
from briefing.archive.lock import hold_lock
from briefing.archive.replies import Replies
from briefing.archive.sends import Sends
from briefing.archive.sources import Sources

__all__ = ["Archive", "open_archive", "read_archive"]


@dataclass(frozen=True)
class Archive:
    """An open archive. Threads may share it."""

    path: Path
    articles: Articles
    briefings: Briefings
    gathered: Gathered
    replies: Replies
    sends: Sends
    sources: Sources


@contextmanager
def open_archive(path: Path, *, now: datetime) -> Iterator[Archive]:
    """Open an archive to write in it, alone; one that does not exist is made.

    Raises:
        LockedError: another run has it open; the message names it.
        ArchiveError: the file is damaged, cut off, newer or no archive. It stays as it is.
    """
    with hold_lock(path, now=now):
        _remove_leftovers(path)
        if not path.exists():
            create(path)
        database = connect(path, writes=True)
        try:
            yield _parts(path, database)
        finally:
            database.close()


@contextmanager
def read_archive(path: Path) -> Iterator[Archive]:
    """Open an archive to read in it, also while a run is writing. Raises ArchiveError as `open_archive`."""
    database = connect(path, writes=False)
    try:
        yield _parts(path, database)
    finally:
        database.close()


def _remove_leftovers(path: Path) -> None:
    """Remove half-made files of runs that were killed. We hold the lock: nobody is writing them now."""
    with suppress(OSError):
        for leftover in path.parent.glob(f".{glob.escape(path.name)}.*.tmp"):
            leftover.unlink()


def _parts(path: Path, database: Database) -> Archive:
    return Archive(
        path=path,
        articles=Articles(database),
        briefings=Briefings(database),
        gathered=Gathered(database),
        replies=Replies(database),
        sends=Sends(database),
        sources=Sources(database),
    )
