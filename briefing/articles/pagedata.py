"""A parsed page -> what it tells machines of itself: title, author, outlet, address, dates.

Only names and dates are taken, never words of the article: nobody sees these fields on the page. Each passes
the same filter as the body, and is kept short.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from briefing.articles.moments import Moment, parse_stamp
from briefing.articles.normalise import normalise
from briefing.schema import DateOrigin, Published

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["PageData", "read_page_data"]

_ARTICLE_RE = re.compile(r"(?:Article|Posting|Report|NewsArticle)\Z")
_LONGEST, _DEEPEST, _LARGEST = 300, 8, 500_000
_TITLES = ("og:title", "twitter:title", "dc.title")
_SITES = ("og:site_name", "application-name", "twitter:site", "dc.publisher", "publisher")
_AUTHORS = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl")
_PUBLISHED = (
    *(
        "article:published_time",
        "article:published",
        "og:published_time",
        "datepublished",
        "parsely-pub-date",
    ),
    *("pubdate", "publishdate", "publish-date", "publication_date", "date", "dc.date.issued", "dc.date"),
    *(
        "dcterms.created",
        "sailthru.date",
        "article.published",
        "originalpublicationdate",
        "cxenseparse:recs:publishtime",
    ),
)
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "dcterms.modified",
    "article.updated",
)
_URL_DATE_RE = re.compile(
    r"/(?P<year>20\d\d|19\d\d)[/-](?P<month>0[1-9]|1[0-2])[/-](?P<day>0[1-9]|[12]\d|3[01])(?=[/_-]|\Z)"
)


@dataclass(frozen=True, slots=True)
class PageData:
    """What a page tells of itself; every field is a hint. `is_paid` where it says that reading costs."""

    title: str | None
    site: str | None
    author: str | None
    url: str | None
    published: Published | None
    updated: Published | None
    is_paid: bool = False


def read_page_data(page: "HtmlElement") -> PageData:
    """Read JSON-LD before `meta`, `meta` before what is marked up on the page."""
    items = list(_linked_data(page))
    metas = _metas(page)
    url = _address(_first(page.xpath("//link[@rel='canonical']/@href"))) or _address(metas.get("og:url"))
    return PageData(
        title=_words(_of(items, "headline")) or _meta(metas, _TITLES) or _heading(page),
        site=_meta(metas, _SITES) or _words(_name(_of(items, "publisher"))),
        author=_words(_name(_of(items, "author"))) or _author(metas),
        url=url,
        published=_published(page, items, metas, url),
        updated=_stamp(_of(items, "dateModified"), DateOrigin.JSON_LD) or _meta_stamp(metas, _MODIFIED),
        is_paid=any(str(item.get("isAccessibleForFree")).lower() == "false" for item in items),
    )


def _published(
    page: "HtmlElement", items: list[dict[str, object]], metas: dict[str, str], url: str | None
) -> Published | None:
    return (
        _stamp(_of(items, "datePublished"), DateOrigin.JSON_LD)
        or _meta_stamp(metas, _PUBLISHED)
        or _marked_time(page)
        or _dated_address(url)
    )


# --- JSON-LD -------------------------------------------------------------------------------------------


def _linked_data(page: "HtmlElement") -> Iterator[dict[str, object]]:
    for script in page.xpath("//script[@type='application/ld+json']/text()"):
        if len(script) <= _LARGEST:
            yield from _articles_in(_parse(str(script)), depth=0)


def _parse(script: str) -> object:
    try:
        parsed: object = json.loads(script, strict=False)
    except (ValueError, RecursionError):
        return None
    return parsed


def _articles_in(value: object, *, depth: int) -> Iterator[dict[str, object]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _articles_in(item, depth=depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        if any(isinstance(kind, str) and _ARTICLE_RE.search(kind) for kind in _listed(kinds)):
            yield value
        yield from _articles_in(value.get("@graph"), depth=depth + 1)


def _of(items: list[dict[str, object]], key: str) -> object:
    return next((item[key] for item in items if item.get(key)), None)


def _name(value: object) -> str | None:
    """The name in a string, in an object with a name, or those of a list of either."""
    if isinstance(value, list):
        names = [name for item in value[:5] if (name := _name(item) if not isinstance(item, list) else None)]
        return ", ".join(names) or None
    if isinstance(value, dict):
        return _name(value.get("name")) if isinstance(value.get("name"), str) else None
    return value if isinstance(value, str) else None


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


# --- meta, headings, time ------------------------------------------------------------------------------


def _metas(page: "HtmlElement") -> dict[str, str]:
    found: dict[str, str] = {}
    for element in page.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = element.get("content")
        if name and content:
            found.setdefault(name.lower(), content)
    return found


def _meta(metas: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((words for name in names if (words := _words(metas.get(name)))), None)


def _author(metas: dict[str, str]) -> str | None:
    found = _meta(metas, _AUTHORS)
    return None if found is None or "://" in found else re.sub(r"\A[Bb]y\s+", "", found)


def _heading(page: "HtmlElement") -> str | None:
    for path in ("//h1", "//title"):
        if words := _words(_first([element.text_content() for element in page.xpath(path)])):
            return words
    return None


def _marked_time(page: "HtmlElement") -> Published | None:
    """The first `time` with a date; those marked as publication first."""
    for path in ("//time[@pubdate or @itemprop='datePublished']/@datetime", "//time/@datetime"):
        if found := _stamp(_first(page.xpath(path)), DateOrigin.META):
            return found
    return None


def _meta_stamp(metas: dict[str, str], names: tuple[str, ...]) -> Published | None:
    return next((found for name in names if (found := _stamp(metas.get(name), DateOrigin.META))), None)


def _dated_address(url: str | None) -> Published | None:
    found = _URL_DATE_RE.search(url or "")
    return _stamp("-".join(found.groups()), DateOrigin.URL) if found else None


# --- one value -----------------------------------------------------------------------------------------


def _stamp(value: object, origin: DateOrigin) -> Published | None:
    moment: Moment | None = parse_stamp(value) if isinstance(value, str) and len(value) <= _LONGEST else None
    return moment.published(origin) if moment else None


def _words(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return " ".join(normalise(value[: 4 * _LONGEST]).text.split())[:_LONGEST] or None


def _address(value: str | None) -> str | None:
    """An absolute http(s) address without anything that could break a line; else None."""
    address = (value or "").strip()
    if not address.isprintable() or any(char.isspace() for char in address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in {"http", "https"} and parts.hostname else None


def _first(values: list[str]) -> str | None:
    return next((value for value in values if value.strip()), None)
