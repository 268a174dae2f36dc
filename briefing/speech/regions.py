"""A sentence and its clauses -> claims: which stretch of the sentence each clause reports."""

from collections.abc import Sequence
from typing import NamedTuple

from briefing.speech.clause import Clause
from briefing.speech.lexicon import DASHES, Frame, Word
from briefing.speech.phrases import read_phrase
from briefing.speech.subjects import is_new_main
from briefing.speech.tokens import SENTENCE_ENDS, Sentence, Token

_TAGGING = frozenset([Frame.SAY, Frame.TELL, Frame.ASK, Frame.OPEN])
_ADDRESSED = frozenset([Frame.TELL, Frame.ASK])
_COMMAS = DASHES | {","}
_ADVERBIAL = (Word.PREPOSITION | Word.WEEKDAY | Word.MOMENT | Word.ADVERB)
_SKIPPED = (Word.WEEKDAY | Word.MOMENT)
_JOINING = (Word.COORDINATOR | Word.SUBORDINATOR)
_FAR = 30
_FINITE = Word.BE | Word.HAVE | Word.DO | Word.MODAL | Word.VERB
_PAUSES = frozenset(",.?!…-—–:;)’'")
_EARLY = 4


class Claim(NamedTuple):
    """Tokens `[start, end)` that a clause reports. `outer` is the claim it stands inside of, by index.

    `whole` says that the text around the marked runs belongs to the words.
    """

    clause: Clause
    start: int
    end: int
    whole: bool
    outer: int | None


def find_claims(tokens: Sentence, clauses: Sequence[Clause]) -> list[Claim]:
    """Give every clause the words it reports: outer ones first, each word to one outermost clause."""
    claims: list[Claim] = []
    floor = 0
    for place, clause in enumerate(clauses):
        ceiling = _find_ceiling(tokens, clause, clauses[place + 1 :])
        tag = _read_left(tokens, clause, floor, ceiling)
        if tag is not None:
            _put_under(claims, tag)
            claims.append(tag)
        outer = next((at for at, claim in enumerate(claims) if claim.outer is None and claim is not tag and claim.start <= clause.cue_start < claim.end), None)
        right = _read_right(tokens, clause, ceiling, outer, tagged=tag is not None)
        if right is not None:
            claims.append(right)
        if tag is not None:
            floor = clause.stop if right is None else right.end
    return claims


def _put_under(claims: list[Claim], tag: Claim) -> None:
    """Make the claims that lie in a later clause's words inner ones."""
    for at, claim in enumerate(claims):
        if tag.start <= claim.start and claim.end <= tag.end and claim.outer is None:
            claims[at] = claim._replace(outer=len(claims))


def _find_ceiling(tokens: Sentence, clause: Clause, following: Sequence[Clause]) -> int:
    """Where the words after a clause end at the latest: at the next clause of its own rank."""
    leads = _is_leading(tokens, clause)
    for later in following:
        start = later.start
        if start <= clause.stop or later.cue_start < clause.stop:
            continue
        previous = tokens[start - 1]
        if later.own:
            if previous.text == "," and (leads or _takes_run(tokens, later)):
                return start
            if leads and previous.run is not None and _takes_more(tokens, later):
                return start
            if is_new_main(tokens, start):
                return start - 1
            if _follows_run(tokens, start) and _closes(tokens, later, len(tokens)):
                return start
        elif previous.text == "," or previous.run is not None or previous.classes & Word.COORDINATOR:
            return start
    return len(tokens)


def _takes_run(tokens: Sentence, clause: Clause) -> bool:
    """Whether marked words follow a clause at once: "Smith said, “…”"."""
    at = clause.stop
    while at < len(tokens) and tokens[at].text in (",", ":"):
        at += 1
    return at < len(tokens) and tokens[at].run is not None


def _takes_more(tokens: Sentence, clause: Clause) -> bool:
    return clause.stop < len(tokens) and tokens[clause.stop].text not in (",", *SENTENCE_ENDS)


def _is_leading(tokens: Sentence, clause: Clause) -> bool:
    """Whether a clause stands in what leads up to the main clause: "While she said …, he …"."""
    if not clause.own:
        return True
    return clause.start > 0 and bool(tokens[clause.start - 1].classes & Word.SUBORDINATOR) and clause.start < _EARLY


def _follows_run(tokens: Sentence, start: int) -> bool:
    while start > 0 and tokens[start - 1].text in _COMMAS:
        start -= 1
    return start > 0 and tokens[start - 1].run is not None


def _read_left(tokens: Sentence, clause: Clause, floor: int, ceiling: int) -> Claim | None:
    """The words before a clause that stands behind or amid them: “…,” she said."""
    end = clause.start
    if end <= floor or not clause.own or clause.cue.frame not in _TAGGING:
        return None
    if tokens[end - 1].low in ("as", "so"):
        end -= 1
    commas = end
    while end > floor and tokens[end - 1].text in _COMMAS:
        end -= 1
    if end <= floor:
        return None
    if tokens[end - 1].run is not None:
        if commas == end and tokens[end - 1].run.final not in _PAUSES and not _closes(tokens, clause, ceiling):
            return None
        if _is_aside(tokens, floor, end) and _takes_more(tokens, clause) and not _closes(tokens, clause, ceiling):
            return None
        return Claim(clause, _find_colon(tokens, floor, end), end, True, None)
    if commas == end or end - floor < 3 or not _closes(tokens, clause, ceiling) or _is_aside(tokens, floor, end):
        return None
    return Claim(clause, floor, end, True, None)


def _is_aside(tokens: Sentence, floor: int, end: int) -> bool:
    """Whether what stands before a comma only leads in: "As the vote neared, Smith continued"."""
    first = tokens[floor]
    if first.classes & Word.COORDINATOR and floor + 1 < end:
        first = tokens[floor + 1]
    if not first.classes & (Word.SUBORDINATOR | Word.PREPOSITION) and not first.low.endswith("ing"):
        return False
    return all(token.text != "," for token in tokens[floor:end])


def _find_colon(tokens: Sentence, floor: int, end: int) -> int:
    """The words of a run that a colon leads in begin there."""
    at = end - 1
    return at if at > floor and tokens[at - 1].text == ":" else floor


def _closes(tokens: Sentence, clause: Clause, ceiling: int) -> bool:
    """Whether nothing that could be reported follows a clause."""
    if clause.stop >= ceiling:
        return True
    token = tokens[clause.stop]
    if any(tokens[at].run is not None or tokens[at].classes & Word.COMPLEMENTIZER for at in range(clause.stop, min(ceiling, clause.stop + _FAR))):
        return False
    return token.text in SENTENCE_ENDS or token.text in _COMMAS or bool(token.classes & _ADVERBIAL and token.low != "to")


def _read_right(tokens: Sentence, clause: Clause, ceiling: int, outer: int | None, *, tagged: bool) -> Claim | None:
    runs = [at for at in range(clause.stop, ceiling) if tokens[at].run is not None]
    if tagged and not runs:
        return None
    if clause.cue.frame is Frame.OPEN and not _takes_run(tokens, clause):
        return None
    if tagged:
        return Claim(clause, runs[0], runs[-1] + 1, False, outer)
    start = _find_start(tokens, clause, ceiling, runs)
    end = _find_end(tokens, clause, start, ceiling, runs)
    while end > start and tokens[end - 1].run is None and (not tokens[end - 1].text[0].isalnum() and tokens[end - 1].text not in (")", "%") or tokens[end - 1].classes & Word.COORDINATOR):
        end -= 1
    return Claim(clause, start, end, True, outer) if end > start else None


def _find_end(tokens: Sentence, clause: Clause, start: int, ceiling: int, runs: Sequence[int]) -> int:
    """Where the words end: a lone run before a comma or a place, a run before the verb a relative clause parts."""
    if len(runs) != 1 or runs[0] + 1 >= ceiling:
        return ceiling
    after = tokens[runs[0] + 1]
    run = tokens[runs[0]].run
    assert run is not None
    if runs[0] == start and (after.text == "," or (after.classes & Word.PREPOSITION and run.final in _PAUSES)):
        return runs[0] + 1
    place = runs[0] + 1 + (after.text == ",")
    before = tokens[clause.start - 1] if clause.start else None
    parts = before is not None and before.classes & (Word.RELATIVE | Word.COMPLEMENTIZER)
    parts = parts or any(token.classes & Word.RELATIVE for token in tokens[clause.start : clause.cue_start])
    if parts and place < ceiling and not tokens[place].classes & Word.PREPOSITION and runs[0] < place:
        return runs[0] + 1 if tokens[place].low.endswith("ed") or tokens[place].classes & _FINITE else ceiling
    return ceiling


def _find_start(tokens: Sentence, clause: Clause, ceiling: int, runs: Sequence[int]) -> int:
    """Where the words after a clause begin: behind addressee, time and place."""
    start = clause.stop
    first = runs[0] if runs else ceiling
    that = next((at for at in range(start, min(start + _FAR, first)) if tokens[at].classes & Word.COMPLEMENTIZER), None)
    if that is not None and (that == start or _is_adverbial(tokens, start, clause)):
        return that
    if runs and first > start and tokens[first - 1].text in (",", ":") and _is_adverbial(tokens, start, clause):
        return first
    if clause.cue.frame in _ADDRESSED and start < ceiling:
        phrase = read_phrase(tokens, start, end=first)
        if phrase is not None:
            start = _end_addressee(tokens, phrase.start, phrase.end)
    while start < ceiling and (tokens[start].text in (",", ":") or tokens[start].classes & _SKIPPED):
        start += 1
    return start


def _is_adverbial(tokens: Sentence, start: int, clause: Clause) -> bool:
    token = tokens[start]
    if clause.cue.frame in _ADDRESSED or token.text in (",", ":") or token.run is not None:
        return True
    return bool(token.classes & _ADVERBIAL) or token.low.endswith(("ing", "ly"))


def _end_addressee(tokens: Sentence, start: int, end: int) -> int:
    token = tokens[start]
    if token.classes & (Word.OBJECT_PRONOUN | Word.SUBJECT_PRONOUN):
        return start + 1
    place = start + 1
    while place < end and not tokens[place].classes & (Word.DETERMINER | Word.SUBJECT_PRONOUN | Word.POSSESSIVE | Word.BE | Word.MODAL | Word.HAVE) and tokens[place].text != ",":
        place += 1
    return place
