"""Whether a paragraph brings in somebody new before a pronoun.

A pronoun in a paragraph that has people of its own seldom means whoever spoke in the one before.
"""

import re
from collections.abc import Iterator

from briefing.speech.gazetteer import fold_name
from briefing.speech.narration import Narration
from briefing.speech.person import Person

__all__ = ["describes_newcomer", "names_newcomer", "paragraph_start"]

_REACH = 1200
_NOUN_WITHIN = 4
_WORD_RE = re.compile(r"[\w’'-]*\w")
_NEXT_RE = re.compile(r"(?:, [^.;:!?\n“”\"]{1,160}?,)? ([a-z]+)\b")
_OWNED = ("’", "'")


def paragraph_start(text: str, at: int) -> int:
    """Where the paragraph around a place begins, or the narration that is near enough to count."""
    return max(text.rfind("\n", max(0, at - _REACH), at) + 1, at - _REACH)


def names_newcomer(narration: Narration, gender: str, start: int, at: int) -> Iterator[Person]:
    """The people the narration names between two places who can be of a gender, the last first.

    None once the same pronoun stands there, for it went on from the paragraph before.
    """
    text, _ = narration.roster.page
    word = _WORD_RE.match(text, at)
    limit = _first_same(narration, word.group(), start, at) if word else at
    for begin, end, person in reversed(narration.roster.named_between(start, limit)):
        is_owner = text.startswith(_OWNED, end)
        known = narration.gender_of(person)
        if not is_owner and not narration.is_marked(begin) and known in {"", gender}:
            yield person


def describes_newcomer(narration: Narration, gender: str, start: int, at: int) -> bool:
    """Whether somebody without a name becomes a subject between two places: a neighbour, his daughter."""
    text, gazetteer = narration.roster.page
    words = list(_WORD_RE.finditer(text, start, at))
    for index, word in enumerate(words):
        folded = fold_name(word.group())
        begins = folded in gazetteer.indefinite or folded in gazetteer.possessives
        if not begins or narration.is_marked(word.start()):
            continue
        if index and fold_name(words[index - 1].group()) in gazetteer.role_stops:
            continue
        if _is_described(narration, words[index + 1 : index + _NOUN_WITHIN], gender):
            return True
    return False


def _is_described(narration: Narration, words: list[re.Match[str]], gender: str) -> bool:
    """Whether the first noun for a person among some words is of a gender and has a verb of its own."""
    text, gazetteer = narration.roster.page
    for word in words:
        noun = fold_name(word.group())
        following = _NEXT_RE.match(text, word.end())
        if following is None or not gazetteer.is_person(noun) or noun in gazetteer.documents:
            continue
        if noun in gazetteer.askers or following[1] in gazetteer.asking:
            return False
        known = gazetteer.role_of(noun) or ""
        if narration.roster.named_between(word.end(), following.start(1)):
            return False  # and the name says who it is
        verb = following[1]
        is_noun = verb in gazetteer.roles or verb in gazetteer.modifiers
        return known in {"", gender} and verb not in gazetteer.not_verbs and not is_noun
    return False


def _first_same(narration: Narration, pronoun: str, start: int, at: int) -> int:
    text = narration.roster.page.text
    for word in _WORD_RE.finditer(text, start, at):
        if word.group().lower() == pronoun.lower() and not narration.is_marked(word.start()):
            return word.start()
    return at
