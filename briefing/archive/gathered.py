"""Which articles came from which source: what is known of it already, and what it gave in a span of time."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from briefing.archive.articles import store_article
from briefing.archive.database import Database, Writing
from briefing.archive.encoding import Cell, moment, stamp, storable
from briefing.schema import Article

__all__ = ["ArticleRecord", "Gathered", "Gathering", "store_gathering"]


class Gathering(NamedTuple):
    """An article, and the key of what the source itself held.

    The two differ where the source holds a teaser and the article stands behind it. `replaces` is the key of
    an entry that this one takes the place of, if it is there.
    """

    entry: str
    article: Article
    replaces: str | None = None


class ArticleRecord(NamedTuple):
    """A line of the list of articles; `key` finds the whole. `name` is the address, or path and title."""

    key: str
    source: str
    name: str
    outlet: str | None
    title: str | None
    published: datetime | None
    first_seen: datetime


class Gathered:
    """What the sources gave so far."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def knows(self, source: str, entry: str) -> bool:
        """Whether the source held exactly this before."""
        sql = "SELECT 1 FROM gathered WHERE source = ? AND entry = ?"
        return self._database.row(sql, storable(source), entry) is not None

    def store(self, source: str, gatherings: Iterable[Gathering], *, now: datetime) -> int:
        """Store articles as this source's, all or none; give the number of those that nobody knew."""
        with self._database.transaction() as writing:
            return sum(store_gathering(writing, source, gathering, now=now) for gathering in gatherings)

    def records(self, start: datetime, end: datetime) -> Iterator[ArticleRecord]:
        """The articles first seen from `start` on, before `end`, in a fixed order; once for each source."""
        found = self._database.rows(
            "SELECT articles.key, gathered.source,"
            " coalesce(url, articles.source || ' ' || coalesce(title, '')),"
            " outlet, title, published, first_seen FROM articles JOIN gathered ON gathered.article = key"
            " WHERE first_seen >= ? AND first_seen < ? ORDER BY first_seen, key, gathered.source",
            stamp(start),
            stamp(end),
        )
        for key, source, name, outlet, title, published, seen in found:
            yield ArticleRecord(
                key=str(key),
                source=str(source),
                name=str(name),
                outlet=_text(outlet),
                title=_text(title),
                published=None if published is None else moment(published),
                first_seen=moment(seen),
            )


def store_gathering(writing: Writing, source: str, gathering: Gathering, *, now: datetime) -> bool:
    """Store one article of a source within a transaction; say whether nobody knew it."""
    stored = store_article(writing, gathering.article, now=now)
    if gathering.replaces is not None:
        writing.run(
            "DELETE FROM gathered WHERE source = ? AND entry = ?", storable(source), gathering.replaces
        )
    writing.run(
        "INSERT INTO gathered (source, entry, article) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        storable(source),
        gathering.entry,
        stored.key,
    )
    return stored.is_new


def _text(cell: Cell) -> str | None:
    return None if cell is None else str(cell)
