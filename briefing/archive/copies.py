"""Backups of an archive: made while it is in use, checked before they count, restored without overwriting."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from briefing.archive.database import Database, complaints, connect, telling
from briefing.archive.encoding import decode
from briefing.archive.header import check_file
from briefing.archive.lock import hold_lock
from briefing.errors import ArchiveError
from briefing.exchange import Reply
from briefing.files import move_into_place, open_beside
from briefing.schema import Article, Briefing, OpenQuestion, Position, Value

__all__ = ["Contents", "back_up", "restore", "verify_archive"]

_BODIES: tuple[tuple[str, str, type[Value]], ...] = (
    ("articles", "body", Article),
    ("briefings", "body", Briefing),
    ("positions", "body", Position),
    ("questions", "body", OpenQuestion),
    ("replies", "reply", Reply),
)


class Contents(NamedTuple):
    """How much an archive holds."""

    articles: int
    briefings: int
    replies: int
    sources: int


def verify_archive(path: Path) -> Contents:
    """Check every page, every reference and every value; raises ArchiveError that says what is wrong."""
    database = connect(path, writes=False)
    try:
        found = complaints(database)
        if found:
            raise ArchiveError(f"{path} is damaged ({found[0]}); move it away and restore a backup.")
        _check_bodies(database)
        return Contents(*(_count(database, table) for table in Contents._fields))
    finally:
        database.close()


def back_up(path: Path, target: Path) -> Contents:
    """Copy an archive, also while a run is writing; the copy is verified and appears whole or not at all.

    An older backup of this name is replaced; a file that is no archive is not.
    """
    if target.exists():
        check_file(target)
    with _arriving(target) as temporary:
        _copy(path, temporary)
        return verify_archive(temporary)


def restore(backup: Path, path: Path, *, now: datetime) -> Contents:
    """Make a backup the archive again; raises ArchiveError if a file stands in its place."""
    with hold_lock(path, now=now):
        for standing in (path, path.with_name(f"{path.name}-journal")):
            if standing.exists():
                raise ArchiveError(f"{standing} is in the way; move it aside, then restore the backup.")
        with _arriving(path) as temporary:
            _copy(backup, temporary)
            return verify_archive(temporary)


@contextmanager
def _arriving(path: Path) -> Iterator[Path]:
    """A file beside `path` that takes its name when the block is left, and is removed if it raises."""
    try:
        handle, temporary = open_beside(path)
        os.close(handle)
        try:
            yield temporary
            move_into_place(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise ArchiveError(
            f"{path} cannot be written ({error.strerror or error}); choose another place."
        ) from error


def _copy(path: Path, target: Path) -> None:
    database = connect(path, writes=False)
    try:
        with closing(sqlite3.connect(target)) as copy, telling(target):
            database.copy_to(copy)
    finally:
        database.close()


def _check_bodies(database: Database) -> None:
    for table, column, kind in _BODIES:
        for (key,) in database.rows(f"SELECT rowid FROM {table}"):  # noqa: S608 - constants
            row = database.row(f"SELECT {column} FROM {table} WHERE rowid = ?", key)  # noqa: S608 - constants
            decode(kind, row[0] if row else None)


def _count(database: Database, table: str) -> int:
    return int(str(database.rows(f"SELECT count(*) FROM {table}")[0][0]))  # noqa: S608 - a constant
