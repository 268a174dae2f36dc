"""Bytes became these: one source document, cleaned, with numbered sentences and dates."""

from bisect import bisect_right
from datetime import date, datetime
from enum import StrEnum
from itertools import takewhile

from briefing.schema.findings import Finding
from briefing.schema.values import Span, Value


class ArticleKind(StrEnum):
    """How much of the article was there to be read."""

    FULL = "full"
    STUB = "stub"


class DateOrigin(StrEnum):
    """Where a publication date was found."""

    USER = "user"
    FEED = "feed"
    MAIL = "mail"
    JSON_LD = "json-ld"
    META = "meta"
    URL = "url"
    TEXT = "text"
    TWIN = "twin"  # lent by another copy of the same article


class Published(Value):
    """When an article was published.

    `moment` carries a time zone where `zone_known` is true; otherwise it is naive, and `has_time` says
    whether more than the day is known. `words` are those of the source.
    """

    moment: datetime
    has_time: bool
    zone_known: bool
    origin: DateOrigin
    words: str

    @property
    def day(self) -> date:
        """The calendar day in the article's own time zone."""
        return self.moment.date()


class Precision(StrEnum):
    """How sharply a relative date could be resolved."""

    DAY = "day"
    DAY_UNSURE = "day?"  # the article came out anew on another day
    RANGE = "range"


class ResolvedDate(Value):
    """Words such as "on Tuesday" with the day or days they stand for (both ends inclusive)."""

    span: Span
    start: date
    end: date
    precision: Precision
    rule: str


class Removed(Value):
    """A piece of the original that is not part of the article's text, and why."""

    start: int
    end: int
    text: str
    reason: str


class Sentence(Value):
    """One numbered sentence of an article; numbers begin at 1."""

    number: int
    span: Span


class OffsetMap(Value):
    """Maps offsets of a derived text to the text it was made from.

    `changes` are sorted pairs (derived offset, original offset): from each derived offset on, both run in
    step until the next pair.

    >>> OffsetMap(changes=((0, 0), (4, 9))).original(5)
    10
    """

    changes: tuple[tuple[int, int], ...] = ((0, 0),)

    def original(self, offset: int) -> int:
        """The offset in the original of a derived character."""
        derived, original = self.changes[max(bisect_right(self.changes, (offset, 1 << 62)) - 1, 0)]
        return original + offset - derived


class Article(Value):
    """One source document, cleaned.

    `text` holds the visible words alone: NFC, no invisible characters, paragraphs divided by a blank line,
    neither headline nor navigation in it. `offsets` leads from it back to the decoded original. `id` is
    `a1`, `a2` … within its story. `source` is what the user gave: a path, an address, `-`.
    """

    id: str
    source: str
    text: str
    sentences: tuple[Sentence, ...]
    kind: ArticleKind = ArticleKind.FULL
    language: str = "en"
    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: Published | None = None
    updated: Published | None = None
    dates: tuple[ResolvedDate, ...] = ()
    offsets: OffsetMap = OffsetMap()
    removed: tuple[Removed, ...] = ()
    removed_invisible: int = 0
    notes: tuple[Finding, ...] = ()

    def sentence_id(self, sentence: Sentence) -> str:
        """The name of a sentence as prompts and evidence use it, such as `a1.12`."""
        return f"{self.id}.{sentence.number}"

    def sentences_of(self, span: Span) -> tuple[Sentence, ...]:
        """The sentences that share a character with `span`, in order."""
        first = bisect_right(self.sentences, span.start, key=lambda sentence: sentence.span.end)
        reached = takewhile(lambda sentence: sentence.span.start < span.end, self.sentences[first:])
        return tuple(reached)
