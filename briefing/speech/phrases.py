"""Tokens -> noun phrases: where the mention of a speaker begins and ends.

Without a parser a noun phrase is read from its edges: closed-class words, capitals and commas. A phrase
carries its apposition ("Mary Smith, the mayor") and its complements ("the mayor of Utopia").
"""

from collections.abc import Sequence
from typing import NamedTuple

from briefing.speech.lexicon import DASHES, Word
from briefing.speech.tokens import SENTENCE_ENDS, Sentence, Token

__all__ = ["Phrase", "find_subject", "read_phrase"]

_TIME = Word.WEEKDAY | Word.MONTH | Word.MOMENT
_TRAILING = Word.ADVERB | Word.TO
_VERBAL = Word.BE | Word.HAVE | Word.DO | Word.MODAL
_JOINING = Word.COORDINATOR | Word.SUBORDINATOR
_OPENER = Word.DETERMINER | Word.PREPOSITION | Word.RELATIVE
_LEADING_IN = Word.PREPOSITION | _TIME
_BARRED = Word.PREPOSITION | _JOINING | Word.RELATIVE | Word.TO | Word.MOMENT | Word.OBJECT_PRONOUN | _VERBAL
_ENDING = Word.PHRASE_END | _TIME
_BOUND = Word.PREPOSITION | Word.DETERMINER
_HARD = frozenset([":", ";", "(", "[", "…", "...", *DASHES, *SENTENCE_ENDS])
_HARD_BUT_DASHES = _HARD - DASHES
_CLOSING = frozenset([")", "]"])
_LONGEST = 40
_LONGEST_ITEM = 4


class Phrase(NamedTuple):
    """Tokens `[start, end)` of a sentence."""

    start: int
    end: int


def find_subject(tokens: Sentence, end: int, begin: int = 0) -> Phrase | None:
    """The noun phrase that ends before token `end`, the first of its verb group; None where there is none.

    A comma before the verb closes a parenthesis: the phrase then stands before that. Nothing before
    `begin` belongs to it.
    """
    if end <= begin:
        return None
    edge = _find_edge(tokens, end, begin)
    if tokens[end - 1].text == "," or tokens[end - 1].text in DASHES:
        return _find_before_parenthesis(tokens, end, edge)
    start = end
    while start > edge and tokens[start - 1].text != ",":
        start -= 1
    phrase = _trim(tokens, start, end)
    return None if phrase is None else _extend_list(tokens, phrase, edge)


def read_phrase(tokens: Sentence, start: int, *, end: int | None = None) -> Phrase | None:
    """The noun phrase that begins at token `start`, with its apposition; None where none begins there."""
    limit = len(tokens) if end is None else end
    while start < limit and _is_adverb(tokens[start]):
        start += 1
    if start >= limit or not _can_begin(tokens[start]):
        return None
    if tokens[start].classes & Word.SUBJECT_PRONOUN:
        return Phrase(start, start + 1)
    place = start
    relative = False
    while place < limit and _continues(tokens, place, relative=relative):
        relative = relative or bool(tokens[place].classes & Word.RELATIVE)
        place += 1
    while (
        place - 1 > start
        and tokens[place - 1].classes & _bare_end(tokens, place)
        and not tokens[place - 1].is_capital
    ):
        place -= 1
    return Phrase(start, place) if place > start else None


def _bare_end(tokens: Sentence, end: int) -> int:
    """The classes of words that no phrase ends with; before a marked run an article is of what is marked."""
    before_run = end < len(tokens) and tokens[end].run is not None
    return Word.PREPOSITION | Word.ARTICLE if before_run else Word.PREPOSITION


def _find_edge(tokens: Sentence, end: int, begin: int) -> int:
    """The first token of the clause that ends before `end`, commas allowed, brackets stepped over."""
    stops = _HARD_BUT_DASHES if tokens[end - 1].text in DASHES else _HARD
    first = max(begin, end - _LONGEST)
    depth = 0
    for index in range(end - 1, first - 1, -1):
        text = tokens[index].text
        if text == ")":
            depth += 1
        elif text == "(" and depth:
            depth -= 1
        elif not depth and (text in stops or not text):
            return index + 1
    return first


def _find_before_parenthesis(tokens: Sentence, end: int, edge: int) -> Phrase | None:
    """The subject before the parenthesis that closes at token `end - 1`, and the parenthesis with it."""
    closing = tokens[end - 1].text
    cuts = [at for at in range(edge, end - 1) if tokens[at].text in (closing, ",")]
    if not cuts:
        parted = closing in DASHES or (end < len(tokens) and tokens[end].classes & Word.RELATIVE)
        return _trim(tokens, edge, end - 1) if parted else None
    starts = [edge, *(cut + 1 for cut in cuts)]
    aside = None
    for place in range(_find_last_head(tokens, starts), -1, -1):
        first = tokens[starts[place]]
        source = first.classes & Word.SOURCE_PREPOSITION
        opens = source or _opens_aside(first) or _is_passive(tokens, starts[place], cuts[place])
        if place and (opens or _is_place(tokens[starts[place - 1]])):
            aside = aside or _trim(tokens, starts[place], cuts[place])
            continue
        if aside is not None and first.classes & _LEADING_IN:
            return Phrase(aside.start, end - 1)
        phrase = _trim(tokens, starts[place], cuts[place])
        if phrase is not None:
            return Phrase(phrase.start, end - 1)
    return None


def _is_passive(tokens: Sentence, start: int, end: int) -> bool:
    """Whether a stretch between commas says what was done by somebody: "read out by Smith"."""
    if tokens[start].is_capital or not tokens[start].classes & Word.CUE:
        return False
    return any(token.classes & Word.PASSIVE_BY for token in tokens[start:end])


def _is_place(before: Token) -> bool:
    """Whether a stretch between commas only goes on with a place: "of Harwick, Ohio"."""
    return bool(before.classes & Word.PREPOSITION)


def _find_last_head(tokens: Sentence, starts: Sequence[int]) -> int:
    """The last stretch between commas that can be the subject: no relative clause, and nothing behind one."""
    for place in range(1, len(starts)):
        classes = tokens[starts[place]].classes
        if classes & Word.RELATIVE and not classes & Word.DETERMINER:
            return place - 1
    return len(starts) - 2


def _opens_aside(token: Token) -> bool:
    """Whether a stretch between commas explains the one before: "the mayor", "of Utopia", "53"."""
    if token.classes & Word.POSSESSIVE:
        return False
    return bool(token.classes & _OPENER) or token.text[:1].isdigit()


def _trim(tokens: Sentence, start: int, end: int) -> Phrase | None:
    """The noun phrase at the right edge of `[start, end)`."""
    end = _drop_time(tokens, start, end)
    while end > start and tokens[end - 1].classes & _TRAILING and not tokens[end - 1].is_capital:
        end -= 1
    if end <= start:
        return None
    last = tokens[end - 1].classes
    if last & Word.SUBJECT_PRONOUN and not last & Word.DETERMINER:
        return Phrase(end - 1, end)
    begin = end
    while begin > start and _belongs(tokens[begin - 1], first=begin - 1 == start, last=begin == end):
        begin -= 1
    while begin < end and _is_leading(tokens[begin].classes):
        begin += 1
    begin = _skip_leading_phrase(tokens, begin, end)
    if begin < end and _stands_alone(tokens, begin):
        end = begin + 1
    return Phrase(begin, end) if begin < end else None


def _stands_alone(tokens: Sentence, at: int) -> bool:
    """Whether a phrase is a pronoun and what follows is its verb: "she gives"."""
    if not tokens[at].classes & Word.SUBJECT_PRONOUN or tokens[at].classes & Word.DETERMINER:
        return False
    following = tokens[at + 1]
    return (
        following.text[:1].isalnum() and not following.classes & Word.COORDINATOR and not following.is_capital
    )


def _drop_time(tokens: Sentence, start: int, end: int) -> int:
    """Where a phrase ends without the time behind it: "Estonia this week"."""
    last = end
    while last > start and tokens[last - 1].classes & (Word.WEEKDAY | Word.MOMENT):
        last -= 1
    if last == end:
        return end
    while last > start and tokens[last - 1].classes & Word.DEMONSTRATIVE:
        last -= 1
    return last


def _belongs(token: Token, *, first: bool, last: bool) -> bool:
    """Whether a token before the verb can be part of its subject."""
    classes = token.classes
    if not classes:
        return True
    if token.run is not None or (classes & _VERBAL and not token.is_capital):
        return False
    if classes & Word.COORDINATOR:
        return not classes & Word.PHRASE_END and not last
    if classes & Word.COMPLEMENTIZER or (classes & Word.RELATIVE and not classes & Word.DETERMINER):
        return first == bool(classes & Word.COMPLEMENTIZER)
    return not classes & Word.SUBORDINATOR or bool(classes & _BOUND)


def _is_leading(classes: int) -> bool:
    if classes & Word.COMPARISON:
        return True
    if classes & _JOINING and not classes & _BOUND:
        return True
    return bool(classes & Word.ADVERB) and not classes & Word.DETERMINER


def _skip_leading_phrase(tokens: Sentence, start: int, end: int) -> int:
    """Step over "On Tuesday" or "In a speech" that opens the clause without a comma."""
    if start >= end or not tokens[start].classes & _LEADING_IN:
        return start
    if tokens[start].classes & _TIME:
        return start + 1 if start + 1 < end else start
    for place in range(start + 1, end - 1):
        if tokens[place].classes & _TIME:
            return place + 2 if tokens[place + 1].text[:1].isdigit() and place + 2 < end else place + 1
    return _find_last_noun(tokens, start, end)


def _find_last_noun(tokens: Sentence, start: int, end: int) -> int:
    """Where the last name or the last determined phrase begins; `start` where there is neither."""
    place = end - 1
    while place > start and tokens[place].is_capital and tokens[place - 1].is_capital:
        place -= 1
    if tokens[place].is_capital:
        return place
    while place > start and not tokens[place].classes & (Word.DETERMINER | Word.POSSESSIVE):
        place -= 1
    return place


def _extend_list(tokens: Sentence, phrase: Phrase, edge: int) -> Phrase:
    """Take in the rest of a list: "Smith, Jones and Brown"."""
    start = phrase.start
    if start - 1 <= edge or tokens[start - 1].text != ",":
        return phrase
    if not any(token.classes & Word.COORDINATOR for token in tokens[start : phrase.end]):
        return phrase
    while start - 1 > edge and tokens[start - 1].text == ",":
        first = start - 2
        while first > edge and tokens[first - 1].text != ",":
            first -= 1
        if start - first > _LONGEST_ITEM or not all(token.is_capital for token in tokens[first : start - 1]):
            break
        start = first
    return Phrase(start, phrase.end)


def _is_adverb(token: Token) -> bool:
    return bool(token.classes & Word.ADVERB) and not token.classes & Word.DETERMINER and not token.is_capital


def _can_begin(token: Token) -> bool:
    if token.run is not None or not token.text[0].isalnum():
        return False
    if token.classes & (Word.DETERMINER | Word.POSSESSIVE | Word.SUBJECT_PRONOUN):
        return True
    return not token.classes & (_TIME if token.is_capital else _BARRED)


def _continues(tokens: Sentence, place: int, *, relative: bool) -> bool:
    """Whether a phrase goes on with a token; verbs are part of it only in a `relative` clause."""
    token = tokens[place]
    if token.run is not None or token.text in _HARD or token.text in _CLOSING:
        return False
    if token.text == ",":
        return _opens_apposition(tokens, place + 1)
    if token.classes & Word.WEEKDAY:
        return False
    if token.is_capital:
        return True
    if token.classes & _ENDING:
        return False
    return relative or not token.classes & _VERBAL


def _opens_apposition(tokens: Sentence, start: int) -> bool:
    """Whether what follows a comma explains the phrase before: "the mayor", "who …", "53", "Ann Lee."."""
    if start >= len(tokens) or tokens[start].run is not None:
        return False
    token = tokens[start]
    if token.classes & (Word.DETERMINER | Word.POSSESSIVE):
        return not _has_verb(tokens, start)
    if token.classes & Word.RELATIVE or token.text[0].isdigit():
        return True
    end = start
    while end < len(tokens) and end - start < _LONGEST_ITEM and tokens[end].is_capital:
        end += 1
    return start < end < len(tokens) and tokens[end].text in (",", ".")


def _has_verb(tokens: Sentence, start: int) -> bool:
    """Whether a stretch up to the next comma is a clause of its own: ", the bridge is safe"."""
    for token in tokens[start : start + _LONGEST]:
        if token.run is not None or token.text == "," or token.text in _HARD or token.classes & Word.RELATIVE:
            return False
        if token.classes & (_VERBAL | Word.VERB) and not token.is_capital:
            return True
    return False
