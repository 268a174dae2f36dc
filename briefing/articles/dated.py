"""A stretch of an article with the days its relative dates stand for: *on Tuesday (2025-09-23)*."""

import re

from briefing.schema import Article, Precision, ResolvedDate, Span

# Marks that nothing closes reach to the end of their line. A single mark opens where no word runs into it.
_QUOTED_RE = re.compile(
    r"“[^”\n]*+”?|„[^“”\n]*+[“”]?|\"[^\"\n]*+\"?|«[^»\n]*+»?|»[^«\n]*+«?|‚[^‘\n]*+‘?"
    r"|(?<!\w)‘[^‘\n]*’(?!\w)|(?<!\w)'(?=\S)[^\n]{0,600}?(?<=\S)'(?!\w)"
)
_DATELINE_RE = re.compile(
    r"^[^\W\d_a-z][^\n.!?]{0,40}?,\s[^\n—–]{3,24}?\s(?:\([^)\n]{1,30}\)\s)?[—–-]\s", re.MULTILINE
)
_FULL_RE = re.compile(r"\d{4}\Z")


def dated(article: Article, span: Span) -> str:
    """The article's words in `span`; each resolved date that lies inside is followed by its day.

    Nothing is put between quotation marks: those are somebody's words. A dateline's own date and a
    date told with its year say themselves. Ranges are left as they are: two dates in a bracket read worse
    than "last week". A day that depends on which version of the article is meant
    carries a question mark. The words themselves are never changed.
    """
    line = article.text.rfind("\n", 0, span.start) + 1
    kept = [Span(*match.span()) for match in _QUOTED_RE.finditer(article.text, line)]
    kept += [Span(*match.span()) for match in _DATELINE_RE.finditer(article.text, line, span.end)]
    pieces: list[str] = []
    start = span.start
    for resolved in article.dates:
        is_kept = any(words.contains(resolved.span) for words in kept) or _FULL_RE.search(
            resolved.span.of(article.text)
        )
        if span.contains(resolved.span) and resolved.precision is not Precision.RANGE and not is_kept:
            pieces.append(article.text[start : resolved.span.end])
            pieces.append(f" ({day_of(resolved)})")
            start = resolved.span.end
    return "".join([*pieces, article.text[start : span.end]])


def day_of(resolved: ResolvedDate) -> str:
    """The day of a resolved date, ISO 8601, with a question mark where it is unsure."""
    return resolved.start.isoformat() + ("" if resolved.precision is Precision.DAY else "?")
