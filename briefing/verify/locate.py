r"""Words -> the places of a text where they stand, with every difference of notation that was forgiven.

Text and words are folded the same way: quotation marks, dashes, white space, invisible characters, composed
and decomposed accents, ellipses, and commas, colons or semicolons that the words leave out. Case, figures,
negation and word order are never folded, and words are never found inside other words: `5` does not stand
in `-5`, `2.5` or `5%`, nor `were` in `we’re`, nor `election` in `re-election`.
"""

import re
import unicodedata
from array import array
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from briefing.schema import Span

__all__ = ["Normalisation", "Place", "View", "fold_once", "locate", "view"]


class Normalisation(StrEnum):
    """What had to be overlooked to find the words; the article's own characters are those of the span."""

    INVISIBLE = "invisible characters"
    ACCENTS = "composed accents"
    WHITE_SPACE = "white space"
    MARKS = "quotation marks"
    DASHES = "dashes"
    ELLIPSIS = "ellipsis"
    PUNCTUATION = "commas, colons or semicolons left out"
    FINAL = "final punctuation"
    GAP = "words left out, openly marked"
    BRACKETS = "bracketed capital or [sic]"
    INTERRUPTION = "interrupted by the attribution"


class Place(NamedTuple):
    """One place where the words stand, and what had to be overlooked to find them there."""

    span: Span
    normalisations: tuple[Normalisation, ...] = ()


class View(NamedTuple):
    """A folded text; `starts[i]` and `ends[i]` bound the original characters behind its character `i`."""

    text: str
    starts: "array[int]"
    ends: "array[int]"

    def original(self, start: int, end: int) -> Span:
        """The range of the original text behind `text[start:end]`, which must not be empty."""
        return Span(self.starts[start], self.ends[end - 1])


class _Step(NamedTuple):
    kind: Normalisation
    pattern: re.Pattern[str]
    replace: Callable[[re.Match[str]], str]


# Category Cf, variation selectors and tags, as one class; a test holds it against `text.is_invisible`.
_INVISIBLE = (
    "\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_COMBINING = "\u0300-\u036f\u0483-\u0487\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\u3099\u309a\ufe20-\ufe2f"
_DASH = "–—―‒−‐‑"
_DOUBLE = '“”„‟«»＂″"'
_SINGLE = "‘’‚‛‹›ʼ′´`'"

_STEPS = (
    _Step(Normalisation.INVISIBLE, re.compile(f"[{_INVISIBLE}]+"), lambda _: ""),
    _Step(
        Normalisation.ACCENTS,
        re.compile(rf"\w[{_COMBINING}]+|[\u1100-\u11ff]+"),
        lambda match: unicodedata.normalize("NFC", match.group()),
    ),
    # Patterns leave alone what is folded already: most spaces and straight marks.
    _Step(Normalisation.WHITE_SPACE, re.compile(r"[^\S ]\s*| \s+"), lambda _: " "),
    # One sign for all marks: nested marks change their kind with the style of the house.
    _Step(Normalisation.MARKS, re.compile(f"''|[{_DOUBLE}{_SINGLE[:-1]}]"), lambda _: "'"),
    # A sign before a figure keeps its space, so that "by -5" and "by – 5" stay apart.
    _Step(
        Normalisation.DASHES,
        re.compile(rf"\s?(?:--+|[{_DASH}])(?:\s|(?!\d))|(?:--+|[{_DASH}])(?=\d)|\s-\s"),
        lambda _: "-",
    ),
    _Step(Normalisation.ELLIPSIS, re.compile(r"\s?(?:…|\.\s?\.\s?\.)\s?"), lambda _: "..."),
    _Step(Normalisation.PUNCTUATION, re.compile(r"\s?(?:(?<!\d)[,;:]|[,;:](?!\d))"), lambda _: ""),
)
_DROPPED = frozenset(",;:")
# A dash at either end joins the words to nothing; before a figure it may be a sign.
_EDGE_DASH_RE = re.compile(rf"\A(?:[{_DASH}]|-+)(?!\d)\s*|\s*(?:[{_DASH}]|-+)\Z")
_INTERJECTION_RE = re.compile(r"(?:^|[.!?'-])\s*(?:no|never|nein|nie)\Z", re.IGNORECASE)
_MARKS = _DOUBLE + _SINGLE
_FINAL = ".,;:"
# Scripts that write no space between words: no boundary can be asked of them.
_UNSPACED_RE = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uf900-\ufaff\U00020000-\U0003ffff]"
)
_OPENS_FIGURE = frozenset("$€£¥#")
_CLOSES_FIGURE = frozenset("%‰°")
_JOINS_FIGURES = frozenset(".,:/")
_HYPHENS = frozenset("-‐‑−–‒")
_APOSTROPHES = frozenset("'’ʼ")


def locate(text: str, words: str, *, seen: View | None = None) -> tuple[Place, ...]:
    r"""Find every place where `words` stand in `text`, in order.

    A pair of quotation marks around `words` and a final `.` `,` `;` `:` are ignored. `seen` is the folded
    text, for callers who hold it.

    >>> locate("We’re here, and\u00a0glad.", "“and glad,”")[0].span
    Span(start=12, end=20)
    >>> locate("The loss was -5 percent.", "5 percent"), locate("We’re here.", "Were here")
    ((), ())
    """
    wanted = _trim(words)
    seen, folded = seen or view(text), fold_once(wanted).text
    if not re.search(r"\w", folded):
        return ()
    spans = (seen.original(start, start + len(folded)) for start in _occurrences(seen.text, folded))
    return tuple(
        Place(span, _needed(text, span, words))
        for span in spans
        if _is_bounded(text, span) and _keeps_punctuation(span.of(text), wanted)
    )


@lru_cache(maxsize=16)
def view(text: str) -> View:
    r"""Fold a whole text; the last few are kept, because many words are looked for in one article.

    >>> view("“A\u00ad\u00a0 b”").text, view("“A\u00ad\u00a0 b”").original(1, 4)
    ("'A b'", Span(start=1, end=6))
    """
    return fold_once(text)


def fold_once(text: str, without: Normalisation | None = None) -> View:
    """Fold a short text that is not worth keeping; `without` leaves one kind of folding out."""
    seen = View(text, array("L", range(len(text))), array("L", range(1, len(text) + 1)))
    for step in _STEPS:
        if step.kind is not without:
            seen = _apply(seen, step)
    return seen


def _apply(seen: View, step: _Step) -> View:
    pieces: list[str] = []
    starts, ends = array("L"), array("L")
    done = 0
    for match in step.pattern.finditer(seen.text):
        start, end = match.span()
        replaced = step.replace(match)
        pieces += (seen.text[done:start], replaced)
        starts += seen.starts[done:start] + array("L", [seen.starts[start]]) * len(replaced)
        ends += seen.ends[done:start] + array("L", [seen.ends[end - 1]]) * len(replaced)
        done = end
    if not done:
        return seen
    return View("".join([*pieces, seen.text[done:]]), starts + seen.starts[done:], ends + seen.ends[done:])


def _trim(words: str) -> str:
    """Take off white space, the pair of marks around the whole, final punctuation, dashes at the ends."""
    trimmed = words.strip()
    if len(trimmed) > 1 and trimmed[0] in _MARKS and trimmed[-1] in _MARKS and _is_pair(trimmed):
        trimmed = trimmed[1:-1].strip()
    return _EDGE_DASH_RE.sub("", re.sub(rf"\s*(?<![.…])[{_FINAL}]\Z", "", trimmed))


def _is_pair(words: str) -> bool:
    """Whether the outer marks belong to each other rather than to two quotations inside."""
    inner = words[1:-1]
    return (words[0] in _DOUBLE and words[-1] in _DOUBLE) or not any(mark in inner for mark in _MARKS)


def _occurrences(text: str, words: str) -> Iterator[int]:
    start = text.find(words)
    while start >= 0:
        yield start
        start = text.find(words, start + 1)


def _is_bounded(text: str, span: Span) -> bool:
    """Whether the span cuts no word and no figure at either end."""
    return not text[span.start].isspace() and not (
        _cuts(text[max(span.start - 2, 0) : span.start], text[span.start : span.start + 2])
        or _cuts(text[max(span.end - 2, 0) : span.end], text[span.end : span.end + 2])
    )


def _cuts(before: str, after: str) -> bool:
    """Whether a cut between the two (at most two characters each) divides a word or a figure."""
    if not before or not after:
        return False
    left, right = before[-1], after[0]
    if _UNSPACED_RE.match(left) or _UNSPACED_RE.match(right):
        return False
    return (
        (_is_letter(left) and _is_letter(right))
        or (left.isdigit() and right in _CLOSES_FIGURE)
        or (left in _OPENS_FIGURE and right.isdigit())
        or _is_inside(before[:-1], left, right)
        or _is_inside(left, right, after[1:])
        or (left in _HYPHENS and right.isdigit() and before != "--")
    )


def _is_inside(left: str, joint: str, right: str) -> bool:
    """Whether `joint` holds `left` and `right` together as one word or figure."""
    if not left or not right:
        return False
    if joint in _JOINS_FIGURES or joint == "–":
        return left.isdigit() and right.isdigit()
    return joint in _HYPHENS | _APOSTROPHES and _is_letter(left) and _is_letter(right)


def _is_letter(char: str) -> bool:
    return char.isalnum() or char == "_" or unicodedata.combining(char) > 0


def _keeps_punctuation(found: str, wanted: str) -> bool:
    """Whether `wanted` only leaves inner commas, colons or semicolons out, and none after an interjection.

    None may be added, and "No, more troops" is not "No more troops".
    """
    have, want = (fold_once(part, Normalisation.PUNCTUATION).text for part in (found, wanted))
    position = 0
    for index, char in enumerate(have):
        if want[position : position + 1] == char:
            position += 1
        elif char == " " or char not in _DROPPED or _INTERJECTION_RE.search(have[max(index - 12, 0) : index]):
            return False
    return position == len(want)


def _needed(text: str, span: Span, words: str) -> tuple[Normalisation, ...]:
    """Name the foldings without which the words would not be equal."""
    found, wanted = span.of(text), _trim(words)
    kinds = [
        step.kind
        for step in _STEPS
        if found != wanted and fold_once(found, step.kind).text != fold_once(wanted, step.kind).text
    ]
    closing = words.strip().rstrip(_MARKS)[-1:]
    if closing in _DROPPED | {"."} and closing != text[span.end : span.end + 1] and wanted[-1:] != closing:
        kinds.append(Normalisation.FINAL)
    return tuple(kinds)
