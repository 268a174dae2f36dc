"""A reporting clause -> the words before it and the words after it, token by token."""

from collections.abc import Sequence

from briefing.speech.clause import Clause
from briefing.speech.lexicon import DASHES, Frame, Word
from briefing.speech.phrases import Phrase, read_phrase
from briefing.speech.tokens import SENTENCE_ENDS, Sentence, Token

__all__ = ["closes", "find_words_after", "find_words_before", "follows_run", "skip_addressee", "takes_run"]

_TAGGING = frozenset([Frame.SAY, Frame.TELL, Frame.ASK, Frame.OPEN])
_ADDRESSED = frozenset([Frame.TELL, Frame.ASK])
_ASKING = frozenset([Frame.ASK])
_OPENING = frozenset([Frame.OPEN])
_COMMAS = DASHES | {","}
_LEADS_IN = frozenset([",", ":"])
_KEPT_AT_END = frozenset([")", "%"])
_ADVERBIAL = Word.PREPOSITION | Word.WEEKDAY | Word.MOMENT | Word.ADVERB
_SKIPPED = Word.WEEKDAY | Word.MOMENT
_FINITE = Word.BE | Word.HAVE | Word.DO | Word.MODAL | Word.VERB
_ENDS_ADDRESSEE = Word.DETERMINER | Word.SUBJECT_PRONOUN | Word.POSSESSIVE | Word.BE | Word.MODAL | Word.HAVE
_PAUSES = frozenset(",.?!…-—–:;)’'")
_FAR = 30
_SHORTEST = 3  # words that an unmarked clause before its tag has at least


def find_words_before(tokens: Sentence, clause: Clause, floor: int, ceiling: int) -> Phrase | None:
    """The words before a clause that stands behind or amid them: “…,” she said.

    They begin at `floor` at the earliest; what follows the clause ends at `ceiling`.
    """
    if clause.start <= floor or not clause.own or not _may_tag(tokens, clause):
        return None
    comparison = tokens[clause.start - 1].classes & (Word.COMPARISON | Word.SOURCE_TAG)
    pause = clause.start - 1 if comparison else clause.start
    end = pause
    while end > floor and tokens[end - 1].text in _COMMAS:
        end -= 1
    if end <= floor:
        return None
    paused = end < pause
    last = closes(tokens, clause, ceiling)
    if tokens[end - 1].run is not None:
        ties = last or (
            (paused or _is_pausing(tokens[end - 1])) and not _leads_on(tokens, clause, floor, end)
        )
        return Phrase(_find_colon(tokens, floor, end), end) if ties else None
    if not paused or not last or end - floor < _SHORTEST or _is_aside(tokens, floor, end):
        return None
    return Phrase(floor, end)


def _may_tag(tokens: Sentence, clause: Clause) -> bool:
    """Whether a clause can stand behind its words: by its verb, or behind „so“ in „…“, so nannte ihn Lang."""
    return clause.cue.frame in _TAGGING or bool(tokens[clause.start - 1].classes & Word.SOURCE_TAG)


def find_words_after(tokens: Sentence, clause: Clause, ceiling: int, *, tagged: bool) -> Phrase | None:
    """The words after a clause; of a `tagged` one, that has words before it, only marked ones."""
    if clause.cue.frame in _OPENING and not takes_run(tokens, clause):
        return None
    runs = [
        at for at, token in enumerate(tokens[clause.stop : ceiling], clause.stop) if token.run is not None
    ]
    if tagged:
        return Phrase(runs[0], runs[-1] + 1) if runs else None
    start = _find_start(tokens, clause, ceiling, runs)
    end = _find_end(tokens, clause, start, ceiling, runs)
    while end > start and _is_loose(tokens[end - 1]):
        end -= 1
    return Phrase(start, end) if end > start else None


def takes_run(tokens: Sentence, clause: Clause) -> bool:
    """Whether marked words follow a clause at once: "Smith said, “…”"."""
    at = clause.stop
    while at < len(tokens) and tokens[at].text in _LEADS_IN:
        at += 1
    return at < len(tokens) and tokens[at].run is not None


def follows_run(tokens: Sentence, start: int) -> bool:
    """Whether marked words stand right before a token, but for commas and dashes."""
    while start > 0 and tokens[start - 1].text in _COMMAS:
        start -= 1
    return start > 0 and tokens[start - 1].run is not None


def closes(tokens: Sentence, clause: Clause, ceiling: int) -> bool:
    """Whether nothing that could be reported follows a clause."""
    if clause.stop >= ceiling:
        return True
    first = tokens[clause.stop]
    adverbial = first.classes & _ADVERBIAL and not first.classes & Word.TO
    if not adverbial and first.text not in _COMMAS and first.text not in SENTENCE_ENDS:
        return False
    reported = Word.RUN | Word.COMPLEMENTIZER
    return not any(
        token.classes & reported for token in tokens[clause.stop : min(ceiling, clause.stop + _FAR)]
    )


def _is_pausing(token: Token) -> bool:
    return token.run is not None and token.run.final in _PAUSES


def _leads_on(tokens: Sentence, clause: Clause, floor: int, end: int) -> bool:
    """Whether marked words are part of what leads in: "While he called it “fair,” she said it …"."""
    more = clause.stop < len(tokens) and tokens[clause.stop].text not in (",", *SENTENCE_ENDS)
    return more and _is_aside(tokens, floor, end)


def _is_aside(tokens: Sentence, floor: int, end: int) -> bool:
    """Whether what stands before a comma only leads in: "As the vote neared, Smith continued"."""
    first = tokens[floor]
    if first.classes & Word.COORDINATOR and floor + 1 < end:
        first = tokens[floor + 1]
    if not first.classes & (Word.SUBORDINATOR | Word.PREPOSITION) and not first.low.endswith("ing"):
        return False
    return all(token.text != "," for token in tokens[floor:end])


def _find_colon(tokens: Sentence, floor: int, end: int) -> int:
    """Where the words begin: at a run that a colon leads in, else at the floor."""
    at = end - 1
    return at if at > floor and tokens[at - 1].text == ":" else floor


def _find_start(tokens: Sentence, clause: Clause, ceiling: int, runs: Sequence[int]) -> int:
    """Where the words after a clause begin: behind addressee, time and place."""
    start = clause.stop
    first = runs[0] if runs else ceiling
    adverbial = start < ceiling and _is_adverbial(tokens[start], clause)
    asking = Word.QUESTION | Word.SUBORDINATOR if clause.cue.frame in _ASKING else 0
    conjunction = Word.COMPLEMENTIZER
    for at, token in enumerate(tokens[start : min(start + _FAR, first)], start):
        classes = token.classes
        if classes & asking:
            return at
        if classes & conjunction:
            if at == start or adverbial:
                return at
            break
    if runs and first > start and _leads_in(tokens[first - 1], adverbial=adverbial):
        return first
    if clause.cue.frame in _ADDRESSED and start < ceiling:
        start = skip_addressee(tokens, start, first)
    while start < ceiling and (tokens[start].text in _LEADS_IN or tokens[start].classes & _SKIPPED):
        start += 1
    return start


def _leads_in(token: Token, *, adverbial: bool) -> bool:
    """Whether a run behind this token begins the words: after a colon, or a comma behind time and place."""
    return token.text == ":" or (adverbial and token.text == ",")


def _find_end(tokens: Sentence, clause: Clause, start: int, ceiling: int, runs: Sequence[int]) -> int:
    """Where the words end: at the ceiling, or at a lone run that ends them."""
    if len(runs) != 1 or runs[0] + 1 >= ceiling:
        return ceiling
    behind = runs[0] + 1
    after = tokens[behind]
    ends = after.text == "," or after.classes & Word.PASSIVE_BY
    ends = ends or (after.classes & Word.PREPOSITION and _is_pausing(tokens[runs[0]]))
    if runs[0] == start and ends:
        return behind
    place = behind + (after.text == ",")
    if place < ceiling and _is_parted(tokens, clause) and _is_finite(tokens[place]):
        return behind
    return ceiling


def _is_parted(tokens: Sentence, clause: Clause) -> bool:
    """Whether a relative clause parts a subject from its verb: "the dam, which Lee called “old,” held"."""
    first = max(clause.start - 1, 0)
    bits = Word.RELATIVE | Word.COMPLEMENTIZER
    return any(token.classes & bits for token in tokens[first : clause.cue_start])


def _is_finite(token: Token) -> bool:
    return bool(token.classes & _FINITE) or token.low.endswith("ed")


def _is_loose(token: Token) -> bool:
    """Whether a token at the end of the words is none of them: a stop, or a joining word."""
    if token.run is not None or token.text in _KEPT_AT_END:
        return False
    return not token.text[0].isalnum() or bool(token.classes & Word.COORDINATOR)


def _is_adverbial(token: Token, clause: Clause) -> bool:
    if clause.cue.frame in _ADDRESSED or token.text in _LEADS_IN or token.run is not None:
        return True
    return bool(token.classes & _ADVERBIAL) or token.low.endswith(("ing", "ly"))


def skip_addressee(tokens: Sentence, start: int, end: int) -> int:
    """Step over whom the words are told: "told her", "told reporters in Utopia"."""
    phrase = read_phrase(tokens, start, end=end)
    if phrase is None:
        return start
    if tokens[phrase.start].classes & (Word.OBJECT_PRONOUN | Word.SUBJECT_PRONOUN):
        return phrase.start + 1
    place = phrase.start + 1
    while place < phrase.end and not tokens[place].classes & _ENDS_ADDRESSEE and tokens[place].text != ",":
        place += 1
    return place
