"""How much alike two lines are, how much of a question words answer (0 to 100), and which words are new."""

import re
from collections.abc import Iterable, Sequence

from briefing.articles import is_small_word
from briefing.text import fold

__all__ = ["likeness", "new_words", "same_name", "share_of_question", "stands_in"]

_WORD_RE = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
# Words that ask; they are no part of what is asked for.
_ASKING = frozenset(
    "who whom whose what when where which why how whether will would can could"
    " wer wem wen was wann wo welche welcher welches warum wie ob wird werden".split()
)
# A line of one word is part of many; it may be this much less alike in length than in words.
_SLACK = 25
# *pays* answers *will pay*: words are compared by their beginnings.
_BEGINNING = 5
_SHORTEST = 3


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
    left, right = (" ".join(sorted(_telling_words(text))) for text in (one, other))
    return float(min(token_set_ratio(left, right), token_sort_ratio(left, right) + _SLACK))


def share_of_question(question: str, words: str) -> float:
    """Which share of what a question asks for occurs in `words`; 0 where it asks for fewer than two things.

    >>> share_of_question("Who will pay for the pier?", "The city pays for the pier")
    100.0
    >>> share_of_question("Who will pay for the pier?", "The pier is closed")
    50.0
    """
    asked = _telling_words(question) - _ASKING
    said = _telling_words(words)
    met = sum(any(_begin_alike(word, other) for other in said) for word in asked)
    return 100 * met / len(asked) if len(asked) > 1 else 0.0


def _begin_alike(one: str, other: str) -> bool:
    short, long = sorted((one[:_BEGINNING], other[:_BEGINNING]), key=len)
    return one == other or (len(short) >= _SHORTEST and long.startswith(short))


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same but for case and white space.

    >>> same_name("Ines  Kallow", "ines kallow")
    True
    """
    return " ".join(fold(one)[0].casefold().split()) == " ".join(fold(other)[0].casefold().split())


def new_words(now: Iterable[str], then: Iterable[str], known: Sequence[str]) -> frozenset[str]:
    """The words quoted now that neither were quoted then nor stood in a text that was known.

    >>> sorted(new_words(["We pay", "We go", "We stay"], ["We pay"], ["“We go,” she said."]))
    ['We stay']
    """
    quoted = {_fold(words): words for words in now}
    old = {_fold(words) for words in then}
    texts = [_fold(text) for text in known]
    return frozenset(
        words
        for folded, words in quoted.items()
        if folded not in old and not any(folded in text for text in texts)
    )


def stands_in(words: str, text: str) -> bool:
    """Whether a text holds these words, whatever its marks and white space."""
    return _fold(words) in _fold(text)


def _fold(text: str) -> str:
    return fold(text)[0].strip()


def _telling_words(text: str) -> frozenset[str]:
    """The words that carry a line's meaning, in lower case."""
    words = (match.group().casefold() for match in _WORD_RE.finditer(fold(text)[0]))
    return frozenset(word for word in words if not is_small_word(word))
