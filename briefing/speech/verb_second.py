"""Whose a reporting verb is, where the finite verb stands second, as in German.

Whatever stands first, the subject stands on one side of the verb: before it alone, or right behind it. In
a subordinate clause the verb stands last and the subject first.
"""

from collections.abc import Sequence

from briefing.speech.clause import Clause, Speaker
from briefing.speech.lexicon import Form, Lexicon, Word
from briefing.speech.phrases import Phrase, find_subject, read_phrase
from briefing.speech.tokens import SENTENCE_ENDS, Sentence
from briefing.speech.verbs import VerbGroup

_OPENING = frozenset([",", ";", ":", "(", "–", "—", "-", *SENTENCE_ENDS])
_REACH = 30
_ARTICLE_AND_NAME = 2
_OWN_NOBODY = Speaker(None, behind=True, own=True)  # a subject there must be, if not found
_PRONOUN = Word.OBJECT_PRONOUN | Word.SUBJECT_PRONOUN
_LEADING = Word.PREPOSITION | Word.ADVERB | Word.MOMENT | Word.WEEKDAY | Word.TO | Word.MONTH


def find_speaker_verb_second(
    tokens: Sentence, group: VerbGroup, *, before: Sequence[Clause], lexicon: Lexicon
) -> Speaker:
    """Find the phrase of whoever is the subject of a reporting verb; `before` are the clauses before it."""
    assert lexicon.verb_second
    verb = _find_finite(tokens, group)
    participle = group.verb_end - 1 if verb < group.verb_end - 1 else len(tokens)
    begin = _find_begin(tokens, verb)
    joined = begin < verb and bool(tokens[begin].classes & Word.COORDINATOR)
    if joined and begin + 1 == verb:
        return _carry(before)
    begin += joined
    if begin == verb:
        subject = _read_before_parenthesis(tokens, verb)
        return _read_behind(tokens, verb, participle, before) if subject is None else _own(subject)
    return _read_first(tokens, begin, verb, participle, before)


def _read_first(
    tokens: Sentence, begin: int, verb: int, participle: int, before: Sequence[Clause]
) -> Speaker:
    """The subject of a verb that something stands before, from token `begin` on."""
    first = tokens[begin].classes
    if first & (Word.DATIVE | Word.SOURCE_TAG):
        return _read_behind(tokens, verb, participle, before)
    if first & Word.SUBORDINATOR and not first & Word.PREPOSITION:
        return _own(read_phrase(tokens, begin + 1, end=verb))
    if first & _LEADING and not first & Word.DETERMINER:
        behind = _read_behind(tokens, verb, participle, before)
        if behind.phrase is not None and behind.own:
            return behind
    if begin + 1 == verb and first & Word.ARTICLE and begin > 1:
        return _own(_read_back(tokens, begin - 1))
    return _own(read_phrase(tokens, begin, end=verb) or _carry(before).phrase)


def _own(phrase: Phrase | None) -> Speaker:
    return _OWN_NOBODY if phrase is None else Speaker(phrase, behind=False, own=True)


def _read_before_parenthesis(tokens: Sentence, verb: int) -> Phrase | None:
    """The subject of "Anna Lang, die Leiterin, sagte"; None where a clause stands before the verb."""
    commas = sum(token.text == "," for token in tokens[:verb])
    if commas < 2 or any(token.run is not None for token in tokens[:verb]):  # noqa: PLR2004 -- a pair of them
        return None
    if tokens[0].classes & (_LEADING | Word.SUBORDINATOR) and not tokens[0].classes & Word.DETERMINER:
        return None
    return find_subject(tokens, verb)


def _find_finite(tokens: Sentence, group: VerbGroup) -> int:
    """The finite verb of the cue: itself, or the auxiliary of a participle."""
    index = group.verb_end - 1
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    ends = after is None or after.run is not None or not after.text[0].isalnum()
    if Form.PARTICIPLE not in group.cue.forms or not ends:
        return index
    for place in range(index - 1, max(index - _REACH, -1), -1):
        if tokens[place].run is not None or tokens[place].text in _OPENING:
            break
        if tokens[place].classes & (Word.HAVE | Word.BE):
            return place
    return index


def _find_begin(tokens: Sentence, verb: int) -> int:
    """Where the clause of a verb begins, brackets stepped over."""
    depth = 0
    for place in range(verb - 1, max(verb - _REACH, -1), -1):
        token = tokens[place]
        if token.text == ")":
            depth += 1
        elif token.text == "(" and depth:
            depth -= 1
        elif not depth and (token.run is not None or token.text in _OPENING):
            return place + 1
    return max(verb - _REACH, 0)


def _read_behind(tokens: Sentence, verb: int, participle: int, before: Sequence[Clause]) -> Speaker:
    """The subject behind a finite verb and before its participle, if it has one."""
    start = verb + 1
    while start < len(tokens) and _is_object(tokens, start):
        start += 1
    phrase = read_phrase(tokens, start, end=participle)
    if phrase is None:
        return _carry(before)
    return Speaker(Phrase(phrase.start, find_end(tokens, phrase)), behind=True, own=True)


def _is_object(tokens: Sentence, at: int) -> bool:
    """Whether a token is a pronoun that the verb has for its object, as „es“ before a subject."""
    kind = tokens[at].classes & _PRONOUN
    if kind == _PRONOUN:
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        return following is not None and following.is_capital and not following.classes
    return kind == Word.OBJECT_PRONOUN


def find_end(tokens: Sentence, phrase: Phrase) -> int:
    """Where a phrase that an object may follow ends: „sagte Anna Lang | dem Sender“."""
    for at in range(phrase.start + 1, phrase.end):
        if tokens[at - 1].text == ",":
            break
        if tokens[at - 1].classes & Word.PREPOSITION:
            continue
        classes = 0 if tokens[at].is_capital else tokens[at].classes
        if classes & Word.PARTING or (classes & Word.OBLIQUE and _is_named(tokens, phrase, at)):
            return at
    return phrase.end


def _is_named(tokens: Sentence, phrase: Phrase, end: int) -> bool:
    """Whether a phrase up to a token is a name, behind which no genitive stands."""
    if not tokens[phrase.start].classes & (Word.DETERMINER | Word.POSSESSIVE):
        return all(token.is_capital for token in tokens[phrase.start : end])
    return end - phrase.start > _ARTICLE_AND_NAME and all(token.is_capital for token in tokens[end - 2 : end])


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
