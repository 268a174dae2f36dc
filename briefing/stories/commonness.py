"""A word -> how common it is in articles of its language.

In a day of three articles about one event every word of it is in all of them, and in none but them. How much
a shared word tells is therefore known from elsewhere first, and from the day itself the more articles it has.
"""

import re
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

__all__ = ["Commonness", "beginning", "commonness"]

_BEGINNING = 6
_GENITIVE_RE = re.compile(r"['’](?:s|d|ll|ve|re|t|m)?\Z")
# A word that is not on a list is in one article of so many at most; the German list lacks many nouns.
_UNLISTED = {"en": 1000, "de": 100}
_COMMON = 1 / 200
_LISTED = frozenset(_UNLISTED)


class Commonness(NamedTuple):
    """The shares of a language's articles that hold a word, by the word's beginning.

    `is_known` is false for a language without a list, in which no word but a long one can be told from the
    small ones.
    """

    shares: MappingProxyType[str, float]
    unlisted: float
    is_known: bool

    def share(self, start: str) -> float:
        """The share of articles with a word of this beginning, above 0 and up to 1."""
        return self.shares.get(start, self.unlisted)

    def is_common(self, start: str) -> bool:
        """Whether words of this beginning are in so many articles that no name is made of them."""
        return self.shares.get(start, 0.0) > _COMMON


def beginning(word: str) -> str:
    """What the forms of a word share: its first six letters, in lower case and without a genitive.

    >>> beginning("insurers"), beginning("Insurer’s"), beginning("cod")
    ('insure', 'insure', 'cod')
    """
    return _GENITIVE_RE.sub("", word.lower())[:_BEGINNING]


@cache
def commonness(language: str) -> Commonness:
    """How common the words of a language (`en`, `de-AT`) are.

    >>> commonness("en").share("counci") > commonness("en").share("tanker")
    True
    >>> commonness("xx").is_known
    False
    """
    code = language.partition("-")[0].lower()
    if code not in _LISTED:
        return Commonness(MappingProxyType({}), 1 / max(_UNLISTED.values()), is_known=False)
    text = (files("briefing") / "stories" / "words" / f"{code}.txt").read_text(encoding="utf-8")
    shares: dict[str, float] = {}
    share = 1.0
    for line in text.splitlines():
        if line.startswith("["):
            share = 1 / int(line.strip("[]"))
        elif not line.startswith("#"):
            shares |= dict.fromkeys(line.split(), share)
    return Commonness(MappingProxyType(shares), 1 / _UNLISTED[code], is_known=True)
