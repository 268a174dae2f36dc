"""The tables of an archive, as migrations: the nth leads from version n - 1 to n, whole or not at all.

A migration that was ever released is never edited; a change is a new one at the end.
"""

import sqlite3
from collections.abc import Sequence

__all__ = ["APPLICATION_ID", "MIGRATIONS", "VERSION", "migrate"]

# "Brif", in the header of every archive: a file without it is somebody else's.
APPLICATION_ID = 0x42726966

_FIRST = (
    """CREATE TABLE articles (
        key TEXT PRIMARY KEY,
        source TEXT NOT NULL,
        url TEXT,
        outlet TEXT,
        title TEXT,
        published TEXT,
        first_seen TEXT NOT NULL,
        body TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX articles_by_time ON articles (first_seen)",
    "CREATE INDEX articles_by_url ON articles (url)",
    """CREATE TABLE briefings (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        day TEXT NOT NULL,
        title TEXT NOT NULL,
        created TEXT NOT NULL,
        body TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX briefings_by_day ON briefings (day, id)",
    """CREATE TABLE stories (
        id INTEGER PRIMARY KEY,
        briefing INTEGER NOT NULL REFERENCES briefings (id),
        place INTEGER NOT NULL,
        headline TEXT NOT NULL,
        issue TEXT NOT NULL,
        UNIQUE (briefing, place)
    ) STRICT""",
    """CREATE TABLE story_articles (
        story INTEGER NOT NULL REFERENCES stories (id),
        article TEXT NOT NULL REFERENCES articles (key),
        name TEXT NOT NULL,
        PRIMARY KEY (story, name)
    ) STRICT""",
    "CREATE INDEX story_articles_by_article ON story_articles (article)",
    """CREATE TABLE positions (
        story INTEGER NOT NULL REFERENCES stories (id),
        place INTEGER NOT NULL,
        actor TEXT NOT NULL,
        stance TEXT NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (story, place)
    ) STRICT""",
    "CREATE INDEX positions_by_actor ON positions (actor)",
    """CREATE TABLE questions (
        story INTEGER NOT NULL REFERENCES stories (id),
        place INTEGER NOT NULL,
        question TEXT NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (story, place)
    ) STRICT""",
    """CREATE TABLE replies (
        key TEXT PRIMARY KEY,
        model TEXT NOT NULL,
        answered TEXT NOT NULL,
        request TEXT NOT NULL,
        reply TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE sends (
        target TEXT NOT NULL,
        digest TEXT NOT NULL,
        part INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('claimed', 'sent')),
        at TEXT NOT NULL,
        PRIMARY KEY (target, digest, part)
    ) STRICT""",
    """CREATE TABLE sources (
        address TEXT PRIMARY KEY,
        etag TEXT,
        last_modified TEXT,
        read TEXT,
        failing_since TEXT,
        reason TEXT
    ) STRICT""",
)
# Which source gave which article; `entry` stands for what the source itself held.
_GATHERED = (
    """CREATE TABLE gathered (
        source TEXT NOT NULL,
        entry TEXT NOT NULL,
        article TEXT NOT NULL REFERENCES articles (key),
        PRIMARY KEY (source, entry)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX gathered_by_article ON gathered (article)",
)
MIGRATIONS: tuple[tuple[str, ...], ...] = (_FIRST, _GATHERED)
VERSION = len(MIGRATIONS)


def migrate(connection: sqlite3.Connection, migrations: Sequence[Sequence[str]] = MIGRATIONS) -> None:
    """Bring the tables up to date in one transaction; if it fails, all is as it was."""
    if _version(connection) == len(migrations):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Read again: another process may have done it while this one waited for its turn.
        steps = migrations[_version(connection) :]
        for statement in [statement for step in steps for statement in step]:
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(migrations)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
