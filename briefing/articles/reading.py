"""Sources as the user named them -> articles, and findings about what could not be used.

One bad input never hides a good one: it becomes a finding, and everything else is read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from briefing.articles.extract import Extract, Problem, count_words, finish
from briefing.articles.formats import extract_article
from briefing.articles.sources import Input, find_inputs, load
from briefing.schema import Article, Finding, FindingCode

__all__ = ["Reading", "extract_input", "read_sources"]

_SHORTEST = 5


@dataclass(frozen=True, slots=True)
class Reading:
    """The articles, `a1` onwards in the order of the sources, and what there is to say about the sources."""

    articles: tuple[Article, ...]
    findings: tuple[Finding, ...]


def read_sources(
    sources: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    published: date | None = None,
    clean: bool = True,
) -> Reading:
    """Read files, folders, patterns and `-` (`stdin`).

    `published` goes before any date that a source tells. Without `clean`, text is taken as it stands and a
    page keeps all its visible words.
    """
    articles: list[Article] = []
    findings: list[Finding] = []
    for found in find_inputs(sources):
        read = found if isinstance(found, Finding) else _read(found, stdin, clean=clean)
        if isinstance(read, Finding):
            findings.append(read)
            continue
        article = finish(read, id=f"a{len(articles) + 1}", source=_name(found), published=published)
        articles.append(article)
        findings.extend(article.notes)
    return Reading(tuple(articles), (*findings, *_twins(articles)))


def _read(found: Input, stdin: BinaryIO | None, *, clean: bool) -> Extract | Finding:
    data = load(found, stdin)
    return data if isinstance(data, Finding) else extract_input(found, data, clean=clean)


def extract_input(found: Input, data: bytes, *, clean: bool) -> Extract | Finding:
    """Find the article in the bytes of an input; a finding says why there is none."""
    extract = extract_article(data, suffix=found.suffix, clean=clean)
    if isinstance(extract, Problem):
        return Finding(code=extract.code, subject=found.name, detail=extract.detail)
    words = count_words(extract.text)
    if words < _SHORTEST:
        detail = f"it is too short for an article: {words} of at least {_SHORTEST} words"
        return Finding(code=FindingCode.SHORT, subject=found.name, detail=detail)
    return extract


def _name(found: Input | Finding) -> str:
    return found.subject if isinstance(found, Finding) else found.name


def _twins(articles: list[Article]) -> Iterator[Finding]:
    """Articles whose words are those of an earlier one; they stay sources, but are no second voice."""
    first: dict[str, str] = {}
    for article in articles:
        twin = first.setdefault(article.text, article.source)
        if twin != article.source:
            detail = f"it holds the same words as {twin}"
            yield Finding(code=FindingCode.DUPLICATE, subject=article.source, detail=detail)
