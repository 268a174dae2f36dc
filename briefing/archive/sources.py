"""How the sources of an archive fare: what to tell a server next time, and since when one fails."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from briefing.archive.database import Database
from briefing.archive.encoding import Cell, Row, moment, stamp, storable
from briefing.archive.gathered import Gathering, store_gathering
from briefing.articles.fetch_results import Validators

__all__ = ["SourceState", "Sources"]

_COLUMNS = "address, etag, last_modified, read, failing_since, reason"


class SourceState(NamedTuple):
    """One source: when it was last read well, and since when and why it fails, if it does."""

    address: str
    validators: Validators = Validators()
    read: datetime | None = None
    failing_since: datetime | None = None
    reason: str | None = None


class Sources:
    """The sources that were ever asked."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, address: str) -> SourceState:
        """What is known of a source; nothing but its address if it was never asked."""
        sql = f"SELECT {_COLUMNS} FROM sources WHERE address = ?"  # noqa: S608 - a constant
        found = self._database.row(sql, storable(address))
        return _state(found) if found else SourceState(address)

    def failing(self) -> tuple[SourceState, ...]:
        """The sources that failed when they were last asked, the longest first."""
        sql = f"SELECT {_COLUMNS} FROM sources WHERE failing_since NOT NULL ORDER BY failing_since, address"  # noqa: S608 - a constant
        return tuple(_state(row) for row in self._database.rows(sql))

    def succeeded(
        self, address: str, *, gathered: Iterable[Gathering], validators: Validators, now: datetime
    ) -> int:
        """A source was read: store its articles and what to tell it next time; give the number of the new.

        Both or neither: a validator without its articles would make the server withhold them for ever.
        """
        with self._database.transaction() as writing:
            new = sum(store_gathering(writing, address, gathering, now=now) for gathering in gathered)
            writing.run(
                "INSERT INTO sources (address, etag, last_modified, read) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (address) DO UPDATE SET etag = excluded.etag,"
                " last_modified = excluded.last_modified, read = excluded.read,"
                " failing_since = NULL, reason = NULL",
                storable(address),
                validators.etag,
                validators.last_modified,
                stamp(now),
            )
        return new

    def unchanged(self, address: str, *, validators: Validators, now: datetime) -> None:
        """A source says that it holds what it held when it was last read."""
        self.succeeded(address, gathered=(), validators=validators, now=now)

    def failed(self, address: str, *, reason: str, now: datetime) -> SourceState:
        """A source failed; its first failure in a row is kept as the beginning."""
        with self._database.transaction() as writing:
            writing.run(
                "INSERT INTO sources (address, failing_since, reason) VALUES (?, ?, ?)"
                " ON CONFLICT (address) DO UPDATE SET reason = excluded.reason,"
                " failing_since = coalesce(failing_since, excluded.failing_since)",
                storable(address),
                stamp(now),
                storable(reason),
            )
        return self.find(address)


def _state(row: Row) -> SourceState:
    address, etag, last_modified, read, failing_since, reason = row
    return SourceState(
        address=str(address),
        validators=Validators(_text(etag), _text(last_modified)),
        read=None if read is None else moment(read),
        failing_since=None if failing_since is None else moment(failing_since),
        reason=_text(reason),
    )


def _text(cell: Cell) -> str | None:
    return None if cell is None else str(cell)
