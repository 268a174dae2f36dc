"""What every format's reader hands on -> Article: sentences cut, dates resolved, stubs told."""

from dataclasses import dataclass, field
from datetime import date, datetime

from briefing.articles.dates import resolve_dates
from briefing.articles.language import detect_language
from briefing.articles.sentences import cut_sentences
from briefing.schema import (
    Article,
    ArticleKind,
    DateOrigin,
    Finding,
    FindingCode,
    OffsetMap,
    Published,
    Removed,
)

__all__ = ["STUB_WORDS", "Extract", "Problem", "count_words", "finish", "published_by_user"]

STUB_WORDS = 150


@dataclass(frozen=True, slots=True)
class Extract:
    """An article's words with what its source tells about them. `notes` are codes with their particulars."""

    text: str
    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    url: str | None = None
    language: str | None = None
    published: Published | None = None
    updated: Published | None = None
    offsets: OffsetMap = field(default_factory=OffsetMap)
    removed: tuple[Removed, ...] = ()
    removed_invisible: int = 0
    has_paywall: bool = False
    notes: tuple[tuple[FindingCode, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a source is no article."""

    code: FindingCode
    detail: str


def finish(
    extract: Extract,
    *,
    id: str,  # noqa: A002 -- Article's own word
    source: str,
    published: date | datetime | None = None,
) -> Article:
    """Make the article. A publication date that the user names goes before one that was found."""
    language = extract.language or detect_language(extract.text)
    words = count_words(extract.text)
    is_stub = words < STUB_WORDS or extract.has_paywall
    article = Article(
        id=id,
        source=source,
        text=extract.text,
        sentences=cut_sentences(extract.text, language=language),
        kind=ArticleKind.STUB if is_stub else ArticleKind.FULL,
        language=language,
        title=extract.title,
        byline=extract.byline,
        outlet=extract.outlet,
        url=extract.url,
        published=extract.published if published is None else published_by_user(published),
        updated=extract.updated if published is None else None,
        offsets=extract.offsets,
        removed=extract.removed,
        removed_invisible=extract.removed_invisible,
        notes=_notes(extract, source, words=words, is_stub=is_stub),
    )
    return article.model_copy(update={"dates": resolve_dates(article)})


def _notes(extract: Extract, source: str, *, words: int, is_stub: bool) -> tuple[Finding, ...]:
    notes = list(extract.notes)
    if extract.has_paywall:
        notes.append(
            (
                FindingCode.STUB,
                f"the page asks for a subscription; only {words} words of the article are there",
            )
        )
    elif is_stub:
        notes.append((FindingCode.STUB, f"only {words} words of the article are there"))
    return tuple(Finding(code=code, subject=source, detail=detail) for code, detail in notes)


def count_words(text: str) -> int:
    """Words by white space; where a script has none, two characters count as one word."""
    unspaced = sum("\u2e80" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7ff" for char in text)
    return max(len(text.split()), unspaced // 2)


def published_by_user(day: date | datetime) -> Published:
    """Wrap a publication date that the caller names.

    >>> published_by_user(date(2025, 9, 24)).words
    '2025-09-24'
    """
    has_time = isinstance(day, datetime)
    moment = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)  # noqa: DTZ001 -- a bare day has no zone
    return Published(
        moment=moment,
        has_time=has_time,
        zone_known=moment.tzinfo is not None,
        origin=DateOrigin.USER,
        words=day.isoformat(),
    )
