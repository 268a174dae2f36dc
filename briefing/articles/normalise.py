r"""Decoded text -> the same words in one form, with the way back to where each character stood.

NFC; characters that show nothing dropped and counted; line ends are `\n`; any other run of white space is one
space.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

from briefing.schema import OffsetMap
from briefing.text import is_invisible

__all__ = ["Traced", "join_maps", "normalise", "origins_of", "trace_pieces"]

_LINE_ENDS = "\r\u2028\u2029\x85\x0b\x0c"
_SPACES = "\t\x1c-\x1f\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_CONTROLS = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
_SURROGATES = "\ud800-\udfff"


@dataclass(frozen=True, slots=True)
class Traced:
    """A text, the way from its characters to the text it was made from, and how much was invisible there."""

    text: str
    offsets: OffsetMap
    removed_invisible: int = 0


def normalise(text: str) -> Traced:
    r"""Bring `text` into one form.

    >>> traced = normalise("Cafe\u0301\u200b\r\nnoir")
    >>> traced.text, traced.removed_invisible, traced.offsets.original(5)
    ('Café\nnoir', 1, 8)
    """
    hidden = _CONTROLS + "".join(re.escape(char) for char in sorted(set(text)) if is_invisible(char))
    special = f"{_LINE_ENDS}{_SPACES}{_SURROGATES}{hidden}"
    stretches = re.compile(f" *[{special}][ {special}]*(?:(?<=\r)\n)?| {{2,}}")
    parts = re.compile(
        f"(?P<hidden>[{hidden}]+)|(?P<line>\r\n?|[{_LINE_ENDS}])"
        f"|(?P<lone>[{_SURROGATES}])|(?P<space>[ {_SPACES}]+)"
    )
    pieces: list[tuple[str, int]] = []
    removed = start = 0
    for stretch in stretches.finditer(text):
        pieces.append((text[start : stretch.start()], start))
        for part in parts.finditer(text, *stretch.span()):
            pieces.append((_REPLACEMENTS[str(part.lastgroup)], part.start()))
            removed += len(part.group()) if part.lastgroup == "hidden" else 0
        start = stretch.end()
    pieces.append((text[start:], start))
    return trace_pieces(_compose(pieces), removed_invisible=removed)


_REPLACEMENTS = {"hidden": "", "line": "\n", "space": " ", "lone": "\ufffd"}


def trace_pieces(pieces: Iterator[tuple[str, int]], *, removed_invisible: int = 0) -> Traced:
    """Join pieces that know where they began; the map holds a step wherever the two texts part.

    >>> trace_pieces(iter([("ab", 0), ("cd", 5)])).offsets.changes
    ((0, 0), (2, 5))
    """
    texts: list[str] = []
    changes: list[tuple[int, int]] = []
    length = 0
    for piece, origin in pieces:
        if not piece:
            continue
        if not changes or length - changes[-1][0] != origin - changes[-1][1]:
            changes.append((length, origin))
        texts.append(piece)
        length += len(piece)
    return Traced("".join(texts), OffsetMap(changes=tuple(changes) or ((0, 0),)), removed_invisible)


def origins_of(traced: Traced, start: int, stop: int) -> Iterator[tuple[str, int]]:
    """Yield the stretches of a traced text between two offsets, each with its place in the original.

    >>> list(origins_of(trace_pieces(iter([("ab", 0), ("cd", 5)])), 1, 4))
    [('b', 1), ('cd', 5)]
    """
    changes = traced.offsets.changes
    index = bisect_right(changes, start, key=itemgetter(0)) - 1
    while start < stop:
        end = min(stop, changes[index + 1][0]) if index + 1 < len(changes) else stop
        yield traced.text[start:end], traced.offsets.original(start)
        start, index = end, index + 1


def join_maps(last: OffsetMap, first: OffsetMap, *, length: int) -> OffsetMap:
    """Lead from the end of two steps to their beginning; `length` is that of the last text.

    >>> join_maps(OffsetMap(changes=((0, 1),)), OffsetMap(changes=((0, 0), (2, 5))), length=3).changes
    ((0, 1), (1, 5))
    """
    points: list[tuple[int, int]] = []
    for (start, middle), (stop, _) in pairwise([*last.changes, (length, 0)]):
        points.append((start, first.original(middle)))
        low = bisect_right(first.changes, middle, key=itemgetter(0))
        high = bisect_left(first.changes, middle + stop - start, key=itemgetter(0))
        points += [(start + at - middle, origin) for at, origin in first.changes[low:high]]
    return OffsetMap(changes=tuple(points))


def _compose(pieces: list[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Bring a run of pieces to NFC; what hidden characters had parted is composed too."""
    joined = "".join(piece for piece, _ in pieces)
    if unicodedata.is_normalized("NFC", joined):
        yield from pieces
        return
    origins = [origin + index for piece, origin in pieces for index in range(len(piece))]
    start = 0
    for stop in _cluster_ends(joined):
        composed = unicodedata.normalize("NFC", joined[start:stop])
        for index, char in enumerate(composed):
            yield char, origins[min(start + index, stop - 1)]
        start = stop


def _cluster_ends(text: str) -> Iterator[int]:
    """Where a character that combines with none before it begins, and the end."""
    for index in range(1, len(text)):
        if text[index].isascii() or not _combines(text[index]):
            yield index
    if text:
        yield len(text)


def _combines(char: str) -> bool:
    return unicodedata.category(char).startswith("M") or "\u1160" <= char <= "\u11ff"
