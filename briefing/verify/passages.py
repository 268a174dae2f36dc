"""An article and its utterances -> what holds a given range: utterances, a marked run, sentences.

Looked up by bisection, because short words may stand in thousands of places.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

from briefing.schema import Article, QuotationKind, Sentence, Span, Utterance
from briefing.speech.marks import find_paragraphs

__all__ = ["Passages", "has_end", "holds"]

# A quotation that goes on in the next paragraph: opened anew, though it was never closed.
_GOES_ON_RE = re.compile(r"\s*\n\s*[“„«»‟\"‘‚‹›']\s*")
_WORD_RE = re.compile(r"\w")


class Passages:
    """An article that can be asked what holds a range of it. The parts of one quotation are one utterance."""

    def __init__(self, article: Article, utterances: Sequence[Utterance]) -> None:
        self.article = article
        self.utterances = _join_interrupted(article.text, utterances)
        pieces = [(span, index) for index, said in enumerate(self.utterances) for span in said.content]
        self._pieces = sorted(pieces)
        self._reach = list(accumulate((span.end for span, _ in self._pieces), max))

    def around(self, spans: Sequence[Span]) -> list[Utterance]:
        """The utterances whose content holds every one of the ranges."""
        if not spans:
            return []
        indices = set(self._holding(spans[0]))
        return [
            self.utterances[index]
            for index in sorted(indices)
            if all(holds(self.utterances[index].content, span) for span in spans[1:])
        ]

    def crossing(self, spans: Iterable[Span]) -> list[Utterance]:
        """The utterances some of whose spoken words overlap one of the ranges."""
        return [
            self.utterances[index]
            for span in spans
            for index in self._touching(span)
            if any(run.overlaps(span) for run in self.spoken(self.utterances[index]))
        ]

    def spoken(self, utterance: Utterance) -> tuple[Span, ...]:
        """The parts of the content that are the speaker's own words: marked, or a turn of a transcript."""
        if utterance.kind is QuotationKind.DIRECT or self._is_turn(utterance):
            return utterance.content
        return utterance.marked

    def quotations(self, utterance: Utterance) -> Iterator[tuple[Span, ...]]:
        """The spoken words in stretches that are one quotation each: nothing was said between their runs.

        Runs are one where the text between holds no word, or only interrupts a sentence.
        """
        stretch: list[Span] = []
        for run in self.spoken(utterance):
            if stretch and not self._is_one(utterance, stretch[-1], run):
                yield tuple(stretch)
                stretch = []
            stretch.append(run)
        if stretch:
            yield tuple(stretch)

    def marked_run(self, span: Span) -> Span | None:
        """The run inside quotation marks that holds a range, whoever speaks."""
        runs = _marked_runs(self.article.text)
        place = bisect_right(runs, span.start, key=lambda run: run.start) - 1
        return runs[place] if place >= 0 and runs[place].contains(span) else None

    def sentences(self, span: Span) -> Sequence[Sentence]:
        """The sentences that share a character with a range."""
        sentences = self.article.sentences
        first = bisect_right(sentences, span.start, key=lambda sentence: sentence.span.end)
        last = bisect_left(sentences, span.end, key=lambda sentence: sentence.span.start)
        return sentences[first:last]

    def depth(self, utterance: Utterance) -> int:
        """How many others an utterance is reported inside of."""
        depth = 0
        while utterance.outer is not None and depth < len(self.utterances):
            utterance = self.utterances[utterance.outer]
            depth += 1
        return depth

    def _is_one(self, utterance: Utterance, left: Span, right: Span) -> bool:
        if not _WORD_RE.search(self.article.text, left.end, right.start):
            return True
        return utterance.kind is QuotationKind.DIRECT and not has_end(self.article, left, right)

    def _is_turn(self, utterance: Utterance) -> bool:
        """Whether the words follow a name and a colon that begin a line, as in `BRANDT: We will pay.`."""
        text, speaker, cue = self.article.text, utterance.speaker, utterance.cue
        if speaker is None or cue is None or cue.of(text) != ":" or utterance.marked:
            return False
        line = text[text.rfind("\n", 0, speaker.start) + 1 : speaker.start]
        return not line.strip() and not text[speaker.end : cue.start].strip()

    def _holding(self, span: Span) -> Iterator[int]:
        for piece, index in self._before(span.start + 1, span.end):
            if piece.end >= span.end:
                yield index

    def _touching(self, span: Span) -> Iterator[int]:
        for piece, index in self._before(span.end, span.start + 1):
            if piece.end > span.start:
                yield index

    def _before(self, start: int, end: int) -> Iterator[tuple[Span, int]]:
        """The pieces that begin before `start`, as far back as any may still reach `end`; the last first."""
        place = bisect_left(self._pieces, start, key=lambda piece: piece[0].start) - 1
        while place >= 0 and self._reach[place] >= end:
            yield self._pieces[place]
            place -= 1


def holds(runs: Sequence[Span], span: Span) -> bool:
    """Whether one of the runs holds the whole range."""
    return any(run.contains(span) for run in runs)


def has_end(article: Article, left: Span, right: Span) -> bool:
    """Whether a sentence begins after `left` and not after `right` has begun."""
    following = bisect_left(article.sentences, left.end, key=lambda sentence: sentence.span.start)
    return following < len(article.sentences) and article.sentences[following].span.start <= right.start


@lru_cache(maxsize=8)
def _marked_runs(text: str) -> tuple[Span, ...]:
    return tuple(run.inner for paragraph in find_paragraphs(text) for run in paragraph.runs)


def _join_interrupted(text: str, utterances: Sequence[Utterance]) -> tuple[Utterance, ...]:
    """Put the parts of one quotation together, as in `“We will pay,” she said, “when it is done.”`.

    Parts belong together when one mention and one cue speak them all, or when a quotation goes on in the next
    paragraph.
    """
    keys = [_quotation_of(utterance, index) for index, utterance in enumerate(utterances)]
    same = {
        keys[index + 1]: keys[index]
        for index, (left, right) in enumerate(pairwise(utterances))
        if keys[index] != keys[index + 1] and _goes_on(text, left, right)
    }
    parts: dict[object, list[Utterance]] = {}
    for index, utterance in enumerate(utterances):
        before = same.get(keys[index], keys[index])
        keys[index] = same[keys[index]] = same.get(before, before)
        parts.setdefault(keys[index], []).append(utterance)
    places = {key: place for place, key in enumerate(parts)}
    moved = [places[key] for key in keys]
    return tuple(_join(of_one, moved) for of_one in parts.values())


def _goes_on(text: str, left: Utterance, right: Utterance) -> bool:
    """Whether the second is the first's next paragraph."""
    is_alike = (left.kind, left.actor, left.outer) == (right.kind, right.actor, right.outer)
    between = text[left.content[-1].end : right.content[0].start]
    is_direct = is_alike and left.kind is QuotationKind.DIRECT
    return is_direct and left.polarity is right.polarity and bool(_GOES_ON_RE.fullmatch(between))


def _quotation_of(utterance: Utterance, index: int) -> object:
    if utterance.cue is None or utterance.kind is not QuotationKind.DIRECT:
        return index
    # The same mention may be sure in one place and only the likeliest in another.
    is_sure = utterance.actor is not None
    return utterance.speaker, utterance.cue, utterance.outer, utterance.polarity, is_sure


def _join(parts: Sequence[Utterance], moved: Sequence[int]) -> Utterance:
    first = parts[0]
    if len(parts) == 1 and first.outer is None:
        return first
    # Only one paragraph of a quotation has its cue.
    spoken = next((part for part in parts if part.cue), first)
    return spoken.model_copy(
        update={
            "content": tuple(sorted(span for part in parts for span in part.content)),
            "marked": tuple(sorted(span for part in parts for span in part.marked)),
            "outer": None if first.outer is None else moved[first.outer],
        }
    )
