"""Text that is an article already -> Article, with nothing cleaned away."""

from datetime import date, datetime

from briefing.articles.dates import resolve_dates
from briefing.articles.extract import published_by_user
from briefing.articles.language import detect_language
from briefing.articles.sentences import cut_sentences
from briefing.schema import Article

__all__ = ["from_text"]


def from_text(
    text: str,
    *,
    id: str = "a1",  # noqa: A002 -- the field of Article it becomes
    source: str = "text",
    language: str | None = None,
    published: date | datetime | None = None,
    title: str | None = None,
) -> Article:
    """Make an article of `text` as it stands: no cleaning, every offset its own.

    Sentences are cut; relative dates are resolved where `published` is given.

    >>> article = from_text("Rain fell. It stopped.", source="note.txt")
    >>> [article.sentence_id(sentence) for sentence in article.sentences]
    ['a1.1', 'a1.2']
    """
    language = language or detect_language(text)
    article = Article(
        id=id,
        source=source,
        text=text,
        sentences=cut_sentences(text, language=language),
        language=language,
        title=title,
        published=None if published is None else published_by_user(published),
    )
    return article.model_copy(update={"dates": resolve_dates(article)})
