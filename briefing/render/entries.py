"""What a sheet is made of: numbered sources, places, lines, proved words; every text is one visible line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from urllib.parse import urlsplit

from briefing.render.visible import long_day, plain, quoted, web_address
from briefing.schema import (
    ArticleKind,
    Citation,
    DateOrigin,
    Quotation,
    Relation,
    SourceRecord,
    Stance,
)

__all__ = [
    "STANCES",
    "Line",
    "Place",
    "QuotedWords",
    "SourceEntry",
    "find_places",
    "lay_out_quotation",
    "lay_out_source",
    "say_published",
    "say_verdict",
]

STANCES = {
    Stance.FOR: "For",
    Stance.AGAINST: "Against",
    Stance.CONDITIONAL: "On condition",
    Stance.UNCLEAR: "No clear stance",
}


@dataclass(frozen=True)
class SourceEntry:
    """A source as readers see it. `note` says what else there is to know: *stub of 1*."""

    number: int
    name: str
    title: str
    byline: str
    day: str
    url: str | None
    note: str
    is_origin: bool


@dataclass(frozen=True)
class Place:
    """Where a line's evidence stands: source number, sentence (`a1.12`), characters."""

    number: int
    sentence: str
    start: int
    end: int


@dataclass(frozen=True)
class Line:
    """A sentence of the brief with the places that prove it; `news` is the mark it bears, if any: *NEW*."""

    text: str
    places: tuple[Place, ...] = ()
    news: str = ""

    @property
    def marks(self) -> tuple[int, ...]:
        """The numbers of the sources, each once, in order."""
        return tuple(sorted({place.number for place in self.places}))


@dataclass(frozen=True)
class QuotedWords:
    """Proved words in quotation marks, never without their speaker's name."""

    words: str
    speaker: str
    place: Place
    verdict: str


def find_places(citations: Iterable[Citation | Quotation], numbers: Mapping[str, int]) -> tuple[Place, ...]:
    """Say where citations stand, by the numbers of the sources."""
    return tuple(
        Place(numbers[citation.article_id], plain(citation.sentence), citation.start, citation.end)
        for citation in citations
    )


def lay_out_source(record: SourceRecord, numbers: Mapping[str, int], *, also: str = "") -> SourceEntry:
    """Lay a source out; `also` joins its note."""
    return SourceEntry(
        number=numbers[record.id],
        name=_name_source(record),
        title=plain(record.title or ""),
        byline=plain(record.byline or ""),
        day=say_published(record) or "no date",
        url=web_address(record.url),
        note=", ".join(filter(None, (_note_source(record, numbers), also))),
        is_origin=record.relation is Relation.ORIGIN,
    )


def say_published(record: SourceRecord) -> str:
    """The day a source came out, empty where it bears no date."""
    return long_day(datetime.fromisoformat(record.published).date()) if record.published else ""


def _name_source(record: SourceRecord) -> str:
    """The outlet, else the host of the address, else the file's name."""
    address = web_address(record.url) or web_address(record.source)
    host = urlsplit(address).hostname if address else None
    file = "standard input" if record.source == "-" else PurePath(record.source).name
    return plain(record.outlet or "") or host or plain(file) or "unnamed source"


def _note_source(record: SourceRecord, numbers: Mapping[str, int]) -> str:
    """How a source stands to the others, and where its date comes from if from another."""
    notes = []
    if record.relation is not Relation.ORIGIN:
        of = f" of {numbers[record.twin]}" if record.twin is not None else ""
        notes.append(record.relation.value + of)
    elif record.kind is ArticleKind.STUB:
        notes.append(record.kind.value)
    if record.published_origin is DateOrigin.TWIN:
        notes.append("date from its other copy")
    return ", ".join(notes)


def lay_out_quotation(quotation: Quotation, numbers: Mapping[str, int]) -> QuotedWords:
    """Put proved words in marks."""
    (place,) = find_places([quotation], numbers)
    return QuotedWords(quoted(quotation.text), plain(quotation.speaker), place, say_verdict(quotation))


def say_verdict(quotation: Quotation) -> str:
    """Say both verdicts in words."""
    return f"words {quotation.verdict.value}, speaker {quotation.speaker_verdict.value}"
