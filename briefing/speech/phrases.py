"""Tokens -> noun phrases: where the mention of a speaker begins and ends.

Without a parser a noun phrase is read from its edges: closed-class words, capitals and commas. A phrase
carries its apposition ("Mary Smith, the mayor") and its complements ("the mayor of Utopia").
"""

from typing import NamedTuple

from briefing.speech.lexicon import DASHES, Word
from briefing.speech.tokens import SENTENCE_ENDS, Sentence, Token

_PRONOUN = (Word.SUBJECT_PRONOUN | Word.INDEFINITE_PRONOUN)
_VERBAL = (Word.BE | Word.HAVE | Word.DO | Word.MODAL)
_BREAK = (Word.SUBORDINATOR | Word.RELATIVE)
_OPENER = (Word.DETERMINER | Word.POSSESSIVE | Word.PREPOSITION | Word.RELATIVE)
_HARD = frozenset([":", ";", "(", "[", "…", "...", *DASHES, *SENTENCE_ENDS])
_LONGEST = 40
_LONGEST_ITEM = 4
_RELATIVES = frozenset(["who", "which", "whose", "whom"])
_TIME = (Word.WEEKDAY | Word.MONTH | Word.MOMENT)


class Phrase(NamedTuple):
    """Tokens `[start, end)` of a sentence."""

    start: int
    end: int


def find_subject(tokens: Sentence, end: int, begin: int = 0) -> Phrase | None:
    """The noun phrase that ends before token `end`, the first of its verb group; None where there is none.

    A comma before the verb closes a parenthesis: the phrase then stands before that.
    """
    if end <= begin:
        return None
    edge = _find_edge(tokens, end, begin)
    if tokens[end - 1].text == "," or tokens[end - 1].text in DASHES:
        return _find_before_parenthesis(tokens, end, edge)
    start = edge
    for index in range(end - 1, edge - 1, -1):
        if tokens[index].text == ",":
            start = index + 1
            break
    phrase = _trim(tokens, start, end)
    if phrase is None:
        return None
    return _extend_left(tokens, phrase, edge)


def _find_edge(tokens: Sentence, end: int, begin: int) -> int:
    """The first token of the clause that ends before `end`, commas allowed."""
    depth = 0
    dash = tokens[end - 1].text in DASHES
    for index in range(end - 1, max(begin, end - _LONGEST) - 1, -1):
        token = tokens[index]
        if token.text == ")":
            depth += 1
        elif token.text == "(":
            depth -= 1
            if depth < 0:
                return index + 1
        elif depth <= 0 and (token.run is not None or (token.text in _HARD and not (dash and token.text in DASHES))):
            return index + 1
    return max(begin, end - _LONGEST)


def _find_before_parenthesis(tokens: Sentence, end: int, edge: int) -> Phrase | None:
    closing = tokens[end - 1].text
    cuts = [index for index in range(edge, end - 1) if tokens[index].text == closing or tokens[index].text == ","]
    starts = [edge, *(cut + 1 for cut in cuts)]
    relative = next((at for at in range(1, len(cuts) + 1) if tokens[starts[at]].low in _RELATIVES), None)
    for place in range(len(cuts) - 1 if relative is None else relative - 1, -1, -1):
        start = starts[place]
        opens = tokens[start].classes & _OPENER or tokens[start].text[:1].isdigit()
        if opens and not _is_head(tokens, start) and place:
            continue
        phrase = _trim(tokens, start, cuts[place])
        if phrase is not None:
            return Phrase(phrase.start, end - 1)
    if not cuts:
        return _trim(tokens, edge, end - 1)
    return None


def _is_head(tokens: Sentence, start: int) -> bool:
    return bool(tokens[start].classes & Word.POSSESSIVE)


def _trim(tokens: Sentence, start: int, end: int) -> Phrase | None:
    """The noun phrase at the right edge of `[start, end)`."""
    while end > start and tokens[end - 1].classes & (Word.ADVERB | Word.TO) and not tokens[end - 1].is_capital:
        end -= 1
    if end <= start:
        return None
    last = tokens[end - 1]
    if last.classes & Word.SUBJECT_PRONOUN and not last.classes & Word.DETERMINER:
        return Phrase(end - 1, end)
    begin = end
    while begin > start and _belongs(tokens, begin - 1, start, end):
        begin -= 1
    while begin < end and _is_leading(tokens[begin]):
        begin += 1
    begin = _skip_leading_phrase(tokens, begin, end)
    return Phrase(begin, end) if begin < end else None


def _belongs(tokens: Sentence, index: int, start: int, end: int) -> bool:
    token = tokens[index]
    if token.run is not None:
        return False
    classes = token.classes
    if classes & _VERBAL and not token.is_capital:
        return False
    if classes & Word.COMPLEMENTIZER and index > start:
        return False
    if classes & Word.COORDINATOR:
        return not token.classes & Word.PHRASE_END and index + 1 < end
    if classes & Word.SUBORDINATOR and not classes & (Word.PREPOSITION | Word.DETERMINER):
        return False
    if classes & Word.RELATIVE and not classes & Word.DETERMINER:
        return index > start
    return True


def _is_leading(token: Token) -> bool:
    classes = token.classes
    if classes & Word.COMPARISON:
        return True
    if classes & (Word.COORDINATOR | Word.SUBORDINATOR) and not classes & (Word.DETERMINER | Word.PREPOSITION):
        return True
    return bool(classes & Word.ADVERB) and not classes & Word.DETERMINER


def _skip_leading_phrase(tokens: Sentence, start: int, end: int) -> int:
    """Step over "On Tuesday" or "In a speech" that opens the clause without a comma."""
    if start >= end or not tokens[start].classes & (Word.PREPOSITION | _TIME):
        return start
    if tokens[start].classes & _TIME:
        return start + 1 if start + 1 < end else start
    place = start + 1
    while place < end and not tokens[place].classes & _TIME:
        place += 1
    if place + 1 < end:
        return place + 1
    # the last name or determined phrase is the subject
    place = end - 1
    while place > start and tokens[place].is_capital and tokens[place - 1].is_capital:
        place -= 1
    if tokens[place].is_capital:
        return place
    while place > start and not tokens[place].classes & (Word.DETERMINER | Word.POSSESSIVE):
        place -= 1
    return place if place > start else start


def _extend_left(tokens: Sentence, phrase: Phrase, edge: int) -> Phrase:
    """Take in the rest of a list: "Smith, Jones and Brown"."""
    start = phrase.start
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


def read_phrase(tokens: Sentence, start: int, *, end: int | None = None) -> Phrase | None:
    """The noun phrase that begins at token `start`, with its apposition; None where none begins there."""
    limit = len(tokens) if end is None else end
    while start < limit and tokens[start].classes & Word.ADVERB and not tokens[start].is_capital and not tokens[start].classes & (Word.DETERMINER):
        start += 1
    if start >= limit or not _can_begin(tokens[start]):
        return None
    if tokens[start].classes & Word.SUBJECT_PRONOUN:
        return Phrase(start, start + 1)
    place = start
    while place < limit and _continues(tokens, place, start):
        place += 1
    return Phrase(start, place) if place > start else None


def _can_begin(token: Token) -> bool:
    if token.run is not None or not token.text[0].isalnum():
        return False
    classes = token.classes
    if classes & (Word.DETERMINER | Word.POSSESSIVE | Word.SUBJECT_PRONOUN):
        return True
    if token.is_capital:
        return not classes & _TIME
    return not classes & (Word.PREPOSITION | Word.SUBORDINATOR | Word.RELATIVE | Word.COORDINATOR | Word.TO | Word.MOMENT | Word.OBJECT_PRONOUN) and not classes & _VERBAL


def _continues(tokens: Sentence, place: int, start: int) -> bool:
    token = tokens[place]
    if token.run is not None or token.text in _HARD or token.text in (")", "]"):
        return False
    if token.text == ",":
        return _opens_apposition(tokens, place)
    if token.classes & Word.PHRASE_END and not token.is_capital:
        return False
    if token.classes & _TIME and not token.is_capital:
        return False
    if token.classes & Word.WEEKDAY:
        return False
    if token.classes & _VERBAL and not token.is_capital:
        return any(tokens[at].classes & Word.RELATIVE for at in range(start, place))
    return True


def _opens_apposition(tokens: Sentence, place: int) -> bool:
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    if following is None or following.run is not None:
        return False
    if following.classes & (Word.DETERMINER | Word.POSSESSIVE) or following.low in ("who", "whose") or following.text[0].isdigit():
        return True
    end = place + 1
    while end < len(tokens) and end - place <= _LONGEST_ITEM and tokens[end].is_capital:
        end += 1
    return end > place + 1 and end < len(tokens) and tokens[end].text in (",", ".")
