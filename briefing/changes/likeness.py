"""How much alike two lines are (0 to 100), and whether words stand in a text."""

import re

from briefing.articles import is_small_word
from briefing.text import folded

__all__ = ["all_telling_words", "bare", "likeness", "share_of_words", "stands_in", "telling_words"]

_WORD_RE = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
# Words that ask, and those that only colour a question; they are no part of what is asked for.
_ASKING = frozenset(
    "who whom whose what when where which why how whether will would can could many much long often far soon"
    " again still yet wer wem wen was wann wo welche welcher welches warum wie ob wird werden viel viele"
    " lange oft weit bald wieder noch schon".split()
)
# The day that a brief puts behind words such as *on Tuesday*.
_DATE_RE = re.compile(r" \((?:\d{4}-\d\d-\d\d)[^)]{0,20}\)")
# A line of one word is part of many; it may be this much less alike in length than in words.
_SLACK = 25
# *pays* answers *will pay*, *closing* is *closed*: words are the same if only their endings differ.
_ENDING = 2
_SHORT, _SHORTEST = 4, 3


def likeness(one: str, other: str) -> float:
    """How much alike two lines are, whatever the order of their words.

    >>> likeness("Pier to close on Friday", "On Friday the pier will close") > 75
    True
    >>> likeness("Pier", "Pier workers end their strike") > 75
    False
    """
    from rapidfuzz.fuzz import token_set_ratio, token_sort_ratio

    if one == other:
        return 100.0
    left, right = (" ".join(sorted(telling_words(text))) for text in (one, other))
    return float(min(token_set_ratio(left, right), token_sort_ratio(left, right) + _SLACK))


def share_of_words(sought: str, words: str) -> float:
    """Which share of the telling words of `sought` occurs in `words`; 0 where it has fewer than two.

    Words that ask (*who*, *whether*) are not sought.

    >>> share_of_words("Who will pay for the pier?", "The city pays for the pier")
    100.0
    >>> share_of_words("Who will pay for the pier?", "The pier is closed")
    50.0
    """
    asked = telling_words(sought) - _ASKING
    said = telling_words(words)
    met = sum(any(_begin_alike(word, other) for other in said) for word in asked)
    return 100 * met / len(asked) if len(asked) > 1 else 0.0


def _begin_alike(one: str, other: str) -> bool:
    """Whether two words are one but for the ending.

    >>> _begin_alike("closing", "closed"), _begin_alike("pay", "pays"), _begin_alike("state", "stays")
    (True, True, False)
    """
    length = min(len(one), len(other))
    needed = length if length <= _SHORT else max(_SHORT, length - _ENDING)
    return one == other or (length >= _SHORTEST and one[:needed] == other[:needed])


def bare(words: str) -> str:
    """Words without what may differ between two printings of them: marks, case, white space, a last comma.

    >>> bare("“We  will pay,”") == bare("We will pay.")
    True
    """
    return _DATE_RE.sub("", folded(words)).casefold().strip(" .,;:\"'!")


def stands_in(words: str, text: str) -> bool:
    """Whether a text holds these words, whatever its case, marks and white space."""
    return bare(words) in bare(text)


def telling_words(text: str) -> frozenset[str]:
    """The words that carry a line's meaning, in lower case."""
    return frozenset(all_telling_words(text))


def all_telling_words(text: str) -> list[str]:
    """The same, in order and as often as they stand there."""
    words = (match.group().casefold() for match in _WORD_RE.finditer(folded(text)))
    return [word for word in words if not is_small_word(word)]
