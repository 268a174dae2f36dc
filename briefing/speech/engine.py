"""Text -> attributions: the runs and clauses of each paragraph brought together."""

from collections.abc import Sequence
from typing import NamedTuple

from briefing.schema import Polarity, QuotationKind, Span
from briefing.speech.clauses import Clause, find_clauses, read_main_subject
from briefing.speech.labels import find_label, split_label
from briefing.speech.lexicon import Frame, Lexicon
from briefing.speech.marks import Paragraph, Run, find_paragraphs
from briefing.speech.phrases import Phrase
from briefing.speech.regions import Claim, find_claims
from briefing.speech.scare import is_name_like
from briefing.speech.tokens import Sentence, cut_sentences

_SPEAKING = frozenset([Frame.SAY, Frame.TELL, Frame.ASK, Frame.OPEN, Frame.THINK, Frame.CALL])
_LONG = 6  # words from which a marked run is a quotation whatever stands around it


class Attribution(NamedTuple):
    """Words and whose they are, before the speaker's mention is resolved to an actor."""

    kind: QuotationKind
    content: tuple[Span, ...]
    marked: tuple[Span, ...]
    speaker: Span | None
    cue: Span | None
    polarity: Polarity
    order: int
    outer: int | None = None
    frame: object = None


class _Source(NamedTuple):
    """A speaker's mention and the cue that made it one."""

    speaker: Span | None
    cue: Span | None


class _State(NamedTuple):
    """What one paragraph hands to the next: its last source, and whether their words may go on."""

    source: _Source | None
    goes_on: bool
    unclosed: bool


def find_attributions(text: str, lexicon: Lexicon) -> list[Attribution]:
    """Find who is said to have said what, in text order; `outer` is an index into the result."""
    found: list[Attribution] = []
    state = _State(None, goes_on=False, unclosed=False)
    for paragraph in find_paragraphs(text):
        state = _attribute_paragraph(text, paragraph, lexicon, found, state)
    return found


def _attribute_paragraph(
    text: str, paragraph: Paragraph, lexicon: Lexicon, found: list[Attribution], state: _State
) -> _State:
    begin = len(found)
    source = state.source if state.goes_on or state.unclosed else None
    subject: _Source | None = None
    goes_on = False
    pending: list[Run] = []
    for tokens in cut_sentences(text, paragraph, lexicon):
        clauses = find_clauses(tokens, lexicon)
        label = find_label(tokens, lexicon)
        claims = find_claims(tokens, clauses) if label is None else [label]
        latest, rest = _attribute_sentence(text, tokens, claims, found, source or subject)
        if latest is not None:
            for run in pending:
                found.append(_quote(run, latest))
            pending = []
            source = latest
        main = None
        if clauses and clauses[0].speaker is not None:
            main = _make_source(tokens, clauses[0])
        elif rest or not tokens[-1].run:
            phrase = read_main_subject(tokens, 0, len(tokens), lexicon)
            main = None if phrase is None else _Source(_span(tokens, phrase), None)
        only = all(token.run is not None or not token.text[0].isalnum() for token in tokens)
        for run in rest:
            label_span, words = split_label(text, run)
            if label_span is not None:
                source = _Source(label_span, None)
                found.append(_quote(run._replace(inner=words), source))
            elif only and not is_name_like(text, tokens, run):
                if source is None and subject is None:
                    pending.append(run)
                else:
                    found.append(_quote(run, source or subject))
            elif _count_words(text, run) >= _LONG:
                found.append(_quote(run, main or source or subject))
        if main is not None:
            subject = main
        goes_on = tokens[-1].text == ":" or any(token.run is not None for token in tokens)
        if tokens[-1].text == ":":
            source = main or source
    for run in pending:
        found.append(_quote(run, state.source if _count_words(text, run) >= _LONG else None))
    found[begin:] = _sort(found[begin:], begin)
    unclosed = bool(paragraph.runs) and not paragraph.runs[-1].closed
    return _State(source or subject, goes_on, unclosed)


def _sort(found: list[Attribution], begin: int) -> list[Attribution]:
    order = sorted(range(len(found)), key=lambda at: found[at].order)
    place = {old + begin: new + begin for new, old in enumerate(order)}
    return [found[at]._replace(outer=None if found[at].outer is None else place[found[at].outer]) for at in order]


def _quote(run: Run, source: _Source | None) -> Attribution:
    speaker, cue = source or _Source(None, None)
    return Attribution(QuotationKind.DIRECT, (run.inner,), (run.inner,), speaker, cue, Polarity.ASSERTED, run.span.start)


def _count_words(text: str, run: Run) -> int:
    return run.inner.of(text).count(" ") + 1


def _make_source(tokens: Sentence, clause: Clause) -> _Source:
    return _Source(_span(tokens, clause.speaker), Span(tokens[clause.cue_start].start, tokens[clause.cue_end - 1].end))


def _attribute_sentence(
    text: str, tokens: Sentence, claims: Sequence[Claim], found: list[Attribution], before: _Source | None
) -> tuple[_Source | None, list[Run]]:
    """Add what the claims of a sentence hold; return the last source and the runs nobody claimed."""
    base = len(found)
    latest = None
    quoted = False
    taken: set[int] = set()
    places: list[int | None] = []
    for claim in claims:
        source = _make_source(tokens, claim.clause)
        if source.speaker is None and before is not None:
            source = _Source(before.speaker, source.cue)
        item = _make(text, tokens, claim, source)
        places.append(None if item is None else len(found))
        if item is not None:
            found.append(item)
        if claim.outer is None:
            taken.update(range(claim.start, claim.end))
            marked = item is not None and bool(item.marked)
            if marked or (not quoted and claim.clause.cue.frame in _SPEAKING):
                latest = source
            quoted = quoted or marked
    for at, (claim, place) in enumerate(zip(claims, places, strict=True)):
        if place is not None and claim.outer is not None:
            found[place] = found[place]._replace(outer=places[claim.outer])
    rest = [token.run for at, token in enumerate(tokens) if token.run is not None and at not in taken]
    return latest, rest


def _make(text: str, tokens: Sentence, claim: Claim, source: _Source) -> Attribution | None:
    part = tokens[claim.start : claim.end]
    runs = [token.run for token in part if token.run is not None and not is_name_like(text, tokens, token.run)]
    letters = sum(token.end - token.start for token in part if token.run is None)
    inside = sum(run.inner.end - run.inner.start for run in runs)
    order = tokens[claim.clause.cue_start].start
    polarity = claim.clause.polarity
    if runs and (inside >= 9 * letters or not claim.whole):
        content = tuple(run.inner for run in runs)
        return Attribution(QuotationKind.DIRECT, content, content, source.speaker, source.cue, polarity, order)
    content = (Span(part[0].start, part[-1].end),)
    marked = tuple(run.inner for run in runs)
    kind = QuotationKind.MIXED if runs else QuotationKind.INDIRECT
    return Attribution(kind, content, marked, source.speaker, source.cue, polarity, order, None, claim.clause.cue.frame)


def _span(tokens: Sentence, phrase: Phrase | None) -> Span | None:
    return None if phrase is None else Span(tokens[phrase.start].start, tokens[phrase.end - 1].end)
