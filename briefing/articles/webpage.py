"""The bytes of an HTML page -> the article on it: words that are seen, found by trafilatura, then cleaned."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.articles.decode import decode
from briefing.articles.extract import Extract, Problem
from briefing.articles.furniture import offers_subscription
from briefing.articles.matter import split_site
from briefing.articles.pagedata import PageData, read_page_data
from briefing.articles.pasted import clean_text, keep_text
from briefing.articles.visible import Hidden, depth_of, drop_unseen, parse_page, seen_text
from briefing.schema import FindingCode

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["read_page"]

_ENOUGH = 200
_DEEPEST = 200
_CHARSET_RE = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_HEAD = 4096
_Note = tuple[FindingCode, str]


def read_page(data: bytes, *, clean: bool = True) -> Extract | Problem:
    """Find the article in a page; without `clean`, keep all the words that a reader sees.

    The offsets of the result lead to the text that was found, not into the markup.
    """
    declared = _CHARSET_RE.search(data[:_HEAD])
    decoded = decode(data, declared=[declared[1].decode("ascii", "replace")] if declared else ())
    if decoded is None:
        return Problem(FindingCode.BINARY, "it is no page but binary data")
    page = parse_page(decoded.text)
    if page is None:
        return Problem(FindingCode.EMPTY, "there is no text on the page")
    told = read_page_data(page)
    text, notes = _find_text(page, decoded.text, clean=clean)
    title, house = split_site(told.title or "", known={(told.site or "").casefold()})
    extract = clean_text(text, title=title or None) if clean else keep_text(text)
    if not extract.text.strip():
        return Problem(FindingCode.EMPTY, "there is no text on the page that a reader would see")
    extract = replace(extract, has_offer=extract.has_offer or told.is_paid or (clean and _sells(page)))
    return _join(extract, replace(told, title=title or None, site=told.site or house), notes)


def _find_text(page: "HtmlElement", markup: str, *, clean: bool) -> tuple[str, tuple[_Note, ...]]:
    if depth_of(page) > _DEEPEST:
        detail = "its elements are nested too deep, so all its visible text was taken"
        return seen_text(markup), ((FindingCode.FALLBACK, detail),)
    hidden = _hidden_note(drop_unseen(page))
    if not clean:
        return _all_text(page), hidden
    text, way = _extract_body(page)
    return text, hidden if way is None else (*hidden, (FindingCode.FALLBACK, f"its text was found by {way}"))


def _hidden_note(hidden: Hidden) -> tuple[_Note, ...]:
    if not hidden.elements:
        return ()
    detail = f"{hidden.characters} characters that no reader of the page sees were left out"
    return ((FindingCode.HIDDEN_TEXT, detail),)


def _extract_body(page: "HtmlElement") -> tuple[str, str | None]:
    """The body by the first way that finds enough, else the longest; the first way has no name."""
    found: list[tuple[str, str | None]] = []
    for text, way in _ways(page):
        if len(text) >= _ENOUGH:
            return text, way
        found.append((text, way))
    return max(found, key=lambda pair: len(pair[0]))


def _ways(page: "HtmlElement") -> Iterator[tuple[str, str | None]]:
    from lxml.html import tostring
    from trafilatura import bare_extraction, baseline
    from trafilatura.settings import Document

    data: bytes = tostring(page, encoding="utf-8")
    ways = ((None, True, False), ("the ordinary rules", False, False), ("the generous rules", False, True))
    for way, precision, recall in ways:
        document = bare_extraction(
            data, include_comments=False, favor_precision=precision, favor_recall=recall
        )
        yield (document.text if isinstance(document, Document) else None) or "", way
    yield baseline(data)[1], "taking every paragraph"


def _sells(page: "HtmlElement") -> bool:
    """Whether a link or button of the page, anywhere on it, offers a subscription."""
    return any(
        offers_subscription(words)
        for element in page.iter("a", "button")
        if (words := " ".join(element.text_content().split()))
    )


def _all_text(page: "HtmlElement") -> str:
    from lxml.html import tostring

    return seen_text(tostring(page, encoding="unicode"))


def _join(extract: Extract, told: PageData, notes: tuple[_Note, ...]) -> Extract:
    """What the page tells machines goes before what its text shows."""
    return replace(
        extract,
        title=told.title or extract.title,
        outlet=told.site or extract.outlet,
        byline=told.author or extract.byline,
        url=told.url,
        published=told.published or extract.published,
        updated=told.updated or extract.updated,
        notes=(*notes, *extract.notes),
    )
