"""Sources that a command looks into one by one: all are read, or it says which is not."""

from collections.abc import Sequence

from briefing.articles import read_sources
from briefing.cli.console import stdin_bytes
from briefing.errors import ArticleError, NothingToBriefError
from briefing.pipeline import UNREADABLE
from briefing.schema import Article

__all__ = ["read_articles"]


def read_articles(sources: Sequence[str], *, clean: bool) -> tuple[Article, ...]:
    """Read every source, because what a missing one holds might change the answer.

    Raises:
        ArticleError: a source cannot be read.
        NothingToBriefError: no source holds an article.
    """
    reading = read_sources(sources, stdin=stdin_bytes() if "-" in sources else None, clean=clean)
    lost = [finding for finding in reading.findings if finding.code in UNREADABLE]
    if lost:
        raise ArticleError(f"{lost[0].subject} cannot be used as a source: {lost[0].detail}.")
    if not reading.articles:
        empty = "; ".join(f"{finding.subject}: {finding.detail}" for finding in reading.findings)
        raise NothingToBriefError(f"The sources hold no article{f' ({empty})' if empty else ''}.")
    return reading.articles
