"""A pronoun or description in its place -> the voice it stands for.

The antecedent is the most recent fitting person among those who spoke and those who were the subject of a
sentence of the narration. Names inside quotation marks are what others speak about, and do not count.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from briefing.schema import Actor, ActorKind, Span
from briefing.speech.gazetteer import Gazetteer, fold_name
from briefing.speech.mentions import Mention
from briefing.speech.narration import Narration
from briefing.speech.roles import Role
from briefing.speech.person import Person

__all__ = ["Heard", "Unnamed", "Voice", "find_described", "find_pronoun"]

_REACH = 16
_SUBJECTS_REACH = 1200
_BODIES = frozenset({ActorKind.ORGANISATION, ActorKind.GOVERNMENT})


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
    """Whom a pronoun of a kind ("m", "f", "thing", "plural", "relative") at a place means, or None."""
    match kind:
        case "m" | "f":
            return _last_person(narration, kind, at, heard)
        case "either":
            return _last_person(narration, "f", at, heard) or _last_of(heard, _BODIES | {ActorKind.GROUP})
        case "thing":
            return _last_of(heard, _BODIES) or _last_single(heard)
        case "plural":
            several = [one for one in heard if not (isinstance(one.voice, Unnamed) and one.voice.is_document)]
            return _last_of(several, _BODIES | {ActorKind.GROUP}) or _last_single(heard)
        case "first":
            return narration.author_after(at) if not narration.is_marked(at) else None
        case "relative":
            return narration.named_right_before(at)
        case _:
            return None


def find_described(narration: Narration, mention: Mention, heard: Sequence[Heard]) -> Voice | None:
    """Whom *the foreign minister* means: the last speaker of that role, else the only person who has it.

    A noun that says nothing new (*the candidate*) means the last person it does not contradict.
    """
    roster = narration.roster
    gazetteer = roster.page.gazetteer
    noun, at = mention.noun, mention.span.start
    said = _Description(noun, frozenset(map(fold_name, mention.words.split())), gazetteer)
    if noun in gazetteer.plain_nouns:
        recent = _recent_people(narration, gazetteer.role_of(noun) or "", at, heard)
        return next(
            (voice for voice in recent if isinstance(voice, Unnamed) or not said.contradicts(voice.roles)),
            None,
        )
    speakers = [one.voice for one in reversed(heard[-_REACH:]) if isinstance(one.voice, Person)]
    people = dict.fromkeys(
        [*speakers, *(person for person in roster.people if person.is_sure and person not in speakers)]
    )
    fitting = [person for person in people if said.fits(person.roles)]
    return fitting[0] if fitting and (fitting[0] in speakers or len(fitting) == 1) else None


class _Description(NamedTuple):
    """A description to be held against what the text says of people."""

    noun: str
    words: frozenset[str]
    gazetteer: Gazetteer

    def fits(self, roles: Sequence[Role]) -> bool:
        """Whether one of the roles has the noun and no word that excludes the description."""
        meant = self.gazetteer.means.get(self.noun, self.noun)
        return any(
            self._has_head(role, meant) and self._exclusive() == self._exclusive_of(role) for role in roles
        )

    def _has_head(self, role: Role, noun: str) -> bool:
        """Whether a role has the noun, or ends in it where a language writes such words in one."""
        is_joined = bool(self.gazetteer.title_endings)
        return any(head == noun or (is_joined and head.endswith(noun)) for head in role.heads)

    def contradicts(self, roles: Sequence[Role]) -> bool:
        """Whether some role has a party or rank and none has that of the description."""
        told = [found for role in roles if (found := self._exclusive_of(role))]
        return bool(self._exclusive() and told) and not any(self._exclusive() & found for found in told)

    def _exclusive(self) -> frozenset[str]:
        return self.words & self.gazetteer.exclusive

    def _exclusive_of(self, role: Role) -> frozenset[str]:
        return frozenset(map(fold_name, role.text.split())) & self.gazetteer.exclusive


def _last_person(narration: Narration, gender: str, at: int, heard: Sequence[Heard]) -> Voice | None:
    """The last fitting speaker, or whoever was the subject of a sentence since."""
    found = next(_recent_people(narration, gender, at, heard), None)
    if gender and (found is None or _gender_of(narration, found) != gender):
        # Somebody of the right gender in the same sentence is more likely than somebody of none.
        return next(narration.named_in_sentence(at, gender), found)
    return found


def _recent_people(narration: Narration, gender: str, at: int, heard: Sequence[Heard]) -> Iterator[Voice]:
    """Those who spoke or were the subject of a sentence, and may be of a gender, the last first."""
    until = at
    for one in reversed(heard[-_REACH:]):
        if one.speaker.start >= at or not _may_be(narration, one.voice, gender) or _is_author(narration, one):
            continue
        yield from _subjects(narration, gender, max(one.speaker.end, at - _SUBJECTS_REACH), until)
        yield one.voice
        until = min(until, one.speaker.start)
    yield from _subjects(narration, gender, at - _SUBJECTS_REACH, until)


def _subjects(narration: Narration, gender: str, start: int, end: int) -> Iterator[Voice]:
    return (
        person
        for person in narration.subjects_between(max(start, 0), end)
        if _may_be(narration, person, gender)
    )


def _is_author(narration: Narration, one: Heard) -> bool:
    """Whether somebody was heard as *I*, whom no other pronoun can mean."""
    roster = narration.roster
    return roster.page.gazetteer.pronouns.get(one.speaker.of(roster.page.text).lower()) == "first"


def _gender_of(narration: Narration, voice: Voice) -> str | None:
    return narration.gender_of(voice) if isinstance(voice, Person) else voice.gender


def _may_be(narration: Narration, voice: Voice, gender: str) -> bool:
    known = _gender_of(narration, voice)
    if known or not isinstance(voice, Person):
        return known is not None and (not gender or known in {"", gender})
    # One bare word that occurs once may be no person at all.
    return bool(voice.given or voice.reading.title or len(narration.roster.bare.get(voice.family, ())) > 1)


def _last_of(heard: Sequence[Heard], kinds: frozenset[ActorKind]) -> Voice | None:
    unnamed = (one.voice for one in reversed(heard[-_REACH:]) if isinstance(one.voice, Unnamed))
    return next((voice for voice in unnamed if voice.actor.kind in kinds), None)


def _last_single(heard: Sequence[Heard]) -> Voice | None:
    """A speaker known by one word alone, which may be a body just as well."""
    people = (one.voice for one in reversed(heard[-_REACH:]) if isinstance(one.voice, Person))
    return next((person for person in people if not person.given and not person.gender), None)
