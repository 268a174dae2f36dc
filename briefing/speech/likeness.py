"""Two names -> whether they can be one person's: initials, short forms, middle names, suffixes."""

from briefing.speech.gazetteer import Gazetteer
from briefing.speech.names import Reading

__all__ = ["has_same_suffix", "is_same_name", "is_spelled"]


def is_same_name(short: Reading, full: Reading, gazetteer: Gazetteer) -> bool:
    """Whether two names of two words or more can be one person's.

    The family names are equal, the given names equal, short for one another or initials; a father and his
    namesake son are two. A short name may leave out what stands before its first word.

    >>> from briefing.speech.gazetteer import load_gazetteer
    >>> from briefing.speech.names import read_run
    >>> english = load_gazetteer("en")
    >>> names = [read_run(name, english) for name in ("Bob Stone", "Robert J. Stone", "Robert Stone Jr.")]
    >>> is_same_name(names[0], names[1], english), is_same_name(names[0], names[2], english)
    (True, False)
    """
    if not has_same_suffix(short, full):
        return False
    if short.folded == full.folded[-len(short.folded) :]:
        return True
    if short.folded[-1] not in full.folded[1:] or not _agree(short.folded[0], full.folded[0], gazetteer):
        return False
    return _middles_agree(short.folded[1:-1], full.folded[1:-1])


def is_spelled(left: Reading, right: Reading) -> bool:
    """Whether two names are the same words."""
    return left.folded == right.folded and has_same_suffix(left, right)


def has_same_suffix(left: Reading, right: Reading) -> bool:
    """Whether both are *Jr.*, or neither has a suffix."""
    return left.suffix.rstrip(".") == right.suffix.rstrip(".")


def _agree(left: str, right: str, gazetteer: Gazetteer) -> bool:
    if left == right or (len(left) == 1 and right[0] == left) or (len(right) == 1 and left[0] == right):
        return True
    forms = gazetteer.short_names
    return not forms.get(left, frozenset((left,))).isdisjoint(forms.get(right, frozenset((right,))))


def _middles_agree(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    pairs = zip(left, right, strict=False)
    return all(a[0] == b[0] and (a == b or len(a) == 1 or len(b) == 1) for a, b in pairs)
