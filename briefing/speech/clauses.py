"""A sentence -> reporting clauses: each cue with its speaker and its polarity."""

from collections.abc import Sequence
from itertools import pairwise

from briefing.speech.clause import Clause, Speaker
from briefing.speech.lexicon import Cue, Frame, Lexicon, Word
from briefing.speech.phrases import Phrase, find_subject, read_phrase
from briefing.speech.regions import follows_run
from briefing.speech.scare import is_recited
from briefing.speech.subjects import find_speaker
from briefing.speech.tokens import Sentence
from briefing.speech.verb_second import find_end, find_speaker_verb_second
from briefing.speech.verbs import VerbGroup, is_verb, judge_polarity, read_group

_SOURCE = Word.SOURCE_PREPOSITION | Word.SOURCE_TAG | Word.SOURCE_BOUND
REPORTING = Word.CUE | Word.REPORT | _SOURCE
_NOUN = Cue("noun", Frame.CALL, frozenset(), None)
_ACCORDING = Cue("according", Frame.SAY, frozenset(), None)
_TOLD = frozenset([Frame.SAY, Frame.TELL, Frame.ASK, Frame.OPEN])
_BEHIND_NOUN = Word.COMPLEMENTIZER | Word.PREPOSITION
_OPENS_GIVER = Word.DETERMINER | Word.POSSESSIVE
_VERBAL = Word.BE | Word.HAVE | Word.DO | Word.MODAL | Word.VERB
_OWNER_REACH = 3
_PARTICLE_REACH = 14
_RECITED_REACH = 7
_SMALL = 4  # letters of words that headlines leave small


def find_clauses(tokens: Sentence, lexicon: Lexicon) -> list[Clause]:
    """Find the reporting clauses of a sentence from left to right."""
    clauses: list[Clause] = []
    behind = 0
    for index in [at for at, token in enumerate(tokens) if token.classes & REPORTING]:
        clause = _read(tokens, index, clauses, lexicon) if index >= behind else None
        if clause is not None:
            clauses.append(clause)
            behind = clause.cue_end
    return _hand_on(tokens, clauses)


def _hand_on(tokens: Sentence, clauses: list[Clause]) -> list[Clause]:
    """Give the words of "Smith, quoting Jones, said" to Jones: they are hers, and Smith only repeats them."""
    for place, clause in enumerate(clauses):
        if not tokens[clause.cue_start].classes & Word.QUOTING:
            continue
        quoted = read_phrase(tokens, clause.cue_end)
        if quoted is None:
            continue
        rest = [*clauses[:place], *clauses[place + 1 :]]
        return [other._replace(speaker=quoted) if other.cue.frame in _TOLD else other for other in rest]
    return clauses


def find_giver(tokens: Sentence, start: int) -> Phrase | None:
    """Whose words a sentence passes on behind token `start`.

    "got a letter from Smith: “…”", and "read out an e-mail that Smith had sent: “…”".
    """
    for at in range(start, len(tokens) - 1):
        if tokens[at].run is not None or tokens[at].text in (",", ":") or tokens[at].classes & Word.CUE:
            return None
        if tokens[at].classes & Word.RECEIVING_FROM:
            names = tokens[at + 1].is_capital or tokens[at + 1].classes & _OPENS_GIVER
            return read_phrase(tokens, at + 1) if names else None
        if tokens[at].classes & Word.COMPLEMENTIZER and tokens[at - 1].classes & Word.REPORT:
            return _find_sender(tokens, at + 1)
    return None


def _find_sender(tokens: Sentence, start: int) -> Phrase | None:
    """The subject of the relative clause that begins at token `start`."""
    first = tokens[start]
    if first.classes & Word.SUBJECT_PRONOUN:
        return Phrase(start, start + 1)
    if not first.is_capital and not first.classes & _OPENS_GIVER:
        return None
    end = start + 1
    while end < len(tokens) - 1 and tokens[end].is_capital:
        end += 1
    if first.classes & _OPENS_GIVER:
        end += not tokens[end].classes & _VERBAL
    return Phrase(start, end)


def _read(tokens: Sentence, index: int, before: Sequence[Clause], lexicon: Lexicon) -> Clause | None:
    token = tokens[index]
    clause = None
    if token.classes & Word.CUE and not _ends_name(tokens, index):
        clause = _read_verb(tokens, index, before, lexicon)
    if clause is None and token.classes & _SOURCE:
        clause = _read_source(tokens, index, lexicon)
    if clause is None and token.classes & Word.REPORT:
        clause = _read_noun(tokens, index)
    return clause


def _ends_name(tokens: Sentence, index: int) -> bool:
    """Whether a verb's form with a capital is part of a name: "in the United States", "the Daily Reports".

    In a headline every word may have one.
    """
    if not (index and tokens[index].is_capital and tokens[index - 1].is_capital):
        return False
    return sum(len(token.text) > _SMALL and token.text.islower() for token in tokens) > 1


def _read_verb(tokens: Sentence, index: int, before: Sequence[Clause], lexicon: Lexicon) -> Clause | None:
    cue, end = _choose_reading(tokens, index, lexicon)
    group = None if cue is None or _recites(tokens, index) else read_group(tokens, index, cue, end)
    if group is None:
        return None
    find = find_speaker_verb_second if lexicon.verb_second else find_speaker
    speaker = find(tokens, group, before=before, lexicon=lexicon)
    if tokens[index].classes & Word.RECEIVING and not group.passive:
        giver = find_giver(tokens, end)
        speaker = speaker if giver is None else Speaker(giver, behind=True, own=True)
    if speaker.phrase is None and ((speaker.own and not speaker.behind) or _needs_speaker(group)):
        return None
    return _make_clause(tokens, group, speaker)


def _recites(tokens: Sentence, index: int) -> bool:
    """Whether a verb has marked words of somebody else for its object: "read the words “…” on the wall"."""
    if not tokens[index].classes & Word.RECITING:
        return False
    near = range(index + 1, min(index + _RECITED_REACH, len(tokens)))
    run = next((at for at in near if tokens[at].run is not None), None)
    return run is not None and is_recited(tokens, run)


def _needs_speaker(group: VerbGroup) -> bool:
    """Whether a verb of saying says nothing without a subject: "was said to", "Asked about it"."""
    return group.cue.frame in _TOLD and (group.passive or (group.start == 0 and not group.gerund))


def _make_clause(tokens: Sentence, group: VerbGroup, speaker: Speaker) -> Clause:
    phrase = speaker.phrase
    start, stop = group.start, group.end
    if phrase is not None and speaker.own:
        # behind an auxiliary the speaker may still stand before the verb: „hatte Lang im Mai erklärt“
        start = min(start, max(phrase.start - speaker.behind, 0))
        if group.passive and group.start:
            start = _find_passive_start(tokens, group.start)
        between = any(token.run is not None for token in tokens[stop : phrase.start])
        stop = max(stop, phrase.end) if speaker.behind and not between else stop
    if group.cue.distant and any(token.run is not None for token in tokens[group.verb_end : group.end]):
        # „warf ihm „Feigheit“ vor“: the words stand between the verb and its particle
        stop = phrase.end if phrase is not None and speaker.behind else group.verb_end
    polarity = judge_polarity(tokens, group, phrase if speaker.own else None)
    cue_end = group.verb_end if group.cue.distant else group.end
    return Clause(group.cue, group.verb_end - 1, cue_end, start, stop, phrase, speaker.own, polarity)


def _find_passive_start(tokens: Sentence, start: int) -> int:
    """Where a passive behind marked words begins: “…,” reporters were told by Smith."""
    subject = find_subject(tokens, start)
    if subject is None or not follows_run(tokens, subject.start):
        return start
    return subject.start


def _choose_reading(tokens: Sentence, index: int, lexicon: Lexicon) -> tuple[Cue | None, int]:
    """The reading of a cue whose particle is there, and the token behind the two."""
    for cue in lexicon.cues[tokens[index].low]:
        if cue.particle is None:
            return cue, index + 1
        reach = _PARTICLE_REACH if cue.distant else 1
        for place in range(index + 1, min(index + 1 + reach, len(tokens))):
            if tokens[place].low == cue.particle:
                return cue, place + 1
            if (tokens[place].run is not None and not cue.distant) or tokens[place].text in (",", ":"):
                break
    return None, index + 1


def _read_source(tokens: Sentence, index: int, lexicon: Lexicon) -> Clause | None:
    """A source without a verb: "according to Smith", „so Schmidt“, „Angaben der Polizei zufolge“."""
    end = index + 1
    while end < len(tokens) and tokens[end].classes & (Word.TO | Word.SOURCE_NOUN):
        end += 1
    if not _is_source(tokens, index, bound=end > index + 1):
        return None
    if end < len(tokens) and tokens[end].classes & Word.OBJECT_PRONOUN:
        phrase: Phrase | None = Phrase(end, end + 1)
    else:
        phrase = read_phrase(tokens, end, end=_find_source_end(tokens, index, end, lexicon))
        if phrase is not None and lexicon.verb_second:
            phrase = Phrase(phrase.start, find_end(tokens, phrase))
    if phrase is None:
        return None
    return Clause(_ACCORDING, index, end, index, phrase.end, phrase, own=True)


def _find_source_end(tokens: Sentence, index: int, start: int, lexicon: Lexicon) -> int | None:
    """Where a source that opens the sentence ends at the latest: at the comma before the main clause."""
    if index > 0:
        return None
    commas = [at for at in range(start, len(tokens)) if tokens[at].text == "," or tokens[at].run is not None]
    for comma, following in pairwise([*commas, len(tokens)]):
        if any(is_verb(tokens, at, lexicon) for at in range(comma + 1, following)):
            return comma
    return None


def _is_source(tokens: Sentence, index: int, *, bound: bool) -> bool:
    """Whether a word names a source where it stands: `bound` to a noun, behind a comma, or in any place."""
    classes = tokens[index].classes
    if classes & Word.SOURCE_PREPOSITION or bound:
        return True
    previous = tokens[index - 1] if index else None
    after_words = previous is not None and (previous.text == "," or previous.run is not None)
    verb = (
        index + 1 < len(tokens) and tokens[index + 1].classes & Word.CUE and tokens[index + 1].text.islower()
    )
    return bool(classes & Word.SOURCE_TAG) and after_words and not verb


def _read_noun(tokens: Sentence, index: int) -> Clause | None:
    """A noun that reports and whose it is: "her claim that …", "in the words of Lee, …"."""
    if index + 1 >= len(tokens):
        return None
    following = tokens[index + 1]
    owner = _find_owner(tokens, index)
    if owner is not None:
        leads = following.run is not None or following.classes & _BEHIND_NOUN or _leads_run(tokens, index + 1)
        return Clause(_NOUN, index, index + 1, owner.start, index + 1, owner, own=True) if leads else None
    if not following.classes & Word.PREPOSITION:
        return None
    owner = read_phrase(tokens, index + 2)
    if owner is None or not (_leads_run(tokens, owner.end) or _leads_clause(tokens, index + 1, owner.end)):
        return None
    return Clause(_NOUN, index, index + 1, index, owner.end, owner, own=True)


def _leads_clause(tokens: Sentence, preposition: int, end: int) -> bool:
    """Whether a clause or marked words follow "claims by Smith"."""
    if end >= len(tokens) or not tokens[preposition].classes & Word.PASSIVE_BY:
        return False
    return tokens[end].run is not None or bool(tokens[end].classes & Word.COMPLEMENTIZER)


def _leads_run(tokens: Sentence, at: int) -> bool:
    """Whether a comma and marked words stand at a token."""
    return at + 1 < len(tokens) and tokens[at].text == "," and tokens[at + 1].run is not None


def _find_owner(tokens: Sentence, index: int) -> Phrase | None:
    for place in range(index - 1, max(index - 1 - _OWNER_REACH, -1), -1):
        token = tokens[place]
        if token.run is not None or not token.text[0].isalnum():
            return None
        if token.classes & Word.POSSESSIVE and not tokens[place + 1].classes & Word.ARTICLE:
            return Phrase(place, place + 1)
        if token.low.endswith(("'s", "s'")):
            return _trim_owner(tokens, place)
    return None


def _trim_owner(tokens: Sentence, place: int) -> Phrase | None:
    """The owner that ends at token `place`: a name with its capitals, a noun from its determiner on."""
    phrase = find_subject(tokens, place + 1)
    if phrase is None:
        return None
    start = place
    if tokens[place].is_capital:
        while start > phrase.start and tokens[start - 1].is_capital:
            start -= 1
        return Phrase(start, place + 1)
    while start > phrase.start and not tokens[start].classes & _OPENS_GIVER:
        start -= 1
    while start < place and not tokens[start].is_capital and not tokens[start].classes & Word.DETERMINER:
        start += 1
    return Phrase(start, place + 1)
