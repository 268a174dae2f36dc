"""Article text -> marked runs: what stands inside quotation marks, paragraph by paragraph.

Marks are never paired across paragraphs. Curly, straight, German and French double marks and the wire
style `''…''` are outer marks, single marks are outer where boundary tests leave no doubt. A run that is
open at its paragraph's end is a quotation that goes on in the next one.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from briefing.schema import Span

_MARK_RE = re.compile(r"[“”„‟\"«»‘‚‹›‛'’`]")
_PARAGRAPH_RE = re.compile(r"\S[^\n]*(?:\n(?=[^\S\n]*[^\W\dA-ZÀ-Þ_])[^\n]*)*")
_PAIRS = frozenset(["''", "``", "’’", "‘‘"])  # two single marks for a double one
_DOUBLES = _PAIRS | frozenset('“”„‟"«»')
_OPENING = frozenset(["“", "„", "‟", "«", "‘", "‚", "‹", "``", "‘‘"])
_CLOSING = frozenset(["”", "»", "’", "›", "’’"])
_APOSTROPHES = frozenset("'’")
_BEFORE_OPENING = frozenset("([{-–—/…:>“”„\"«»‘’'‚‹›`|¿¡*")
_AFTER_CLOSING = frozenset(")]}-–—/…,.;:!?“”„\"«»‘’'‹›`|<*")
_CLOSING_ANY = frozenset("’‘'”“\"›‹")
_NEVER_OPENED = frozenset(",;:!?)")
_STOPS = frozenset(".,!?…;:–—-")
# Words that begin with an apostrophe: short forms of their own, no opening marks.
_ELIDED_RE = re.compile(
    r"['’](?:\d\ds?\b|(?:em|til|cause|tis|twas|bout|n|nuff|ve|re|ll|s|m|d|t)\b)", re.IGNORECASE
)
_LOOK_AHEAD = 40


class Run(NamedTuple):
    """One marked run: `span` with its marks, `inner` without, `nested` the runs marked inside it.

    `closed` is false where the paragraph ends before the run does, `opened` where the run began in the
    paragraph before. `final` is the last character inside.
    """

    span: Span
    inner: Span
    opened: bool
    closed: bool
    single: bool
    nested: tuple[Span, ...]
    final: str


class Paragraph(NamedTuple):
    """A paragraph's range and the outermost runs in it."""

    span: Span
    runs: tuple[Run, ...]


class _Mark(NamedTuple):
    start: int
    end: int
    opens: bool
    closes: bool
    double: bool


@lru_cache(maxsize=8)  # the narration and the attributions of a text both ask
def find_paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Cut a text into paragraphs with their outermost marked runs.

    A single line break divides too, unless the next line begins in lower case.

    >>> [run.inner.of("He “came” and “went.”") for run in find_paragraphs("He “came” and “went.”")[0].runs]
    ['came', 'went.']
    """
    paragraphs = []
    carried = False
    for match in _PARAGRAPH_RE.finditer(text):
        span = Span(match.start(), match.start() + len(match.group().rstrip()))
        marks = _find_marks(text, span)
        found = _pair_marks(text, span, marks, carried=carried) if marks else ()
        runs = tuple([run for run in found if run.inner.start < run.inner.end])
        carried = bool(runs) and not runs[-1].closed
        paragraphs.append(Paragraph(span, runs))
    return tuple(paragraphs)


def _find_marks(text: str, span: Span) -> list[_Mark]:
    marks: list[_Mark] = []
    for match in _MARK_RE.finditer(text, span.start, span.end):
        start = match.start()
        if marks and start < marks[-1].end:
            continue
        before = text[start - 1] if start > span.start else " "
        if before.isalnum() and text[start] in _APOSTROPHES and text[start + 1 : start + 2].isalnum():
            continue
        end = start + (2 if text[start : start + 2] in _PAIRS else 1)
        glyph = text[start:end]
        after = text[end] if end < span.end else " "
        can_open = (before.isspace() or before in _BEFORE_OPENING) and not (
            after.isspace() or after in _NEVER_OPENED
        )
        can_close = not before.isspace() and (after.isspace() or after in _AFTER_CLOSING)
        double = glyph in _DOUBLES
        if double and can_open == can_close:
            can_open, can_close = glyph not in _CLOSING, glyph not in _OPENING
        elif not double and can_open and _ELIDED_RE.match(text, start):
            can_open = False
        if can_open or can_close:
            marks.append(_Mark(start, end, can_open, can_close, double))
    return marks


def _pair_marks(text: str, span: Span, marks: Sequence[_Mark], *, carried: bool) -> Iterator[Run]:
    index = 0
    doubles = [place for place, mark in enumerate(marks) if mark.double]
    if carried and doubles and not marks[doubles[0]].opens:
        index = doubles[0] + 1
        yield _make_run(text, span.start, span.start, marks[doubles[0]], nested=())
    while index < len(marks):
        mark = marks[index]
        if not mark.opens:
            index += 1
        elif mark.double:
            close, after = _close_double(marks, doubles, index)
            yield _close_run(text, span, marks, index, close, after)
            index = after
        else:
            close = _close_single(text, marks, index)
            if close is not None:
                yield _make_run(
                    text,
                    mark.start,
                    mark.end,
                    marks[close],
                    nested=_nest(text, marks, index, close, double=True),
                    single=True,
                )
            index = index + 1 if close is None else close + 1


def _close_double(marks: Sequence[_Mark], doubles: Sequence[int], index: int) -> tuple[int | None, int]:
    """The mark that closes the one at `index`, if any, and the first mark that is not part of the run.

    An opening mark inside an open run is nested where two closing ones follow, otherwise the author
    forgot to close.
    """
    place = bisect_left(doubles, index) + 1
    while place < len(doubles):
        mark = marks[doubles[place]]
        if mark.closes:
            return doubles[place], doubles[place] + 1
        following = [marks[at].closes and not marks[at].opens for at in doubles[place + 1 : place + 3]]
        if following != [True, True]:
            return None, doubles[place]
        place += 2
    return None, len(marks)


def _close_run(
    text: str, span: Span, marks: Sequence[_Mark], index: int, close: int | None, after: int
) -> Run:
    mark = marks[index]
    nested = _nest(text, marks, index, after - (close is not None), double=False)
    if close is not None:
        return _make_run(text, mark.start, mark.end, marks[close], nested=nested)
    end = span.end if after >= len(marks) else marks[after].start
    end = mark.end + len(text[mark.end : end].rstrip())
    return Run(
        Span(mark.start, end),
        Span(mark.end, end),
        opened=True,
        closed=False,
        single=False,
        nested=nested,
        final=text[end - 1],
    )


def _make_run(
    text: str, start: int, inner: int, close: _Mark, *, nested: tuple[Span, ...], single: bool = False
) -> Run:
    return Run(
        Span(start, close.end),
        Span(inner, close.start),
        start != inner,
        closed=True,
        single=single,
        nested=nested,
        final=_read_final(text, close.start),
    )


def _read_final(text: str, end: int) -> str:
    """The last character of a run; of one that ends in another, what stands in that: `,` of “‘No,’”."""
    closes = text[end - 1] in _CLOSING_ANY and text[end - 2 : end - 1] in _STOPS
    return text[end - 2 if closes else end - 1]


def _close_single(text: str, marks: Sequence[_Mark], index: int) -> int | None:
    """The single mark that closes the one at `index`: no plural possessive if there is a better one."""
    weak = None
    for place in range(index + 1, min(index + _LOOK_AHEAD, len(marks))):
        mark = marks[place]
        if mark.double:
            continue
        if mark.opens and not mark.closes:
            break
        before, after = text[mark.start - 1], text[mark.end : mark.end + 1]
        if before in _STOPS or before != "s" or after != " ":
            return place
        weak = place if weak is None else weak
    return weak


def _nest(text: str, marks: Sequence[_Mark], index: int, close: int, *, double: bool) -> tuple[Span, ...]:
    spans = []
    place = index + 1
    while place < close:
        mark = marks[place]
        end = None
        if mark.opens and mark.double:
            end = next((at for at in range(place + 1, close) if marks[at].double and marks[at].closes), None)
        elif mark.opens and not double:
            end = _close_single(text, marks, place)
        if end is not None and end < close:
            spans.append(Span(mark.end, marks[end].start))
            place = end
        place += 1
    return tuple(spans)
