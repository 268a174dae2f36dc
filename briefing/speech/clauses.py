"""A sentence -> reporting clauses: each cue with its verb group, its speaker and its polarity."""

from collections.abc import Sequence
from typing import NamedTuple

from briefing.schema import Polarity
from briefing.speech.lexicon import Cue, Form, Frame, Lexicon, Word
from briefing.speech.phrases import Phrase, find_subject, read_phrase
from briefing.speech.tokens import SENTENCE_ENDS, Sentence, Token

_JOINING = (Word.COORDINATOR | Word.SUBORDINATOR)
_REPORTING = Word.CUE | Word.SOURCE_PREPOSITION | Word.REPORT
_LONGEST_ASIDE = 16
_FARTHEST = 40
_PLURAL = (Word.SUBJECT_PRONOUN | Word.RELATIVE | Word.INDEFINITE_PRONOUN | Word.ADVERB | Word.COORDINATOR)
_AUXILIARY = (Word.BE | Word.HAVE | Word.DO | Word.MODAL)
_GROUP = _AUXILIARY | (Word.ADVERB | Word.NEGATION | Word.TO)
_NOUN_BEFORE = (Word.DETERMINER | Word.POSSESSIVE | Word.PREPOSITION)
_ARTICLES = frozenset(["a", "an", "the"])
_FINITE = frozenset([Form.BASE, Form.THIRD, Form.PAST])
_MAIN = frozenset([Frame.SAY, Frame.TELL, Frame.ASK, Frame.THINK, Frame.CALL, Frame.JUDGE])
_INVERTING = frozenset([Frame.SAY, Frame.ASK, Frame.OPEN])


class Clause(NamedTuple):
    """One reporting clause; all numbers are token indexes into its sentence.

    `[start, stop)` is the clause without the reported words, `[cue_start, cue_end)` the cue. `own` says
    that the clause names its own speaker; otherwise it shares the one of the clause before.
    """

    cue: Cue
    cue_start: int
    cue_end: int
    start: int
    stop: int
    speaker: Phrase | None
    inverted: bool
    own: bool
    polarity: Polarity


class _Group(NamedTuple):
    """A verb group: where it begins and what its auxiliaries make of it."""

    start: int
    classes: int
    gerund: bool
    passive: bool
    infinitive: bool


def find_clauses(tokens: Sentence, lexicon: Lexicon) -> list[Clause]:
    """Find the reporting clauses of a sentence from left to right."""
    clauses: list[Clause] = []
    cues = lexicon.cues
    for index, token in enumerate(tokens):
        if not token.classes & _REPORTING or (clauses and index < clauses[-1].cue_end):
            continue
        if token.classes & Word.CUE:
            clause = _read_clause(tokens, index, cues[token.low], clauses, lexicon)
        elif token.classes & Word.SOURCE_PREPOSITION:
            clause = _read_according(tokens, index)
        else:
            clause = None
        if clause is None and token.classes & Word.REPORT:
            clause = _read_noun(tokens, index)
        if clause is not None:
            clauses.append(clause)
    return clauses


_NOUN = Cue("noun", Frame.CALL, frozenset(), None)
_ACCORDING = Cue("according", Frame.SAY, frozenset(), None)


def _read_according(tokens: Sentence, index: int) -> Clause | None:
    end = index + 1
    if end < len(tokens) and tokens[end].classes & Word.TO:
        end += 1
    phrase = read_phrase(tokens, end)
    if phrase is None:
        return None
    return Clause(_ACCORDING, index, end, index, phrase.end, phrase, True, True, Polarity.ASSERTED)


def _read_noun(tokens: Sentence, index: int) -> Clause | None:
    """A noun that reports and whose it is: "her claim that …"."""
    if index + 1 >= len(tokens) or not (tokens[index + 1].low in ("that", "of", "about") or tokens[index + 1].run is not None):
        return None
    for place in range(index - 1, max(index - 4, -1), -1):
        token = tokens[place]
        if token.run is not None or not token.text[0].isalnum():
            return None
        if token.classes & Word.POSSESSIVE:
            return Clause(_NOUN, index, index + 1, place, index + 1, Phrase(place, place + 1), False, True, Polarity.ASSERTED)
        if token.low.endswith(("'s", "s'")):
            phrase = find_subject(tokens, place + 1)
            if phrase is None:
                return None
            start = phrase.start
            while start < place and not tokens[start].is_capital and not tokens[start].classes & Word.DETERMINER:
                start += 1
            return Clause(_NOUN, index, index + 1, start, index + 1, Phrase(start, place + 1), False, True, Polarity.ASSERTED)
    return None


def _read_clause(
    tokens: Sentence, index: int, readings: Sequence[Cue], before: Sequence[Clause], lexicon: Lexicon
) -> Clause | None:
    cue = _choose_reading(tokens, index, readings)
    if cue is None:
        return None
    group = _read_group(tokens, index, cue)
    if group is None:
        return None
    end = index + (2 if cue.particle else 1)
    phrase, inverted, own = _find_speaker(tokens, index, end, group, cue, before, lexicon)
    start = group.start
    if phrase is not None and own and not inverted and phrase.start < group.start:
        start = phrase.start
    stop = max(end, phrase.end) if inverted and phrase is not None else end
    if phrase is None and group.start == 0 and not group.gerund:
        return None
    return Clause(cue, index, end, start, stop, phrase, inverted, own, _judge_polarity(tokens, group))


def _choose_reading(tokens: Sentence, index: int, readings: Sequence[Cue]) -> Cue | None:
    following = tokens[index + 1].low if index + 1 < len(tokens) else ""
    for cue in readings:
        if cue.particle is None or cue.particle == following:
            return cue
    return None


def _read_group(tokens: Sentence, index: int, cue: Cue) -> _Group | None:
    """Collect the auxiliaries before a cue; None where the word is a noun."""
    place = index
    classes = 0
    while place > 0:
        token = tokens[place - 1]
        if token.run is not None or not (token.classes & _GROUP or (token.low.endswith("ly") and not token.is_capital)):
            break
        if token.classes & Word.DETERMINER and not token.classes & Word.NEGATION and not token.classes & Word.ADVERB:
            break
        classes |= token.classes
        place -= 1
    previous = tokens[place - 1] if place else None
    if previous is not None and previous.low.endswith(("'ve", "'d", "'ll")):
        classes |= Word.HAVE
    if previous is not None and previous.low.endswith("'s") and Form.GERUND in cue.forms:
        classes |= Word.BE
    gerund = Form.GERUND in cue.forms
    passive = bool(classes & Word.BE) and not gerund and Form.PARTICIPLE in cue.forms
    group = _Group(place, classes, gerund, passive, bool(classes & Word.TO))
    return None if _is_noun(tokens, index, group, cue) else group


def _is_noun(tokens: Sentence, index: int, group: _Group, cue: Cue) -> bool:
    token = tokens[index]
    if token.is_capital and index > 0 and not tokens[index - 1].is_capital and tokens[index - 1].run is None:
        return True
    if group.classes & (_AUXILIARY | Word.TO):
        return False
    previous = tokens[group.start - 1] if group.start else None
    if previous is None:
        return not (group.gerund or Form.PAST in cue.forms)
    if Form.PAST in cue.forms or Form.PARTICIPLE in cue.forms:
        return previous.low in _ARTICLES or bool(previous.classes & Word.POSSESSIVE and not previous.classes & Word.OBJECT_PRONOUN)
    if group.gerund:
        return bool(previous.classes & (Word.DETERMINER | Word.POSSESSIVE))
    if Form.BASE in cue.forms and not _is_plural(previous):
        return True
    if previous.classes & _NOUN_BEFORE and not previous.classes & (Word.SUBJECT_PRONOUN | Word.RELATIVE | Word.INDEFINITE_PRONOUN):
        return True
    if previous.low.endswith(("'s", "s'")) and not previous.classes & Word.SUBJECT_PRONOUN:
        return True
    return False


def _is_plural(token: Token) -> bool:
    """Whether a verb without ending may follow: "officials say", "they say", "who say"."""
    if token.classes & _PLURAL:
        return True
    low = token.low
    return low.endswith("s") and not low.endswith(("'s", "ss", "us", "is")) or low in ("people", "men", "women", "police") or not low[:1].isalnum()


def _judge_polarity(tokens: Sentence, group: _Group) -> Polarity:
    if group.classes & Word.NEGATION:
        return Polarity.DENIED
    previous = tokens[group.start - 1] if group.start else None
    if group.infinitive and previous is not None and previous.classes & Word.DECLINE:
        return Polarity.DENIED
    if previous is not None and previous.classes & Word.DENY:
        return Polarity.DENIED
    return Polarity.ASSERTED


def _find_speaker(
    tokens: Sentence, index: int, end: int, group: _Group, cue: Cue, before: Sequence[Clause], lexicon: Lexicon
) -> tuple[Phrase | None, bool, bool]:
    """The speaker's phrase, whether it stands behind the cue, and whether it is the clause's own."""
    if group.passive:
        return _find_agent(tokens, end), True, True
    previous = tokens[group.start - 1] if group.start else None
    if _may_invert(tokens, index, group, cue, previous):
        phrase = read_phrase(tokens, end)
        if phrase is not None and _is_inverted(tokens, phrase, group, previous):
            return phrase, True, True
    if previous is None:
        return (_find_following_subject(tokens, end, lexicon), False, False) if group.gerund else (None, False, False)
    if _shares_subject(previous, group):
        return _carry_subject(tokens, group.start, before, lexicon), False, False
    begin = 0
    if previous.classes & Word.RELATIVE and not (previous.classes & Word.DETERMINER and previous.low != "that"):
        return find_subject(tokens, group.start - 1 - (tokens[group.start - 2].text == "," if group.start > 1 else 0)), False, True
    phrase = find_subject(tokens, group.start, begin)
    if phrase is not None and phrase.start > 1 and tokens[phrase.start].classes & Word.PREPOSITION and tokens[phrase.start - 1].low in ("who", "which"):
        return find_subject(tokens, phrase.start - 1 - (tokens[phrase.start - 2].text == ",")), False, True
    if phrase is None:
        return _carry_subject(tokens, group.start, before, lexicon), False, False
    return phrase, False, True


def _shares_subject(previous: Token, group: _Group) -> bool:
    if group.infinitive or previous.classes & (Word.COORDINATOR | Word.SUBORDINATOR | Word.PREPOSITION):
        return True
    if group.gerund and not group.classes & Word.BE:
        return True
    return False


def _may_invert(tokens: Sentence, index: int, group: _Group, cue: Cue, previous: Token | None) -> bool:
    if cue.frame not in _INVERTING or group.classes or not cue.forms & _FINITE:
        return False
    return previous is None or previous.run is not None or previous.text == ","


def _is_inverted(tokens: Sentence, phrase: Phrase, group: _Group, previous: Token | None) -> bool:
    if previous is None or previous.run is not None:
        return True
    if group.start > 1 and tokens[group.start - 2].run is not None:
        return True
    after = tokens[phrase.end] if phrase.end < len(tokens) else None
    commas = sum(token.text == "," for token in tokens[: group.start])
    return commas == 1 and (after is None or after.text == "," or after.text in SENTENCE_ENDS)


def _find_agent(tokens: Sentence, end: int) -> Phrase | None:
    for place in range(end, min(end + 4, len(tokens))):
        if tokens[place].classes & Word.PASSIVE_BY:
            return read_phrase(tokens, place + 1)
        if tokens[place].run is not None:
            break
    return None


def _find_following_subject(tokens: Sentence, end: int, lexicon: Lexicon) -> Phrase | None:
    for place in range(end, len(tokens)):
        if tokens[place].text == "," or (tokens[place].run is not None and place + 1 < len(tokens) and tokens[place + 1].text != ","):
            phrase = read_main_subject(tokens, place + 1, len(tokens), lexicon)
            if phrase is not None:
                return phrase
    return None


def _carry_subject(tokens: Sentence, end: int, before: Sequence[Clause], lexicon: Lexicon) -> Phrase | None:
    main = None
    for clause in before:
        if not clause.own or clause.speaker is None or clause.cue.frame not in _MAIN or _is_subordinate(tokens, clause):
            continue
        if main is None or is_new_main(tokens, clause.start):
            main = clause.speaker
    return main or find_last_subject(tokens, end, lexicon) or _find_following_subject(tokens, end, lexicon)


def find_last_subject(tokens: Sentence, end: int, lexicon: Lexicon) -> Phrase | None:
    """The subject of the last finite verb before token `end`."""
    for place in range(end - 1, max(end - _FARTHEST, 0) - 1, -1):
        if tokens[place].run is None and is_verb(tokens, place, lexicon):
            first = place
            while first > 0 and tokens[first - 1].classes & _GROUP and not tokens[first - 1].is_capital:
                first -= 1
            if first and tokens[first - 1].classes & (Word.TO | Word.COORDINATOR | Word.PREPOSITION | Word.RELATIVE):
                continue
            phrase = find_subject(tokens, first)
            if phrase is not None and not tokens[phrase.start].classes & Word.PREPOSITION:
                return phrase
    return read_main_subject(tokens, 0, end, lexicon)


def _is_subordinate(tokens: Sentence, clause: Clause) -> bool:
    return clause.start > 0 and bool(tokens[clause.start - 1].classes & Word.SUBORDINATOR)


def is_new_main(tokens: Sentence, start: int) -> bool:
    """Whether a clause with a subject of its own opens a new main clause: "…, but Smith said"."""
    if start < 2:
        return False
    previous = tokens[start - 1]
    if previous.text == ";":
        return True
    if previous.classes & _JOINING:
        return tokens[start - 2].text in (",", ";") or tokens[start - 2].run is not None
    return previous.text == "," and _follows_aside(tokens, start - 1)


def _follows_aside(tokens: Sentence, comma: int) -> bool:
    """Whether the comma closes an aside after a coordinator: "…, and when asked, Smith replied"."""
    for place in range(comma - 1, max(comma - _LONGEST_ASIDE, 0), -1):
        if tokens[place].text == "," or tokens[place].run is not None:
            return False
        if tokens[place].classes & Word.COORDINATOR:
            return bool(tokens[place + 1].classes & (Word.SUBORDINATOR | Word.PREPOSITION))
    return False


def read_main_subject(tokens: Sentence, begin: int, end: int, lexicon: Lexicon) -> Phrase | None:
    """The noun phrase a sentence opens with, after what it may be led in by ("On Tuesday, …")."""
    place = begin
    while place < end and tokens[place].run is None:
        token = tokens[place]
        if token.classes & (Word.PREPOSITION | Word.SUBORDINATOR) and not token.classes & Word.DETERMINER:
            comma = next((at for at in range(place, end) if tokens[at].text == "," or tokens[at].run is not None), None)
            if comma is None or tokens[comma].run is not None:
                return None
            place = comma + 1
        elif token.classes & (Word.COORDINATOR | Word.ADVERB) or not token.text[0].isalnum():
            place += 1
        else:
            break
    stop = place
    while stop < end and not is_verb(tokens, stop, lexicon):
        stop += 1
    return read_phrase(tokens, place, end=stop) if place < stop else None


def is_verb(tokens: Sentence, index: int, lexicon: Lexicon) -> bool:
    """Whether a word looks like a finite verb: auxiliary, reporting verb, or a past form."""
    token = tokens[index]
    if token.is_capital and index > 0:
        return False
    if token.classes & (_AUXILIARY | Word.VERB):
        return True
    if token.low.endswith("ed") and len(token.low) > 4:
        return True
    readings = lexicon.cues.get(token.low)
    return readings is not None and any(form in (Form.PAST, Form.THIRD) for cue in readings for form in cue.forms)
