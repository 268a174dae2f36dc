"""A place in an article -> whose words stand there, and whether that is the actor asked about."""

import re
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from briefing.schema import Actor, ActorKind, Polarity, QuotationKind, Span, SpeakerVerdict, Utterance
from briefing.speech import is_tied
from briefing.speech.gazetteer import Gazetteer, fold_name, load_gazetteer
from briefing.speech.lexicon import Frame, Word, load_lexicon
from briefing.verify.descriptions import described
from briefing.verify.passages import Passages, holds

__all__ = ["Heard", "Names", "hear", "names_actor", "nearest_speech"]

_BODIES = frozenset((ActorKind.GOVERNMENT, ActorKind.ORGANISATION))
_SAYING = frozenset((Frame.SAY, Frame.TELL, Frame.ASK, Frame.OPEN))
_A_WORD_OR_TWO = 2
_NEAR = 20
_FAR = 3  # paragraphs
_BREAK_RE = re.compile(r"\n+")
_LAST_WORD_RE = re.compile(r"(\w+)\W*\Z")
_ARTICLES = frozenset(("the", "der", "die", "das"))


class Names(Protocol):
    """What a table of people answers: who a name stands for, and whether two names stand for one."""

    @property
    def actors(self) -> Sequence[Actor]:
        """Everybody known."""
        ...

    def find(self, name: str) -> Actor | None:
        """The actor, or None where the name is unknown or fits several."""
        ...

    def is_same(self, a: str, b: str) -> bool:
        """Whether both names stand for one actor."""
        ...


class Heard(NamedTuple):
    """The answer on the speaker.

    `said_by` is whom the article gives the words to; `reported_by` who told of them, where that is another.
    `right` says what would have been true.
    """

    verdict: SpeakerVerdict
    reason: str
    utterance: Utterance | None = None
    said_by: str | None = None
    reported_by: str | None = None
    right: str | None = None


def hear(passages: Passages, people: Names, actor: str, spans: Sequence[Span]) -> Heard:
    """Judge whether the words at `spans` are `actor`'s, by the utterances that hold them all.

    Words that are only reported, without marks, are the reporter's. Words that one speaker reports of another
    are confirmed for neither: the first did not say them of their own, the second is known from hearsay.
    """
    around = passages.around(spans)
    quoted = [said for said in around if all(holds(passages.spoken(said), span) for span in spans)]
    if not around:
        return _unheard(passages, spans)
    if not quoted:
        return _paraphrased(around[0])
    if irreal := next((said for said in quoted if said.polarity is not Polarity.ASSERTED), None):
        return _unsaid(irreal)
    outer = min(quoted, key=passages.depth)
    if reason := _doubt(passages, people, outer, spans):
        return Heard(SpeakerVerdict.UNATTRIBUTED, reason, outer)
    inner = [said for said in quoted if said is not outer and said.actor]
    if any(_is_unknown(passages, said) for said in quoted if said is not outer):
        reason = (
            f"{_name(outer) or 'somebody'} reports the words of another, and the article does not say whose"
        )
        return Heard(SpeakerVerdict.UNATTRIBUTED, reason, outer)
    return _compare(people, _Asked(actor, passages.article.text), outer, inner)


def _doubt(passages: Passages, people: Names, said: Utterance, spans: Sequence[Span]) -> str:
    """What speaks against taking a speaker as certain; empty where nothing does."""
    if _is_word_marked(passages, said, spans):
        return "a word or two in marks behind no verb of saying may be the article's own"
    if _is_far_fetched(passages, people, said):
        return "the name stands paragraphs before the pronoun, and others are named between"
    return ""


def _is_far_fetched(passages: Passages, people: Names, said: Utterance) -> bool:
    """Whether a pronoun stands paragraphs behind the name it is taken for, and others who fit between."""
    text, actor, speaker = passages.article.text, said.actor, said.speaker
    if actor is None or speaker is None or not _is_pronoun(passages, said):
        return False
    between = text[max(_last_named(text, actor, speaker.start), 0) : speaker.start]
    if len(_BREAK_RE.findall(between)) < _FAR:
        return False
    gazetteer = load_gazetteer(passages.article.language)
    gender = gazetteer.pronouns.get(speaker.of(text).lower(), "")
    people_here = (one for one in people.actors if one.kind is ActorKind.PERSON and one.name != actor.name)
    fitting = (one for one in people_here if _gender_of(one, gazetteer) in {"", gender})
    return any(_last_named(between, one, len(between)) >= 0 for one in fitting)


def _gender_of(actor: Actor, gazetteer: Gazetteer) -> str:
    """The gender that a given name tells, empty where it tells none."""
    return gazetteer.given.get(fold_name(actor.name.split()[0]), "")


def _last_named(text: str, actor: Actor, end: int) -> int:
    """Where an actor's name, or the last word of it, stands last before a place, or -1."""
    forms = {part for form in (actor.name, *actor.aliases) for part in (form, form.split()[-1])}
    return max(text.rfind(form, 0, end) for form in forms)


def _is_word_marked(passages: Passages, said: Utterance, spans: Sequence[Span]) -> bool:
    """Whether all that is quoted is a word or two of a clause that says nothing: rated the home “inadequate”.

    Marks round so little set apart a label or a nickname as often as they quote; behind *as* they quote.
    """
    text, lexicon = passages.article.text, load_lexicon(passages.article.language)
    if said.kind is not QuotationKind.MIXED or said.cue is None or lexicon is None:
        return False
    run = passages.marked_run(spans[0]) or spans[0]
    if len(run.of(text).split()) > _A_WORD_OR_TWO:
        return False
    before = _LAST_WORD_RE.search(text[max(0, run.start - _NEAR) : run.start])
    if before and lexicon.classes.get(before[1].lower(), 0) & Word.COMPARISON:
        return False
    cues = lexicon.cues.get(said.cue.of(text).lower(), ())
    return bool(cues) and not any(cue.frame in _SAYING for cue in cues)


def _is_unknown(passages: Passages, said: Utterance) -> bool:
    """Whether the speaker is a pronoun of which the article does not say for certain whom it means."""
    return said.actor is None and _is_pronoun(passages, said)


def _is_pronoun(passages: Passages, said: Utterance) -> bool:
    lexicon = load_lexicon(passages.article.language)
    if said.speaker is None or lexicon is None:
        return False
    mention = said.speaker.of(passages.article.text)
    return bool(lexicon.classes.get(mention, lexicon.classes.get(mention.lower(), 0)) & Word.SUBJECT_PRONOUN)


def names_actor(people: Names, name: str, actor: str) -> bool:
    """Whether a name, or the article's own description, means the actor of that name and nobody else."""
    found = people.find(name)
    return found.name == actor if found else [actor] == _described(people, name)


def nearest_speech(passages: Passages, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Clip ranges that were found by likeness, and may reach a word too far, to the speech they lie in."""
    return tuple(_clip(passages, span) for span in spans)


def _clip(passages: Passages, span: Span) -> Span:
    runs = [run for said in passages.crossing([span]) for run in passages.spoken(said) if run.overlaps(span)]
    shared = [Span(max(span.start, run.start), min(span.end, run.end)) for run in runs]
    widest = max(shared, key=lambda part: part.end - part.start, default=span)
    return widest if 2 * (widest.end - widest.start) > span.end - span.start else span


def _unheard(passages: Passages, spans: Sequence[Span]) -> Heard:
    """Judge words that no utterance holds: marked ones have a speaker nobody names, others have none."""
    language = passages.article.language
    if crossed := passages.crossing(spans):
        reason = "the words run beyond the quotation into the article's own text"
        return Heard(SpeakerVerdict.NOT_SPEECH, reason, crossed[0], _name(crossed[0]))
    if load_lexicon(language) is None:
        reason = f"who speaks is not worked out in this language ({language})"
        return Heard(SpeakerVerdict.UNATTRIBUTED, reason)
    if all(passages.marked_run(span) for span in spans):
        return Heard(SpeakerVerdict.UNATTRIBUTED, "the article does not say whose words these are")
    return Heard(SpeakerVerdict.NOT_SPEECH, "these are the article's own words, nobody is said to speak them")


def _paraphrased(utterance: Utterance) -> Heard:
    name = _name(utterance)
    reason = f"the article reports what {name or 'somebody'} said in words of its own"
    right = f"reported of {name}, without quotation marks" if name else None
    return Heard(SpeakerVerdict.NOT_SPEECH, reason, utterance, name, right=right)


def _unsaid(utterance: Utterance) -> Heard:
    if utterance.polarity is Polarity.DENIED:
        reason = "the article says that these words were not said"
    else:
        reason = "the article only supposes or asks whether these words were said"
    return Heard(SpeakerVerdict.DENIED, reason, utterance, _name(utterance))


class _Asked(NamedTuple):
    """The name asked about, and the text in which it is to be found."""

    name: str
    text: str

    def is_speaker(self, people: Names, utterance: Utterance) -> bool:
        """Whether the name is the speaker's: by the table, or as the article itself writes it there."""
        if utterance.actor is None:
            return False
        mention = utterance.speaker.of(self.text) if utterance.speaker else ""
        found = people.find(self.name)
        if found is None:
            written = {_as_written(mention), _as_written(mention.partition(",")[0])}
            is_written = _as_written(self.name) in {_as_written(utterance.actor.name), *written}
            return is_written or [utterance.actor.name] == _described(people, self.name)
        # A group is nobody of those it names: what "Ann and Bob" say, neither says alone.
        is_one = utterance.actor.kind is not ActorKind.GROUP
        return found.name == utterance.actor.name or (
            is_one and people.is_same(self.name, utterance.actor.name)
        )


def _compare(people: Names, asked: _Asked, outer: Utterance, inner: Sequence[Utterance]) -> Heard:
    if outer.actor is None:
        reason = "the article does not say for certain who speaks"
        return Heard(SpeakerVerdict.UNATTRIBUTED, reason, outer)
    told = next((said for said in inner if said.actor != outer.actor), None)
    if told:
        return _second_hand(people, asked, outer, told)
    name = outer.actor.name
    if asked.is_speaker(people, outer):
        return Heard(SpeakerVerdict.CONFIRMED, f"{name} says so", outer, name)
    return _other(people, asked.name, outer, outer.actor)


def _second_hand(people: Names, asked: _Asked, outer: Utterance, told: Utterance) -> Heard:
    """Words that one person reports of another: whether they were said so, the article does not know."""
    reporter, said_by = _name(outer), _name(told)
    is_either = any(asked.is_speaker(people, said) for said in (outer, told))
    return Heard(
        verdict=SpeakerVerdict.UNATTRIBUTED if is_either else SpeakerVerdict.CONTRADICTED,
        reason=f"{reporter} reports that {said_by} said so; the article itself does not",
        utterance=told,
        said_by=said_by,
        reported_by=reporter,
        right=f"said by {said_by} according to {reporter}",
    )


def _other(people: Names, asked: str, utterance: Utterance, actor: Actor) -> Heard:
    """Somebody else speaks: a person of that body, one of several of that name, or another altogether."""
    name = actor.name
    found = people.find(asked)
    body = found or Actor(name=asked, kind=ActorKind.GOVERNMENT)
    if body.kind in _BODIES and is_tied(actor, body):
        reason = f"{name} says so, whom the article ties to {body.name}"
        return Heard(SpeakerVerdict.UNATTRIBUTED, reason, utterance, name, right=f"said by {name}")
    is_one_of_them = asked.casefold() in name.casefold().split() or name in _described(people, asked)
    if found is None and is_one_of_them:
        reason = f"{asked} may be more than one in the article; these are the words of {name}"
        return Heard(SpeakerVerdict.UNATTRIBUTED, reason, utterance, name, right=f"said by {name}")
    right = f"said by {name}, not {asked}"
    return Heard(SpeakerVerdict.CONTRADICTED, f"{name} says so", utterance, name, right=right)


def _described(people: Names, name: str) -> list[str]:
    """The names of everybody whom the article describes in these words."""
    return sorted({actor.name for actor in described(name, people.actors)})


def _as_written(name: str) -> str:
    words = name.casefold().replace("’", "'").split()
    return " ".join(words[1:] if words and words[0] in _ARTICLES else words)


def _name(utterance: Utterance) -> str | None:
    return utterance.actor.name if utterance.actor else None
