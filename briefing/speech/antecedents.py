"""A pronoun or description in its place -> the voice it stands for, among those who spoke before or were named.

A voice is a `Person` of the roster or, for groups, bodies and unnamed people, the actor itself.
"""

from collections.abc import Sequence
from typing import NamedTuple

from briefing.schema import Actor, ActorKind, Span
from briefing.speech.roster import Person, Roster

__all__ = ["Heard", "find_described", "find_pronoun"]

_REACH = 20


class Heard(NamedTuple):
    """Somebody heard before: where the mention stands, the words, and the voice."""

    speaker: Span
    content: Span
    voice: Person | Actor


def find_pronoun(roster: Roster, kind: str, at: int, heard: Sequence[Heard]) -> Person | Actor | None:
    """Whom a pronoun of the given kind ("m", "f", "thing", "plural" …) at a place means, or None."""
    match kind:
        case "m" | "f":
            return _find_person(roster, kind, at, heard)
        case "thing":
            return _last_of(heard, {ActorKind.ORGANISATION, ActorKind.GOVERNMENT})
        case "plural":
            return _last_of(heard, {ActorKind.GROUP, ActorKind.ORGANISATION, ActorKind.GOVERNMENT})
        case "relative":
            return _nearest_before(roster, at)
        case _:
            return None


def find_described(roster: Roster, noun: str, heard: Sequence[Heard]) -> Person | None:
    """The last speaker, else the only person, whose role has the noun."""
    noun = roster.gazetteer.means.get(noun, noun)
    for one in reversed(heard[-_REACH:]):
        if isinstance(one.voice, Person) and _has_role(roster, one.voice, noun):
            return one.voice
    fitting = [person for person in roster.people if person.is_sure and _has_role(roster, person, noun)]
    return fitting[0] if len(fitting) == 1 else None


def _has_role(roster: Roster, person: Person, noun: str) -> bool:
    return any(noun in role.heads for role in roster.roles_of(person))


def _find_person(roster: Roster, gender: str, at: int, heard: Sequence[Heard]) -> Person | Actor | None:
    for one in reversed(heard[-_REACH:]):
        if _may_be(one.voice, gender):
            return one.voice
    return None


def _may_be(voice: Person | Actor, gender: str) -> bool:
    if isinstance(voice, Person):
        return voice.gender in {"", gender}
    return voice.kind is ActorKind.ANONYMOUS


def _last_of(heard: Sequence[Heard], kinds: set[ActorKind]) -> Actor | None:
    for one in reversed(heard[-_REACH:]):
        if isinstance(one.voice, Actor) and one.voice.kind in kinds:
            return one.voice
    return None


def _nearest_before(roster: Roster, at: int) -> Person | None:
    named = roster.named_between(max(0, at - 60), at)
    return named[-1][2] if named else None
