"""One SQLite file, opened so that what was committed stays committed.

A file that is damaged, foreign or newer is told before SQLite sees it, and stays as it is. Every error of
SQLite leaves here as an ArchiveError.
"""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from briefing.archive.encoding import Cell, Row
from briefing.archive.header import check_file
from briefing.archive.tables import migrate
from briefing.errors import ArchiveError, OutputError
from briefing.files import write_atomically

__all__ = ["Database", "Writing", "complaints", "connect", "create", "telling"]

_BUSY_SECONDS = 5.0
# EXTRA is FULL that also syncs the folder after the journal is gone: without it a power cut can bring the
# journal back, and with it the state from before the commit.
_PRAGMAS = (
    "PRAGMA synchronous = EXTRA",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
)
_REASONS = {
    sqlite3.SQLITE_FULL: "there is no room left; free some and run again, nothing that was reported is lost",
    sqlite3.SQLITE_IOERR: "the disk refuses; see that it is sound and has room, then run again",
    sqlite3.SQLITE_CORRUPT: "it is damaged; move it away and restore a backup",
    sqlite3.SQLITE_NOTADB: "it is damaged; move it away and restore a backup",
    sqlite3.SQLITE_READONLY: "it cannot be written; see to the permissions of the file and its folder",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened; see to the permissions of the file and its folder",
    sqlite3.SQLITE_BUSY: "another program keeps it busy; try again when that has ended",
    sqlite3.SQLITE_LOCKED: "another program keeps it busy; try again when that has ended",
}
_PRIMARY_CODE = 0xFF


class Database:
    """A connection that threads may share: one statement or transaction at a time."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._lock = threading.RLock()

    def rows(self, sql: str, *cells: Cell) -> list[Row]:
        """Read all rows of a query."""
        with self._lock, telling(self._path):
            return self._connection.execute(sql, cells).fetchall()

    def row(self, sql: str, *cells: Cell) -> Row | None:
        """Read the first row of a query."""
        return next(iter(self.rows(sql, *cells)), None)

    @contextmanager
    def transaction(self) -> Iterator["Writing"]:
        """Write in one transaction: committed and on disk when the block is left, undone if it raises."""
        with self._lock, telling(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield Writing(self._connection)
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # SQLite itself undoes it when the disk is full
                    self._connection.execute("ROLLBACK")
                raise

    def copy_to(self, target: sqlite3.Connection) -> None:
        """Copy everything as it stands now; an error of SQLite is about either file and stays as it is."""
        with self._lock:
            self._connection.backup(target)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()


class Writing:
    """A transaction that is under way."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def run(self, sql: str, *cells: Cell) -> int:
        """Run one statement; give the number of rows it changed."""
        return self._connection.execute(sql, cells).rowcount

    def insert(self, sql: str, *cells: Cell) -> int:
        """Insert one row; give its number."""
        return self._connection.execute(sql, cells).lastrowid or 0

    def row(self, sql: str, *cells: Cell) -> Row | None:
        """Read the first row of a query."""
        found: Row | None = self._connection.execute(sql, cells).fetchone()
        return found


def create(path: Path) -> None:
    """Make an empty archive; the file appears whole or not at all.

    Raises ArchiveError if the journal of an earlier archive lies there: SQLite would take it for this one's.
    """
    journal = path.with_name(f"{path.name}-journal")
    if journal.exists():
        raise ArchiveError(f"{journal} belongs to an archive that is gone; bring that back, or move it away.")
    with telling(path), closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection)
        content = connection.serialize()
    try:
        write_atomically(path, content)
    except OutputError as error:
        raise ArchiveError(str(error)) from error


def connect(path: Path, *, writes: bool) -> Database:
    """Open an archive that exists, after checking that it is one; older tables are brought up to date."""
    check_file(path)
    with telling(path):
        connection = sqlite3.connect(
            f"file:{quote(str(path.resolve()))}?mode=rw",
            uri=True,
            timeout=_BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            _prepare(connection, path, writes=writes)
        except BaseException:
            connection.close()
            raise
    return Database(connection, path)


def _prepare(connection: sqlite3.Connection, path: Path, *, writes: bool) -> None:
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    complaint = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if complaint != "ok":
        raise ArchiveError(f"{path} is damaged ({complaint}); move it away and restore a backup.")
    connection.execute("PRAGMA journal_mode = DELETE")
    migrate(connection)
    if not writes:
        connection.execute("PRAGMA query_only = ON")


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turn what SQLite says of a file into one sentence. Errors that are faults of ours pass unchanged."""
    try:
        yield
    except (sqlite3.ProgrammingError, sqlite3.IntegrityError):
        raise
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY_CODE
        reason = _REASONS.get(code, f"SQLite says: {error}")
        raise ArchiveError(f"{path} cannot be used: {reason}.") from error


def complaints(database: Database) -> Sequence[str]:
    """What a thorough check finds wrong with the file; nothing if it is sound."""
    found = [str(row[0]) for row in database.rows("PRAGMA integrity_check(5)")]
    orphans = [f"{row[0]} refers to {row[2]}" for row in database.rows("PRAGMA foreign_key_check")]
    return [complaint for complaint in found if complaint != "ok"] + orphans
