"""Markdown -> the article in it: marks of layout go, words stay; a front matter tells title, author, date."""

import re
from collections.abc import Iterator
from dataclasses import replace

from briefing.articles.extract import Extract
from briefing.articles.moments import parse_stamp
from briefing.articles.normalise import Traced, join_maps, trace_pieces
from briefing.articles.pasted import clean_text
from briefing.schema import DateOrigin, OffsetMap, Removed

__all__ = ["read_markdown"]

_FRONT_RE = re.compile(
    r"\ufeff?---[ \t]*\r?\n(?P<fields>(?:(?!---[ \t]*\r?\n)[^\n]*\n){0,60}?)---[ \t]*(?:\r?\n|\Z)"
)
_FIELD_RE = re.compile(r"^(?P<key>[A-Za-z_-]{1,30})\s*:\s*[\"']?(?P<value>[^\n]*?)[\"']?\s*$", re.MULTILINE)
_MARKS_RE = re.compile(
    r"!\[[^\]\n]{0,200}\]\([^)\n]{0,500}\)"  # a picture
    r"|(?<!\\)\[(?=[^\]\n]{1,200}\]\([^)\n]{0,500}\))"  # the two ends of a link
    r"|(?<=\S)\]\([^)\n]{0,500}\)"
    r"|^[ ]{0,3}#{1,6}[ \t]+|(?<![ \t#])[ \t]{1,8}#{1,6}[ \t]{0,8}$"  # headings
    r"|^[ ]{0,3}(?:>[ ]?)+"  # quoted blocks
    r"|^[ ]{0,3}(?:[-*_][ ]?){3,}$|^[ ]{0,3}```[^\n]*$"  # rules, fences
    r"|\*\*|__(?=\S)|(?<=\S)__|(?<![\w*])\*(?=[^\s*])|(?<=[^\s*\\])\*(?![\w*])|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)|`"
    r"|\\(?=[!-/:-@\[-`{-~])",
    re.MULTILINE,
)
_TITLE_RE = re.compile(r"^#[ \t]+(?P<title>[^\n]+)$", re.MULTILINE)


def read_markdown(text: str) -> Extract:
    r"""Take the marks out and clean what is left; offsets lead to the source.

    >>> text = "# Rain stops play\n\nThe *match* was put [off](https://example.org) on Monday."
    >>> extract = read_markdown(text)
    >>> extract.title, extract.text
    ('Rain stops play', 'The match was put off on Monday.')
    """
    front = _FRONT_RE.match(text)
    start = front.end() if front else 0
    plain = trace_pieces(_without_marks(text, start))
    extract = _traced_back(clean_text(plain.text), plain)
    fields = (
        {match["key"].lower(): match["value"] for match in _FIELD_RE.finditer(front["fields"])}
        if front
        else {}
    )
    heading = _TITLE_RE.search(text, start)
    title = _MARKS_RE.sub("", heading["title"]).strip(" \t#") if heading else extract.title
    return _with_fields(replace(extract, title=title), fields)


def _without_marks(text: str, start: int) -> Iterator[tuple[str, int]]:
    for match in _MARKS_RE.finditer(text, start):
        yield text[start : match.start()], start
        start = match.end()
    yield text[start:], start


def _traced_back(extract: Extract, plain: Traced) -> Extract:
    return replace(
        extract,
        offsets=join_maps(extract.offsets, plain.offsets, length=len(extract.text)),
        removed=tuple(_moved(item, plain.offsets) for item in extract.removed),
    )


def _moved(item: Removed, offsets: OffsetMap) -> Removed:
    start, end = offsets.original(item.start), offsets.original(item.end - 1) + 1
    return item.model_copy(update={"start": start, "end": end})


def _with_fields(extract: Extract, fields: dict[str, str]) -> Extract:
    moment = parse_stamp(fields.get("date") or fields.get("published") or "")
    return replace(
        extract,
        title=fields.get("title") or extract.title,
        byline=fields.get("author") or extract.byline,
        published=moment.published(DateOrigin.META) if moment else extract.published,
    )
