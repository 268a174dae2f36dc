"""Text -> attributions: the runs and clauses of each paragraph brought together.

A sentence group, that is all marked runs of a sentence and the wholly quoted sentences after it, has one
source. Paragraphs are read one by one; a source goes on into the next only where the words do.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from briefing.schema import Polarity, QuotationKind, Span
from briefing.speech.claims import Claim, find_claims
from briefing.speech.clause import Clause
from briefing.speech.clauses import REPORTING, find_clauses, find_giver
from briefing.speech.judge import is_report
from briefing.speech.labels import LABELLING, find_label, split_label
from briefing.speech.lexicon import Frame, Lexicon, Word
from briefing.speech.marks import Paragraph, Run, find_paragraphs
from briefing.speech.phrases import Phrase
from briefing.speech.scare import is_name_like
from briefing.speech.subjects import read_main_subject
from briefing.speech.tokens import SENTENCE_ENDS, Sentence, cut_sentences

__all__ = ["Attribution", "find_attributions"]

_LONG = 6  # words from which a marked run is a quotation whatever stands around it
_MOSTLY = 9  # letters inside marks to one outside, from which words are direct
_LAYERS = frozenset([Frame.SAY, Frame.TELL, Frame.ASK, Frame.CALL])
_SPEAKING = frozenset([Frame.SAY, Frame.TELL, Frame.ASK, Frame.OPEN, Frame.THINK, Frame.CALL])


class Attribution(NamedTuple):
    """Words and whose they are, before the speaker's mention is resolved to an actor.

    `outer` is the index of the attribution it is reported inside of. `order` is where it is attributed.
    `is_sure` is False where the mention is the likeliest one, and no grammar ties it to the words.
    """

    kind: QuotationKind
    content: tuple[Span, ...]
    marked: tuple[Span, ...]
    speaker: Span | None
    cue: Span | None
    polarity: Polarity
    order: int
    outer: int | None = None
    is_sure: bool = True


class _Source(NamedTuple):
    """A speaker's mention and the cue that made it one; not `is_sure` where it only stands near the words."""

    speaker: Span | None
    cue: Span | None
    is_sure: bool = True


class _Carried(NamedTuple):
    """What one paragraph hands to the next: its last source or sentence, and whether the words may go on."""

    source: _Source | None
    sentence: Sentence | None
    goes_on: bool


_NOBODY = _Carried(None, None, goes_on=False)


def find_attributions(text: str, lexicon: Lexicon) -> list[Attribution]:
    """Find who is said to have said what, in text order; `outer` is an index into the result."""
    found: list[Attribution] = []
    carried = _NOBODY
    for paragraph in find_paragraphs(text):
        reader = _Reader(text, lexicon, carried)
        for tokens in cut_sentences(text, paragraph, lexicon):
            reader.read(tokens)
        found += _put_in_order(reader.finish(), len(found))
        carried = reader.carry(paragraph)
    return found


@dataclass(slots=True)
class _Reader:
    """Reads one paragraph sentence by sentence.

    `before` is whom the paragraph before was about, `source` whose words a wholly quoted sentence would be.
    `pending` are such sentences before anybody was named. `subject` is the last sentence without an
    attribution, whose subject may have to do. `turn` says that the paragraph is somebody's turn in a
    transcript.
    """

    text: str
    lexicon: Lexicon
    before: _Carried
    source: _Source | None = None
    found: list[Attribution] = field(default_factory=list)
    pending: list[Run] = field(default_factory=list)
    subject: Sentence | None = None
    last: Sentence = ()
    classes: int = 0
    count: int = 0
    turn: bool = False

    def __post_init__(self) -> None:
        if self.before.goes_on:
            self.source = self._find_source_before()

    def read(self, tokens: Sentence) -> None:
        """Read the next sentence."""
        if self.turn:
            self._go_on(tokens)
            return
        classes = 0
        for token in tokens:
            classes |= token.classes
        clauses = find_clauses(tokens, self.lexicon) if classes & REPORTING else []
        label = find_label(tokens, self.lexicon) if classes & LABELLING else None
        claims = self._keep_reports(tokens, find_claims(tokens, clauses)) if clauses else []
        claims = claims if label is None else _put_inside(label, claims)
        if self.pending and tokens[0].run is None:
            self._settle(None, None)
        latest, taken = self._add_claims(tokens, claims) if claims else (None, set())
        if latest is not None:
            self._settle(latest, None)
            self.source = latest
        self.turn = label is not None and not self.last and not classes & Word.RUN
        if classes & Word.RUN:
            self._add_rest(tokens, taken, clauses)
        if tokens[-1].text == ":":
            self.source = self._find_lead(tokens, clauses) or self.source
        if latest is None and _has_words(tokens):
            self._narrate(tokens)
        self.count += 1
        self.last, self.classes = tokens, classes

    def _narrate(self, tokens: Sentence) -> None:
        """Read past a sentence that attributes nothing: behind it nobody speaks on, unless it leads in."""
        if tokens[-1].text != ":" and not self._is_reported(tokens):
            self.source, self.before = None, _NOBODY
        if tokens[-1].run is None:
            self.subject = tokens

    def _go_on(self, tokens: Sentence) -> None:
        """Let the turn of a transcript run on to the end of its paragraph."""
        turn = self.found[-1]
        end = tokens[-2].end if tokens[-1].text in SENTENCE_ENDS and len(tokens) > 1 else tokens[-1].end
        self.found[-1] = turn._replace(content=(Span(turn.content[0].start, end),))

    def finish(self) -> list[Attribution]:
        """Settle what is pending and return everything found.

        Long runs in a paragraph of nothing but marked words go back to the paragraph before.
        """
        if self.pending:
            self._settle(None, self._find_source_before())
        return self.found

    def _settle(self, source: _Source | None, before: _Source | None) -> None:
        """Attribute what is pending; without a source, long runs are of the one before."""
        for run in self.pending:
            fallback = before if _count_words(self.text, run) >= _LONG else None
            self.source = source or fallback or self.source
            self.found.append(_quote(run, source or fallback))
        self.pending = []

    def _find_source_before(self) -> _Source | None:
        if self.before.source is not None or self.before.sentence is None:
            return self.before.source
        source = self._find_subject(self.before.sentence)
        leads = self.before.sentence[-1].text == ":"
        return None if source is None else source._replace(is_sure=leads)

    def carry(self, paragraph: Paragraph) -> _Carried:
        """What the next paragraph has to know."""
        unclosed = bool(paragraph.runs) and not paragraph.runs[-1].closed
        leads = bool(self.last) and self.last[-1].text == ":"
        quotes = bool(self.classes & Word.RUN)
        lead = self.subject if leads or self.count == 1 else None
        return _Carried(self.source, lead, unclosed or leads or quotes)

    def _keep_reports(self, tokens: Sentence, claims: Sequence[Claim]) -> list[Claim]:
        """Drop the claims that report nothing; what lies inside one moves out to the next that stays."""
        stays = [self._is_kept(tokens, claim) for claim in claims]
        if all(claim.outer is None for claim in claims):
            return [claim for claim, stay in zip(claims, stays, strict=True) if stay]
        moved = [claim._replace(outer=_find_staying(claims, stays, at)) for at, claim in enumerate(claims)]
        kept = [at for at, claim in enumerate(moved) if stays[at] and _is_layer(tokens, moved, claim)]
        places: dict[int | None, int | None] = {at: place for place, at in enumerate(kept)} | {None: None}
        return [moved[at]._replace(outer=places.get(moved[at].outer)) for at in kept]

    def _is_kept(self, tokens: Sentence, claim: Claim) -> bool:
        places = range(claim.start, claim.end)
        runs = [at for at in places if tokens[at].run is not None]
        if not runs:
            return is_report(tokens, claim, self.lexicon.language)
        # „sagte Lang dem „Boten““: the marks are round a name, and nothing is reported behind the verb.
        named = len(places) == len(runs) and all(
            is_name_like(self.text, tokens, at, self.lexicon) for at in runs
        )
        return not named

    def _add_claims(self, tokens: Sentence, claims: Sequence[Claim]) -> tuple[_Source | None, set[int]]:
        """Add what the claims of a sentence hold; return the last source and the tokens claimed."""
        latest: _Source | None = None
        quoted = False
        taken: set[int] = set()
        base = len(self.found)
        for claim in _share_out(claims):
            source = self._source_of(tokens, claim.clause)
            item = _make(self.text, tokens, claim, source, self.lexicon)
            if item.marked and claim.clause.speaker is None:
                item = item._replace(
                    is_sure=False
                )  # a passive names nobody: whoever spoke before may not be meant
            self.found.append(item if claim.outer is None else item._replace(outer=base + claim.outer))
            if claim.outer is not None:
                continue
            taken.update(range(claim.start, claim.end))
            if item.marked or (not quoted and claim.clause.cue.frame in _SPEAKING):
                latest = source
            quoted = quoted or bool(item.marked)
        return latest, taken

    def _source_of(self, tokens: Sentence, clause: Clause) -> _Source:
        source = _make_source(tokens, clause)
        if source.speaker is None:
            known = self.source or _Source(None, None)
            return known._replace(cue=source.cue)
        return source

    def _add_rest(self, tokens: Sentence, taken: set[int], clauses: Sequence[Clause]) -> None:
        """Attribute the runs of a sentence that no clause claims."""
        rest = [
            (at, token.run) for at, token in enumerate(tokens) if token.run is not None and at not in taken
        ]
        if not rest:
            return
        alone = not _has_words(tokens)
        for at, run in rest:
            label, words = split_label(self.text, run)
            if label is not None:
                self.source = _Source(label, None)
                self.found.append(_quote(run._replace(inner=words), self.source))
                continue
            named = is_name_like(self.text, tokens, at, self.lexicon)
            lead = self._find_neighbour(tokens, at, run, clauses)
            if lead is not None and not named:
                self.found.append(_quote(run, lead))
            elif (alone or self._is_reported(tokens)) and not named:
                self._add_alone(run)
            elif _count_words(self.text, run) >= _LONG and not named:
                # The sentence tells something of its own: whose words it quotes is a guess.
                here = self._find_lead(tokens, clauses) or self.source
                guess = here._replace(is_sure=False) if here and not _is_supposed(tokens, at) else None
                self.found.append(_quote(run, guess))

    def _find_neighbour(
        self, tokens: Sentence, at: int, run: Run, clauses: Sequence[Clause]
    ) -> _Source | None:
        """Whose words a run is by its punctuation alone: after a colon, or before a comma and a subject."""
        if at and tokens[at - 1].text == ":":
            return self._find_lead(tokens, clauses)
        if run.final == "," and at + 1 < len(tokens) and not _is_supposed(tokens, at):
            phrase = read_main_subject(tokens, at + 1, len(tokens), self.lexicon)
            opens = all(token.run is not None or not token.text[0].isalnum() for token in tokens[:at])
            return None if phrase is None else _Source(_locate(tokens, phrase), None, is_sure=opens)
        return None

    def _is_reported(self, tokens: Sentence) -> bool:
        """Whether the mood of a sentence says that it goes on reporting, as the German subjunctive does."""
        return self.source is not None and any(token.classes & Word.SUBJUNCTIVE for token in tokens)

    def _add_alone(self, run: Run) -> None:
        source = self.source
        if source is None:
            self.pending.append(run)
        else:
            self.found.append(_quote(run, source))

    def _find_lead(self, tokens: Sentence, clauses: Sequence[Clause]) -> _Source | None:
        """Whose words a sentence leads up to: its first clause's, else its subject's."""
        if clauses and clauses[0].speaker is not None:
            return _make_source(tokens, clauses[0])
        received = next((at for at, token in enumerate(tokens) if token.classes & Word.RECEIVING), None)
        if received is None:
            return self._find_subject(tokens)
        giver = find_giver(tokens, received + 1)
        return None if giver is None else _Source(_locate(tokens, giver), None)

    def _find_subject(self, tokens: Sentence | None) -> _Source | None:
        if tokens is None:
            return None
        phrase = read_main_subject(tokens, 0, len(tokens), self.lexicon)
        return None if phrase is None else _Source(_locate(tokens, phrase), None)


def _put_inside(label: Claim, claims: Sequence[Claim]) -> list[Claim]:
    """Keep what is reported within a speaker's turn as inner claims: `LEE: Park said, “No.”`."""
    inner = [claim for claim in claims if claim.outer is None and label.start <= claim.clause.start]
    return [label, *(claim._replace(outer=0) for claim in inner)]


def _share_out(claims: Sequence[Claim]) -> list[Claim]:
    """Let no word have two outermost claims: one that begins in another's words is an inner one."""
    shared: list[Claim] = []
    for claim in _pass_on(claims):
        around = None
        if claim.outer is None:
            around = next((at for at, other in enumerate(shared) if _is_amid(claim, other)), None)
        shared.append(claim if around is None else claim._replace(outer=around))
    return shared


def _pass_on(claims: Sequence[Claim]) -> list[Claim]:
    """Let words be outermost to whoever calls them so, where the clause around only judges that."""
    passed = list(claims)
    for at, claim in enumerate(claims):
        outer = None if claim.outer is None else passed[claim.outer]
        if outer is None or outer.outer is not None or outer.clause.cue.frame is not Frame.JUDGE:
            continue
        clause = claim.clause
        if (
            clause.own
            and clause.cue.frame in _LAYERS
            and clause.start > outer.start
            and claim.end >= outer.end
        ):
            passed[at] = claim._replace(outer=None)
            passed[claim.outer or 0] = outer._replace(end=clause.start)
    return passed


def _is_amid(claim: Claim, other: Claim) -> bool:
    return other.outer is None and claim.start < other.end and other.start < claim.end


def _is_layer(tokens: Sentence, claims: Sequence[Claim], claim: Claim) -> bool:
    """Whether a claim is outermost, or reports within another: views and wishes told by others are theirs.

    What "called Park’s letter “an insult”" calls so is not what the letter says.
    """
    if claim.outer is None:
        return True
    clause = claim.clause
    marked = any(token.run is not None for token in tokens[claim.start : claim.end])
    if clause.cue.frame not in _LAYERS or (marked and tokens[clause.cue_start].classes & Word.VIEWING):
        return False
    is_noun = bool(tokens[clause.cue_start].classes & Word.REPORT) and not clause.cue.forms
    return not (is_noun and claims[claim.outer].clause.cue.frame is Frame.CALL)


def _find_staying(claims: Sequence[Claim], stays: Sequence[bool], at: int) -> int | None:
    """The nearest claim around one that stays."""
    outer = claims[at].outer
    while outer is not None and not stays[outer]:
        outer = claims[outer].outer
    return outer


def _has_words(tokens: Sentence) -> bool:
    """Whether a sentence has words outside of marks."""
    return any(token.run is None and token.text[0].isalnum() for token in tokens)


def _is_supposed(tokens: Sentence, end: int) -> bool:
    """Whether the words at a token are only asked after or supposed: "asked whether “…,” he left"."""
    return any(token.classes & (Word.QUESTION | Word.CONDITION) for token in tokens[:end])


def _put_in_order(found: list[Attribution], base: int) -> list[Attribution]:
    """Sort by where each is attributed, and let `outer` follow."""
    if len(found) <= 1:
        return found
    order = sorted(range(len(found)), key=lambda at: found[at].order)
    place = {old: new + base for new, old in enumerate(order)}
    return [
        found[at] if found[at].outer is None else found[at]._replace(outer=place[found[at].outer or 0])
        for at in order
    ]


def _quote(run: Run, source: _Source | None) -> Attribution:
    speaker, cue, is_sure = source or _Source(None, None)
    words = (run.inner,)
    kind, order = QuotationKind.DIRECT, run.span.start
    return Attribution(kind, words, words, speaker, cue, Polarity.ASSERTED, order, is_sure=is_sure)


def _count_words(text: str, run: Run) -> int:
    return text.count(" ", run.inner.start, run.inner.end) + 1


def _make_source(tokens: Sentence, clause: Clause) -> _Source:
    cue = Span(tokens[clause.cue_start].start, tokens[clause.cue_end - 1].end)
    return _Source(None if clause.speaker is None else _locate(tokens, clause.speaker), cue)


def _make(text: str, tokens: Sentence, claim: Claim, source: _Source, lexicon: Lexicon) -> Attribution:
    part = tokens[claim.start : claim.end]
    runs = [(at, token.run) for at, token in enumerate(part, claim.start) if token.run is not None]
    marked = tuple([run.inner for at, run in runs if not is_name_like(text, tokens, at, lexicon)])
    if marked and (not claim.whole or _is_mostly_marked(part, marked)):
        kind, content = QuotationKind.DIRECT, marked
    else:
        kind = QuotationKind.MIXED if marked else QuotationKind.INDIRECT
        content = (Span(part[0].start, part[-1].end),)
    order = tokens[claim.clause.cue_start].start
    polarity, is_sure = claim.clause.polarity, source.is_sure
    return Attribution(kind, content, marked, source.speaker, source.cue, polarity, order, is_sure=is_sure)


def _is_mostly_marked(part: Sentence, marked: Sequence[Span]) -> bool:
    inside = sum(span.end - span.start for span in marked)
    outside = sum(token.end - token.start for token in part if token.run is None)
    return inside >= _MOSTLY * outside


def _locate(tokens: Sentence, phrase: Phrase) -> Span:
    return Span(tokens[phrase.start].start, tokens[phrase.end - 1].end)
