"""Whether an article is about a topic or actor, and what shows it."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from briefing.schema import Article
from briefing.settings import WatchTable
from briefing.text import folded

__all__ = ["Match", "find_exclusion", "find_match"]

_OPENING = 3  # sentences that say what an article is about
_OFTEN = 2  # a topic that is named so often is no passing remark
_UNSPACED_RE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7ff]")


class Match(NamedTuple):
    """What is watched, and where it stands."""

    watch: WatchTable
    where: str

    @property
    def words(self) -> str:
        """The match in words."""
        return f"“{self.watch.name}” {self.where}"


def find_match(article: Article, watch: WatchTable) -> Match | None:
    """Whether an article is about it: named in headline or opening, or in the text, a topic twice there."""
    found = _in_front(article, watch)
    if found is not None:
        return found
    often = _OFTEN if watch.topic else 1
    text = folded(article.text)
    number = sum(len(_pattern(phrase).findall(text)) for phrase in watch.phrases)
    return (
        Match(watch, f"{number} times in the text" if number > 1 else "in the text")
        if number >= often
        else None
    )


def find_exclusion(article: Article, watched: Sequence[WatchTable]) -> Match | None:
    """The first excluded topic or actor that headline or opening name; a passing remark excludes nothing."""
    matches = (_in_front(article, watch) for watch in watched if watch.exclude)
    return next((match for match in matches if match), None)


def _in_front(article: Article, watch: WatchTable) -> Match | None:
    title, opening = folded(article.title or ""), folded(_opening(article))
    for phrase in watch.phrases:
        if _pattern(phrase).search(title):
            return Match(watch, "in the headline")
        if _pattern(phrase).search(opening):
            return Match(watch, "in the opening")
    return None


def _opening(article: Article) -> str:
    sentences = article.sentences[:_OPENING]
    return article.text[sentences[0].span.start : sentences[-1].span.end] if sentences else ""


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    r"""The phrase as whole words in any case, with any signs between them; `*` ends a word in any way.

    >>> bool(_pattern("port strike*").search("The Port-strikes go on."))
    True
    >>> bool(_pattern("port strike").search("Airport strike"))
    False
    """
    words = [re.escape(word).replace(r"\*", r"\w*") for word in folded(phrase).split()]
    inner = r"[^\w]+".join(words)
    if _UNSPACED_RE.search(phrase):  # scripts that put no spaces between words
        return re.compile(inner, re.IGNORECASE)
    return re.compile(rf"(?<!\w){inner}(?!\w)", re.IGNORECASE)
