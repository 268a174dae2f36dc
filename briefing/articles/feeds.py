"""The bytes of an RSS or Atom feed -> its articles. Broken feeds give what is whole in them.

feedparser gets bytes and nothing else: given text, it would open files and addresses that the text names. Its
own cleaning is off, because it strips the marks of hidden text and keeps the text. Each entry goes the way of
any other page.
"""

import html
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from briefing.articles.extract import Extract, Problem, finish
from briefing.articles.moments import parse_stamp
from briefing.articles.pasted import keep_text
from briefing.articles.reading import Reading
from briefing.articles.visible import seen_text
from briefing.articles.webpage import read_page
from briefing.schema import Article, DateOrigin, Finding, FindingCode, Published

__all__ = ["Feed", "FeedItem", "parse_feed", "read_feed"]

SIZE_LIMIT = 10 * 1024 * 1024
MOST_ITEMS = 200
# The lenient parser needs some 50 µs a tag, so ten megabytes of nothing else would take minutes.
_MOST_TAGS = 60_000
_LONGEST_LINK = 2000
# Entities of its own make a small feed explode; UTF-7 and EBCDIC would hide them from this look.
_ENTITY_RE = re.compile(rb"<!ENTITY|encoding\s{0,20}=\s{0,20}[\"']utf-?7", re.IGNORECASE)
_EBCDIC = b"\x4c\x6f\xa7\x94"
_UNSAFE_LINK_RE = re.compile(r"[\s\x00-\x20\x7f-\x9f<>\"\\^`{|}]")
_MARKUP = ("html", "xhtml")
_Entry = Mapping[str, object]


class FeedItem(NamedTuple):
    """An entry of a feed: `page` is its text as HTML, not cleaned yet; `link` is http or https, or None.

    `is_summary` where the entry has no content beside its summary.
    """

    title: str | None
    link: str | None
    byline: str | None
    published: Published | None
    updated: Published | None
    page: str
    is_summary: bool = False


class Feed(NamedTuple):
    """A feed: the name it gives itself, its entries, and what there is to say about it."""

    title: str | None
    items: tuple[FeedItem, ...]
    findings: tuple[Finding, ...]


def read_feed(data: bytes, *, address: str, content_type: str | None = None) -> Reading:
    """Read the articles of the feed that lay at `address`; what cannot be used becomes a finding.

    An article's `source` is the feed's address, its `url` the entry's link. An entry that holds only a teaser
    is a stub; the article is behind its link.
    """
    feed = parse_feed(data, address=address, content_type=content_type)
    if isinstance(feed, Finding):
        return Reading((), (feed,))
    articles: list[Article] = []
    findings = list(feed.findings)
    for item in feed.items:
        extract = _extract(item, feed)
        subject = item.link or item.title or address
        if isinstance(extract, Problem):
            findings.append(Finding(code=extract.code, subject=subject, detail=extract.detail))
            continue
        article = finish(extract, id=f"a{len(articles) + 1}", source=subject)
        articles.append(article.model_copy(update={"source": address}))
        findings.extend(article.notes)
    return Reading(tuple(articles), tuple(findings))


def parse_feed(data: bytes, *, address: str, content_type: str | None = None) -> Feed | Finding:
    """Take a feed apart; a finding says why it cannot be. Relative links are resolved against `address`."""
    problem = _refusal(data)
    if problem:
        return Finding(code=problem.code, subject=address, detail=problem.detail)
    found = _parse(data, address, content_type)
    entries = found.get("entries")
    if not isinstance(entries, list) or not (entries or found.get("version")):
        detail = "it is no RSS or Atom feed"
        return Finding(code=FindingCode.UNSUPPORTED, subject=address, detail=detail)
    head = found.get("feed")
    return Feed(
        title=_line(_text(head, "title")) if isinstance(head, Mapping) else None,
        items=tuple(_item(entry, address) for entry in entries[:MOST_ITEMS]),
        findings=tuple(_notes(found, entries, address)),
    )


def _refusal(data: bytes) -> Problem | None:
    if len(data) > SIZE_LIMIT:
        return Problem(FindingCode.TOO_LARGE, f"it is larger than {SIZE_LIMIT:,} bytes, the limit for a feed")
    if not data.strip():
        return Problem(FindingCode.EMPTY, "there is nothing in it")
    if data.startswith(_EBCDIC) or _ENTITY_RE.search(data.replace(b"\0", b"")):
        return Problem(FindingCode.UNSUPPORTED, "it defines entities of its own, which no honest feed needs")
    if _count_tags(data) > _MOST_TAGS:
        return Problem(FindingCode.TOO_LARGE, f"it holds more than {_MOST_TAGS:,} tags, the limit for a feed")
    return None


def _count_tags(data: bytes) -> int:
    """Tags that the parser sees: those inside a CDATA section that is closed are text to it."""
    first, *others = data.split(b"<![CDATA[")
    return first.count(b"<") + sum(part[part.find(b"]]>") + 1 :].count(b"<") for part in others)


def _parse(data: bytes, address: str, content_type: str | None) -> Mapping[str, object]:
    import feedparser

    headers = {"content-location": address}
    if content_type and "utf-7" not in content_type.lower():
        headers["content-type"] = content_type
    try:
        found: Mapping[str, object] = feedparser.parse(
            io.BytesIO(data), sanitize_html=False, response_headers=headers
        )
    except (
        ValueError,
        LookupError,
        AssertionError,
        RecursionError,
    ):  # its lenient parsers, on what is no feed
        return {}
    return found


def _notes(found: Mapping[str, object], entries: list[_Entry], address: str) -> Iterator[Finding]:
    if not entries:
        yield Finding(code=FindingCode.EMPTY, subject=address, detail="the feed holds no entries")
    if len(entries) > MOST_ITEMS:
        detail = f"the feed holds {len(entries)} entries; the first {MOST_ITEMS} were read"
        yield Finding(code=FindingCode.OVER_LIMIT, subject=address, detail=detail)
    if entries and _is_broken(found.get("bozo_exception")):
        detail = f"the feed is broken XML; {len(entries)} entries could be read, there may be more"
        yield Finding(code=FindingCode.FALLBACK, subject=address, detail=detail)


def _is_broken(complaint: object) -> bool:
    """Whether a complaint of the parser is about the XML, not about how the server labels it."""
    import feedparser

    labels = (feedparser.NonXMLContentType, feedparser.CharacterEncodingOverride)
    return complaint is not None and not isinstance(complaint, labels)


# --- entries --------------------------------------------------------------------------------------------


def _item(entry: _Entry, address: str) -> FeedItem:
    content = _content(entry)
    return FeedItem(
        title=_line(_text(entry, "title")),
        link=_safe_link(_text(entry, "link"), address),
        byline=_line(_text(entry, "author")),
        published=_moment(_text(entry, "published")),
        updated=_moment(_text(entry, "updated")),
        page=content or _summary(entry),
        is_summary=not content,
    )


def _text(entry: _Entry, name: str) -> str:
    value = entry.get(name) if name in entry else None  # asked for what is absent, it gives the next best
    return value if isinstance(value, str) else ""


def _line(text: str) -> str | None:
    """Words on one line, without markup, hidden text and characters that show nothing."""
    words = " ".join(keep_text(seen_text(text)).text.split())
    return words or None


def _safe_link(link: str, address: str) -> str | None:
    """The link as an address of the web, or None: what stands in a feed may be a script or a file."""
    try:
        joined = urljoin(address, link.strip())
        parts = urlsplit(joined)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return None
    is_safe = len(joined) <= _LONGEST_LINK and not _UNSAFE_LINK_RE.search(joined)
    return joined if link.strip() and is_web and is_safe else None


def _moment(words: str) -> Published | None:
    found = parse_stamp(words) if words else None
    return found.published(DateOrigin.FEED) if found else None


def _content(entry: _Entry) -> str:
    contents = entry.get("content")
    details = [*contents] if isinstance(contents, list) else []
    found = (_markup(detail) for detail in details if isinstance(detail, Mapping))
    return next((page for page in found if page.strip()), "")


def _summary(entry: _Entry) -> str:
    detail = entry.get("summary_detail")
    return _markup(detail) if isinstance(detail, Mapping) else ""


def _markup(detail: _Entry) -> str:
    value = _text(detail, "value")
    if _text(detail, "type").endswith(_MARKUP):
        return value
    return "".join(f"<p>{html.escape(part)}</p>" for part in value.split("\n\n"))


def _extract(item: FeedItem, feed: Feed) -> Extract | Problem:
    title = html.escape(item.title or "")
    page = f"<html><head><title>{title}</title></head><body><article>{item.page}</article></body></html>"
    extract = read_page(page.encode("utf-8", "replace"), clean=False)
    if isinstance(extract, Problem):
        return Problem(extract.code, "the entry holds no text that a reader would see")
    return replace(
        extract,
        title=item.title,
        byline=item.byline or extract.byline,
        outlet=feed.title,
        url=item.link,
        published=item.published or item.updated,
        updated=item.updated,
        is_summary=item.is_summary,
    )
