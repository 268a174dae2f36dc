"""Around a reporting verb: its auxiliaries, whether it is a verb at all, and what they deny."""

from itertools import pairwise
from typing import NamedTuple

from briefing.schema import Polarity
from briefing.speech.lexicon import Cue, Form, Frame, Lexicon, Word
from briefing.speech.phrases import Phrase
from briefing.speech.tokens import Sentence, Token

AUXILIARY = Word.BE | Word.HAVE | Word.DO | Word.MODAL
GROUP = AUXILIARY | Word.ADVERB | Word.NEGATION | Word.TO
_PLURAL = Word.SUBJECT_PRONOUN | Word.RELATIVE | Word.INDEFINITE_PRONOUN | Word.ADVERB | Word.COORDINATOR
_NOMINAL = Word.DETERMINER | Word.INDEFINITE_PRONOUN
_BEFORE_NOUN = Word.DETERMINER | Word.POSSESSIVE | Word.PREPOSITION
_PRONOMINAL = Word.SUBJECT_PRONOUN | Word.RELATIVE | Word.INDEFINITE_PRONOUN
# A member of an enumeration costs as much to look up as a whole test, and these are asked for at every verb.
_BASE, _GERUND, _PAST, _PARTICIPLE = Form.BASE, Form.GERUND, Form.PAST, Form.PARTICIPLE
_INFLECTED = frozenset([Form.PAST, Form.THIRD])
_ASKING = frozenset([Frame.ASK])
_ASSERTED = Polarity.ASSERTED
_SHORTEST_PAST = 5
_DENYING = Word.DECLINE | Word.DENY
_NEAR = 8
_DENIED_DOUBT = 2


class VerbGroup(NamedTuple):
    """A reporting verb with the auxiliaries and adverbs before it, and what they make of it.

    The group begins at token `start`, its verb is the token before `verb_end`, a particle may reach to
    `end`. `classes` are the `Word` bits of what stands before the verb.
    """

    cue: Cue
    start: int
    verb_end: int
    end: int
    classes: int
    gerund: bool
    passive: bool
    infinitive: bool


def read_group(tokens: Sentence, index: int, cue: Cue, end: int) -> VerbGroup | None:
    """Collect the auxiliaries before the cue at `[index, end)`; None where the word is no verb there."""
    place = index
    classes = 0
    while place > 0 and _is_auxiliary(tokens[place - 1]):
        place -= 1
        classes |= tokens[place].classes
    gerund = _GERUND in cue.forms
    if place:
        classes |= _read_contraction(tokens[place - 1].low, gerund=gerund)
    passive = bool(classes & Word.BE) and not gerund and _PARTICIPLE in cue.forms
    group = VerbGroup(cue, place, index + 1, end, classes, gerund, passive, bool(classes & Word.TO))
    return None if _is_noun(tokens, group) else group


def judge_polarity(tokens: Sentence, group: VerbGroup, speaker: Phrase | None) -> Polarity:
    """Whether the clause says that the words were said, denies it, or only supposes it."""
    if _is_denied(tokens, group, speaker):
        return Polarity.DENIED
    return Polarity.HYPOTHETICAL if _is_supposed(tokens, group, speaker) else _ASSERTED


def is_verb(tokens: Sentence, index: int, lexicon: Lexicon) -> bool:
    """Whether a word looks like a finite verb: auxiliary, reporting verb, or a past form."""
    token = tokens[index]
    if token.is_capital and index > 0:
        return False
    if token.classes & (AUXILIARY | Word.VERB):
        return True
    if token.text.endswith("ed") and len(token.text) >= _SHORTEST_PAST and not lexicon.verb_second:
        return True
    if not token.classes & Word.CUE:
        return False
    return any(not _INFLECTED.isdisjoint(cue.forms) for cue in lexicon.cues[token.low])


def _is_denied(tokens: Sentence, group: VerbGroup, speaker: Phrase | None) -> bool:
    """Whether a clause says that nothing of the kind was said: "never said", "denied that", "nobody said"."""
    before = tokens[group.start - 1].classes if group.start else 0
    if group.classes & Word.NEGATION and not _is_only(tokens, group):
        return True
    verb = tokens[group.verb_end - 1].classes
    if verb & _DENYING or (verb & Word.REJECTING and _meets_report(tokens, group.end)):
        return True
    if before & Word.DENY or (group.infinitive and before & Word.DECLINE):
        return True
    if speaker is None:
        return False
    return bool(tokens[speaker.start].classes & Word.NEGATION) or _is_untrue(tokens, speaker.start)


def _meets_report(tokens: Sentence, at: int) -> bool:
    """Whether the object of a verb is something said ("rejected claims"), and not judged ("as “absurd”")."""
    if at < len(tokens) and tokens[at].classes & (Word.DETERMINER | Word.POSSESSIVE):
        at += 1
    near = tokens[at : at + _NEAR]
    judged = any(token.classes & Word.COMPARISON for token in near)
    return bool(near) and bool(near[0].classes & Word.REPORT) and not judged


def _is_supposed(tokens: Sentence, group: VerbGroup, speaker: Phrase | None) -> bool:
    """Whether a clause only asks or supposes: "asked whether", "might say", "whether she said"."""
    if group.cue.frame in _ASKING:
        near = tokens[group.end : group.end + _NEAR]
        return any(token.classes & Word.QUESTION for token in near)
    if group.classes & Word.IRREALIS:
        return True
    if group.classes & Word.MODAL:
        return any(token.classes & Word.CONDITION for token in tokens)
    if speaker is None or not speaker.start:
        return False
    return bool(tokens[speaker.start - 1].classes & (Word.CONDITION | Word.QUESTION))


def _is_untrue(tokens: Sentence, start: int) -> bool:
    """Whether a clause hangs on a negation or a doubt: "not true that Smith said", "doubts Smith said"."""
    that = start > 0 and bool(tokens[start - 1].classes & Word.COMPLEMENTIZER)
    at = start - 1 - that
    if at >= 0 and tokens[at].classes & (Word.DOUBT | Word.DENY):
        return not any(token.classes & Word.NEGATION for token in tokens[max(at - _DENIED_DOUBT, 0) : at])
    return that and any(token.classes & Word.NEGATION for token in tokens[max(start - 4, 0) : start - 1])


def _is_only(tokens: Sentence, group: VerbGroup) -> bool:
    """Whether the negation is one of "not only"."""
    words = pairwise(tokens[group.start : group.verb_end])
    return any(token.classes & Word.NEGATION and after.classes & Word.ONLY for token, after in words)


def _is_auxiliary(token: Token) -> bool:
    if token.run is not None:
        return False
    classes = token.classes
    if classes & _NOMINAL and not classes & Word.ADVERB:
        return False
    return bool(classes & GROUP) or (token.text.endswith("ly") and not token.is_capital)


def _read_contraction(low: str, *, gerund: bool) -> int:
    """The auxiliary in "they've" and "she's"."""
    if "'" not in low:
        return 0
    if low.endswith(("'ve", "'d", "'ll")):
        return Word.HAVE
    return Word.BE if gerund and low.endswith("'s") else 0


def _is_noun(tokens: Sentence, group: VerbGroup) -> bool:
    """Whether the word is a noun here: "the claim", "Smith’s hopes", "a reported case"."""
    index = group.verb_end - 1
    inside = index > 0 and not tokens[index - 1].is_capital and tokens[index - 1].run is None
    if tokens[index].is_capital and inside:
        return True
    if group.classes & (AUXILIARY | Word.TO):
        return False
    forms = group.cue.forms
    if group.start == 0:
        return not group.gerund and _PAST not in forms
    previous = tokens[group.start - 1]
    if _PAST in forms or _PARTICIPLE in forms:
        owned = previous.classes & Word.POSSESSIVE and not previous.classes & Word.OBJECT_PRONOUN
        return bool(previous.classes & Word.ARTICLE or owned)
    if group.gerund:
        return bool(previous.classes & (Word.DETERMINER | Word.POSSESSIVE))
    return _follows_as_noun(previous, group.cue)


def _follows_as_noun(previous: Token, cue: Cue) -> bool:
    """Whether a word after `previous` that may be a noun or a present form is the noun."""
    if previous.classes & (Word.REJECTING | Word.DENY) or (_BASE in cue.forms and not _is_plural(previous)):
        return True
    if previous.classes & _BEFORE_NOUN and not previous.classes & _PRONOMINAL:
        return True
    return previous.low.endswith(("'s", "s'")) and not previous.classes & Word.SUBJECT_PRONOUN


def _is_plural(token: Token) -> bool:
    """Whether a verb without ending may follow: "officials say", "they say", "who say"."""
    low = token.low
    if token.classes & (_PLURAL | Word.PLURAL) or not low[:1].isalnum():
        return True
    return low.endswith("s") and not low.endswith(("'s", "ss", "us", "is"))
