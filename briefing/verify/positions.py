"""A draft's position -> a position with proof, or none, and a finding for whatever fell away.

Only words that the article gives to this very actor are printed as a quotation. A government or body may
be quoted through a person whom the articles tie to it; the quotation then carries that person's name.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from briefing.schema import (
    Actor,
    ActorKind,
    Article,
    Citation,
    DraftPosition,
    Finding,
    FindingCode,
    Polarity,
    Position,
    Quotation,
    QuotationKind,
    Span,
    SpeakerVerdict,
    Story,
    Utterance,
    WordsVerdict,
)
from briefing.speech import is_tied, match_actor
from briefing.speech.lexicon import Word, load_lexicon
from briefing.verify.evidence import Cited, Evidence
from briefing.verify.lines import judge_line

MAX_QUOTATIONS = 4
# A sentence that takes back part of the one before it; quoting the first alone would turn its meaning.
_LIMIT_RE = re.compile(
    r"(?:But|However|Unless|Except|Only|Not if|If not|Until|Though|Although|Provided|Aber|Jedoch|Nur|Außer)\b"
)
_TAG = 160  # characters between two parts of a speech, for a name, a cue and when and where it was said
_NO_NAME = Word.SUBJECT_PRONOUN | Word.OBJECT_PRONOUN | Word.INDEFINITE_PRONOUN | Word.DEMONSTRATIVE
_SOFT_ENDS = ",;:"  # punctuation of the sentence around a quotation, not of the quotation


class Judged(NamedTuple):
    """A position as far as it stands, and what fell away on the way."""

    position: Position | None
    findings: tuple[Finding, ...]


def judge_position(story: Story, evidence: Evidence, claim: DraftPosition, *, issue: str) -> Judged:
    """Prove one position; `issue` is printed where the claim's own wording of it is not covered."""
    subject = claim.actor[:80]
    cited, findings = evidence.look_up(claim.evidence, subject)
    actor = _find_actor(claim.actor, story.actors) or _mentioned(claim.actor, cited)
    if actor is None:
        detail = f"{subject} is nobody the articles name"
        return Judged(None, (*findings, _finding(FindingCode.UNKNOWN_ACTOR, subject, detail)))
    proofs = [_prove(actor, sentence, evidence) for sentence in cited]
    findings += tuple(proof.finding for proof in proofs if proof.finding)
    kept = [sentence for sentence, proof in zip(cited, proofs, strict=True) if proof.holds]
    if not kept:
        detail = "nothing it cited shows this position as this actor's"
        return Judged(None, (*findings, _finding(FindingCode.NO_EVIDENCE, actor.name, detail)))
    lines = _Lines(actor, tuple(kept), evidence)
    summary, summary_findings = lines.keep(claim.summary)
    told = "" if claim.issue == issue else claim.issue
    own_issue, issue_findings = lines.keep(told, context=evidence.text)
    position = Position(
        actor=actor.name,
        role=actor.role,
        issue=own_issue or issue,
        stance=claim.stance,
        summary=summary,
        quotations=_joined(story, [q for proof in proofs for q in proof.quotations])[:MAX_QUOTATIONS],
        reported=tuple(citation for proof in proofs for citation in proof.reported),
    )
    return Judged(position, (*findings, *summary_findings, *issue_findings))


class _Proof(NamedTuple):
    """What one cited sentence proves of an actor."""

    quotations: tuple[Quotation, ...] = ()
    reported: tuple[Citation, ...] = ()
    finding: Finding | None = None

    @property
    def holds(self) -> bool:
        return bool(self.quotations or self.reported)


class _Lines(NamedTuple):
    """The claim's own words, held against what is left of its evidence."""

    actor: Actor
    cited: tuple[Cited, ...]
    evidence: Evidence

    def keep(self, text: str, *, context: str = "") -> tuple[str, tuple[Finding, ...]]:
        finding = judge_line(
            text,
            self.cited,
            known=self.evidence.text,
            speaker=self.actor,
            also=(" ".join([self.actor.name, self.actor.role or "", *self.actor.aliases]), context),
        )
        return ("", (finding,)) if finding else (text, ())


def _prove(actor: Actor, cited: Cited, evidence: Evidence) -> _Proof:
    content = [u for u in cited.utterances if any(s.overlaps(cited.sentence.span) for s in u.content)]
    mine = [u for u in content if u.actor and speaks_for(u.actor, actor)]
    if not mine:
        return _narration(actor, cited, content)
    quotations = tuple(q for u in mine if _is_quotable(u, content) for q in _quotations(u, cited))
    if quotations:
        return _Proof(quotations=(*quotations, *_limits(quotations[-1], evidence)))
    if all(u.polarity is Polarity.HYPOTHETICAL for u in mine):
        detail = f"{cited.id} only supposes or asks whether {actor.name} said this"
        return _Proof(finding=_finding(FindingCode.DENIED, actor.name, detail))
    return _Proof(reported=(cited.citation(),))


def _narration(actor: Actor, cited: Cited, others: Sequence[Utterance]) -> _Proof:
    """Judge a sentence in which the actor says nothing; what is told *of* an actor is evidence too."""
    quoted = [u for u in others if u.kind is not QuotationKind.INDIRECT]
    known = [u.actor.name for u in quoted or others if u.actor]
    if known:
        detail = f"{cited.id} is spoken by {known[0]}, not {actor.name}"
        return _Proof(finding=_finding(FindingCode.WRONG_SPEAKER, actor.name, detail))
    if quoted:
        detail = f"the article does not say for certain who speaks in {cited.id}"
        return _Proof(finding=_finding(FindingCode.UNATTRIBUTED, actor.name, detail))
    if _is_named(actor, cited):
        return _Proof(reported=(cited.citation(),))
    detail = f"{cited.id} neither quotes nor names {actor.name}"
    return _Proof(finding=_finding(FindingCode.NOT_SPEECH, actor.name, detail))


def speaks_for(speaker: Actor, actor: Actor) -> bool:
    """Whether `speaker`'s words may stand under `actor`: the same, or a person of that body."""
    if speaker.name == actor.name:
        return True
    body = actor.kind in (ActorKind.GOVERNMENT, ActorKind.ORGANISATION)
    return body and speaker.kind is ActorKind.PERSON and is_tied(speaker, actor)


def _is_quotable(utterance: Utterance, others: Sequence[Utterance]) -> bool:
    """Whether the text says plainly that these words are this actor's.

    Words that somebody is only reported to have said inside another's speech are certainly neither's, and
    nor are words that the text can be read to give to two people.
    """
    plain = utterance.polarity is Polarity.ASSERTED and utterance.outer is None
    return bool(utterance.marked) and plain and not any(_claims_too(other, utterance) for other in others)


def _claims_too(other: Utterance, utterance: Utterance) -> bool:
    """Whether another reading gives some of the words to somebody else, known or not."""
    if other is utterance or not any(one.overlaps(two) for one in other.marked for two in utterance.marked):
        return False
    return other.actor is None or utterance.actor is None or other.actor.name != utterance.actor.name


def _limits(quotation: Quotation, evidence: Evidence) -> Iterator[Quotation]:
    """The sentence that takes part of a quotation back, where the speaker's name parts the two.

    “We will sign,” Holm said. “But only if the state pays.”
    """
    following = evidence.speech_after(quotation.article_id, quotation.end, reach=_TAG)
    if following is None or following.actor is None or following.actor.name != quotation.speaker:
        return
    article = evidence.articles[quotation.article_id]
    sentence = article.sentences_of(following.marked[0])[0]
    if _LIMIT_RE.match(article.text, following.marked[0].start):
        yield from _quotations(following, Cited(article, sentence, ()))


def _quotations(utterance: Utterance, cited: Cited) -> Iterator[Quotation]:
    assert utterance.actor is not None
    for run in utterance.marked:
        span = _within(run, cited)
        if span is None:
            continue
        yield Quotation(
            text=span.of(cited.article.text),
            speaker=utterance.actor.name,
            article_id=cited.article.id,
            sentence=cited.id,
            start=span.start,
            end=span.end,
            verdict=WordsVerdict.VERBATIM,
            speaker_verdict=SpeakerVerdict.CONFIRMED,
        )


def _within(run: Span, cited: Cited) -> Span | None:
    """The part of a marked run in the cited sentence, without space or a comma at its ends."""
    text = cited.article.text
    start, end = max(run.start, cited.sentence.span.start), min(run.end, _reach(run, cited))
    while start < end and text[start].isspace():
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in _SOFT_ENDS):
        end -= 1
    return Span(start, end) if start < end else None


def _reach(run: Span, cited: Cited) -> int:
    """The end of the cited sentence, or of those behind it in the same speech that limit what it says."""
    end = cited.sentence.span.end
    for sentence in cited.article.sentences[cited.sentence.number :]:
        inside = sentence.span.start < run.end
        if not (inside and _LIMIT_RE.match(sentence.span.of(cited.article.text))):
            break
        end = sentence.span.end
    return end


def _joined(story: Story, quotations: Sequence[Quotation]) -> tuple[Quotation, ...]:
    """The same words once, and sentences that follow each other in one speech as one quotation.

    Two stretches belong together when nothing but space lies between them: a mark would end the speech.
    """
    kept: list[Quotation] = []
    for quotation in quotations:
        text = story.articles[quotation.article_id].text
        near = next((k for k in kept if _touches(k, quotation, text)), None)
        if near is not None:
            kept[kept.index(near)] = _merged(near, quotation, text)
        elif all(quotation.text != k.text for k in kept):
            kept.append(quotation)
    return tuple(kept)


def _touches(one: Quotation, two: Quotation, text: str) -> bool:
    if one.article_id != two.article_id:
        return False
    first, second = sorted((one, two), key=lambda quotation: quotation.start)
    return second.start <= first.end or not text[first.end : second.start].strip()


def _merged(one: Quotation, two: Quotation, text: str) -> Quotation:
    first = min(one, two, key=lambda quotation: quotation.start)
    end = max(one.end, two.end)
    return first.model_copy(update={"text": text[first.start : end], "end": end})


def _find_actor(name: str, actors: Sequence[Actor]) -> Actor | None:
    exact = next((actor for actor in actors if actor.name == name), None)
    return exact or match_actor(name, actors)


def _mentioned(name: str, cited: Sequence[Cited]) -> Actor | None:
    """An actor who never speaks can still hold a position, if a cited sentence names it as written."""
    actor = Actor(name=name.strip(), kind=ActorKind.ORGANISATION)
    return actor if any(_is_named(actor, c) and _can_name(actor.name, c.article) for c in cited) else None


def _can_name(words: str, article: Article) -> bool:
    """Whether words can name somebody: not *Nobody*, *Some buyers*, nor a noun that only opens a sentence.

    Without the words of the language the capitals alone tell.
    """
    if not words[:1].isupper():
        return False
    first, *rest = words.split()
    if any(word[:1].isupper() for word in rest):
        return True
    lexicon = load_lexicon(article.language)
    if lexicon and lexicon.classes.get(first, 0) & _NO_NAME:
        return False
    return bool(rest) or not _holds_word(article.text, first.lower())


def _is_named(actor: Actor, cited: Cited) -> bool:
    forms = {
        actor.name,
        *actor.aliases,
        *([actor.name.split()[-1]] if actor.kind is ActorKind.PERSON else []),
    }
    return any(_holds_word(cited.text, form) for form in forms if form)


def _holds_word(text: str, form: str) -> bool:
    start = text.find(form)
    while start >= 0:
        before, after = text[start - 1 : start], text[start + len(form) : start + len(form) + 1]
        if not (before.isalnum() or after.isalnum()):
            return True
        start = text.find(form, start + 1)
    return False


def _finding(code: FindingCode, subject: str, detail: str) -> Finding:
    return Finding(code=code, subject=subject, detail=detail)
