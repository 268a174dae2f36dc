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
    """What a page says about its article.

    `start` is the first segment of the article's own words, `places` tells what the others served for.
    """

    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    published: Published | None = None
    updated: Published | None = None
    start: int = 0
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
    r"[A-ZÀ-Þ][\w .,’'/-]{2,60}?\s?\((?P<agency>[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*){0,2})\)\s?[-–—:]"
)
_HONORIFIC_RE = re.compile(r"(?:Mrs?|Ms|Mx|Dr|Prof|Sen|Rep|Gov|Hon|Rev|Herr|Frau)\b")
_LABEL_RE = re.compile(r"[A-ZÀ-Þ][\w.’'-]*(?:\s[A-ZÀ-Þ][\w.’'-]*){0,3}(?:\s\([^)]{1,40}\))?:\s")
_DATED_LINE_RE = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ .,’'/-]{1,60}[A-Za-z0-9 .,()/]{4,40}(?:\s[-–—]|\)\s?[-–—:])")
_HEADLINE_WORDS = range(3, 31)
_LIKELY_WORDS = 5
_LONG_WORD_RE = re.compile(r"\b[^\W\d_][\w’'-]{3,}")  # titles leave small words small
_TITLE_CASE_SHARE = 0.75
_MATTER_WORDS = 18
_BYLINE_WORDS = 30
_SITE_WORDS = 5


def read_matter(segments: list[Segment], body: range, *, title: str | None = None) -> Matter:
    """Read what stands around the body, and in its beginning, where headline and byline slide in.

    A `title` that is known already is looked for, not guessed.
    """
    start = next(
        (index for index in body if segments[index].is_closed and _begins_article(segments[index])),
        body.start,
    )
    places: dict[int, str] = {}
    index = _find_known(segments, title) if title else _find_headline(segments, body, start)
    title, outlet = _read_title(segments, index, start, places)
    byline, house = _read_byline(segments, start, places)
    published, updated = _read_dates(segments, body, start, places)
    return Matter(
        title=title,
        outlet=outlet or house or _copyright_holder(segments) or _agency(segments, range(start, body.stop)),
        byline=byline,
        published=published,
        updated=updated,
        start=max(
            start, 1 + max((place for place in places if place in body and place <= start), default=-1)
        ),
        places=places,
    )


def _begins_article(segment: Segment) -> bool:
    """A sentence of prose, or one full of names behind a dateline."""
    is_dateline = _DATELINE_RE.match(segment.text) or _dateline(segment.text)
    return segment.score > 0 or (segment.reason is None and is_dateline is not None)


# --- headline ------------------------------------------------------------------------------------------


def _find_known(segments: list[Segment], title: str) -> int | None:
    folded = title.casefold()
    return next((index for index, segment in enumerate(segments) if segment.text.casefold() == folded), None)


def _read_title(
    segments: list[Segment], index: int | None, start: int, places: dict[int, str]
) -> tuple[str | None, str | None]:
    if index is None:
        return None, None
    others = {segment.text.casefold() for number, segment in enumerate(segments) if number != index}
    title, outlet = split_site(segments[index].text, known=others)
    for number, segment in enumerate(segments):
        if number == index or (number < start and segment.text.casefold() == title.casefold()):
            places[number] = "headline"
    return title, outlet


def _find_headline(segments: list[Segment], body: range, start: int) -> int | None:
    """The first line if it can be one; else what stands last before byline, date and body.

    A short first line with a longer one behind it is the name of the house.
    """
    stop = min(start, next(_matter_indexes(segments), start))
    likely = [index for index in range(stop) if _can_be_headline(segments, index, body)]
    if not likely and body and _can_be_headline(segments, start, body):
        likely = [start]
    if not likely and start == 1 and _is_dated_headline(segments, body):
        likely = [0]
    longer = [index for index in likely if segments[index].words >= _LIKELY_WORDS]
    if likely[:1] == [0] and (longer[:1] == [0] or (not longer and segments[0].words > min(_HEADLINE_WORDS))):
        return 0
    return max(longer or likely, default=None)


def _is_dated_headline(segments: list[Segment], body: range) -> bool:
    """Whether the one line above the body says more than the day: `Hearing on the pier, 3 March 2026`."""
    text = segments[0].text
    for moment in find_moments(text):
        text = text.replace(moment.words, "")
    is_more = len(text.split()) > min(_HEADLINE_WORDS) and not text.startswith((" ", ","))
    return is_more and not _OUTLET_WORDS_RE.search(text) and _can_be_headline(segments, 0, body)


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
    if segment.is_closed and index in body and (index > body.start or len(body) == 1):
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
    >>> split_site("Holm - a portrait", known=())
    ('Holm - a portrait', None)
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


def _read_byline(
    segments: list[Segment], start: int, places: dict[int, str]
) -> tuple[str | None, str | None]:
    """Who wrote it, and for which house where the byline or the line below it says so."""
    for index, segment in enumerate(segments):
        if segment.words > _BYLINE_WORDS or (segment.is_closed and index >= start):
            continue
        if found := _BYLINE_RE.match(segment.text):
            places.setdefault(index, "byline")
            below = segments[index + 1] if index + 1 < start else None
            house = _house(found["rest"] or "") or (_house_below(below.text) if below else None)
            if below and house and below.text == house:
                places[index + 1] = "outlet"
            return found["names"].strip(), house
    return None, None


def _house(rest: str) -> str | None:
    """The outlet in what follows the names: `| Northmere Post | 24 September`, `, Reuters`."""
    parts = [part.strip(" ,()") for part in re.split(r"[|·•]|\s[–—-]\s|, (?=[A-Z])", rest)]
    named = [
        part for part in parts if part and len(part.split()) <= _SITE_WORDS and not any(find_moments(part))
    ]
    has_sign = any(sign in rest for sign in "|·•")
    return next((part for part in named if has_sign or _OUTLET_WORDS_RE.search(part)), None)


def _house_below(text: str) -> str | None:
    is_name = len(text.split()) <= _SITE_WORDS and not any(char.isdigit() for char in text)
    return text if is_name and (_OUTLET_WORDS_RE.search(text) or text.startswith("The ")) else None


# --- dates ---------------------------------------------------------------------------------------------


def _read_dates(
    segments: list[Segment], body: range, start: int, places: dict[int, str]
) -> tuple[Published | None, Published | None]:
    found: list[Moment] = []
    for index in range(len(segments)):
        moments = _moments_of(segments[index], is_front=index < start)
        if moments:
            places.setdefault(index, "date")
        found += moments
    told = next((moment for moment in found if moment.label is not Label.UPDATED), None)
    anew = next((moment for moment in found if moment.label is Label.UPDATED), None)
    first = told or anew or (_dateline(segments[start].text) if body else None)
    return (
        first.published(DateOrigin.TEXT) if first else None,
        anew.published(DateOrigin.TEXT) if anew else None,
    )


def _moments_of(segment: Segment, *, is_front: bool) -> list[Moment]:
    """The dates in page furniture; behind the body, where other articles are listed, only labelled ones."""
    if segment.words > _MATTER_WORDS or segment.reason == "notice" or (segment.is_closed and not is_front):
        return []
    moments = list(find_moments(segment.text))
    return moments if is_front else [moment for moment in moments if moment.label is not Label.NONE]


def _dateline(first: str) -> Moment | None:
    """The date of `BERLIN, Sept. 24, 2025 —` before the first sentence."""
    head = _DATED_LINE_RE.match(first)
    return next(find_moments(head.group()), None) if head else None


# --- outlet --------------------------------------------------------------------------------------------


def _copyright_holder(segments: list[Segment]) -> str | None:
    for segment in segments:
        found = _COPYRIGHT_RE.search(segment.text) if segment.reason == "notice" else None
        if found:
            return _COMPANY_RE.sub("", found["name"].strip()).strip(" .") or None
    return None


def _agency(segments: list[Segment], body: range) -> str | None:
    """The agency of `BERLIN (Reuters) —`; in a transcript a bracket before a colon belongs to a speaker."""
    paragraphs = [segments[index].text for index in body]
    found = _DATELINE_RE.match(paragraphs[0]) if paragraphs else None
    if found is None or _HONORIFIC_RE.match(found["agency"]):
        return None
    is_transcript = found[0].endswith(":") and any(_LABEL_RE.match(text) for text in paragraphs[1:])
    return None if is_transcript else found["agency"]
