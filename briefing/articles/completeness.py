"""The words of a short article -> whether they stop before it ends."""

import re

__all__ = ["breaks_off"]

_LEFT_OPEN_RE = re.compile(r"(?:…|\.{3}|[\[(]\s?(?:…|\.{3})\s?[\])])\s*\Z")
_CLOSED_RE = re.compile(r"[.!?。！？][\"'”’»)\]“‘]*\s*\Z|[\"”’»“]\s*\Z")
_ITEM_RE = re.compile(r"(?:[-*•–—]|\d{1,2}[.)])\s")
_LINE_WORDS = 8  # shorter lines without a full stop are signatures and headings


def breaks_off(text: str) -> bool:
    """Whether the last paragraph is left open: by an ellipsis behind it, or in the middle of a sentence.

    >>> breaks_off("The council met on Monday. It put off its vote until…")
    True
    >>> breaks_off("The council met on Monday. “We need more time …”")
    False
    """
    last = text.rstrip().rpartition("\n\n")[2]
    if _LEFT_OPEN_RE.search(last):
        return True
    is_prose = len(last.split()) >= _LINE_WORDS and not _ITEM_RE.match(last)
    return is_prose and not _CLOSED_RE.search(last)
