"""A pronoun or description in its place -> the voice it stands for.

The antecedent is the most recent fitting person among those who spoke and those who were the subject of a
sentence of the narration. Names inside quotation marks are what others speak about, and do not count.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from briefing.schema import Actor, ActorKind, Span
from briefing.speech.narration import Narration
from briefing.speech.roster import Person

__all__ = ["Heard", "Unnamed", "Voice", "find_described", "find_pronoun"]

_REACH = 20
_SUBJECTS_REACH = 1200
_BODIES = frozenset({ActorKind.ORGANISATION, ActorKind.GOVERNMENT})


@dataclass(frozen=True, slots=True, eq=False)
class Unnamed:
    """A voice that is no person of the roster. `gender` is None for what *he* or *she* can not mean."""

    actor: Actor
    gender: str | None = None


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
        case "thing":
            return _last_of(heard, _BODIES) or _last_single(heard)
        case "plural":
            return _last_of(heard, _BODIES | {ActorKind.GROUP}) or _last_single(heard)
        case "relative":
            return narration.named_right_before(at)
        case _:
            return None


def find_described(narration: Narration, noun: str, at: int, heard: Sequence[Heard]) -> Voice | None:
    """The last speaker with a role of that noun, else the only such person; a plain noun takes the last person."""
    roster = narration.roster
    gazetteer = roster.gazetteer
    meant = gazetteer.means.get(noun, noun)
    for one in reversed(heard[-_REACH:]):
        if isinstance(one.voice, Person) and roster.has_role(one.voice, meant):
            return one.voice
    fitting = [person for person in roster.people if person.is_sure and roster.has_role(person, meant)]
    if len(fitting) == 1:
        return fitting[0]
    if noun in gazetteer.plain_nouns and not fitting:
        return _last_person(narration, gazetteer.roles.get(noun, ""), at, heard)
    return None


def _last_person(narration: Narration, gender: str, at: int, heard: Sequence[Heard]) -> Voice | None:
    """The last fitting speaker, or somebody who was the subject of a sentence since."""
    speaker = next((one for one in reversed(heard[-_REACH:]) if one.speaker.start < at and _may_be(narration, one.voice, gender)), None)
    since = max(speaker.speaker.end if speaker else 0, at - _SUBJECTS_REACH)
    for person in narration.subjects_between(since, at):
        if _may_be(narration, person, gender):
            return person
    return speaker.voice if speaker else None


def _may_be(narration: Narration, voice: Voice, gender: str) -> bool:
    known = narration.gender_of(voice) if isinstance(voice, Person) else voice.gender
    return known is not None and (not gender or known in {"", gender})


def _last_of(heard: Sequence[Heard], kinds: frozenset[ActorKind]) -> Voice | None:
    unnamed = (one.voice for one in reversed(heard[-_REACH:]) if isinstance(one.voice, Unnamed))
    return next((voice for voice in unnamed if voice.actor.kind in kinds), None)


def _last_single(heard: Sequence[Heard]) -> Voice | None:
    """A speaker known by one word alone, which may be a body just as well."""
    people = (one.voice for one in reversed(heard[-_REACH:]) if isinstance(one.voice, Person))
    return next((person for person in people if not person.given and not person.gender), None)
