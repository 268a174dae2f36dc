r"""A brief as its author wrote it (Markdown, plain text) -> what a reader sees, with the way back.

Markup is dropped, not interpreted: `**Brandt**: “Forty _jobs_ depend on it” [1]` reads as
`Brandt: “Forty jobs depend on it”`. Every paragraph, list item and table cell becomes a paragraph of its own.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from briefing.schema import Span
from briefing.text import is_invisible

__all__ = ["Row", "Visible", "read_markdown", "read_plain"]

_FENCE_RE = re.compile(r"\s{0,3}(?:```|~~~)")
# Keys begin small and no line is empty; what stands between two rules otherwise is part of the brief.
_FRONT_MATTER_RE = re.compile(
    r"\ufeff?---[^\S\n]*\n(?:(?:[a-z][\w-]*:[^\S\n]|[a-z][\w-]*:(?=\r?\n)|[^\S\n]+\S|-\s|\#)[^\n]*\n)+"
    r"---[^\S\n]*(?:\n|\Z)"
)
_RULE_RE = re.compile(r"\s*(?:[-*_=]\s*){3,}$|\s*\|?[\s:|-]*-[\s:|-]*$")
_BLOCK_RE = re.compile(r"(?P<quote>(?:\s{0,3}>\s?)*)(?P<start>\s*(?:#{1,6}\s+|[-*+•]\s+|\d{1,9}[.)]\s+))?")
_CELL_RE = re.compile(r"(?<!\\)\|")
_INLINE_RE = re.compile(
    r"""
      (?P<ticks>`+)(?P<code>[^`\n]{1,2000})(?P=ticks)(?!`)    # code, in which marks quote nobody
    | \\(?P<escaped>[!-/:-@\[-`{-~])
    | (?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|\w{1,31});)
    | !\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\)            # an image
    | \[(?P<link>[^\]\[\n]{1,500})\]\([^)\n]{0,2000}\) # a link, of which the text is seen
    | \s?\[\^?[\d,\s]{1,40}\]                          # source and footnote marks
    | <[/!a-zA-Z][^<>\n]{0,2000}>                      # tags, comments, addresses
    | \*{1,3} | (?<![^\W_])_{1,3} | _{1,3}(?![^\W_]) | ~~ | `+
    """,
    re.VERBOSE,
)
_MARKS_RE = re.compile(r"[\"'“”„‟«»‘’‚‹›]")
_SOURCE_RE = re.compile(r"\s*\[\d{1,4}\]\s")
_BULLET_RE = re.compile(r"•\s(?P<who>[^,.\n“”\"]{1,80})[,.]\s")
# Parts of a brief of ours that quote what was refused, or that list sources.
_ASIDE_RE = re.compile(r"(?:Left out|Sources(?: left out)?|Method)\b\W*", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """A row of a table: what its first cell says, and the range of the others."""

    who: str
    span: Span


@dataclass(frozen=True)
class Visible:
    """What a reader sees; `offsets[i]` is where character `i` stands in the file."""

    text: str
    offsets: tuple[int, ...]
    rows: tuple[Row, ...] = ()

    def original(self, span: Span) -> Span:
        """The range in the file behind a range of the visible text, which must not be empty."""
        return Span(self.offsets[span.start], self.offsets[span.end - 1] + 1)


def read_plain(text: str) -> Visible:
    r"""Take plain text as it stands, without characters nobody sees and without its list of sources.

    A bullet `• Ada Brandt, mayor. …` counts as a row about her.

    >>> read_plain("a\u200bb\n[1] Tide: “no”").text
    'ab\n'
    """
    page = _Page()
    for start, line in _lines(text):
        if _SOURCE_RE.match(line):
            continue
        begin = len(page.chars)
        page.add(f"{line}\n" if start + len(line) < len(text) else line, start)
        if bullet := _BULLET_RE.match("".join(page.chars[begin:])):
            page.rows.append(Row(bullet["who"], Span(begin + bullet.end(), len(page.chars))))
    return page.visible()


def read_markdown(text: str) -> Visible:
    r"""Read Markdown as a reader would see it.

    >>> seen = read_markdown("## News\n- **Brandt**: “Forty _jobs_” [1]\n")
    >>> seen.text
    'News\n\nBrandt: “Forty jobs”\n\n'
    >>> seen.original(Span(14, 25))
    Span(start=22, end=34)
    """
    page = _Page()
    head = _FRONT_MATTER_RE.match(text)
    for start, line in _lines(text):
        if head is None or start >= head.end():
            _read_line(page, start, line)
    page.end_paragraph()
    return page.visible()


@dataclass
class _Page:
    """The visible text while it is being put together."""

    chars: list[str] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    fenced: bool = False
    aside: bool = False

    def add(self, text: str, offset: int, *, stretched: bool = False) -> None:
        """Add visible characters that begin at `offset` of the file, or, if stretched, all stand there."""
        for index, char in enumerate(text):
            if not is_invisible(char):
                self.chars.append(char)
                self.offsets.append(offset if stretched else offset + index)

    def visible(self) -> Visible:
        return Visible("".join(self.chars), tuple(self.offsets), tuple(self.rows))

    def end_paragraph(self) -> None:
        if self.chars and self.chars[-2:] != ["\n", "\n"]:
            self.add("\n\n", self.offsets[-1], stretched=True)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line.rstrip("\r")
        start += len(line) + 1


def _read_line(page: _Page, start: int, line: str) -> None:
    if _FENCE_RE.match(line):
        page.fenced = not page.fenced
    if page.fenced or not line.strip() or _RULE_RE.match(line):
        page.end_paragraph()
        return
    block = _BLOCK_RE.match(line)
    assert block is not None  # every part of the pattern may be empty
    if block["start"] or line.lstrip().startswith("**"):
        page.end_paragraph()
    rest = line[block.end() :]
    page.aside = _is_aside(page, block["start"] or "", rest)
    if page.aside:
        return
    if rest.lstrip().startswith("|"):
        _read_row(page, start + block.end(), rest)
        return
    if page.chars and page.chars[-1] != "\n":
        page.add(" ", start, stretched=True)
    _read_inline(page, start + block.end(), rest)


def _is_aside(page: _Page, marker: str, rest: str) -> bool:
    """Whether the line belongs to a list of what was left out, of sources or of methods."""
    label = rest.lstrip("*_ ")
    if _ASIDE_RE.match(label):
        return True
    begins_anew = "#" in marker or rest.lstrip().startswith(("**", "|"))
    return page.aside and not begins_anew


def _read_row(page: _Page, start: int, line: str) -> None:
    """Read the cells of a table's row as paragraphs, and remember who stands in the first."""
    bounds = [match.start() for match in _CELL_RE.finditer(line)] + [len(line)]
    begins: list[int] = []
    for left, right in pairwise(bounds):
        page.end_paragraph()
        begins.append(len(page.chars))
        _read_inline(page, start + left + 1, line[left + 1 : right])
    page.end_paragraph()
    if len(begins) > 1:
        who = "".join(page.chars[begins[0] : begins[1]]).strip()
        page.rows.append(Row(who, Span(begins[1], len(page.chars))))


def _read_inline(page: _Page, start: int, line: str) -> None:
    stripped = line.rstrip()
    done = len(stripped) - len(stripped.lstrip())
    for match in _INLINE_RE.finditer(stripped, done):
        page.add(stripped[done : match.start()], start + done)
        if match["escaped"]:
            page.add(match["escaped"], start + match.start() + 1)
        elif match["entity"]:
            page.add(html.unescape(match["entity"]), start + match.start(), stretched=True)
        elif match["code"]:
            page.add(_MARKS_RE.sub(" ", match["code"]), start + match.start("code"))
        elif match["link"]:
            _read_inline(page, start + match.start("link"), match["link"])
        done = match.end()
    page.add(stripped[done:], start + done)
