"""Text as it was pasted or saved -> the article in it, with the list of what was left aside.

Pasted pages come with menus, notices and headlines glued to the body. They are normalised, cut into segments,
and the best run of prose is kept; what stands around it tells title, byline, outlet and dates.
"""

from collections.abc import Iterator
from dataclasses import replace

from briefing.articles.extract import Extract
from briefing.articles.furniture import has_paywall, offers_subscription
from briefing.articles.language import detect_language
from briefing.articles.matter import Matter, read_matter
from briefing.articles.normalise import Traced, normalise, origins_of, trace_pieces
from briefing.articles.segments import (
    FULL_OF_FURNITURE,
    Segment,
    cut_segments,
    find_body,
    share_of_furniture,
)
from briefing.articles.sentences import cut_paragraphs
from briefing.schema import FindingCode, Removed, Span

__all__ = ["clean_text", "keep_text"]

_LEAST_SHARE = 0.15
_FURNITURE_WORDS = 6
_CAPTION_WORDS = 30


def clean_text(text: str, *, title: str | None = None) -> Extract:
    r"""Keep the article's own words of a pasted page; every offset leads back to `text`.

    Where no body stands out, everything is kept and a note says so. A `title` known from elsewhere is looked
    for in the text instead of guessed.

    >>> text = "The match was put off because of the rain on Monday."
    >>> page = "Home | News\nRain stops play\nBy Ada Brandt\n" + text
    >>> extract = clean_text(page)
    >>> extract.title, extract.byline, extract.text
    ('Rain stops play', 'Ada Brandt', 'The match was put off because of the rain on Monday.')
    """
    traced = normalise(text)
    language = detect_language(traced.text)
    segments = cut_segments(traced.text, language=language)
    body = _widen(segments, find_body(segments))
    body = _without_caption(segments, body)
    matter = read_matter(segments, body, title=title)
    is_page = share_of_furniture(segments) >= FULL_OF_FURNITURE
    kept = [
        segments[index]
        for index in body
        if index not in matter.places and _is_body(segments[index], is_page=is_page or index < matter.start)
    ]
    if not kept or _share(segments, kept) < _LEAST_SHARE:
        return _uncleaned(traced, segments, matter, language=language)
    return _extract(traced, segments, kept, matter, language=language)


def keep_text(text: str) -> Extract:
    r"""Keep every word; only the form of the characters and the white space change.

    >>> keep_text("One.\r\nTwo.").text
    'One.\n\nTwo.'
    """
    traced = normalise(text)
    body = trace_pieces(_paragraphs(traced, list(cut_paragraphs(traced.text))))
    return Extract(text=body.text, offsets=body.offsets, removed_invisible=traced.removed_invisible)


def _widen(segments: list[Segment], body: range) -> range:
    """Add closed sentences that stand directly before or after: short leads and last lines."""
    start, stop = body.start, body.stop
    while body and start > 0 and _is_plain(segments[start - 1]):
        start -= 1
    while body and stop < len(segments) and _is_plain(segments[stop]):
        stop += 1
    return range(start, stop)


def _without_caption(segments: list[Segment], body: range) -> range:
    """Leave aside a first sentence that a photographer's name follows."""
    second = body.start + 1
    if (
        second in body
        and segments[second].reason == "credit"
        and segments[body.start].words <= _CAPTION_WORDS
    ):
        return range(second, body.stop)
    return body


def _is_plain(segment: Segment) -> bool:
    return segment.is_closed and segment.reason is None and segment.words > 1


def _is_body(segment: Segment, *, is_page: bool) -> bool:
    """Whether to keep a segment of the run; amid furniture a line without a full stop is more of it."""
    return segment.reason is None and (segment.score >= 0 or not is_page)


def _share(segments: list[Segment], kept: list[Segment]) -> float:
    """How much was kept of what is not plainly furniture: named so, or a few words without a full stop."""
    doubtful = [
        segment
        for segment in segments
        if segment.reason is None and (segment.is_closed or segment.words > _FURNITURE_WORDS)
    ]
    return _length(kept) / max(1, _length(kept), _length(doubtful))


def _length(segments: list[Segment]) -> int:
    return sum(len(segment.text) for segment in segments)


def _uncleaned(traced: Traced, segments: list[Segment], matter: Matter, *, language: str) -> Extract:
    extract = _extract(traced, segments, segments, matter, language=language)
    if all(_is_plain(segment) for segment in segments):
        return extract
    detail = "no article stands out from the page's other text, so all of it was kept"
    return replace(extract, notes=((FindingCode.UNCLEANED, detail),))


def _extract(
    traced: Traced, segments: list[Segment], kept: list[Segment], matter: Matter, *, language: str
) -> Extract:
    stands = {segment.span for segment in kept}
    outside = {index: segment for index, segment in enumerate(segments) if segment.span not in stands}
    body = trace_pieces(_paragraphs(traced, [segment.span for segment in kept]))
    return Extract(
        text=body.text,
        title=matter.title,
        byline=matter.byline,
        outlet=matter.outlet,
        language=language,
        published=matter.published,
        updated=matter.updated,
        offsets=body.offsets,
        removed=tuple(
            _removed(traced, segment, matter.places.get(index)) for index, segment in outside.items()
        ),
        removed_invisible=traced.removed_invisible,
        has_paywall=any(
            has_paywall(segment.text) for segment in outside.values() if segment.span > kept[0].span
        ),
        has_offer=any(offers_subscription(segment.text) for segment in outside.values()),
    )


def _paragraphs(traced: Traced, spans: list[Span]) -> Iterator[tuple[str, int]]:
    """The paragraphs, parted by a blank line; a line that a mailer wrapped is one line again."""
    for index, span in enumerate(spans):
        if index:
            yield "\n\n", traced.offsets.original(span.start)
        for piece, origin in origins_of(traced, *span):
            yield piece.replace("\n", " "), origin


def _removed(traced: Traced, segment: Segment, place: str | None) -> Removed:
    return Removed(
        start=traced.offsets.original(segment.span.start),
        end=traced.offsets.original(segment.span.end - 1) + 1,
        text=segment.text,
        reason=place or segment.reason or "outside the article",
    )
