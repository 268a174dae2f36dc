"""Word lists written as running text."""

__all__ = ["word_set"]


def word_set(words: str) -> frozenset[str]:
    """Make a set of the words of a text.

    >>> sorted(word_set("jan feb"))
    ['feb', 'jan']
    """
    return frozenset(words.split())
