"""The text of a feed -> what feedparser's two parsers find in it, within bounds.

Its own `parse` guesses at encodings, reads on however long a feed is, and looks for a mail address in an
author's name in a time that grows with the square of its length. Here the parsers get decoded text without
what XML forbids, stop where enough was read, and keep what they have. Nothing is opened: neither parser
follows an entity, a document type or an address.
"""

import io
import re
import xml.sax
from collections.abc import Mapping
from typing import NamedTuple
from xml.sax.handler import feature_external_ges, feature_external_pes, feature_namespaces
from xml.sax.xmlreader import AttributesNSImpl

from feedparser.api import LooseFeedParser, StrictFeedParser
from feedparser.mixin import _FeedParserMixin

__all__ = ["Entry", "Syntax", "take_apart"]

Entry = Mapping[str, object]

# The lenient parser needs some 50 µs a tag and 4 µs a reference: no feed takes more than some seconds.
_MOST_TAGS = 60_000
_MOST_ENDS = 2 * _MOST_TAGS  # there may be more of them where tags are not closed
_MOST_REFERENCES = 600_000
_MOST_ATTRIBUTES = 100
_DECLARATION_RE = re.compile(r"\s*<\?xml\b[^>]{0,200}>")
_DOCTYPE_RE = re.compile(r"<!DOCTYPE[^>\[]{0,1000}(?:\[[^\]]{0,10000}\]\s{0,100})?>", re.IGNORECASE)
_FORBIDDEN_RE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE_RE = re.compile(r"&#(?:0*(\d{1,7})|[xX]0*([0-9a-fA-F]{1,6})|[\dxX][0-9a-fA-F]*);")
# What costs the parsers a hundred times its size. A picture may stand in a tag, but none of a megabyte.
_LONG_TAG_RE = re.compile(r"<(?![!?])[^<>]{1000000,}")
_LONG_NAME_RE = re.compile(r"<[^\s<>]{1000,}")
_LAST = 0x10FFFF
_XHTML = "application/xhtml+xml"


class Syntax(NamedTuple):
    """What stands in a feed, the entries in order.

    `is_broken` where it is no well-formed XML, so that there may be more in it; `is_cut` where there is more
    of it than was asked for or than is read of any feed.
    """

    is_feed: bool
    head: Entry
    entries: tuple[Entry, ...]
    is_broken: bool = False
    is_cut: bool = False


def take_apart(text: str, *, address: str, most: int) -> Syntax:
    """Parse the text of a feed that lay at `address`, up to `most` entries. Of what is no feed, nothing."""
    text = _without_forbidden(text[declared.end() :] if (declared := _DECLARATION_RE.match(text)) else text)
    text = _LONG_TAG_RE.sub("<x", _DOCTYPE_RE.sub("", text, count=1))
    try:
        return _syntax(_Strict(address, most), text)
    except (xml.sax.SAXException, ValueError):
        return _read_broken(text, address=address, most=most)


def _read_broken(text: str, *, address: str, most: int) -> Syntax:
    try:
        return _syntax(_Loose(address, most), text)._replace(is_broken=True)
    except (ValueError, LookupError, AssertionError, RecursionError):  # on what is no feed
        return Syntax(is_feed=False, head={}, entries=(), is_broken=True)


def _syntax(parser: "_Strict | _Loose", text: str) -> Syntax:
    try:
        parser.read(text)
    except _Enough as enough:
        entries = parser.entries[: -enough.unfinished or None]
        return Syntax(bool(parser.version), parser.feeddata, tuple(entries), is_cut=True)
    return Syntax(bool(parser.version), parser.feeddata, tuple(parser.entries))


def _without_forbidden(text: str) -> str:
    """Drop the characters that XML forbids and the references to them, at which every parser stops."""
    return _REFERENCE_RE.sub(_allowed, _FORBIDDEN_RE.sub("", text))


def _allowed(reference: re.Match[str]) -> str:
    decimal, hexadecimal = reference.groups()
    code = int(decimal) if decimal else int(hexadecimal or "0", 16)
    return reference[0] if code <= _LAST and not _FORBIDDEN_RE.match(chr(code)) else ""


# --- feedparser's parsers, bounded ----------------------------------------------------------------------


class _Enough(Exception):  # noqa: N818 -- a way out of a parser, no error
    """Nothing more is to be read; so many of the last entries are not complete."""

    def __init__(self, unfinished: int) -> None:
        super().__init__()
        self.unfinished = unfinished


class _Bounds(_FeedParserMixin):  # type: ignore[misc]  # feedparser tells no types
    """What both parsers leave out or stop at. Names and signatures are feedparser's."""

    resolve_relative_uris = False  # links inside a text are dropped with it
    sanitize_html = False  # it would strip the marks of hidden text and keep the text
    can_be_relative_uri = LooseFeedParser.can_be_relative_uri - {
        "id"
    }  # an id that is no address becomes none

    def __init__(self, address: str, most: int) -> None:
        super().__init__(address, None, "utf-8")
        self._most = most
        self._tags = self._ends = self._references = 0

    def unknown_starttag(self, tag: str, attrs: list[tuple[str, str]]) -> None:
        self._tags += 1
        self._stop_at(self._tags, _MOST_TAGS)
        super().unknown_starttag(tag, attrs)
        if len(self.entries) > self._most:
            raise _Enough(1)

    def unknown_endtag(self, tag: str) -> None:
        self._ends += 1
        self._stop_at(self._ends, _MOST_ENDS)
        super().unknown_endtag(tag)

    @staticmethod
    def map_content_type(content_type: str) -> str:
        """The media type, for any XML that of XHTML: the parsers keep the tags of no other."""
        told: str = LooseFeedParser.map_content_type(content_type)
        return _XHTML if told.partition(";")[0].strip().endswith(("/xml", "+xml")) else told

    def handle_entityref(self, ref: str) -> None:
        self._references += 1
        self._stop_at(self._references, _MOST_REFERENCES)
        super().handle_entityref(ref)

    def handle_charref(self, ref: str) -> None:
        self._references += 1
        self._stop_at(self._references, _MOST_REFERENCES)
        super().handle_charref(ref)

    def _stop_at(self, number: int, most: int) -> None:
        if number > most:
            raise _Enough(1 if self.inentry else 0)

    def _add_tag(self, *_: str) -> None:
        """Leave categories out: each would be compared with all before it."""
        self._get_context().setdefault("tags", [])

    def _sync_author_detail(self, key: str = "author") -> None:
        """Join an author's name and address where they stand apart; look for no address in the name."""
        people = self._get_context().get(f"{key}s")
        if people and people[-1]:
            super()._sync_author_detail(key)


class _Strict(_Bounds, StrictFeedParser):  # type: ignore[misc]  # the same
    """The parser of well-formed feeds; raises SAXException on others."""

    def startElementNS(  # noqa: N802 -- SAX's name
        self, name: tuple[str | None, str], qname: str | None, attrs: AttributesNSImpl
    ) -> None:
        if len(attrs) > _MOST_ATTRIBUTES:  # looking each up takes longer the more there are
            attrs = AttributesNSImpl({}, {})
        super().startElementNS(name, qname, attrs)

    def read(self, text: str) -> None:
        reader = xml.sax.make_parser()  # noqa: S317 -- feeds with entities of their own are refused before
        reader.setFeature(feature_namespaces, 1)
        reader.setFeature(feature_external_ges, 0)
        reader.setFeature(feature_external_pes, 0)
        reader.setContentHandler(self)
        reader.setErrorHandler(self)
        source = xml.sax.InputSource()
        source.setByteStream(io.BytesIO(text.encode()))
        reader.parse(source)


class _Loose(_Bounds, LooseFeedParser):  # type: ignore[misc]  # the same
    """The parser of what is no XML."""

    def read(self, text: str) -> None:
        self.feed(_LONG_NAME_RE.sub("<x", text))
