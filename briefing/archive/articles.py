"""The articles of an archive: each version once, with the moment it was first seen."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from briefing.archive.database import Database, Writing
from briefing.archive.encoding import decode, encode, moment, stamp, storable
from briefing.exchange import fingerprint
from briefing.schema import Article

__all__ = ["Articles", "Stored", "article_key", "store_article"]


class Stored(NamedTuple):
    """An article's key, and whether it was unknown before."""

    key: str
    is_new: bool


class Articles:
    """What was read so far."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def store(self, articles: Iterable[Article], *, now: datetime) -> tuple[str, ...]:
        """Store articles; give the keys of those that were not known."""
        with self._database.transaction() as writing:
            stored = [store_article(writing, article, now=now) for article in articles]
        return tuple(article.key for article in stored if article.is_new)

    def find(self, key: str) -> Article | None:
        """The article of this key."""
        found = self._database.row("SELECT body FROM articles WHERE key = ?", key)
        return decode(Article, found[0]) if found else None

    def first_seen(self, article: Article) -> datetime | None:
        """When this version of the article was first stored."""
        key = article_key(article)
        found = self._database.row("SELECT first_seen FROM articles WHERE key = ?", key)
        return moment(found[0]) if found else None

    def since(self, start: datetime, *, sources: Sequence[str] | None = None) -> tuple[Article, ...]:
        """Articles first seen at `start` or later, oldest first; of these sources only, if they are named."""
        found = self._database.rows(
            "SELECT source, body FROM articles WHERE first_seen >= ? ORDER BY first_seen, rowid", stamp(start)
        )
        return tuple(decode(Article, body) for source, body in found if sources is None or source in sources)

    def versions(self, address: str) -> tuple[Article, ...]:
        """Everything that was ever read under an address, oldest first."""
        found = self._database.rows(
            "SELECT body FROM articles WHERE url = ? ORDER BY first_seen, rowid", storable(address)
        )
        return tuple(decode(Article, row[0]) for row in found)


def article_key(article: Article) -> str:
    """The same for the same words from the same place; its number within a story does not count."""
    return fingerprint(article.url or article.source, article.title or "", article.text)


def store_article(writing: Writing, article: Article, *, now: datetime) -> Stored:
    """Store one article within a transaction; one that is known stays as it is."""
    key = article_key(article)
    published = article.published.moment.isoformat() if article.published else None
    added = writing.run(
        "INSERT INTO articles (key, source, url, outlet, title, published, first_seen, body)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING",
        key,
        storable(article.source),
        _storable(article.url),
        _storable(article.outlet),
        _storable(article.title),
        published,
        stamp(now),
        encode(article),
    )
    return Stored(key, is_new=added == 1)


def _storable(text: str | None) -> str | None:
    return None if text is None else storable(text)
