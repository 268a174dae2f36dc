"""The bytes of an RSS or Atom feed -> its articles. Broken feeds give what is whole in them.

Each entry goes the way of any other page: what a reader would not see is not read.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit

from briefing.articles.decode import Decoded, decode
from briefing.articles.extract import Extract, Problem, finish
from briefing.articles.moments import parse_stamp
from briefing.articles.pasted import keep_text
from briefing.articles.reading import Reading
from briefing.articles.visible import seen_text
from briefing.articles.webpage import read_page
from briefing.schema import Article, DateOrigin, Finding, FindingCode, Published

if TYPE_CHECKING:
    from briefing.articles.feedsyntax import Syntax

__all__ = ["Feed", "FeedItem", "parse_feed", "read_feed"]

SIZE_LIMIT = 10 * 1024 * 1024
MOST_ITEMS = 200
_LONGEST_LINK, _LONGEST_LINE = 2000, 300
_HEAD = 1024
_NO_MOMENT = datetime(1970, 1, 1)  # noqa: DTZ001 -- in whatever zone
_ENTITY_RE = re.compile("<!ENTITY", re.IGNORECASE)
_DECLARED_RE = re.compile(rb"<\?xml\b[^>]{0,100}?\bencoding\s{0,9}=\s{0,9}[\"']([\w.:-]{1,40})[\"']")
_CHARSET_RE = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_UNSAFE_LINK_RE = re.compile(r"[\s<>\"\\^`{|}]")
_MAIL_RE = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,255}")
_ENDS_RE = re.compile(r"</(?:article|body|html)\b[^>]{0,20}>", re.IGNORECASE)
_PLAIN_RE = re.compile(r"text/(?!html|xml)|[^/]*\Z")
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
    decoded = _decode(data, content_type)
    if isinstance(decoded, Problem):
        return Finding(code=decoded.code, subject=address, detail=decoded.detail)
    from briefing.articles.feedsyntax import take_apart

    syntax = take_apart(decoded.text, address=address, most=MOST_ITEMS)
    if not syntax.entries and (syntax.is_cut or not syntax.is_feed):
        problem = _TOO_MUCH if syntax.is_cut else _NO_FEED
        return Finding(code=problem.code, subject=address, detail=problem.detail)
    return Feed(
        title=_line(_text(syntax.head, "title")),
        items=tuple(dict.fromkeys(_item(entry, address) for entry in syntax.entries)),
        findings=tuple(
            Finding(code=code, subject=address, detail=detail) for code, detail in _notes(syntax, decoded)
        ),
    )


_NO_FEED = Problem(FindingCode.UNSUPPORTED, "it is no RSS or Atom feed")
_TOO_MUCH = Problem(
    FindingCode.TOO_LARGE, "it holds more tags than any feed needs, and no entry among the first"
)


def _decode(data: bytes, content_type: str | None) -> Decoded | Problem:
    """The text of a feed. What the feed itself says of its encoding goes before what the server says."""
    if len(data) > SIZE_LIMIT:
        return Problem(FindingCode.TOO_LARGE, f"it is larger than {SIZE_LIMIT:,} bytes, the limit for a feed")
    if not data.strip():
        return Problem(FindingCode.EMPTY, "there is nothing in it")
    inside, sent = _DECLARED_RE.search(data[:_HEAD]), _CHARSET_RE.search(content_type or "")
    labels = [*([inside[1].decode("ascii", "replace")] if inside else ()), *([sent[1]] if sent else ())]
    decoded = decode(data, declared=labels)
    if decoded is None:
        return _NO_FEED
    if _ENTITY_RE.search(decoded.text):
        return Problem(FindingCode.UNSUPPORTED, "it defines entities of its own, which no honest feed needs")
    return decoded


def _notes(syntax: "Syntax", decoded: Decoded) -> Iterator[tuple[FindingCode, str]]:
    number = len(syntax.entries)
    if not number:
        yield FindingCode.EMPTY, "the feed holds no entries"
    if syntax.is_cut:
        yield (
            FindingCode.OVER_LIMIT,
            f"the feed holds more than {number} entries; the first {number} were read",
        )
    if number and syntax.is_broken:
        yield (
            FindingCode.FALLBACK,
            f"the feed is broken XML; {number} entries could be read, there may be more",
        )
    if decoded.is_guessed:
        detail = f"its encoding was guessed as {decoded.encoding}; accented letters may be wrong"
        yield FindingCode.ENCODING, detail


# --- entries --------------------------------------------------------------------------------------------


def _item(entry: _Entry, address: str) -> FeedItem:
    content = _content(entry)
    return FeedItem(
        title=_line(_text(entry, "title")),
        link=_link(entry, address),
        byline=_byline(_text(entry, "author")),
        published=_moment(_text(entry, "published")),
        updated=_moment(_text(entry, "updated")),
        page=content or _summary(entry),
        is_summary=not content,
    )


def _text(entry: _Entry, name: str) -> str:
    value = entry.get(name) if name in entry else None  # asked for what is absent, it gives the next best
    return value if isinstance(value, str) else ""


def _line(text: str) -> str | None:
    """Words on one line, without markup, hidden text and characters that show nothing, and not too many."""
    words = " ".join(keep_text(seen_text(text[: 100 * _LONGEST_LINE])).text.split())
    return words[:_LONGEST_LINE].rstrip() or None


def _byline(text: str) -> str | None:
    """The author's name without the mail address that stands beside it: `a@b.example (Ada Brandt)`."""
    line = _line(text) or ""
    name = _MAIL_RE.sub("", line).replace("()", "").replace("<>", "").strip(" ,;")
    if name.startswith("(") and name.endswith(")"):
        name = name[1:-1]
    return name.strip() or None


def _link(entry: _Entry, address: str) -> str | None:
    """The entry's link. An id in its place counts if it is an address as it stands."""
    link = _text(entry, "link")
    if link == _text(entry, "id") and "://" not in link:
        return None
    return _safe_link(link, address)


def _safe_link(link: str, address: str) -> str | None:
    """The link as an address of the web, or None: what stands in a feed may be a script or a file."""
    try:
        joined = urljoin(address, link.strip())
        parts = urlsplit(joined)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return None
    is_safe = len(joined) <= _LONGEST_LINK and joined.isprintable() and not _UNSAFE_LINK_RE.search(joined)
    return joined if link.strip() and is_web and is_safe else None


def _moment(words: str) -> Published | None:
    """The moment that a stamp tells; one that is too long is none, and the beginning of 1970 means none."""
    found = parse_stamp(words) if words and len(words) <= _LONGEST_LINE else None
    is_known = found is not None and found.moment.replace(tzinfo=None) != _NO_MOMENT
    return found.published(DateOrigin.FEED) if found and is_known else None


def _content(entry: _Entry) -> str:
    contents = entry.get("content")
    details = [*contents] if isinstance(contents, list) else []
    found = (_markup(detail) for detail in details if isinstance(detail, Mapping))
    return next((page for page in found if page.strip()), "")


def _summary(entry: _Entry) -> str:
    detail = entry.get("summary_detail")
    return _markup(detail) if isinstance(detail, Mapping) else ""


def _markup(detail: _Entry) -> str:
    """The text of an entry as HTML, by its media type; a picture or film in its place is none."""
    value, kind = _text(detail, "value"), _text(detail, "type").lower().partition(";")[0].strip()
    if kind.endswith(("html", "xml")):
        return _ENDS_RE.sub("", value)
    if not _PLAIN_RE.match(kind):
        return ""
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
