"""A stretch of an article with the days its relative dates stand for: *on Tuesday (2025-09-23)*."""

import re

from briefing.schema import Article, Precision, ResolvedDate, Span

_QUOTED_RE = re.compile(r"“[^”]*”|„[^“”]*[“”]|\"[^\"]*\"|«[^»]*»")


def dated(article: Article, span: Span) -> str:
    """The article's words in `span`; each resolved date that lies inside is followed by its day.

    Nothing is put between quotation marks: those are somebody's words. Ranges are left as they are: two dates
    in a bracket read worse than "last week". A day that depends on which version of the article is meant
    carries a question mark. The words themselves are never changed.
    """
    quoted = [Span(*match.span()) for match in _QUOTED_RE.finditer(article.text, span.start, span.end)]
    pieces: list[str] = []
    start = span.start
    for resolved in article.dates:
        is_spoken = any(words.contains(resolved.span) for words in quoted)
        if span.contains(resolved.span) and resolved.precision is not Precision.RANGE and not is_spoken:
            pieces.append(article.text[start : resolved.span.end])
            pieces.append(f" ({day_of(resolved)})")
            start = resolved.span.end
    return "".join([*pieces, article.text[start : span.end]])


def day_of(resolved: ResolvedDate) -> str:
    """The day of a resolved date, ISO 8601, with a question mark where it is unsure."""
    return resolved.start.isoformat() + ("" if resolved.precision is Precision.DAY else "?")
