"""Story -> Draft without a model: the articles' own sentences, grouped by who speaks in them.

Positions come from utterances and from sentences in which an actor takes a side; questions from sentences
that leave something open; the bottom line is the lead. Every line is the article's wording, so the verifier
has little to drop.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from briefing.articles.dated import dated
from briefing.drafts.openings import REFUSED, find_opening
from briefing.drafts.stances import (
    Leaning,
    find_leaning,
    is_conditional,
    predicate_starts,
    subject_end,
)
from briefing.schema import (
    Actor,
    Article,
    Draft,
    DraftPosition,
    DraftQuestion,
    Line,
    Polarity,
    QuotationKind,
    Sentence,
    Stance,
    Story,
    Utterance,
)
from briefing.speech.reporting import is_reporting

MAX_EVIDENCE = 6
MAX_QUESTIONS = 8
MAX_ACTORS = 24
# A name that begins so points at something outside the row it would head.
_POINTERS = frozenset("his her its their our my your this that these those both each".split())
_CLAUSE_OPENERS = frozenset("while but and although as whereas because after before when the".split())
_CLAUSE_WORDS = 5  # a shorter clause says nothing alone
_LEAD_REACH = 4  # sentences in which a lead is sought
_LEAD_WORDS = 12  # a shorter first sentence does not say what happened; the second joins it
_ISSUE_RE = re.compile(r"\b(?:over|on|about) ((?:how|whether|what|who|when|where|why)\b.+)", re.IGNORECASE)


_KINDS = (QuotationKind.DIRECT, QuotationKind.MIXED, QuotationKind.INDIRECT)
_DATELINE_RE = re.compile(r"^[A-Z][A-Z .,'’/-]+(?:\([A-Z][\w ]+\) ?)? ?[—–-]{1,2} ")
_OPENER_RE = re.compile(r"^(?:And|But|Yet|So|Still|Meanwhile|However),? ")
# Cues whose clause can stand alone as what was said; after "demanded" or "warned of" it cannot.
_PLAIN_CUES = frozenset(
    "say says said saying tell tells told telling add adds added adding sagt sagte laut".split()
) | {"according to"}


class BuiltinEngine:
    """The engine that needs no model: the same draft for the same story, every time."""

    name = "built-in"
    model: str | None = None
    prompt: str | None = None
    failures = ()

    def draft(self, story: Story) -> Draft:
        """Draft a story from its own sentences; never fails."""
        return draft_extractive(story)


def draft_extractive(story: Story) -> Draft:
    """Draft a story from its own sentences."""
    lead = story.origins[0]
    bottom = _lead_lines(lead)
    evidence = bottom[0].evidence if bottom else ()
    issue = issue_of(story.headline)
    return Draft(
        headline=Line(text=story.headline, evidence=evidence),
        bottom_line=bottom,
        issue=Line(text=issue, evidence=evidence),
        positions=_positions(story, issue),
        questions=_questions(story),
    )


def issue_of(headline: str) -> str:
    """What a story is about, as a question where its headline holds one.

    >>> issue_of("Ministers split over how to pay for the bridge")
    'How to pay for the bridge?'
    >>> issue_of("Bridge closed")
    'Bridge closed'
    """
    match = _ISSUE_RE.search(headline)
    if match is None:
        return headline
    clause = match.group(1).rstrip(" ?.")
    return f"{clause[0].upper()}{clause[1:]}?"


def _lead_lines(article: Article) -> tuple[Line, ...]:
    lines: list[Line] = []
    whole = [s for s in article.sentences[:_LEAD_REACH] if _is_whole(s.span.of(article.text))]
    for sentence in whole[:2]:
        text = _DATELINE_RE.sub("", " ".join(dated(article, sentence.span).split()))
        lines.append(Line(text=text, evidence=(article.sentence_id(sentence),)))
        if len(text.split()) >= _LEAD_WORDS:
            break
    return tuple(lines)


def _is_whole(text: str) -> bool:
    """Whether no quotation begins in the sentence and ends elsewhere."""
    return text.count("“") == text.count("”") and text.count('"') % 2 == 0


# --- positions -----------------------------------------------------------------------------------------


class _Said(NamedTuple):
    """One sentence in which an actor speaks or takes a side."""

    actor: Actor
    article: Article
    sentence: Sentence
    utterance: Utterance | None
    leaning: Leaning | None

    @property
    def id(self) -> str:
        return self.article.sentence_id(self.sentence)

    @property
    def rank(self) -> int:
        """Direct speech first, then fragments in marks, reported speech, and what is told of an actor."""
        if self.utterance is None:
            return _KINDS.index(QuotationKind.INDIRECT) + 1
        return _KINDS.index(self.utterance.kind)


def _positions(story: Story, issue: str) -> tuple[DraftPosition, ...]:
    by_actor: dict[Actor, list[_Said]] = {}
    for said in sorted(_all_said(story), key=_place):
        if said.actor.name.partition(" ")[0].lower() not in _POINTERS:
            by_actor.setdefault(said.actor, []).append(said)
    ranked = sorted(by_actor.items(), key=lambda item: -len(item[1]))[:MAX_ACTORS]
    kept = {actor for actor, _ in ranked}
    return tuple(
        position
        for actor, items in by_actor.items()
        if actor in kept
        for position in _of_actor(actor, items, issue)
    )


def _place(said: _Said) -> tuple[str, int]:
    return (said.article.id, said.sentence.number)


def _of_actor(actor: Actor, items: list[_Said], issue: str) -> Iterable[DraftPosition]:
    """One position for each thing the actor takes a side on.

    What takes no side joins the first one of its own article, else the first of all.
    """
    groups: dict[tuple[Stance, str], list[_Said]] = {}
    for said in items:
        key = _stance_of(said)
        if key is not None:
            groups.setdefault(key, []).append(said)
    rest = [said for said in items if _stance_of(said) is None]
    if not groups:
        groups[(Stance.UNCLEAR, "")] = []
    first = next(iter(groups))
    joined = {key: list(members) for key, members in groups.items()}
    for said in rest:
        own = (
            key for key, members in groups.items() if any(m.article.id == said.article.id for m in members)
        )
        joined[next(own, first)].append(said)
    groups = {key: sorted(members, key=_place) for key, members in joined.items()}
    for (stance, topic), members in groups.items():
        yield DraftPosition(
            actor=actor.name,
            issue=topic or issue,
            stance=stance,
            summary=_summary(members),
            evidence=_evidence(members),
        )


def _is_beside(said: _Said, members: Iterable[_Said]) -> bool:
    """Whether one of them stands in the same article."""
    return any(member.article.id == said.article.id for member in members)


def _stance_of(said: _Said) -> tuple[Stance, str] | None:
    if said.leaning:
        return (said.leaning.stance, said.leaning.topic)
    words = said.sentence.span.of(said.article.text)
    if said.utterance and said.utterance.polarity is Polarity.ASSERTED and is_conditional(words):
        return (Stance.CONDITIONAL, "")
    return None


def _evidence(members: Sequence[_Said]) -> tuple[str, ...]:
    best = sorted(members, key=lambda said: said.rank)
    return tuple(dict.fromkeys(said.id for said in best))[:MAX_EVIDENCE]


def _summary(members: Sequence[_Said]) -> str:
    """The first sentence that tells the position without being all quotation, in the article's words."""
    told = [s for s in members if s.utterance is None or s.utterance.kind is not QuotationKind.DIRECT]
    told.sort(key=lambda said: (said.leaning is None, said.utterance is None))
    for said in told:
        if text := _told(said):
            return text
    return ""


def _told(said: _Said) -> str:
    """The words of a plain *said that* clause, else the whole sentence."""
    sentence = _DATELINE_RE.sub("", " ".join(dated(said.article, said.sentence.span).split()))
    clause = _said_clause(said)
    if clause is None:
        rest = _OPENER_RE.sub("", sentence)
        return f"{rest[0].upper()}{rest[1:]}" if rest else ""
    return f"{clause[0].upper()}{clause[1:]}" + ("" if clause[-1] in '.!?”"' else ".")


def _said_clause(said: _Said) -> str | None:
    utterance = said.utterance
    if utterance is None or said.leaning or utterance.polarity is not Polarity.ASSERTED:
        return None
    cue = utterance.cue.of(said.article.text) if utterance.cue else ""
    content = [span for span in utterance.content if said.sentence.span.contains(span)]
    if cue.lower() not in _PLAIN_CUES or len(content) != 1:
        return None
    clause = re.sub(r"^that ", "", " ".join(dated(said.article, content[0]).split())).strip(" ,;:")
    whole = len(clause.split()) >= _CLAUSE_WORDS and clause.count("“") == clause.count("”")
    return clause if whole else None


def _all_said(story: Story) -> Iterable[_Said]:
    spoken: set[tuple[str, int, str]] = set()
    for utterance in story.utterances:
        if utterance.actor is None or utterance.outer is not None or not _is_speech(story, utterance):
            continue
        article = story.articles[utterance.article_id]
        for sentence in _sentences(article, utterance):
            spoken.add((article.id, sentence.number, utterance.actor.name))
            leaning = _own_leaning(article, sentence, utterance)
            yield _Said(utterance.actor, article, sentence, utterance, leaning)
    for article in story.origins:
        for said in _told_of(story.actors, article):
            if (article.id, said.sentence.number, said.actor.name) not in spoken:
                yield said


def _is_speech(story: Story, utterance: Utterance) -> bool:
    """Words in marks or a cue of saying; beliefs that somebody else tells, or silence, are no position."""
    article = story.articles[utterance.article_id]
    return bool(utterance.marked) or (
        is_reporting(utterance, article) and not _is_silence(article, utterance)
    )


def _is_silence(article: Article, utterance: Utterance) -> bool:
    """Whether the sentence only tells that an answer was not given; that is a question, not a position."""
    return any(
        opening.why_open == REFUSED
        for sentence in _sentences(article, utterance)
        if (opening := find_opening(sentence.span.of(article.text)))
    )


def _sentences(article: Article, utterance: Utterance) -> tuple[Sentence, ...]:
    found = {s.number: s for span in utterance.content for s in article.sentences_of(span)}
    return tuple(found[number] for number in sorted(found))


def _own_leaning(article: Article, sentence: Sentence, utterance: Utterance) -> Leaning | None:
    """The side taken by the verb that follows the speaker's mention."""
    speaker = utterance.speaker
    if speaker is None or not sentence.span.contains(speaker):
        return None
    text = article.text[speaker.end : sentence.span.end]
    return next(
        (find_leaning(text[verb:]) for verb in predicate_starts(text) if subject_end(text, verb) == 0), None
    )


def _told_of(actors: Sequence[Actor], article: Article) -> Iterable[_Said]:
    """Sentences in which a named actor is the subject of a verb that takes a side."""
    forms = _own_forms(actors)
    for sentence in article.sentences:
        text = sentence.span.of(article.text)
        for verb in predicate_starts(text):
            before = text[: subject_end(text, verb)]
            form = next((form for form in _endings(before) if form in forms), None)
            actor = forms[form] if form and _is_subject(before, form, forms[form]) else None
            leaning = find_leaning(text[verb:]) if actor else None
            if actor and leaning:
                yield _Said(actor, article, sentence, None, leaning)
                break


def _own_forms(actors: Sequence[Actor]) -> dict[str, Actor]:
    """The names and other forms that only one actor goes by."""
    bearers: dict[str, list[Actor]] = {}
    for actor in actors:
        for form in {actor.name, *actor.aliases}:
            bearers.setdefault(form, []).append(actor)
    return {form: holders[0] for form, holders in bearers.items() if len(holders) == 1}


def _is_subject(before: str, form: str, actor: Actor) -> bool:
    """Whether the name begins its clause; behind a noun or preposition it belongs to another subject."""
    lead = before[: len(before) - len(form)].rstrip()
    lead = lead.removesuffix(actor.role or "\0").rstrip() if actor.role else lead
    return not lead or lead[-1] in ",;:—" or lead.split()[-1].lower() in _CLAUSE_OPENERS


def _endings(text: str) -> Iterable[str]:
    """The last four, three, two words and the last word of a text."""
    words = text.split()
    for count in range(min(4, len(words)), 0, -1):
        yield " ".join(words[-count:])


# --- questions -----------------------------------------------------------------------------------------


def _questions(story: Story) -> tuple[DraftQuestion, ...]:
    found: dict[str, DraftQuestion] = {}
    for article in story.origins:
        quoted = _quoted_sentences(article, story.utterances)
        for sentence in article.sentences:
            if sentence.number in quoted:
                continue
            opening = find_opening(sentence.span.of(article.text))
            if opening and opening.question.casefold() not in found:
                found[opening.question.casefold()] = DraftQuestion(
                    question=opening.question,
                    why_open=opening.why_open,
                    evidence=(article.sentence_id(sentence),),
                )
    return tuple(found.values())[:MAX_QUESTIONS]


def _quoted_sentences(article: Article, utterances: Iterable[Utterance]) -> set[int]:
    """Sentences that are nothing but somebody's quoted words: what is open there is an opinion."""
    quoted = (u for u in utterances if u.article_id == article.id and u.kind is QuotationKind.DIRECT)
    return {
        sentence.number
        for utterance in quoted
        for run in utterance.marked
        for sentence in article.sentences_of(run)
        if run.end - run.start > (sentence.span.end - sentence.span.start) // 2
    }
