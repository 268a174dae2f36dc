"""What every format's reader hands on -> Article: sentences cut, dates resolved, stubs told."""

from dataclasses import dataclass, field
from datetime import date, datetime

from briefing.articles.completeness import breaks_off
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
    """An article's words with what its source tells about them.

    `has_paywall` where the rest is for subscribers, `has_offer` where the page sells subscriptions at all,
    `is_summary` where a feed gives no more. `notes` are codes with their particulars.
    """

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
    has_offer: bool = False
    is_summary: bool = False
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
    sign = _sign_of_stub(extract)
    article = Article(
        id=id,
        source=source,
        text=extract.text,
        sentences=cut_sentences(extract.text, language=language),
        kind=ArticleKind.STUB if sign else ArticleKind.FULL,
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
        notes=_notes(extract, source, sign),
    )
    return article.model_copy(update={"dates": resolve_dates(article)})


def _sign_of_stub(extract: Extract) -> str | None:
    """What shows that the rest of the article is missing; being short alone does not."""
    words = count_words(extract.text)
    is_short = words < STUB_WORDS
    if extract.has_paywall or (is_short and extract.has_offer):
        return f"the page asks for a subscription; only {words} words of the article are there"
    if is_short and extract.is_summary:
        return f"the feed gives a summary of {words} words"
    return f"it breaks off after {words} words" if is_short and breaks_off(extract.text) else None


def _notes(extract: Extract, source: str, sign: str | None) -> tuple[Finding, ...]:
    notes = extract.notes if sign is None else (*extract.notes, (FindingCode.STUB, sign))
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
