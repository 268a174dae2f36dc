"""A pronoun or description in its place -> the voice it stands for.

The antecedent is the most recent fitting person among those who spoke and those who were the subject of a
sentence of the narration. Names inside quotation marks are what others speak about, and do not count.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from briefing.schema import Actor, ActorKind, Span
from briefing.speech.descriptions import Description
from briefing.speech.gazetteer import fold_name
from briefing.speech.mentions import Mention
from briefing.speech.narration import Narration
from briefing.speech.newcomers import (
    described_subject,
    describes_newcomer,
    names_newcomer,
    paragraph_start,
)
from briefing.speech.person import Person

__all__ = ["Heard", "Unnamed", "Voice", "find_author", "find_described", "find_pronoun"]

_SUBJECTS_REACH = 1200
_MOST_COMPARED = 200
_VERB = 12
_BEHIND = 40
_SENTENCE_WORDS = 3
_BODIES = frozenset({ActorKind.ORGANISATION, ActorKind.GOVERNMENT})
_SEVERAL = _BODIES | {ActorKind.GROUP}


@dataclass(frozen=True, slots=True, eq=False)
class Unnamed:
    """A voice that is no person of the roster. `gender` is None for what *he* or *she* can not mean."""

    actor: Actor
    gender: str | None = None
    is_document: bool = False


Voice = Person | Unnamed


class Heard(NamedTuple):
    """Somebody heard before: where the mention stands, and the voice."""

    speaker: Span
    voice: Voice


def find_pronoun(narration: Narration, kind: str, at: int, heard: Sequence[Heard]) -> Voice | None:
    """Whom a pronoun of a kind ("m", "f", "thing", "plural", "first" …) at a place means, or None."""
    match kind:
        case "m" | "f":
            return _last_person(narration, kind, at, heard)
        case "either":
            return _last_person(narration, "f", at, heard) or _last_body(narration, at, heard, _SEVERAL)
        case "thing":
            return _last_body(narration, at, heard, _BODIES)
        case "plural":
            return _last_body(narration, at, heard, _SEVERAL)
        case _:
            return _by_place(narration, kind, at)


def find_described(narration: Narration, mention: Mention, heard: Sequence[Heard]) -> Voice | None:
    """Whom *the foreign minister* means: the last speaker of that role, else the only person who has it.

    A noun that says nothing new (*the candidate*) means the last person it does not contradict.
    """
    gazetteer = narration.roster.page.gazetteer
    said = Description.of(mention, gazetteer)
    here = _named_here(narration, mention)
    if said.is_plain:
        recent = _recent_people(narration, gazetteer.role_of(mention.noun) or "", mention.span.start, heard)
        return next((voice for voice in recent if not _contradicts(said, voice)), None)
    speakers = dict.fromkeys(one.voice for one in reversed(heard) if isinstance(one.voice, Person))
    fitting = [one for one in speakers if said.fits(one.roles) and (here is None or one in here)]
    if fitting:
        return fitting[0]
    people = [person for person in narration.roster.people[:_MOST_COMPARED] if person.is_sure]
    fitting = [one for one in people if said.fits(one.roles) and (here is None or one in here)]
    return fitting[0] if len(fitting) == 1 else None


def _named_here(narration: Narration, mention: Mention) -> set[Person] | None:
    """Whom the paragraph has named before *its chief executive*; None where nothing owns the description.

    What *its* means may have changed since the paragraph before.
    """
    text, gazetteer = narration.roster.page
    if fold_name(mention.words.split()[0]) not in gazetteer.possessives:
        return None
    at = mention.span.start
    start = max(paragraph_start(text, at), 0)
    return {person for _, _, person in narration.roster.named_between(start, at)}


def find_author(narration: Narration, mention: Mention, heard: Sequence[Heard]) -> Voice | None:
    """Whose *the statement* is: the speaker's in the sentence of the paragraph that has *a statement*."""
    text = narration.roster.page.text
    at = mention.span.start
    start = max(paragraph_start(text, at), 0)
    issued = re.compile(rf"\b(?:an?|\w+ing|its) (?:\w+ )?{re.escape(mention.noun)}\b")
    found = [match.start() for match in issued.finditer(text, start, at)]
    if not found:
        return None
    voices = {
        one.voice
        for one in heard
        if start <= one.speaker.start < at and narration.is_one_sentence(found[-1], one.speaker.start)
    }
    return voices.pop() if len(voices) == 1 else None


def _contradicts(said: Description, voice: Voice) -> bool:
    return isinstance(voice, Person) and said.contradicts(voice.roles)


def _is_described(said: Description, voice: Voice) -> bool:
    """Whether the text says of somebody what a description says, or the description says nothing new."""
    if isinstance(voice, Unnamed):
        return said.noun in voice.actor.name.lower().split()
    return not said.contradicts(voice.roles) if said.is_plain else said.fits(voice.roles)


def _by_place(narration: Narration, kind: str, at: int) -> Person | None:
    """Whom *I* and *who* mean: who signs below, and who is named right before."""
    if kind == "first":
        return None if narration.is_marked(at) else narration.author_after(at)
    return narration.named_right_before(at) if kind == "relative" else None


def _last_person(narration: Narration, gender: str, at: int, heard: Sequence[Heard]) -> Voice | None:
    """The last fitting speaker, or whoever was the subject of a sentence since.

    Nobody where the paragraph brings in somebody else who fits: to look past them would be to guess.
    """
    found = _last_fitting(narration, gender, at, heard) or _find_only(narration, gender, at)
    if found is None:
        return None
    start = paragraph_start(narration.roster.page.text, at)
    since = _last_place(narration, found, heard, start, at)
    near = max(0, at - _SUBJECTS_REACH)
    last = max(_last_place(narration, found, heard, near, at), near)
    meant = _find_described_since(narration, found, gender, last, at, heard)
    if meant is not found:
        return meant
    spoke = max((one.speaker.end for one in heard if one.voice is found), default=0)
    is_open = _is_left_open(narration, found, gender, last, at)
    if is_open or _is_one_of_two(narration, found, gender, max(spoke, start), at):
        return None
    if isinstance(found, Person) and not narration.gender_before(found, at):
        found = _find_surer(narration, found, gender, at, heard)
        since = _last_place(narration, found, heard, start, at)
    if describes_newcomer(narration, gender, max(since, start), at):
        return None
    return found if since >= start else _find_newcomer(narration, found, gender, at, heard)


def _is_left_open(narration: Narration, found: Voice, gender: str, start: int, at: int) -> bool:
    """Whether a subject since may be who is meant: a name of several people, or somebody of doubtful gender.

    Berg writes home: of two who are called Berg, at least one can be *he*.
    """
    for name in narration.open_between(gender, start, at):
        is_settled = name.chosen is found or (
            name.chosen is not None and narration.gender_of(name.chosen) in {"", gender}
        )
        others = [one for one in name.bearers if one is not found]
        if not name.bearers or (not is_settled and _may_be_one(narration, others, gender)):
            return True
    doubtful = (one for one in narration.subjects_between(start, at) if narration.is_doubtful(one))
    return any(one is not found and narration.gender_of(one) != gender for one in doubtful)


def _is_one_of_two(narration: Narration, found: Voice, gender: str, start: int, at: int) -> bool:
    """Whether the text last named whoever was found beside another who fits: *Lee and Park shook hands*."""
    other = narration.joined_with(found, start, at) if isinstance(found, Person) else None
    return other is not None and _may_be_one(narration, [other], gender)


def _may_be_one(narration: Narration, people: Iterable[Person], gender: str) -> bool:
    return any(narration.gender_of(one) in {"", gender} for one in people)


def _was_another(narration: Narration, heard: Sequence[Heard], voice: Voice, gender: str) -> bool:
    """Whether a voice of no known gender was heard under a pronoun of the other."""
    if not gender or not isinstance(voice, Unnamed) or voice.gender:
        return False
    text, gazetteer = narration.roster.page
    kinds = {gazetteer.pronouns.get(one.speaker.of(text).lower()) for one in heard if one.voice is voice}
    return bool(kinds & {"m", "f"}) and gender not in kinds


def _find_only(narration: Narration, gender: str, at: int) -> Person | None:
    """The only person whom the text names near enough before a place, if of the gender."""
    named = names_newcomer(narration, gender, max(0, at - _SUBJECTS_REACH), at)
    fitting = dict.fromkeys(named)
    sure = [person for person in fitting if narration.gender_of(person) == gender]
    return sure[0] if len(sure) == len(fitting) == 1 else None


def _find_newcomer(
    narration: Narration, found: Voice, gender: str, at: int, heard: Sequence[Heard]
) -> Voice | None:
    """Whom the paragraph names before a pronoun, if one can be meant; nobody if it may be several."""
    start = paragraph_start(narration.roster.page.text, at)
    if _is_already_meant(narration, heard, start, at):
        return None
    named = list(dict.fromkeys(names_newcomer(narration, gender, start, at)))
    if not named:
        # Holm's advice earned him a letter: whether *he* is Holm or who spoke above, the text does not say.
        owners = set(names_newcomer(narration, gender, start, at, owners=True))
        return None if owners - {found} else found
    is_sure = len(named) == 1 and narration.gender_of(named[0]) == gender
    return named[0] if is_sure else None


def _find_described_since(
    narration: Narration, found: Voice, gender: str, start: int, at: int, heard: Sequence[Heard]
) -> Voice | None:
    """Whom a description that became a subject since means; nobody if it can not be who was found."""
    mention = described_subject(narration, start, at)
    if mention is None:
        return found
    voice = find_described(
        narration, mention, [one for one in heard if one.speaker.start < mention.span.start]
    )
    if isinstance(voice, Person) and narration.gender_of(voice) in {"", gender}:
        return voice
    return found if voice is not None else _find_past(narration, mention, found, gender, start, at)


def _find_past(
    narration: Narration, mention: Mention, found: Voice, gender: str, start: int, at: int
) -> Voice | None:
    """Who is meant behind a description that nobody is known by: the text may have brought in somebody.

    Whoever is named after it; else who was found, if the description fits. It may be the first to say what
    she is, if nobody else was named since: *Ann Lee was on a train. The historian had slept badly.*
    """
    page = narration.roster.page
    later = {one for one in names_newcomer(narration, gender, mention.span.end, at) if one.is_sure}
    if later:
        one = later.pop()
        return one if not later and narration.gender_of(one) == gender else None
    said = Description.of(mention, page.gazetteer)
    if _is_described(said, found):
        return found
    is_near = "\n" not in page.text[max(start, 0) : mention.span.start]
    others = set(names_newcomer(narration, gender, start, mention.span.start)) - {found}
    is_told = isinstance(found, Person) and any(role.heads for role in found.roles)
    return found if is_near and not others and not is_told and not _contradicts(said, found) else None


def _find_surer(narration: Narration, found: Person, gender: str, at: int, heard: Sequence[Heard]) -> Voice:
    """Somebody known to be of the gender, before one of whom the text does not tell.

    Whoever spoke or was a subject in the same sentence or later, else the only one a later paragraph names.
    """
    text = narration.roster.page.text
    place = _last_place(narration, found, heard, max(0, at - _SUBJECTS_REACH), at)
    if place < 0:
        return found
    start = narration.sentence_start(place)
    spoke = (one.voice for one in reversed(heard) if start <= one.speaker.start < at)
    for voice in (*spoke, *narration.subjects_between(start, at)):
        if voice is not found and _gender_of(narration, voice) == gender:
            return voice
    end = text.find("\n", place, at)
    named = names_newcomer(narration, gender, end, at) if end >= 0 else ()
    sure = {one for one in named if narration.gender_of(one) == gender}
    return sure.pop() if len(sure) == 1 else found


def _is_already_meant(narration: Narration, heard: Sequence[Heard], start: int, at: int) -> bool:
    """Whether the pronoun stands right behind a speaker of the paragraph who by the name would not fit.

    Ola Lund said she would come: the name does not tell whether *she* is Ola Lund or somebody before.
    """
    text = narration.roster.page.text
    last = next((one for one in reversed(heard) if start <= one.speaker.start < at), None)
    if last is None or not isinstance(last.voice, Person) or last.voice.reading.gender:
        return False
    pronoun = re.match(r"\w+", text[at : at + _VERB])
    following = text[last.speaker.end : min(last.speaker.end + _BEHIND, at)].split()
    return pronoun is not None and pronoun.group().lower() in following


def _last_place(narration: Narration, voice: Voice, heard: Sequence[Heard], start: int, at: int) -> int:
    """Where the narration last named somebody or gave her or him the word since a place, or -1."""
    spoke = (one.speaker.end for one in heard if one.voice is voice and start <= one.speaker.start < at)
    named = (
        end
        for begin, end, person in narration.roster.named_between(start, at)
        if person is voice and not narration.is_marked(begin)
    )
    return max((*spoke, *named), default=-1)


def _last_fitting(narration: Narration, gender: str, at: int, heard: Sequence[Heard]) -> Voice | None:
    topic = narration.topic_of_sentence(at)
    if topic is not None and narration.gender_of(topic) == gender:
        return topic
    found = next(_recent_people(narration, gender, at, heard), None)
    if found is None or _gender_of(narration, found) != gender:
        # Somebody of the right gender in the same sentence is more likely than somebody of none.
        return next(narration.named_in_sentence(at, gender), found)
    return found


def _recent_people(narration: Narration, gender: str, at: int, heard: Sequence[Heard]) -> Iterator[Voice]:
    """Those who spoke or were the subject of a sentence, of a gender ("" for any), the last first."""
    until = at
    for one in reversed(heard):
        if (
            one.speaker.start >= at
            or not _may_be(narration, one.voice, gender)
            or _is_passed_over(narration, one)
            or _was_another(narration, heard, one.voice, gender)
        ):
            continue
        yield from _subjects(narration, gender, max(one.speaker.end, at - _SUBJECTS_REACH), until)
        yield one.voice
        until = min(until, one.speaker.start)
    yield from _subjects(narration, gender, at - _SUBJECTS_REACH, until)


def _subjects(narration: Narration, gender: str, start: int, end: int) -> Iterator[Voice]:
    subjects = narration.subjects_between(max(start, 0), end)
    return (person for person in subjects if _may_be(narration, person, gender))


def _is_passed_over(narration: Narration, one: Heard) -> bool:
    """Whether somebody was heard as *I*, or is unnamed and only asked what another answers."""
    text, gazetteer = narration.roster.page
    if gazetteer.pronouns.get(one.speaker.of(text).lower()) == "first":
        return True
    following = text[one.speaker.end : one.speaker.end + _VERB].split()[:1]
    return isinstance(one.voice, Unnamed) and not gazetteer.asking.isdisjoint(following)


def _gender_of(narration: Narration, voice: Voice) -> str | None:
    return narration.gender_of(voice) if isinstance(voice, Person) else voice.gender


def _may_be(narration: Narration, voice: Voice, gender: str) -> bool:
    known = _gender_of(narration, voice)
    if known or not isinstance(voice, Person):
        return known is not None and (not gender or known in {"", gender})
    # One bare word that occurs once may be no person at all.
    return bool(voice.given or voice.reading.title or len(narration.roster.bare.get(voice.family, ())) > 1)


def _last_body(
    narration: Narration, at: int, heard: Sequence[Heard], kinds: frozenset[ActorKind]
) -> Voice | None:
    """The last speaker who is no man or woman, if nothing was told since that *it* or *they* may mean.

    A name of no known gender may be a body's. No other sentence of the narration stands between the name and
    the pronoun: *it* is at home in the one after the name, and further on it is a guess.
    """
    for one in reversed(heard):
        if one.speaker.start >= at or not _may_be_body(narration, one.voice, kinds):
            continue
        place = max(one.speaker.end, _last_written(narration, one.voice, one.speaker.end, at))
        told = narration.told_between(place, at)
        return None if any(len(sentence.split()) >= _SENTENCE_WORDS for sentence in told) else one.voice
    return None


def _may_be_body(narration: Narration, voice: Voice, kinds: frozenset[ActorKind]) -> bool:
    if isinstance(voice, Unnamed):
        return voice.actor.kind in kinds and not (voice.is_document and ActorKind.GROUP in kinds)
    return not narration.gender_of(voice)


def _last_written(narration: Narration, voice: Voice, start: int, at: int) -> int:
    """Where the narration last wrote a voice's name in a stretch, or -1."""
    text = narration.roster.page.text
    forms = voice.forms if isinstance(voice, Person) else (voice.actor.name, *voice.actor.aliases)
    places = (text.rfind(form, start, at) for form in forms)
    return max((place for place in places if place >= 0 and not narration.is_marked(place)), default=-1)
