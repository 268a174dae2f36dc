"""The segments around a body -> title, outlet, byline and dates, and which segments they were."""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field

from briefing.articles.moments import Label, Moment, find_moments
from briefing.articles.segments import Segment
from briefing.schema import DateOrigin, Published

__all__ = ["Matter", "read_matter", "split_site"]


@dataclass(frozen=True, slots=True)
class Matter:
    """What a page says about its article. `places` tells what the segment of each index served for."""

    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    published: Published | None = None
    updated: Published | None = None
    places: Mapping[int, str] = field(default_factory=dict)


_SITE_RE = re.compile(r"(?P<title>.*\S)\s+(?P<sign>[-–—|·»:]{1,2})\s+(?P<site>\S.{0,48})\Z")
_OUTLET_WORDS_RE = re.compile(
    r"\b(?:news|times|post|herald|tribune|journal|guardian|press|daily|today|gazette|chronicle|observer|telegraph"
    r"|independent|mirror|star|standard|magazine|media|radio|tv|broadcasting|zeitung|rundschau|spiegel|anzeiger"
    r"|nachrichten|tagblatt|review|courier|bulletin|argus|echo|examiner|ledger|monitor|reporter|weekly|wire)\b"
    r"|\.(?:com|org|net|de|co\.uk|eu|info)\b|^[A-Z]{2,5}\Z",
    re.IGNORECASE,
)
_NAME = r"[A-ZÀ-ÖØ-Þ][\w’'-]*\.?"
_FULL_NAME = rf"{_NAME}(?:\s(?:(?:de|van|von|der|den|bin|al|la|le|da|di|del|ter|zu)\s)*{_NAME}){{1,3}}"
_BYLINE_RE = re.compile(
    r"(?:by|von|text|text by|story by|written by|reported by|words by|autor|author)\s?:?\s+"
    rf"(?-i:(?P<names>{_FULL_NAME}(?:(?:,\s|,?\s(?:and|&|und)\s){_FULL_NAME})*))"
    r"(?P<rest>(?:,|\s[|·•–—-]|\s(?:in|for|at)\s|\s*\().*)?\Z",
    re.IGNORECASE,
)
_COPYRIGHT_RE = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©|\(c\))?\s*(?:\d{4}(?:\s?[-–]\s?\d{4})?,?\s*)?(?:by\s+)?"
    r"(?P<name>[A-ZÀ-Þ][\w&’'. -]*?)\s*\d{0,4}"
    r"(?=[.,;|]?\s+(?:all|visit|distributed|a |part|registered|alle)\b|[,;|]|\.?\Z|\.\s)",
    re.IGNORECASE,
)
_COMPANY_RE = re.compile(
    r"(?:,?\s(?:L\.?P|LLC|L\.L\.C|Inc|Ltd|Limited|plc|PLC|Corp|Corporation|Co|Company|GmbH|AG|S\.A|SE|KG)\.?)+\Z"
)
_DATELINE_RE = re.compile(
    r"[A-ZÀ-Þ][\w .,’'/-]{2,60}?\s?\((?P<agency>[A-Z]{2,5}|Reuters|Bloomberg|dpa|epd|kna)\)\s?(?:-|–|—|:)"
)
_HEADLINE_WORDS = range(3, 31)
_LIKELY_WORDS = 5
_LONG_WORD_RE = re.compile(r"\b[^\W\d_][\w’'-]{3,}")  # titles leave small words small
_TITLE_CASE_SHARE = 0.75
_MATTER_WORDS = 18
_BYLINE_WORDS = 30
_SITE_WORDS = 5


def read_matter(segments: list[Segment], body: range) -> Matter:
    """Read what stands around the body; a headline or byline that slid into it is found there too."""
    places: dict[int, str] = {}
    title, outlet = _read_title(segments, body, places)
    byline = _read_byline(segments, body, places)
    published, updated = _read_dates(segments, body, places)
    first = segments[body.start].text if body else ""
    return Matter(
        title=title,
        outlet=outlet or _copyright_holder(segments, places) or _agency(first),
        byline=byline,
        published=published,
        updated=updated or None,
        places=places,
    )


# --- headline ------------------------------------------------------------------------------------------


def _read_title(
    segments: list[Segment], body: range, places: dict[int, str]
) -> tuple[str | None, str | None]:
    index = _find_headline(segments, body)
    if index is None:
        return None, None
    others = {segment.text.casefold() for number, segment in enumerate(segments) if number != index}
    title, outlet = split_site(segments[index].text, known=others)
    for number, segment in enumerate(segments):
        if number == index or (number not in body and segment.text.casefold() == title.casefold()):
            places[number] = "headline"
    return title, outlet


def _find_headline(segments: list[Segment], body: range) -> int | None:
    """The first line if it can be one; else what repeats, or stands last before byline, date and body."""
    if _can_be_headline(segments, 0, body) and segments[0].words > min(_HEADLINE_WORDS):
        return 0
    stop = min(body.start, next(_matter_indexes(segments), body.start))
    likely = [index for index in range(1, stop) if _can_be_headline(segments, index, body)]
    longer = [index for index in likely if segments[index].words >= _LIKELY_WORDS]
    return max(longer or likely, default=None)


def _matter_indexes(segments: list[Segment]) -> Iterator[int]:
    for index, segment in enumerate(segments):
        if _BYLINE_RE.match(segment.text) or (
            segment.words <= _MATTER_WORDS and any(find_moments(segment.text))
        ):
            yield index


def _can_be_headline(segments: list[Segment], index: int, body: range) -> bool:
    segment = segments[index]
    if segment.words not in _HEADLINE_WORDS or segment.reason not in {None, "repeated"} or len(segments) == 1:
        return False
    if _BYLINE_RE.match(segment.text) or segment.text.endswith((":", ",")):
        return False
    if index in body and (index > body.start or len(body) == 1):
        return False
    return not segment.text.endswith((".", ".”", '."')) or _is_title_case(segment.text)


def _is_title_case(text: str) -> bool:
    words = _LONG_WORD_RE.findall(text)
    capitals = sum(word[0].isupper() for word in words)
    return len(words) in _HEADLINE_WORDS and capitals >= _TITLE_CASE_SHARE * len(words)


def split_site(text: str, *, known: Container[str]) -> tuple[str, str | None]:
    """Part `Headline - Site` where a side is `known` (case folded), the sign is `|` or the site sounds it.

    >>> split_site("Rain stops play | Northmere Post", known=())
    ('Rain stops play', 'Northmere Post')
    >>> split_site("Trump - a portrait", known=())
    ('Trump - a portrait', None)
    """
    found = _SITE_RE.match(text)
    if found is None or len(found["site"].split()) > _SITE_WORDS:
        return text, None
    title, site = found["title"], found["site"]
    is_known = title.casefold() in known or site.casefold() in known
    if is_known or found["sign"] in {"|", "»"} or _OUTLET_WORDS_RE.search(site):
        return title, site
    return text, None


# --- byline --------------------------------------------------------------------------------------------


def _read_byline(segments: list[Segment], body: range, places: dict[int, str]) -> str | None:
    for index, segment in enumerate(segments):
        if segment.words > _BYLINE_WORDS or (segment.is_closed and index in body):
            continue
        if found := _BYLINE_RE.match(segment.text):
            places.setdefault(index, "byline")
            return found["names"].strip()
    return None


# --- dates ---------------------------------------------------------------------------------------------


def _read_dates(
    segments: list[Segment], body: range, places: dict[int, str]
) -> tuple[Published | None, Published | None]:
    found: list[Moment] = []
    for index in [*range(body.start), *body, *range(body.stop, len(segments))]:
        moments = _moments_of(segments, index, body)
        if moments and index not in places:
            places[index] = "date"
        found += moments
    told = next((moment for moment in found if moment.label is not Label.UPDATED), None)
    anew = next((moment for moment in found if moment.label is Label.UPDATED), None)
    first = told or anew or _dateline(segments, body)
    return (
        first.published(DateOrigin.TEXT) if first else None,
        anew.published(DateOrigin.TEXT) if anew else None,
    )


def _moments_of(segments: list[Segment], index: int, body: range) -> list[Moment]:
    """The dates in page furniture; behind the body, where other articles are listed, only labelled ones."""
    segment = segments[index]
    if (
        segment.words > _MATTER_WORDS
        or segment.reason == "notice"
        or (segment.is_closed and index >= body.start)
    ):
        return []
    moments = list(find_moments(segment.text))
    return moments if index < body.start else [moment for moment in moments if moment.label is not Label.NONE]


def _dateline(segments: list[Segment], body: range) -> Moment | None:
    """The date of `BERLIN, Sept. 24, 2025 —` before the first sentence."""
    if not body:
        return None
    head = segments[body.start].text[:80]
    place = re.match(r"[A-ZÀ-Þ][A-ZÀ-Þ .,’'/-]+(?=[A-Z][a-z]|\d)", head)
    return next(find_moments(head), None) if place and re.search(r"\s[-–—]\s?|\)\s?[-–—:]", head) else None


# --- outlet --------------------------------------------------------------------------------------------


def _copyright_holder(segments: list[Segment], places: dict[int, str]) -> str | None:
    for index, segment in enumerate(segments):
        if segment.words > 2 * _MATTER_WORDS or segment.reason != "notice":
            continue
        if found := _COPYRIGHT_RE.search(segment.text):
            places.setdefault(index, "notice")
            return _COMPANY_RE.sub("", found["name"].strip()).strip(" .") or None
    return None


def _agency(first: str) -> str | None:
    found = _DATELINE_RE.match(first)
    return found["agency"] if found else None
