r"""Sheet -> Markdown: CommonMark and tables, pleasant to read as source.

Text from articles and models is escaped only where CommonMark, a GFM table or a viewer that links bare
addresses would otherwise act: `U.S.` stays `U.S.`, `Booking.com` becomes `Booking\.com`.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from briefing.render.entries import Line, SourceEntry
from briefing.render.news import NewsItem, Unchanged
from briefing.render.sheet import NO_POSITION, Row, Sheet, StorySheet
from briefing.render.templates import Escaped, load_template
from briefing.render.visible import plain

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["escape_cell", "escape_heading", "escape_inline", "escape_start", "render_markdown"]

# What acts anywhere inside a line. Our own text never follows a piece with `(`, `[`, `:` or a letter, which
# is why the end of a piece needs care only where a backslash or a run of marks stands there.
_INLINE_RE = re.compile(
    r"""
      \\ (?= [!-/:-@\[-`{-~] | $ )     # a backslash that would take the next character's meaning
    | \* (?! \s ) | (?<! \s ) \*       # emphasis, unless white space stands on both sides
    | (?<! [^\W_] ) _ | _ (?! [^\W_] ) # emphasis, unless letters or figures stand on both sides
    | `                                # code
    | (?<= \S ) ~                      # struck out: where it could end; a beginning alone does nothing
    | \] (?= [(:] )                    # the text of a link or image, the label of a definition
    | < (?! [\s\d=] )                  # tags, comments, <addresses>
    | & (?= \#? \w{1,32} ; )           # entities
    | (?<= \S ) \. (?= [^\W\d_]{2,} (?! \w ) )  # bare addresses: news.example,
      (?! (?: txt | html? | eml | pdf ) (?! \w ) )  # but not the names of the files we read
    | (?<= [Ww]{3} ) \. (?= \S )       # www.w3
    | (?<= / ) /                       # the same with a scheme
    | @ (?= \S )                       # mail addresses, mentions
    """,
    re.VERBOSE,
)
# What acts only where a block begins: headings, quotes, bullets, numbers, rules, task boxes.
_START_RE = re.compile(r"(?:#{1,6}|[-+]|\d{1,9}[.)])(?=\s|$)|>|-{3,}|\[(?=[ xX]?\])")
_ENTITIES = {"&": "&amp;", "<": "&lt;"}


def render_markdown(sheet: Sheet) -> str:
    """Write the sheet as Markdown; ends with one newline."""
    return _template().render(sheet=sheet, no_position=Escaped(NO_POSITION))


def escape_inline(text: str) -> Escaped:
    r"""Escape text that stands inside a line, after something of our own.

    >>> escape_inline("The U.S. paid $5 * 3 [sic] for AT&T; see www.evil.example")
    'The U.S. paid $5 * 3 [sic] for AT&amp;T; see www\\.evil\\.example'
    >>> escape_inline("![x](https://evil.example)")
    '![x\\](https:/\\/evil\\.example)'
    """
    return Escaped(_INLINE_RE.sub(_write_literally, plain(text)))


def escape_start(text: str) -> Escaped:
    r"""Escape text that begins a paragraph or a list item.

    >>> escape_start("1. May: #2 of - or + 3"), escape_start("# Not a heading")
    ('1\\. May: #2 of - or + 3', '\\# Not a heading')
    """
    escaped = escape_inline(text)
    block = _START_RE.match(escaped)
    if block is None:
        return escaped
    at = block.end() - 1 if escaped[0].isdigit() else 0
    return Escaped(f"{escaped[:at]}\\{escaped[at:]}")


def escape_cell(text: str) -> Escaped:
    r"""Escape text that stands in a cell of a table.

    >>> escape_cell("for | against")
    'for \\| against'
    """
    return Escaped(escape_inline(text).replace("|", "\\|"))


def escape_heading(text: str) -> Escaped:
    r"""Escape the text of a heading, whose last `#` would be taken for its end.

    >>> escape_heading("Port of C #")
    'Port of C \\#'
    """
    return Escaped(re.sub(r"(?:^|(?<=\s))#(?=#*$)", r"\#", escape_inline(text)))


@cache
def _template() -> "Template":
    filters: dict[str, Callable[..., Escaped]] = {
        "inline": escape_inline,
        "start": escape_start,
        "heading": escape_heading,
        "lines": _write_lines,
        "paragraph": _write_paragraph,
        "item": _write_item,
        "headline": _write_headline,
        "news": _write_news,
        "row": _write_line_row,
        "unchanged": _write_unchanged,
        "sources": _write_source_line,
        "source": _write_source,
        "who": _write_who,
        "position": _write_position,
        "words": _write_words,
    }
    return load_template("brief.md.jinja", filters=filters)


def _write_literally(found: re.Match[str]) -> str:
    return _ENTITIES.get(found[0], "\\" + found[0])


def _write_lines(lines: Sequence[Line]) -> Escaped:
    """Write sentences one after the other, each with its source marks, after a dash of our own."""
    text = " ".join(escape_inline(line.text) + _write_marks(line.marks) for line in lines)
    return Escaped(f" — {text}" if text else "")


def _write_paragraph(lines: Sequence[Line]) -> Escaped:
    """Write sentences that begin a paragraph."""
    return Escaped(" ".join(_write_item(line) for line in lines))


def _write_item(line: Line) -> Escaped:
    text = _write_mark(line.news) + escape_inline(line.text) if line.news else escape_start(line.text)
    return Escaped(text + _write_marks(line.marks))


def _write_mark(news: str) -> str:
    """Write the mark of what is new, with what parts it from the text behind it."""
    return f"**{escape_cell(news)}** · " if news else ""


def _write_headline(story: StorySheet) -> Escaped:
    mark = f"{escape_heading(story.news)} · " if story.news else ""
    return Escaped(mark + escape_heading(story.headline))


def _write_news(item: NewsItem) -> Escaped:
    """Write one thing that is new: its label, then its sentences."""
    text = " ".join(escape_inline(line.text) + _write_marks(line.marks) for line in item.lines)
    return Escaped(f"**{escape_inline(item.label)}:** {text}") if item.label else _write_paragraph(item.lines)


def _write_line_row(lines: Sequence[Line]) -> Escaped:
    """Write lines as one, after a label of our own."""
    return Escaped(" · ".join(escape_inline(line.text) for line in lines))


def _write_unchanged(stories: Sequence[Unchanged]) -> Escaped:
    told = (escape_inline(story.line.text) + _write_marks(story.numbers) for story in stories)
    return Escaped(" · ".join(told))


def _write_marks(numbers: Sequence[int]) -> str:
    """Write source marks with the space before them, or nothing."""
    return f" [{', '.join(map(str, numbers))}]" if numbers else ""


def _write_who(row: Row) -> Escaped:
    role = f", {escape_cell(row.role)}" if row.role else ""
    return Escaped(f"**{escape_cell(row.actor)}**{role}")


def _write_position(row: Row) -> Escaped:
    """Write the stance, the issue where it is not the story's own, and the summary."""
    issue = f" ({escape_cell(row.issue)})" if row.issue else ""
    held = ": ".join(part for part in (f"{row.stance}{issue}", escape_cell(row.summary)) if part)
    return Escaped((_write_mark(row.news) + held).removesuffix(" · "))


def _write_words(row: Row) -> Escaped:
    """Write the proved words, each with its speaker; then where the position is only reported."""
    cells = [
        f"{escape_cell(quotation.words)} ({escape_cell(quotation.speaker)}) [{quotation.place.number}]"
        for quotation in row.quotations
    ]
    cells += [f"not printed: {escape_cell(verdict)}" for verdict in row.withheld]
    if row.reported_marks:
        also = "also reported" if row.quotations else "reported, not quoted"
        cells.append(also + _write_marks(row.reported_marks))
    return Escaped(" · ".join(cells))


def _write_source_line(sources: Sequence[SourceEntry]) -> Escaped:
    """Write the short list that stands under a story's headline."""
    return Escaped(" · ".join(_write_outlet(source) for source in sources))


def _write_outlet(source: SourceEntry) -> str:
    note = f" ({escape_inline(source.note)})" if source.note else ""
    return f"[{source.number}] {escape_inline(source.name)}, {escape_inline(source.day)}{note}"


def _write_source(source: SourceEntry) -> Escaped:
    """Write the long entry of the list at the end; `web_address` has made its address safe."""
    title = f": {escape_inline(source.title)}" if source.title else ""
    byline = f" · {escape_inline(source.byline)}" if source.byline else ""
    address = f" · <{source.url}>" if source.url else ""
    return Escaped(f"{_write_outlet(source)}{title}{byline}{address}")
