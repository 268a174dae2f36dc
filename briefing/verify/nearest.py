"""Words that do not stand in a text -> what the text has instead, so that the reason can say it.

A likeness never makes a quotation true; it only tells a changed word from an invention.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from briefing.schema import Span
from briefing.verify.locate import View, fold_once, view

__all__ = ["Likeness", "likeness", "stitches"]

_TOKEN_RE = re.compile(r"[-−]?[$€£]?\d+(?:[.,:/-]\d+)*%?|\w+(?:['-]\w+)*")
_ALIKE = 0.6
_FEWEST_TOKENS = 3
_MOST_PIECES = 4
_SHOWN = 3


class Likeness(NamedTuple):
    """The stretch of the text that comes nearest, the difference in words, and the share of equal words."""

    span: Span
    difference: str
    share: float


class _Tokens(NamedTuple):
    words: list[str]
    spans: list[Span]

    @property
    def folded(self) -> list[str]:
        return [word.casefold() for word in self.words]


def likeness(text: str, words: str) -> Likeness | None:
    """Find the stretch of `text` that shares most words, in order, with `words`; None where little is shared.

    >>> likeness("She said we lost 40 of them.", "we lost 14 of them").difference
    'the article has “40”, not “14”'
    >>> likeness("She said we lost 40 of them.", "nobody came at all")
    """
    have, want = _tokens_of(text), _tokens(fold_once(words))
    if len(want.words) < _FEWEST_TOKENS or not (window := _best_window(have.folded, want.folded)):
        return None
    first, last = window
    alignment = _align(_Tokens(have.words[first:last], have.spans[first:last]), want)
    return alignment if alignment and alignment.share >= _ALIKE else None


def stitches(text: str, words: str) -> tuple[Span, ...]:
    """The stretches of `text`, two to four, that were joined to make `words` without showing it, or ().

    >>> text = "We lost the match today. Ann sang. The mayor should go home."
    >>> [span.of(text) for span in stitches(text, "We lost the match and the mayor should go home")]
    []
    >>> [span.of(text) for span in stitches(text, "We lost the match mayor should go home")]
    ['We lost the match', 'mayor should go home']
    """
    have, want = _tokens_of(text), _tokens(fold_once(words))
    starts: dict[str, list[int]] = {}
    for index, word in enumerate(have.words):
        starts.setdefault(word, []).append(index)
    pieces: list[Span] = []
    done = 0
    while done < len(want.words):
        length, start = max(
            ((_run(have.words, at, want.words, done), -at) for at in starts.get(want.words[done], ())),
            default=(0, 0),
        )
        if length < _FEWEST_TOKENS or len(pieces) == _MOST_PIECES:
            return ()
        pieces.append(Span(have.spans[-start].start, have.spans[-start + length - 1].end))
        done += length
    return tuple(pieces) if len(pieces) > 1 else ()


@lru_cache(maxsize=8)
def _tokens_of(text: str) -> _Tokens:
    return _tokens(view(text))


def _tokens(seen: View) -> _Tokens:
    matches = list(_TOKEN_RE.finditer(seen.text))
    return _Tokens([match.group() for match in matches], [seen.original(*match.span()) for match in matches])


def _run(have: list[str], at: int, want: list[str], done: int) -> int:
    """How many words are the same from here on."""
    length = 0
    while at + length < len(have) and done + length < len(want) and have[at + length] == want[done + length]:
        length += 1
    return length


def _best_window(have: list[str], want: list[str]) -> tuple[int, int] | None:
    """The window, a little wider than `want`, that holds most of its words; one pass over the text."""
    wanted = set(want)
    hits = [word in wanted for word in have]
    size = min(len(have), len(want) + max(2, len(want) // 4))
    count = best = sum(hits[:size])
    start = 0
    for index in range(size, len(hits)):
        count += hits[index] - hits[index - size]
        if count > best:
            best, start = count, index - size + 1
    if best < _ALIKE * len(want):
        return None
    # The first hit may lie anywhere in the window: widen it so that neither end is cut off.
    return max(start - 2, 0), min(start + size + 2, len(have))


def _align(have: _Tokens, want: _Tokens) -> Likeness | None:
    """Lay `want` along the tightest stretch of `have`."""
    shared = min((_shared(have.folded, want.folded, step) for step in (1, -1)), key=_width)
    if not shared:
        return None
    (first, leading), (last, wanted) = shared[0], shared[-1]
    first, last = max(first - leading, 0), min(last + len(want.words) - wanted, len(have.words))
    cut = _Tokens(have.words[first:last], have.spans[first:last])
    return Likeness(
        span=Span(cut.spans[0].start, cut.spans[-1].end),
        difference="; ".join(_differences(cut, want)),
        share=2 * len(shared) / (last - first + len(want.words)),
    )


def _shared(have: list[str], want: list[str], step: int) -> list[tuple[int, int]]:
    """Pairs of places with equal words, in order, of the longest common subsequence.

    There may be several; read forwards (step 1) it holds the earliest words, backwards (-1) the latest.
    """
    from rapidfuzz.distance import Indel

    pairs = [
        (code.src_start + offset, code.dest_start + offset)
        for code in Indel.opcodes(have[::step], want[::step])
        if code.tag == "equal"
        for offset in range(code.src_end - code.src_start)
    ]
    if step > 0:
        return pairs
    return [(len(have) - 1 - left, len(want) - 1 - right) for left, right in reversed(pairs)]


def _width(shared: list[tuple[int, int]]) -> int:
    return shared[-1][0] - shared[0][0] if shared else 0


def _differences(have: _Tokens, want: _Tokens) -> Iterator[str]:
    """Say each change, the first few in words."""
    from rapidfuzz.distance import Levenshtein

    told = 0
    for code in Levenshtein.opcodes(have.words, want.words):
        ours = " ".join(have.words[code.src_start : code.src_end])
        theirs = " ".join(want.words[code.dest_start : code.dest_end])
        if code.tag != "equal" and told < _SHOWN:
            told += 1
            yield _difference(ours, theirs)
    if not told:
        yield "the words are those of the article, its punctuation is not"


def _difference(ours: str, theirs: str) -> str:
    if not ours:
        return f"“{theirs}” is not in the article"
    if not theirs:
        return f"the article has “{ours}”, which is left out"
    if ours.casefold() == theirs.casefold():
        return f"the article writes “{ours}”, not “{theirs}”"
    return f"the article has “{ours}”, not “{theirs}”"
