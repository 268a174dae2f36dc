"""Whether a paragraph brings in somebody new before a pronoun.

A pronoun in a paragraph that has people of its own seldom means whoever spoke in the one before.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from briefing.schema import Span
from briefing.speech.gazetteer import Gazetteer, fold_name
from briefing.speech.mentions import Mention, MentionKind
from briefing.speech.narration import Narration
from briefing.speech.person import Person

__all__ = ["described_subject", "describes_newcomer", "names_newcomer", "paragraph_start"]

_REACH = 1200
_NOUN_WITHIN = 4
_WORD_RE = re.compile(r"[\w’'-]*\w")
_NEXT_RE = re.compile(r"(?:, [^.;:!?\n“”\"]{1,160}?,)? ([a-z]+)\b")
_ENDS = frozenset('.!?;:,”"\n—–')
_LOOK_BACK = 30
_OWNED = ("’", "'")


def paragraph_start(text: str, at: int) -> int:
    """Where the paragraph around a place begins, or the narration that is near enough to count."""
    return max(text.rfind("\n", max(0, at - _REACH), at) + 1, at - _REACH)


def names_newcomer(
    narration: Narration, gender: str, start: int, at: int, *, owners: bool = False
) -> Iterator[Person]:
    """The people the narration names between two places who can be of a gender, the last first.

    None once the same pronoun stands there, for it went on from the paragraph before. With `owners` those of
    whom only something is told (*Holm's advice*, *the Reed campaign*), else all the others.
    """
    text, gazetteer = narration.roster.page
    word = _WORD_RE.match(text, at)
    limit = _first_same(narration, word.group(), start, at) if word else at
    for begin, end, person in reversed(narration.roster.named_between(start, limit)):
        is_owner = text.startswith(_OWNED, end) or _is_of_body(text, end, gazetteer)
        known = narration.gender_of(person)
        if is_owner is owners and not narration.is_marked(begin) and known in {"", gender}:
            yield person


def _is_of_body(text: str, end: int, gazetteer: Gazetteer) -> bool:
    """Whether a name only says which body is meant: the Reed campaign."""
    following = _WORD_RE.match(text, end + 1)
    return following is not None and gazetteer.is_body(following.group())


def describes_newcomer(narration: Narration, gender: str, start: int, at: int) -> bool:
    """Whether somebody without a name becomes a subject between two places.

    A neighbour, his daughter, the carpenter who built it.
    """
    text, gazetteer = narration.roster.page
    words = list(_WORD_RE.finditer(text, start, at))
    for index, word in enumerate(words):
        folded = fold_name(word.group())
        is_known = folded in gazetteer.definite and folded not in gazetteer.possessives
        begins = is_known or folded in gazetteer.indefinite or folded in gazetteer.possessives
        if not begins or narration.is_marked(word.start()):
            continue
        if index and fold_name(words[index - 1].group()) in gazetteer.role_stops:
            continue
        opens = not is_known and _begins_clause(text, word.start(), gazetteer)
        noun = _find_noun(narration, words[index + 1 : index + _NOUN_WITHIN], opens=opens)
        if noun is None or (is_known and not _is_told_apart(text, word.start(), noun.end, gazetteer)):
            continue
        if (gazetteer.role_of(noun.low) or "") in {"", gender}:
            return True
    return False


def _is_told_apart(text: str, start: int, end: int, gazetteer: Gazetteer) -> bool:
    """Whether a description opens its clause and goes on with *who*."""
    following = _WORD_RE.match(text, end + 1)
    goes_on = following is not None and following.group() in gazetteer.whos
    return goes_on and _begins_clause(text, start, gazetteer)


def described_subject(narration: Narration, start: int, at: int) -> Mention | None:
    """The last description, such as *the minister*, that becomes a subject between two places."""
    text, gazetteer = narration.roster.page
    words = list(_WORD_RE.finditer(text, start, at))
    for index in range(len(words) - 1, -1, -1):
        word = words[index]
        folded = fold_name(word.group())
        if folded not in gazetteer.definite or folded in gazetteer.possessives:
            continue
        if narration.is_marked(word.start()) or not _begins_clause(text, word.start(), gazetteer):
            continue
        following = words[index + 1 : index + _NOUN_WITHIN + 1]
        if following and fold_name(following[0].group()) in gazetteer.indefinite:
            continue  # "and that an arbitrator may stop it"
        noun = _find_noun(narration, following)
        if noun is not None:
            span = Span(word.start(), noun.end)
            return Mention(MentionKind.DEFINITE, span.of(text), span, noun.low, (), has_article=True)
    return None


def _begins_clause(text: str, at: int, gazetteer: Gazetteer) -> bool:
    before = text[max(0, at - _LOOK_BACK) : at].rstrip(" \u00a0")
    return not before or before[-1] in _ENDS or fold_name(before.split()[-1]) in gazetteer.before_subjects


class _Noun(NamedTuple):
    """A noun for a person, folded, and where it ends."""

    low: str
    end: int


def _find_noun(narration: Narration, words: list[re.Match[str]], *, opens: bool = False) -> _Noun | None:
    """The first noun for a person among some words that has a verb of its own; None for one who only asks.

    Where they open a sentence, the verb may stand behind a place: *A driver on the picket line had doubts*.
    """
    text, gazetteer = narration.roster.page
    for word in words:
        noun = fold_name(word.group())
        following = _NEXT_RE.match(text, word.end())
        if following is None or not gazetteer.is_person(noun) or noun in gazetteer.documents:
            continue
        if noun in gazetteer.askers or following[1] in gazetteer.asking:
            return None
        if narration.roster.named_between(word.end(), following.start(1)):
            return None  # and the name says who it is
        verb = following[1]
        if opens and gazetteer.preposition_re.fullmatch(verb):
            return _Noun(noun, word.end())
        is_noun = verb in gazetteer.roles or verb in gazetteer.modifiers
        return None if verb in gazetteer.not_verbs or is_noun else _Noun(noun, word.end())
    return None


def _first_same(narration: Narration, pronoun: str, start: int, at: int) -> int:
    text = narration.roster.page.text
    for word in _WORD_RE.finditer(text, start, at):
        if word.group().lower() == pronoun.lower() and not narration.is_marked(word.start()):
            return word.start()
    return at
