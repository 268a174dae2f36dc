"""Whose a reporting verb is, where the subject stands before the verb as in English.

The subject of the verb, not the nearest name: across appositions, relative clauses and lists, behind the
verb where the clause is inverted, and the main clause's subject for participles and infinitives.
"""

from collections.abc import Sequence

from briefing.speech.clause import Clause, Speaker
from briefing.speech.lexicon import Form, Frame, Lexicon, Word
from briefing.speech.phrases import Phrase, find_subject, read_phrase
from briefing.speech.regions import skip_addressee
from briefing.speech.tokens import SENTENCE_ENDS, Sentence, Token
from briefing.speech.verbs import AUXILIARY, GROUP, VerbGroup, is_verb

_CIRCUMSTANCE = Word.PREPOSITION | Word.ADVERB | Word.MOMENT | Word.WEEKDAY | Word.MONTH
_JOINING = Word.COORDINATOR | Word.SUBORDINATOR
_LONGEST_ASIDE = 16
_FARTHEST = 40
_LONGEST_ABSOLUTE = 10
_LONGEST_OBJECT = 4
_FINITE = frozenset([Form.BASE, Form.THIRD, Form.PAST])
_MAIN = frozenset([Frame.SAY, Frame.TELL, Frame.ASK, Frame.THINK, Frame.CALL, Frame.JUDGE, Frame.WANT])
_HEARING = frozenset([Frame.SAY, Frame.THINK, Frame.JUDGE])
_PRONOUNS = Word.OBJECT_PRONOUN | Word.SUBJECT_PRONOUN | Word.POSSESSIVE
_BEGINNING = Word.DETERMINER | Word.POSSESSIVE | Word.SUBJECT_PRONOUN
_ENDING = SENTENCE_ENDS | {","}
_INVERTING = frozenset([Frame.SAY, Frame.ASK, Frame.OPEN])


def find_speaker(
    tokens: Sentence, group: VerbGroup, *, before: Sequence[Clause], lexicon: Lexicon
) -> Speaker:
    """Find the phrase of whoever is the subject of a reporting verb; `before` are the clauses before it."""
    if group.passive:
        agent = None if _is_quoted(tokens, group.end) else _find_agent(tokens, group.end)
        return Speaker(agent, behind=True, own=True)
    inverted = _find_inverted(tokens, group)
    if inverted is not None:
        return Speaker(inverted, behind=True, own=True)
    if group.start == 0:
        return _share(_find_following(tokens, group.end, lexicon) if group.gerund else None)
    own = _find_absolute(tokens, group) or _find_heard(tokens, group, before)
    if own is None:
        shares = _shares_subject(tokens[group.start - 1], group)
        own = _find_raised(tokens, group, before, lexicon) if shares else _find_before(tokens, group, before)
    if own is not None:
        return Speaker(None if _is_participle(tokens, group, own) else own, behind=False, own=True)
    if tokens[group.start - 1].text == "," and Form.PARTICIPLE in group.cue.forms:
        agent = _find_agent(tokens, group.end)
        if agent is not None:
            return Speaker(agent, behind=True, own=True)
    asks = _is_asking_who(tokens, group.start)
    return Speaker(None if asks else _carry(tokens, group.start, before, lexicon), behind=False, own=asks)


def _share(phrase: Phrase | None) -> Speaker:
    return Speaker(phrase, behind=False, own=False)


def is_new_main(tokens: Sentence, start: int) -> bool:
    """Whether a clause with a subject of its own opens a new main clause: "…, but Smith said"."""
    if start < 2:  # noqa: PLR2004 -- a joining word and what it joins to
        return False
    previous, before = tokens[start - 1], tokens[start - 2]
    if previous.text == ";":
        return True
    if previous.classes & _JOINING:
        return before.text in (",", ";") or before.run is not None
    return previous.text == "," and _follows_aside(tokens, start - 1)


def read_main_subject(tokens: Sentence, begin: int, end: int, lexicon: Lexicon) -> Phrase | None:
    """The noun phrase a sentence opens with, after what it may be led in by ("On Tuesday, …")."""
    place = begin
    while place < end and tokens[place].run is None:
        token = tokens[place]
        if token.classes & (Word.PREPOSITION | Word.SUBORDINATOR) and not token.classes & Word.DETERMINER:
            comma = _find_comma(tokens, place, end)
            if comma is None:
                return None
            place = comma + 1
        elif token.classes & (Word.COORDINATOR | Word.ADVERB) or not token.text[0].isalnum():
            place += 1
        elif token.text.isdigit() and place + 1 < end and tokens[place + 1].text == ",":
            place += 2
        else:
            break
    stop = place
    while stop < end and not is_verb(tokens, stop, lexicon):
        stop += 1
    return read_phrase(tokens, place, end=stop) if place < stop else None


def _find_comma(tokens: Sentence, begin: int, end: int) -> int | None:
    for at in range(begin, end):
        if tokens[at].run is not None:
            return None
        if tokens[at].text == ",":
            return at
    return None


def _find_inverted(tokens: Sentence, group: VerbGroup) -> Phrase | None:
    """The subject behind its verb: “…,” said Smith."""
    if group.cue.frame not in _INVERTING or group.classes or not group.cue.forms & _FINITE:
        return None
    previous = tokens[group.start - 1] if group.start else None
    if previous is not None and previous.run is None and previous.text != ",":
        return None
    phrase = read_phrase(tokens, group.end)
    if phrase is None or previous is None:
        return phrase
    if previous.run is not None or (group.start > 1 and tokens[group.start - 2].run is not None):
        return None if _has_predicate(tokens, phrase.end) else phrase
    ends = phrase.end >= len(tokens) or tokens[phrase.end].text in _ENDING
    commas = sum(token.text == "," for token in tokens[: group.start])
    return phrase if commas == 1 and ends else None


def _has_predicate(tokens: Sentence, end: int) -> bool:
    """Whether the phrase before `end` is the subject of what is said: “…,” said the dam had failed."""
    return end < len(tokens) and bool(tokens[end].classes & (AUXILIARY | Word.VERB))


def _find_agent(tokens: Sentence, end: int) -> Phrase | None:
    """The phrase after "by" of a passive: "was told by Smith", "dubbed “the pit” by Smith"."""
    first = end + 1 if end < len(tokens) and tokens[end].run is not None else end
    for place in range(first, min(first + 4, len(tokens))):
        if tokens[place].classes & Word.PASSIVE_BY:
            return read_phrase(tokens, place + 1)
        if tokens[place].run is not None:
            break
    return None


def _is_quoted(tokens: Sentence, end: int) -> bool:
    """Whether a passive only leads to what its subject says: "was quoted by the paper as saying"."""
    for at in range(end, min(end + _LONGEST_ABSOLUTE, len(tokens) - 1)):
        if tokens[at].run is not None or tokens[at].text == ",":
            return False
        if tokens[at].classes & Word.COMPARISON:
            return bool(tokens[at + 1].classes & Word.CUE) and tokens[at + 1].low.endswith("ing")
    return False


def _find_absolute(tokens: Sentence, group: VerbGroup) -> Phrase | None:
    """The subject of "with Smith calling it “a start”"."""
    if not group.gerund or group.classes & Word.BE:
        return None
    for place in range(group.start - 1, max(group.start - _LONGEST_ABSOLUTE, -1), -1):
        if tokens[place].run is not None or tokens[place].text == ",":
            return None
        if tokens[place].classes & Word.ABSOLUTE:
            free = not place or tokens[place - 1].text == "," or tokens[place - 1].run is not None
            return Phrase(place + 1, group.start) if free and place + 1 < group.start else None
    return None


def _find_heard(tokens: Sentence, group: VerbGroup, before: Sequence[Clause]) -> Phrase | None:
    """Who speaks in "Smith recalled Jones saying", "accused Jones of saying", "held a sign saying"."""
    if not group.gerund or group.classes & Word.BE:
        return None
    bound = bool(tokens[group.start - 1].classes & (Word.COMPARISON | Word.REPROACH))
    end = group.start - bound
    if tokens[end - 1].classes & Word.SURFACE or _is_passed_on(tokens, end - 1):
        return _find_antecedent(tokens, end, 0)
    if not before or not before[-1].own or before[-1].cue.frame not in _HEARING:
        return None
    start = before[-1].cue_end
    return Phrase(start, end) if start < end and _is_somebody(tokens[start:end], bound=bound) else None


def _is_somebody(heard: Sentence, *, bound: bool) -> bool:
    """Whether tokens are a name, or `bound` to the verb behind them another mention: "the mayor", "him"."""
    if any(token.run is not None or token.text == "," for token in heard):
        return False
    if all(token.is_capital for token in heard):
        return True
    opens = heard[0].is_capital or heard[0].classes & (
        Word.DETERMINER | Word.POSSESSIVE | Word.OBJECT_PRONOUN
    )
    return bound and bool(opens) and not any(token.classes & _CIRCUMSTANCE for token in heard)


def _is_passed_on(tokens: Sentence, at: int) -> bool:
    """Whether a noun is something said that the subject only received: "signed a petition calling for"."""
    near = tokens[max(at - _LONGEST_OBJECT, 0) : at]
    return bool(tokens[at].classes & Word.REPORT) and any(token.classes & Word.RECEIVING for token in near)


def _is_participle(tokens: Sentence, group: VerbGroup, phrase: Phrase) -> bool:
    """Whether the verb only describes a noun that leads in: "In a letter issued on Monday"."""
    if (
        group.classes
        or Form.PARTICIPLE not in group.cue.forms
        or not phrase.start
        or group.end >= len(tokens)
    ):
        return False
    before = tokens[phrase.start - 1].classes
    leads = before & Word.PREPOSITION and not before & Word.COMPARISON
    return bool(leads and tokens[group.end].classes & _CIRCUMSTANCE)


def _shares_subject(previous: Token, group: VerbGroup) -> bool:
    if group.infinitive or previous.classes & (_JOINING | Word.PREPOSITION):
        return not _is_relative(previous)
    return group.gerund and not group.classes & Word.BE


def _find_before(tokens: Sentence, group: VerbGroup, before: Sequence[Clause]) -> Phrase | None:
    """The subject before the verb; of a relative clause, what it is about."""
    floor = _step_over_that(tokens, _find_floor(tokens, group, before), group.start)
    if _is_relative(tokens[group.start - 1]):
        return _find_antecedent(tokens, group.start - 1, floor)
    phrase = find_subject(tokens, group.start, floor) or _find_across_marks(tokens, group, before)
    if phrase is None:
        return None
    if tokens[phrase.end - 1].classes & _PRONOUNS == Word.OBJECT_PRONOUN:
        # "the paper that had quoted him said"
        back = range(phrase.start - 1, max(phrase.start - _LONGEST_OBJECT, 0), -1)
        relative = next((at for at in back if _is_relative(tokens[at])), None)
        return phrase if relative is None else _find_antecedent(tokens, relative, 0)
    # "who in 2019 refused", "who as a minister refused"
    first = phrase.start - bool(phrase.start and tokens[phrase.start - 1].classes & Word.COMPARISON)
    if not first or not tokens[first].classes & (Word.PREPOSITION | Word.COMPARISON):
        return phrase
    last = tokens[first - 1].classes
    if last & Word.RELATIVE and not last & Word.DETERMINER:
        return _find_antecedent(tokens, first - 1, floor)
    return phrase


def _find_across_marks(tokens: Sentence, group: VerbGroup, before: Sequence[Clause]) -> Phrase | None:
    """The subject before a relative clause with marked words: "Lee, whom Park called “…,” said"."""
    at = group.start - 1 - (tokens[group.start - 1].text == ",")
    run = tokens[at].run
    if not before or run is None or not (run.final == "," or tokens[at + 1].text == ","):
        return None
    for place in range(before[-1].cue_start, 0, -1):
        if tokens[place].run is not None or tokens[place].text == ",":
            return None
        if _is_relative(tokens[place]) and tokens[place - 1].text == ",":
            return _find_antecedent(tokens, place, 0)
    return None


def _is_relative(token: Token) -> bool:
    """Whether a word is a relative pronoun: "who", and "that", which may be a determiner elsewhere."""
    bound = token.classes & Word.DETERMINER and not token.classes & Word.COMPLEMENTIZER
    return bool(token.classes & Word.RELATIVE) and not bound


def _is_asking_who(tokens: Sentence, start: int) -> bool:
    """Whether a clause only asks for its subject: "did not know who had said"."""
    return start > 1 and _is_relative(tokens[start - 1]) and bool(tokens[start - 2].classes & Word.CUE)


def _find_raised(
    tokens: Sentence, group: VerbGroup, before: Sequence[Clause], lexicon: Lexicon
) -> Phrase | None:
    """The subject of the verb an infinitive or "as saying" hangs on: "Smith was quoted as saying"."""
    compared = group.gerund and tokens[group.start - 1].classes & Word.COMPARISON
    if not (group.infinitive or compared) or (before and before[-1].own):
        return None
    phrase = _find_last(tokens, group.start, lexicon)
    if phrase is None:
        return None
    between = tokens[phrase.end : group.start]
    return None if any(token.run is not None or token.text == "," for token in between) else phrase


def _find_floor(tokens: Sentence, group: VerbGroup, before: Sequence[Clause]) -> int:
    """Behind the last verb with a subject of its own: no subject reaches across that."""
    for clause in reversed(before):
        if clause.stop <= group.start and clause.cue.frame in _MAIN:
            return 0 if _is_within_subject(tokens, clause, group) else _find_rest(tokens, clause, group)
    return 0


def _find_rest(tokens: Sentence, clause: Clause, group: VerbGroup) -> int:
    """Behind a clause and whom it tells: "told reporters the bank had called it"."""
    if clause.cue.frame is not Frame.TELL or clause.stop != clause.cue_end:
        return clause.stop
    rest = skip_addressee(tokens, clause.stop, group.start)
    if rest < group.start and tokens[rest].classes & _BEGINNING:
        return rest
    words = range(clause.stop + 1, group.start)
    return next((at for at in words if tokens[at].is_capital and _is_noun(tokens[at - 1])), clause.stop)


def _is_noun(token: Token) -> bool:
    """Whether a word in lower case is of no closed class and no cue, as most nouns are."""
    return token.text.islower() and not token.classes


def _step_over_that(tokens: Sentence, floor: int, end: int) -> int:
    """Behind the conjunction of "said that Mrs. Smith had called"; "said that group had" has none."""
    if not floor or floor + 1 >= end or not tokens[floor].classes & Word.COMPLEMENTIZER:
        return floor
    following = tokens[floor + 1]
    opens = following.is_capital or following.classes & (
        Word.DETERMINER | Word.POSSESSIVE | Word.SUBJECT_PRONOUN
    )
    return floor + 1 if opens else floor


def _is_within_subject(tokens: Sentence, clause: Clause, group: VerbGroup) -> bool:
    """Whether a clause is a relative one or names a source, and may be part of a later verb's subject."""
    if tokens[clause.cue_start].classes & Word.SOURCE_PREPOSITION:
        parted = clause.start > 0 and tokens[clause.start - 1].text == ","
        return parted and group.start == clause.stop + 1
    first = clause.speaker.end if clause.own and clause.speaker is not None else clause.start
    return any(_is_relative(token) for token in tokens[max(first - 1, 0) : clause.cue_start])


def _find_antecedent(tokens: Sentence, relative: int, floor: int) -> Phrase | None:
    """What a relative clause is about: the noun phrase before it, behind the last verb."""
    phrase = find_subject(tokens, relative, floor)
    if phrase is None:
        return None
    end = phrase.end - (tokens[phrase.end - 1].text == ",")
    starts = [at for at in range(phrase.start + 1, end - 1) if _opens_object(tokens, at)]
    start = starts[-1] if starts else phrase.start
    return Phrase(_find_apposed(tokens, start, floor), end)


def _find_apposed(tokens: Sentence, start: int, floor: int) -> int:
    """Where the name begins that a noun phrase explains: "Ann Lee, the skier who said"."""
    if start - 1 <= floor or tokens[start - 1].text != "," or not tokens[start].classes & Word.DETERMINER:
        return start
    name = start - 1
    while name > floor and tokens[name - 1].is_capital and not tokens[name - 1].classes:
        name -= 1
    governed = name > floor and tokens[name - 1].classes & (Word.PREPOSITION | Word.COORDINATOR)
    return start if name == start - 1 or governed else name


def _opens_object(tokens: Sentence, at: int) -> bool:
    """Whether a verb stands before a token: a past form, or a word between subject and article."""
    verb = tokens[at - 1]
    if (
        verb.is_capital
        or not verb.text[0].isalpha()
        or verb.classes & (Word.DETERMINER | _JOINING | Word.PREPOSITION)
    ):
        return False
    return _is_past(verb) or bool(tokens[at].classes & (Word.ARTICLE | Word.POSSESSIVE))


def _is_past(token: Token) -> bool:
    if token.is_capital:
        return False
    return bool(token.classes & Word.VERB) or (bool(token.classes & Word.CUE) and token.low.endswith("ed"))


def _carry(tokens: Sentence, end: int, before: Sequence[Clause], lexicon: Lexicon) -> Phrase | None:
    """The subject a clause without its own shares: of the main reporting clause, else of the last verb."""
    main = None
    for clause in before:
        if (
            not clause.own
            or clause.speaker is None
            or clause.cue.frame not in _MAIN
            or _is_minor(tokens, clause)
        ):
            continue
        if main is None or is_new_main(tokens, clause.start):
            main = clause.speaker
    return main or _find_last(tokens, end, lexicon) or _find_following(tokens, end, lexicon)


def _is_minor(tokens: Sentence, clause: Clause) -> bool:
    """Whether a clause is subordinate, or describes a noun: "Smith, dubbed “the rock” by Jones, said"."""
    if clause.start > 0 and tokens[clause.start - 1].classes & Word.SUBORDINATOR:
        return True
    by = clause.speaker is not None and tokens[clause.speaker.start - 1].classes & Word.PASSIVE_BY
    return bool(by) and clause.start > 0 and tokens[clause.start - 1].text == ","


def _find_last(tokens: Sentence, end: int, lexicon: Lexicon) -> Phrase | None:
    """The subject of the last finite verb before token `end`."""
    for place in range(end - 1, max(end - _FARTHEST, 0) - 1, -1):
        if tokens[place].run is not None or not is_verb(tokens, place, lexicon):
            continue
        first = place
        while first > 0 and tokens[first - 1].classes & GROUP and not tokens[first - 1].is_capital:
            first -= 1
        if any(token.classes & Word.TO for token in tokens[first:place]):
            continue
        if first and tokens[first - 1].classes & (
            Word.TO | Word.COORDINATOR | Word.PREPOSITION | Word.RELATIVE
        ):
            continue
        phrase = find_subject(tokens, first)
        if phrase is not None and not tokens[phrase.start].classes & Word.PREPOSITION:
            return phrase
    return read_main_subject(tokens, 0, end, lexicon)


def _find_following(tokens: Sentence, end: int, lexicon: Lexicon) -> Phrase | None:
    """The subject of the main clause a participle opens: "Calling it “a start,” Smith left"."""
    for place in range(end, len(tokens) - 1):
        ends = tokens[place].run is not None and tokens[place + 1].text != ","
        if ends or tokens[place].text == ",":
            phrase = read_main_subject(tokens, place + 1, len(tokens), lexicon)
            if phrase is not None:
                return phrase
    return None


def _follows_aside(tokens: Sentence, comma: int) -> bool:
    """Whether the comma closes an aside after a coordinator: "…, and when asked, Smith replied"."""
    for place in range(comma - 1, max(comma - _LONGEST_ASIDE, 0), -1):
        if tokens[place].text == "," or tokens[place].run is not None:
            return False
        if tokens[place].classes & Word.COORDINATOR:
            return bool(tokens[place + 1].classes & (Word.SUBORDINATOR | Word.PREPOSITION))
    return False
