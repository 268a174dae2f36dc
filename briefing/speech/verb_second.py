"""Whose a reporting verb is, where the finite verb stands second, as in German.

Whatever stands first, the subject stands on one side of the verb: before it alone, or right behind it. In
a subordinate clause the verb stands last and the subject first.
"""

from collections.abc import Sequence

from briefing.speech.clause import Clause, Speaker
from briefing.speech.lexicon import Cue, Form, Word
from briefing.speech.phrases import Phrase, find_subject, read_phrase
from briefing.speech.tokens import SENTENCE_ENDS, Sentence

_OPENING = frozenset([",", ";", ":", "(", "–", "—", "-", *SENTENCE_ENDS])
_REACH = 30
_LEADING = Word.PREPOSITION | Word.ADVERB | Word.MOMENT | Word.WEEKDAY | Word.TO | Word.MONTH


def find_speaker_verb_second(tokens: Sentence, index: int, cue: Cue, before: Sequence[Clause]) -> Speaker:
    """Find the phrase of whoever the verb at `index` says is speaking."""
    verb = _find_finite(tokens, index, cue)
    begin = _find_begin(tokens, verb)
    first = tokens[begin] if begin < verb else None
    if first is None:
        subject = _read_before_parenthesis(tokens, verb)
        return _read_behind(tokens, verb, before) if subject is None else Speaker(subject, behind=False, own=True)
    if first.classes & Word.SUBORDINATOR and not first.classes & Word.PREPOSITION:
        return Speaker(read_phrase(tokens, begin + 1, end=verb), behind=False, own=True)
    if first.classes & Word.COORDINATOR:
        if begin + 1 == verb:
            return _carry(before)
        begin += 1
    if tokens[begin].classes & _LEADING and not tokens[begin].classes & Word.DETERMINER:
        behind = _read_behind(tokens, verb, before)
        if behind.phrase is not None and behind.own:
            return behind
    if begin + 1 == verb and tokens[begin].classes & Word.ARTICLE and begin > 1:
        return Speaker(_read_back(tokens, begin - 1), behind=False, own=True)
    return Speaker(read_phrase(tokens, begin, end=verb) or _carry(before).phrase, behind=False, own=True)


def _read_before_parenthesis(tokens: Sentence, verb: int) -> Phrase | None:
    """The subject of "Anna Lang, die Leiterin des Amtes, sagte"; None where a clause stands before the verb."""
    commas = sum(token.text == "," for token in tokens[:verb])
    if commas < 2 or any(token.run is not None for token in tokens[:verb]):  # noqa: PLR2004 -- a pair of them
        return None
    if tokens[0].classes & (_LEADING | Word.SUBORDINATOR) and not tokens[0].classes & Word.DETERMINER:
        return None
    return find_subject(tokens, verb)


def _find_finite(tokens: Sentence, index: int, cue: Cue) -> int:
    """The finite verb of the cue: itself, or the auxiliary of a participle."""
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    ends = after is None or after.run is not None or not after.text[0].isalnum()
    if Form.PARTICIPLE not in cue.forms or not ends:
        return index
    for place in range(index - 1, max(index - _REACH, -1), -1):
        if tokens[place].run is not None or tokens[place].text in _OPENING:
            break
        if tokens[place].classes & (Word.HAVE | Word.BE):
            return place
    return index


def _find_begin(tokens: Sentence, verb: int) -> int:
    for place in range(verb - 1, max(verb - _REACH, -1), -1):
        if tokens[place].run is not None or tokens[place].text in _OPENING:
            return place + 1
    return max(verb - _REACH, 0)


def _read_behind(tokens: Sentence, verb: int, before: Sequence[Clause]) -> Speaker:
    start = verb + 1
    while start < len(tokens) and tokens[start].classes & Word.OBJECT_PRONOUN and not tokens[start].classes & Word.SUBJECT_PRONOUN:
        start += 1
    phrase = read_phrase(tokens, start)
    return _carry(before) if phrase is None else Speaker(phrase, behind=True, own=True)


def _carry(before: Sequence[Clause]) -> Speaker:
    known = next((clause.speaker for clause in reversed(before) if clause.speaker is not None), None)
    return Speaker(known, behind=False, own=False)


def _read_back(tokens: Sentence, comma: int) -> Phrase | None:
    """The phrase that a relative clause after `comma` is about."""
    start = comma
    while start > 0 and tokens[start - 1].run is None and tokens[start - 1].is_capital:
        start -= 1
    if start > 0 and tokens[start - 1].classes & Word.DETERMINER:
        start -= 1
    return Phrase(start, comma) if start < comma else None
