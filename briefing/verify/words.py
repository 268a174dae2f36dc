"""A quotation -> every way its words stand in an article: whole, cut, with an open gap, joined, changed."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from briefing.schema import Article, QuotationKind, Span, WordsVerdict
from briefing.verify.cuts import turning_word
from briefing.verify.locate import Normalisation, Place, fold_once, locate
from briefing.verify.nearest import likeness, stitches
from briefing.verify.passages import Passages, has_end

__all__ = ["Found", "find_words"]

_ELLIPSIS_RE = re.compile(r"\s*(?:[\[(]\s*(?:…|\.\s?\.\s?\.)\s*[\])]|…|\.\s?\.\s?\.)\s*")
_CAPITAL_RE = re.compile(r"\[(\w)\](?=\w)")
_SIC_RE = re.compile(r"\s*[\[(]sic!?[\])]", re.IGNORECASE)
_BRACKETS_RE = re.compile(r"\[[^\]]*\]")
_OUTER_MARKS = " \t\n\"'“”„«»‘’‚‹›"
_SENTENCE_END = ".!?…"
_CHANGED = 0.8  # share of equal words above which one stretch was changed rather than several joined


class Found(NamedTuple):
    """One way the words stand in the article.

    `spans` are the article's own characters. `turned_by` is the word outside them that governs what they
    say. `difference` tells, for words that are not the article's, what the article has instead.
    """

    words: WordsVerdict
    spans: tuple[Span, ...] = ()
    normalisations: tuple[Normalisation, ...] = ()
    turned_by: Span | None = None
    difference: str | None = None


def find_words(passages: Passages, quote: str) -> tuple[Found, ...]:
    """Find every place of the quotation's words; where there is none, the one place that explains why.

    Never empty: the last resort is one `absent`.
    """
    article = passages.article
    found = [*_exact(article, quote), *_interrupted(passages, quote)]
    if not found:
        found = [*_bracketed(article, quote), *_with_gaps(passages, quote)]
    if found:
        return tuple(_judge_cut(passages, item) for item in found)
    return (_explain(article, quote),)


def _exact(article: Article, quote: str) -> Iterator[Found]:
    for place in locate(article.text, quote):
        yield Found(WordsVerdict.VERBATIM, (place.span,), place.normalisations)


def _interrupted(passages: Passages, quote: str) -> Iterator[Found]:
    """Words of one direct quotation that the article interrupts with *he said* or a new paragraph."""
    for utterance in passages.utterances:
        if utterance.kind is QuotationKind.DIRECT and len(utterance.content) > 1:
            joined = _Joined(passages.article, utterance.content)
            places = (joined.found(place) for place in joined.locate(quote))
            yield from (found for found in places if len(found.spans) > 1)


def _bracketed(article: Article, quote: str) -> Iterator[Found]:
    """Words with an openly marked change that leaves them the speaker's: `[W]e` for *we*, `[sic]`."""
    plain = _SIC_RE.sub("", quote)
    variants = {_CAPITAL_RE.sub(r"\1", plain), _CAPITAL_RE.sub(lambda match: match[1].swapcase(), plain)}
    for variant in sorted(variants - {quote}):
        for found in _exact(article, variant):
            yield found._replace(normalisations=(*found.normalisations, Normalisation.BRACKETS))


def _with_gaps(passages: Passages, quote: str) -> Iterator[Found]:
    """Words with `…` in or around them: every piece in order within one quotation, or joined from several.

    One quotation is a marked run, with what the article only interrupts: two sentences that *he said* stands
    between are two places, and an ellipsis would not show how far apart they are.
    """
    article = passages.article
    pieces = [piece for piece in _ELLIPSIS_RE.split(quote.strip(_OUTER_MARKS)) if re.search(r"\w", piece)]
    if len(pieces) == 1 and pieces[0] != quote:
        for found in _exact(article, pieces[0]):
            yield found._replace(normalisations=(*found.normalisations, Normalisation.GAP))
    if len(pieces) > 1:
        quotations = (one for said in passages.utterances for one in passages.quotations(said))
        within = [spans for one in quotations if (spans := _in_order(article, one, pieces))]
        yield from (Found(WordsVerdict.TRUNCATED, spans, (Normalisation.GAP,)) for spans in within)
        if not within:
            yield from _stitched(article, pieces)


def _stitched(article: Article, pieces: Sequence[str]) -> Iterator[Found]:
    places = [locate(article.text, piece) for piece in pieces]
    if all(places):
        difference = "its pieces do not stand in this order in one quotation"
        spans = tuple(found[0].span for found in places)
        yield Found(WordsVerdict.STITCHED, spans, difference=difference)


def _in_order(article: Article, runs: Sequence[Span], pieces: Sequence[str]) -> tuple[Span, ...]:
    """The spans of all pieces, each after the one before, inside `runs`; () where one is missing."""
    joined = _Joined(article, runs)
    done = 0
    spans: list[Span] = []
    for piece in pieces:
        place = next((place for place in joined.locate(piece) if place.span.start >= done), None)
        if place is None:
            return ()
        done = place.span.end
        spans += joined.original(place.span)
    return tuple(spans)


def _judge_cut(passages: Passages, found: Found) -> Found:
    """Say whether words were cut out of their sentence, and whether what was left out turns them."""
    if found.words is WordsVerdict.STITCHED:
        return found
    article = passages.article
    around = sorted(passages.around(found.spans), key=lambda said: said.extent.end - said.extent.start)
    content = around[0].content if around else (_passage(passages, found.spans),)
    runs = [run for said in around for run in said.marked or said.content] or content
    turned = _turned_by(article, content, found.spans)
    is_cut = not any(_is_whole(article.text, runs, span) for span in found.spans)
    words = found.words
    if words is WordsVerdict.VERBATIM and (turned or is_cut):
        words = WordsVerdict.TRUNCATED
    return found._replace(words=words, turned_by=turned)


def _passage(passages: Passages, spans: Sequence[Span]) -> Span:
    """The marked run around words that nobody is said to speak, or else their sentences."""
    whole = Span(spans[0].start, spans[-1].end)
    marked = passages.marked_run(whole)
    if marked:
        return marked
    sentences = passages.sentences(whole)
    return Span(
        min([whole.start, *(sentence.span.start for sentence in sentences)]),
        max([whole.end, *(sentence.span.end for sentence in sentences)]),
    )


def _turned_by(article: Article, content: Sequence[Span], spans: Sequence[Span]) -> Span | None:
    joined = _Joined(article, content)
    kept = [joined.derived(span) for span in spans]
    for index, piece in enumerate(kept):
        low = kept[index - 1].end if index else 0
        high = kept[index + 1].start if index + 1 < len(kept) else len(joined.text)
        window = Span(piece.start - low, piece.end - low)
        if word := turning_word(joined.text[low:high], window, language=article.language):
            return joined.original(Span(word.start + low, word.end + low))[0]
    return None


def _is_whole(text: str, runs: Sequence[Span], span: Span) -> bool:
    """Whether the span begins and ends where a marked run or one of its sentences does."""
    run = next((run for run in runs if run.contains(span)), None)
    if run is None:
        return True
    head = text[run.start : span.start].rstrip(_OUTER_MARKS)
    tail = text[span.end : run.end].lstrip("\"'”’»,;: ")
    return head[-1:] in ("", *_SENTENCE_END) and (not tail or tail[0] in _SENTENCE_END or _ends(text, span))


def _ends(text: str, span: Span) -> bool:
    return text[span.end - 1] in _SENTENCE_END


def _explain(article: Article, quote: str) -> Found:
    """Tell changed words from joined ones and from an invention."""
    alike, joined = likeness(article.text, quote), stitches(article.text, quote)
    if joined and (alike is None or alike.share < _CHANGED):
        difference = "its parts stand in different places of the article"
        return Found(WordsVerdict.STITCHED, joined, difference=difference)
    if alike is None:
        return Found(WordsVerdict.ABSENT, difference="the article has no such words")
    added = f"; {found[0]} was put in by an editor" if (found := _BRACKETS_RE.findall(quote)) else ""
    return Found(WordsVerdict.ALTERED, (alike.span,), difference=alike.difference + added)


class _Joined:
    """Runs of an article put together with one space between them, and the way back.

    The comma that ends a run before *he said* counts as a full stop where the sentence ends there.
    """

    def __init__(self, article: Article, runs: Sequence[Span]) -> None:
        self._runs = tuple(runs)
        self._starts: list[int] = []
        parts: list[str] = []
        length = 0
        for index, run in enumerate(runs):
            part = run.of(article.text)
            if part.endswith(",") and index + 1 < len(runs) and has_end(article, run, runs[index + 1]):
                part = part[:-1] + "."
            self._starts.append(length)
            parts.append(part)
            length += len(part) + 1
        self.text = " ".join(parts)
        self._seen = fold_once(self.text)

    def locate(self, words: str) -> tuple[Place, ...]:
        return locate(self.text, words, seen=self._seen)

    def found(self, place: Place) -> Found:
        kinds = (*place.normalisations, Normalisation.INTERRUPTION)
        return Found(WordsVerdict.VERBATIM, self.original(place.span), kinds)

    def original(self, span: Span) -> tuple[Span, ...]:
        """The pieces of the article behind a range of the joined text."""
        pieces = (
            Span(max(span.start - start, 0) + run.start, min(span.end - start + run.start, run.end))
            for start, run in zip(self._starts, self._runs, strict=True)
        )
        return tuple(piece for piece in pieces if piece.start < piece.end)

    def derived(self, span: Span) -> Span:
        """Where a range inside one run stands in the joined text."""
        start, run = next(
            (start, run) for start, run in zip(self._starts, self._runs, strict=True) if run.contains(span)
        )
        return Span(span.start - run.start + start, span.end - run.start + start)
