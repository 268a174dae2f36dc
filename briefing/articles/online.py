"""An address -> the articles that lie there: a feed's or one page's. A failure is a finding."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from briefing.articles.extract import STUB_WORDS, Extract, Problem, count_words, finish
from briefing.articles.feeds import read_feed
from briefing.articles.fetch import Fetched, Fetcher, FetchFailure, NotModified, Validators
from briefing.articles.formats import extract_article
from briefing.articles.reading import Reading
from briefing.schema import Article, ArticleKind, Finding

__all__ = ["Visit", "complete_teaser", "complete_teasers", "is_teaser", "visit_feed", "visit_page"]

_NOTHING_KNOWN = Validators()
_NOTHING = Reading((), ())


class Visit(NamedTuple):
    """What came of one address.

    `is_unchanged`: the server says that what was read last time still holds, so `reading` is empty.
    `failure`: nothing could be had. `validators` are for the next visit, `moved` is the address to use from
    now on.
    """

    address: str
    reading: Reading = _NOTHING
    validators: Validators = _NOTHING_KNOWN
    is_unchanged: bool = False
    failure: FetchFailure | None = None
    moved: str | None = None


def visit_feed(address: str, fetcher: Fetcher, *, known: Validators = _NOTHING_KNOWN) -> Visit:
    """Read the feed at an address."""
    fetched = fetcher.fetch(address, known=known, obey_robots=False)
    if not isinstance(fetched, Fetched):
        return _without_body(fetched, known)
    reading = read_feed(fetched.body, address=fetched.final, content_type=fetched.content_type)
    articles = tuple(article.model_copy(update={"source": address}) for article in reading.articles)
    return Visit(address, Reading(articles, reading.findings), fetched.validators, moved=fetched.moved)


def visit_page(address: str, fetcher: Fetcher, *, known: Validators = _NOTHING_KNOWN) -> Visit:
    """Read the article at an address, if the site's robots.txt allows it."""
    fetched = fetcher.fetch(address, known=known)
    if not isinstance(fetched, Fetched):
        return _without_body(fetched, known)
    extract = _extract(fetched)
    if isinstance(extract, Problem):
        finding = Finding(code=extract.code, subject=address, detail=extract.detail)
        return Visit(address, Reading((), (finding,)), fetched.validators, moved=fetched.moved)
    # The page names its own address; where it was found counts.
    article = finish(replace(extract, url=fetched.final), id="a1", source=address)
    return Visit(address, Reading((article,), article.notes), fetched.validators, moved=fetched.moved)


def _without_body(result: NotModified | FetchFailure, known: Validators) -> Visit:
    if isinstance(result, NotModified):
        return Visit(result.address, validators=result.validators, is_unchanged=True)
    findings = (result.finding,)
    return Visit(result.address, Reading((), findings), validators=known, failure=result)


def complete_teasers(
    reading: Reading, fetcher: Fetcher, *, wants: Callable[[str], bool] = lambda _: True
) -> Reading:
    """Put the article behind the link in place of a feed's teaser, where it can be had and is longer.

    `wants` says which links to follow: those that are known already need no second visit. What the feed says
    of title, date and outlet stays.
    """
    articles: list[Article] = []
    about = [note for article in reading.articles for note in article.notes]
    findings = [finding for finding in reading.findings if finding not in about]
    for article in reading.articles:
        is_wanted = is_teaser(article) and wants(article.url or "")
        found = complete_teaser(article, fetcher) if is_wanted else article
        if isinstance(found, Finding):
            findings.append(found)
        articles.append(article if isinstance(found, Finding) else found)
        findings.extend(articles[-1].notes)
    return Reading(tuple(articles), tuple(findings))


def is_teaser(article: Article) -> bool:
    """Whether there may be more behind an entry's link; a short text that is whole is taken for one too."""
    is_short = article.kind is ArticleKind.STUB or count_words(article.text) < STUB_WORDS
    return is_short and article.url is not None


def complete_teaser(article: Article, fetcher: Fetcher) -> Article | Finding:
    """The article behind a teaser's link, or the teaser where the page has no more words.

    A finding says why the page could not be had.
    """
    address = article.url or ""
    fetched = fetcher.fetch(address)
    if isinstance(fetched, FetchFailure):
        return fetched.finding
    extract = _extract(fetched) if isinstance(fetched, Fetched) else None
    if not isinstance(extract, Extract) or count_words(extract.text) <= count_words(article.text):
        return article
    full = finish(_as_told_by_feed(extract, article), id=article.id, source=address)
    return full.model_copy(update={"source": article.source})


def _as_told_by_feed(extract: Extract, article: Article) -> Extract:
    return replace(
        extract,
        title=article.title or extract.title,
        byline=article.byline or extract.byline,
        outlet=article.outlet or extract.outlet,
        published=article.published or extract.published,
        updated=article.updated or extract.updated,
        url=article.url,
    )


def _extract(fetched: Fetched) -> Extract | Problem:
    """Read what came by what it is; the name at the end of an address says little."""
    is_page = "html" in (fetched.content_type or "html").lower()
    return extract_article(fetched.body, suffix=".html" if is_page else "", clean=True)
