"""The briefs of an archive: whole as they were, and taken apart into stories, positions and questions.

A brief is found by its key, which stands for everything it was made from. A second run with the same key
finds the brief of the first and need not make it again. A day may have several; the last stored counts.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from briefing.archive.articles import store_article
from briefing.archive.database import Database, Writing
from briefing.archive.encoding import Row, decode, encode, stamp, storable
from briefing.schema import Article, Briefing, Position, Story, StoryBriefing

__all__ = ["BriefingRecord", "Briefings", "PastPosition"]

_LAST_OF_DAY = "id IN (SELECT max(id) FROM briefings GROUP BY day)"


class BriefingRecord(NamedTuple):
    """A line of the list of briefs."""

    day: date
    title: str
    created: str
    stories: int
    positions: int


class PastPosition(NamedTuple):
    """A position with the brief and story it stood in; `actor` is the name it was printed under."""

    day: date
    headline: str
    issue: str
    actor: str
    position: Position


class Briefings:
    """What was briefed so far."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def store(
        self,
        briefing: Briefing,
        *,
        key: str,
        stories: Sequence[Story] = (),
        now: datetime,
        supersede: bool = False,
    ) -> None:
        """Store a brief with the articles of its stories, all or nothing. It is on disk when this returns.

        A key that is known is left as it is; with `supersede` its brief stays, but is no longer found by it.
        """
        articles = {story.id: story.articles for story in stories}
        with self._database.transaction() as writing:
            if supersede:
                writing.run("UPDATE briefings SET key = key || ' ' || id WHERE key = ?", key)
            elif writing.row("SELECT 1 FROM briefings WHERE key = ?", key):
                return
            number = writing.insert(
                "INSERT INTO briefings (key, day, title, created, body) VALUES (?, ?, ?, ?, ?)",
                key,
                briefing.date.isoformat(),
                storable(briefing.title),
                stamp(now),
                encode(briefing),
            )
            for place, story in enumerate(briefing.stories):
                story_number = _store_story(writing, story, briefing=number, place=place)
                _store_articles(writing, articles.get(story.id, {}), story=story_number, now=now)

    def find(self, key: str) -> Briefing | None:
        """The brief that was made from exactly this."""
        return _one(self._database.row("SELECT body FROM briefings WHERE key = ?", key))

    def of_day(self, day: date) -> Briefing | None:
        """The last brief stored for a day."""
        sql = "SELECT body FROM briefings WHERE day = ? ORDER BY id DESC LIMIT 1"
        return _one(self._database.row(sql, day.isoformat()))

    def before(self, day: date) -> Briefing | None:
        """The last brief of the latest day before this one."""
        sql = "SELECT body FROM briefings WHERE day < ? ORDER BY day DESC, id DESC LIMIT 1"
        return _one(self._database.row(sql, day.isoformat()))

    def between(self, start: date, end: date) -> tuple[Briefing, ...]:
        """The last brief of each day from `start` to `end`, both included, in order."""
        sql = f"SELECT body FROM briefings WHERE day BETWEEN ? AND ? AND {_LAST_OF_DAY} ORDER BY day"  # noqa: S608 - a constant
        found = self._database.rows(sql, start.isoformat(), end.isoformat())
        return tuple(decode(Briefing, row[0]) for row in found)

    def marks(self, start: date, end: date) -> tuple[str, ...]:
        """What tells the last briefs of these days, both included, from any others; one a day, in order."""
        found = self._database.rows(
            f"SELECT id, key FROM briefings WHERE day BETWEEN ? AND ? AND {_LAST_OF_DAY} ORDER BY day",  # noqa: S608 - a constant
            start.isoformat(),
            end.isoformat(),
        )
        return tuple(f"{number} {key}" for number, key in found)

    def articles_between(self, start: date, end: date) -> Iterator[Article]:
        """The articles that the last briefs of these days, both included, were made from; each once."""
        found = self._database.rows(
            "SELECT DISTINCT article FROM story_articles JOIN stories ON stories.id = story"  # noqa: S608 - a constant
            f" WHERE briefing IN (SELECT id FROM briefings WHERE day BETWEEN ? AND ? AND {_LAST_OF_DAY})"
            " ORDER BY article",
            start.isoformat(),
            end.isoformat(),
        )
        for (key,) in found:
            row = self._database.row("SELECT body FROM articles WHERE key = ?", key)
            assert row is not None, "a reference of a sound archive leads somewhere"
            yield decode(Article, row[0])

    def listed(self) -> tuple[BriefingRecord, ...]:
        """Every brief, oldest day first; of one day, in the order they were stored."""
        found = self._database.rows(
            "SELECT day, title, created,"
            " (SELECT count(*) FROM stories WHERE briefing = briefings.id),"
            " (SELECT count(*) FROM positions JOIN stories ON stories.id = story"
            " WHERE briefing = briefings.id)"
            " FROM briefings ORDER BY day, id"
        )
        return tuple(
            BriefingRecord(
                date.fromisoformat(str(day)), str(title), str(created), _int(stories), _int(positions)
            )
            for day, title, created, stories, positions in found
        )

    def positions(self, names: Collection[str] | None = None) -> tuple[PastPosition, ...]:
        """The positions of all days, oldest first; printed under these names only, if they are given."""
        found = self._database.rows(
            "SELECT day, headline, issue, actor, positions.body FROM positions"  # noqa: S608 - a constant
            " JOIN stories ON stories.id = story JOIN briefings ON briefings.id = briefing"
            f" WHERE briefing IN (SELECT id FROM briefings WHERE {_LAST_OF_DAY})"
            " ORDER BY day, stories.place, positions.place"
        )
        return tuple(_past_position(row) for row in found if names is None or row[3] in names)

    def actors(self) -> tuple[str, ...]:
        """Every name that a position was printed under, in alphabetical order."""
        return tuple(
            str(row[0]) for row in self._database.rows("SELECT DISTINCT actor FROM positions ORDER BY 1")
        )

    def articles(self, day: date, story: int) -> dict[str, Article]:
        """The articles of a story of a day's last brief, by the names (`a1`) its evidence uses.

        Stories count from 0, in the order of the brief.
        """
        found = self._database.rows(
            "SELECT story_articles.name, articles.body FROM story_articles"  # noqa: S608 - a constant
            " JOIN articles ON articles.key = article JOIN stories ON stories.id = story"
            " WHERE stories.place = ? AND stories.briefing ="
            f" (SELECT id FROM briefings WHERE day = ? AND {_LAST_OF_DAY}) ORDER BY story_articles.rowid",
            story,
            day.isoformat(),
        )
        return {str(name): _named(decode(Article, body), str(name)) for name, body in found}


def _store_story(writing: Writing, story: StoryBriefing, *, briefing: int, place: int) -> int:
    number = writing.insert(
        "INSERT INTO stories (briefing, place, headline, issue) VALUES (?, ?, ?, ?)",
        briefing,
        place,
        storable(story.headline),
        storable(story.issue),
    )
    for at, position in enumerate(story.positions):
        writing.run(
            "INSERT INTO positions (story, place, actor, stance, body) VALUES (?, ?, ?, ?, ?)",
            number,
            at,
            storable(position.actor),
            position.stance.value,
            encode(position),
        )
    for at, question in enumerate(story.open_questions):
        writing.run(
            "INSERT INTO questions (story, place, question, body) VALUES (?, ?, ?, ?)",
            number,
            at,
            storable(question.question),
            encode(question),
        )
    return number


def _store_articles(writing: Writing, articles: Mapping[str, Article], *, story: int, now: datetime) -> None:
    for name, article in articles.items():
        key = store_article(writing, article, now=now).key
        writing.run("INSERT INTO story_articles (story, article, name) VALUES (?, ?, ?)", story, key, name)


def _one(row: Row | None) -> Briefing | None:
    return decode(Briefing, row[0]) if row else None


def _past_position(row: Row) -> PastPosition:
    day, headline, issue, actor, body = row
    found = decode(Position, body)
    return PastPosition(date.fromisoformat(str(day)), str(headline), str(issue), str(actor), found)


def _named(article: Article, name: str) -> Article:
    """The article under the name it had in this story; the same words may be another's `a2` tomorrow."""
    return article if article.id == name else article.model_copy(update={"id": name})


def _int(cell: object) -> int:
    return int(str(cell))
