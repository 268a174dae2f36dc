"""Normalised text of a page -> its segments, each with the reason why it is or is not body.

Prose scores by its length, menus and notices score below nothing; the body is the run of segments with the
best sum. Scores speak of language and layout: full stops, small words, repeats, phrases of page furniture.
"""

import math
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from briefing.articles.furniture import find_reason, has_paywall
from briefing.articles.glue import find_seams
from briefing.articles.language import share_of_small_words
from briefing.articles.sentences import cut_paragraphs
from briefing.schema import Span

__all__ = ["FULL_OF_FURNITURE", "Segment", "cut_segments", "find_body", "share_of_furniture"]

_WORD_RE = re.compile(r"[^\W_](?:[\w’'.-]*\w)?")
_END_RE = re.compile(r"[.!?…]['\"”’»)\]“‘]*\Z")
_PENALTY, _SMALL_PENALTY, _INSERTED_PENALTY = -6.0, -3.0, -1.0
_PROSE_WORDS, _PROSE_SHARE = 8, 0.28
_SHORT_WORDS, _SHORT_SHARE = 5, 0.22
_OPEN_WORDS, _OPEN_SHARE = 12, 0.30
_WEAK = 0.6
FULL_OF_FURNITURE = 0.5
_FEW_WORDS = 3
# Furniture that pages put between two paragraphs of one article.
_INSERTED = frozenset(("prompt", "related", "credit"))


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a page. `reason` says what speaks against it, None where nothing does."""

    span: Span
    text: str
    words: int
    is_closed: bool
    score: float
    reason: str | None


def cut_segments(text: str, *, language: str) -> list[Segment]:
    """Cut a page into segments at line ends and at the seams of glued lines, and weigh each."""
    spans = [span for paragraph in cut_paragraphs(text) for span in _unglue(text, paragraph)]
    repeats = Counter(span.of(text).lower() for span in spans)
    seen: set[str] = set()
    segments = []
    for span in spans:
        key = span.of(text).lower()
        segments.append(_weigh(span, text, repeats[key], is_again=key in seen, language=language))
        seen.add(key)
    return segments


def _unglue(text: str, paragraph: Span) -> list[Span]:
    line = paragraph.of(text)
    bounds = [0, *find_seams(line), len(line)]
    spans = []
    for start, stop in pairwise(bounds):
        piece = line[start:stop]
        begin = paragraph.start + start + len(piece) - len(piece.lstrip())
        if stripped := piece.strip():
            spans.append(Span(begin, begin + len(stripped)))
    return spans


def _weigh(span: Span, text: str, repeats: int, *, is_again: bool, language: str) -> Segment:
    piece = span.of(text)
    words = _WORD_RE.findall(piece)
    is_closed = _END_RE.search(piece) is not None
    score = _score(len(words), share_of_small_words(words, language=language), is_closed=is_closed)
    reason = find_reason(piece, words=len(words), is_closed=is_closed)
    # A live page says a sentence twice; furniture is repeated from its first time on.
    if reason is None and (is_again or (repeats > 1 and not (is_closed and score > 0))):
        reason = "repeated"
    if reason:
        score = 0.0 if reason == "rule" else -1.0
    return Segment(span, piece, len(words), is_closed, score, reason)


def _score(words: int, share: float, *, is_closed: bool) -> float:
    if is_closed and words >= _PROSE_WORDS and share >= _PROSE_SHARE:
        return float(words)
    if is_closed and words >= _SHORT_WORDS and share >= _SHORT_SHARE:
        return _WEAK * words
    if words >= _OPEN_WORDS and share >= _OPEN_SHARE:
        return _WEAK * words
    return 0.0 if is_closed and words > 1 else -1.0


def share_of_furniture(segments: list[Segment]) -> float:
    """How many of the segments are furniture for certain: named so, or a word or two without a full stop."""
    certain = sum(
        segment.score < 0 and (segment.reason is not None or segment.words <= _FEW_WORDS)
        for segment in segments
    )
    return certain / max(1, len(segments))


def find_body(segments: list[Segment]) -> range:
    r"""The run of segments with the best sum of scores; empty where none is above nothing.

    >>> text = "Home\nThe talks failed and the delegates went home on the same day.\nAbout us"
    >>> find_body(cut_segments(text, language="en"))
    range(1, 2)
    """
    # In a page full of menus a gap in the prose is its end; in plain prose it is a subheading.
    share = min(1.0, share_of_furniture(segments) / FULL_OF_FURNITURE)
    best, start, total, found = 0.0, 0, 0.0, range(0)
    for index, segment in enumerate(segments):
        if total <= 0:
            start, total = index, 0.0
        total += segment.score if segment.score >= 0 else _penalty(segment, share)
        if total > best:
            best, found = total, range(start, index + 1)
    return found


def _penalty(segment: Segment, share: float) -> float:
    """What a segment that is no prose takes from the run; behind a paywall's notice no article goes on."""
    if has_paywall(segment.text):
        return -math.inf
    if segment.reason in _INSERTED:
        return share * _INSERTED_PENALTY
    return share * (_PENALTY if segment.words > 1 else _SMALL_PENALTY)
