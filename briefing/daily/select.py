"""The archive -> the articles of the day, and stories -> those the brief has room for.

Whatever a limit or a setting keeps out is a finding with the reason.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from briefing.archive import Archive, ArticleRecord
from briefing.daily.days import Calendar, first_day
from briefing.daily.watch import Match, find_exclusion, find_match
from briefing.schema import Article, Finding, FindingCode
from briefing.settings import Settings, SourceTable, WatchTable
from briefing.stories import Outline

__all__ = ["Choice", "Selection", "choose_stories", "select_articles"]

_LISTED = 100  # of a kind; the rest are counted


class Selection(NamedTuple):
    """The articles of a day, the latest first, and what was left out."""

    articles: tuple[Article, ...]
    left_out: tuple[Finding, ...]


class Choice(NamedTuple):
    """A story with its weight: one for each outlet that reports it, and the weights of what it matches."""

    outline: Outline
    weight: float
    matches: tuple[Match, ...]

    @property
    def reasons(self) -> str:
        """The weight in words."""
        outlets = f"{self.outline.outlets} outlet{'' if self.outline.outlets == 1 else 's'}"
        return ", ".join([outlets, *(f"{match.words} ({match.watch.weight:+g})" for match in self.matches)])


# --- articles --------------------------------------------------------------------------------------------


def select_articles(archive: Archive, settings: Settings, calendar: Calendar, day: date) -> Selection:
    """The articles that the brief of a day is made from.

    They are of the sources that are set, came out (or, without a date, were first seen) within the days that
    count, and were in the archive by the end of the day; of several versions of an article, the last.
    """
    start = calendar.begin(first_day(day, age_days=settings.limits.age_days))
    records = archive.gathered.records(start, calendar.end(day))
    sieve = _Sieve(archive, settings, calendar, first_day(day, age_days=settings.limits.age_days))
    for record in sorted(_last_versions(records, settings.source), key=_latest_first):
        sieve.consider(record)
    return Selection(tuple(sieve.articles), tuple(sieve.findings()))


def _last_versions(
    records: Iterable[ArticleRecord], sources: Sequence[SourceTable]
) -> Iterable[ArticleRecord]:
    """The last version of each article that one of the sources gave."""
    addresses = {source.address for source in sources}
    last: dict[str, ArticleRecord] = {}
    for record in records:
        if record.source in addresses:
            last[record.name] = record
    return last.values()


def _latest_first(record: ArticleRecord) -> tuple[float, str]:
    return -_moment(record).timestamp(), record.key


def _moment(record: ArticleRecord) -> datetime:
    """When an article came out: what stands in it, but never later than it was seen."""
    published = record.published or record.first_seen
    aware = published if published.tzinfo else published.replace(tzinfo=UTC)
    return min(aware, record.first_seen)


@dataclass
class _Sieve:
    """Lets articles in one by one, and remembers why others were kept out."""

    archive: Archive
    settings: Settings
    calendar: Calendar
    first: date
    articles: list[Article] = field(default_factory=list)
    _outlets: Counter[str] = field(default_factory=Counter)
    _old: Counter[str] = field(default_factory=Counter)
    _crowded: Counter[str] = field(default_factory=Counter)
    _beyond: int = 0
    _singled_out: list[Finding] = field(default_factory=list)

    def consider(self, record: ArticleRecord) -> None:
        """Let one article in, or note why not. What is known without reading it comes first."""
        limits, outlet = self.settings.limits, _outlet(record)
        if self._day(record) < self.first:
            self._old[outlet] += 1
        elif self._outlets[outlet] >= limits.articles_per_outlet:
            self._crowded[outlet] += 1
        elif len(self.articles) >= limits.articles:
            self._beyond += 1
        else:
            self._read(record, outlet)

    def _day(self, record: ArticleRecord) -> date:
        seen = self.calendar.day(record.first_seen)
        return min(self.calendar.day(record.published), seen) if record.published else seen

    def _read(self, record: ArticleRecord, outlet: str) -> None:
        article = self.archive.articles.find(record.key)
        assert article is not None, "a record comes from its article"
        finding = self._objection(article)
        if finding is not None:
            self._singled_out.append(finding)
            return
        self.articles.append(article)
        self._outlets[outlet] += 1

    def _objection(self, article: Article) -> Finding | None:
        subject = article.title or article.url or article.source
        languages = self.settings.languages
        if languages and article.language not in languages:
            detail = f"it is in the language {article.language}; languages are {', '.join(languages)}"
            return Finding(code=FindingCode.OTHER_LANGUAGE, subject=subject, detail=detail)
        excluded = find_exclusion(article, self.settings.watch)
        if excluded is not None:
            detail = f"watch excludes {excluded.words}"
            return Finding(code=FindingCode.EXCLUDED, subject=subject, detail=detail)
        return None

    def findings(self) -> Iterator[Finding]:
        """Everything that was kept out; of an outlet's many articles only the number."""
        limits = self.settings.limits
        yield from _listed(self._singled_out)
        for outlet, number in sorted(self._old.items()):
            detail = f"{_articles(number)} came out before {self.first.isoformat()} (limits.age_days)"
            yield Finding(code=FindingCode.TOO_OLD, subject=outlet, detail=detail)
        for outlet, number in sorted(self._crowded.items()):
            most = limits.articles_per_outlet
            detail = f"{_articles(number)} beside the latest {most} (limits.articles_per_outlet)"
            yield Finding(code=FindingCode.OVER_LIMIT, subject=outlet, detail=detail)
        if self._beyond:
            detail = f"beside the latest {limits.articles} (limits.articles)"
            yield Finding(code=FindingCode.OVER_LIMIT, subject=_articles(self._beyond), detail=detail)


def _outlet(record: ArticleRecord) -> str:
    """The outlet of an article, or the host or file it comes from."""
    return record.outlet or urlsplit(record.source).hostname or record.source


def _articles(number: int) -> str:
    return f"{number} article{'' if number == 1 else 's'}"


def _listed(findings: Sequence[Finding]) -> Iterator[Finding]:
    """The findings, the first hundred of a kind one by one, the others as a number."""
    counts: Counter[FindingCode] = Counter()
    for finding in findings:
        counts[finding.code] += 1
        if counts[finding.code] <= _LISTED:
            yield finding
    for code, number in counts.items():
        if number > _LISTED:
            yield Finding(code=code, subject=f"{number - _LISTED} more", detail="for the same reason")


# --- stories ---------------------------------------------------------------------------------------------


def choose_stories(
    outlines: Sequence[Outline], settings: Settings
) -> tuple[tuple[Choice, ...], tuple[Finding, ...]]:
    """The stories the brief has room for, the weightiest first, and what was left out."""
    watched = [watch for watch in settings.watch if not watch.exclude]
    choices = [_weigh(outline, watched) for outline in outlines]
    seen = [choice for choice in choices if choice.matches or not settings.only_watched]
    unseen = [choice for choice in choices if not choice.matches and settings.only_watched]
    seen.sort(key=lambda choice: choice.weight, reverse=True)  # of equal weight, in the order of the outlines
    most = settings.limits.stories
    beyond = [_beyond(choice, place, most) for place, choice in enumerate(seen[most:], start=most + 1)]
    return tuple(seen[:most]), tuple(_listed([*map(_unwatched, unseen), *beyond]))


def _weigh(outline: Outline, watched: Sequence[WatchTable]) -> Choice:
    matches = tuple(match for watch in watched if (match := _first_match(outline, watch)))
    return Choice(outline, outline.outlets + sum(match.watch.weight for match in matches), matches)


def _first_match(outline: Outline, watch: WatchTable) -> Match | None:
    found = (find_match(article, watch) for article in outline.origins)
    return next((match for match in found if match), None)


def _beyond(choice: Choice, place: int, most: int) -> Finding:
    detail = f"weight {choice.weight:g} ({choice.reasons}), place {place} of {most} (limits.stories)"
    return Finding(code=FindingCode.OVER_LIMIT, subject=choice.outline.headline, detail=detail)


def _unwatched(choice: Choice) -> Finding:
    detail = "nothing under watch matches it (only_watched)"
    return Finding(code=FindingCode.UNWATCHED, subject=choice.outline.headline, detail=detail)
