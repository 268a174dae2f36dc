"""A sentence and its clauses -> claims: which stretch of the sentence each clause reports.

Every word goes to one outermost clause. What a clause inside those words reports is kept as an inner claim.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from briefing.speech.clause import Clause
from briefing.speech.lexicon import Frame, Word
from briefing.speech.regions import closes, find_words_after, find_words_before, follows_run, takes_run
from briefing.speech.subjects import is_new_main
from briefing.speech.tokens import SENTENCE_ENDS, Sentence
from briefing.speech.verbs import AUXILIARY

__all__ = ["Claim", "find_claims"]

_EARLY = 4
_NEAR = 3


class Claim(NamedTuple):
    """Tokens `[start, end)` that a clause reports. `outer` is the claim it stands inside of, by index.

    `whole` says that the text around the marked runs belongs to the words.
    """

    clause: Clause
    start: int
    end: int
    outer: int | None = None
    whole: bool = True


def find_claims(tokens: Sentence, clauses: Sequence[Clause]) -> list[Claim]:
    """Give every clause the words it reports: those before it, those after it, or both."""
    claims: list[Claim] = []
    floor = 0
    for place, clause in enumerate(clauses):
        ceiling = _find_ceiling(tokens, clause, clauses[place + 1 :])
        before = find_words_before(tokens, clause, floor, ceiling)
        outer = _find_outer(claims, clause)
        if before is not None and outer is None and _is_repeating(tokens, claims, clause):
            continue
        if before is not None:
            tag = Claim(clause, before.start, before.end)
            _put_under(claims, tag)
            claims.append(tag)
            floor, outer = clause.stop, None
        after = find_words_after(tokens, clause, ceiling, tagged=before is not None)
        if after is not None:
            source = _find_source(tokens, clauses[:place], clause)
            if source is not None and outer is None:
                outer = len(claims)
                claims.append(Claim(source, after.start, after.end))
            claims.append(Claim(clause, after.start, after.end, outer, whole=before is None))
            floor = after.end if before is not None else floor
    return claims


def _is_repeating(tokens: Sentence, claims: Sequence[Claim], clause: Clause) -> bool:
    """Whether "as Smith says" only agrees with what a clause before it reports already."""
    if not clause.start or not tokens[clause.start - 1].classes & Word.COMPARISON:
        return False
    return any(claim.outer is None and claim.end >= clause.start - _NEAR for claim in claims)


def _find_outer(claims: Sequence[Claim], clause: Clause) -> int | None:
    for at, claim in enumerate(claims):
        if claim.outer is None and claim.start <= clause.cue_start < claim.end:
            return at
    return None


def _put_under(claims: list[Claim], tag: Claim) -> None:
    """Make the claims that lie in a later clause's words inner ones."""
    for at, claim in enumerate(claims):
        if tag.start <= claim.start and claim.end <= tag.end and claim.outer is None:
            claims[at] = claim._replace(outer=len(claims))


def _find_source(tokens: Sentence, before: Sequence[Clause], clause: Clause) -> Clause | None:
    """The source within a clause's subject, who tells of it: "Lee, according to Park, said “…”"."""
    for source in before:
        within = clause.start < source.start and source.stop <= clause.cue_start
        if within and tokens[source.cue_start].classes & Word.SOURCE_PREPOSITION:
            return source
    return None


def _find_ceiling(tokens: Sentence, clause: Clause, following: Sequence[Clause]) -> int:
    """Where the words after a clause end at the latest: at the next clause of its own rank."""
    leads = _is_leading(tokens, clause)
    for later in following:
        if _is_answer(tokens, clause, later):
            return later.start
        around = later.start <= clause.start or _is_within(clause, later)
        if later.own and around and later.cue_start > clause.stop:
            return _find_group(tokens, later.cue_start)
        if later.start <= clause.stop or later.cue_start < clause.stop:
            continue
        if later.own and tokens[later.start - 1].classes & Word.ABSOLUTE:
            return later.start - 1
        if later.own and is_new_main(tokens, later.start):
            return later.start - 1
        if _is_of_rank(tokens, later, leads=leads):
            return later.start
    return len(tokens)


def _is_within(clause: Clause, later: Clause) -> bool:
    """Whether a clause is a relative one in the subject of a later one: "Lee, who refused to go, said"."""
    return later.speaker is not None and later.speaker.start <= clause.cue_start < later.speaker.end


def _is_answer(tokens: Sentence, clause: Clause, later: Clause) -> bool:
    """Whether the one who is told something answers: "Smith told Jones, who replied: “…”"."""
    if clause.cue.frame is not Frame.TELL or not later.own or later.start != clause.cue_end:
        return False
    words = pairwise(tokens[later.start : later.cue_start])
    relative = any(before.text == "," and token.classes & Word.RELATIVE for before, token in words)
    at = later.cue_end
    leads = takes_run(tokens, later) or (at < len(tokens) and tokens[at].classes & Word.COMPLEMENTIZER)
    return relative and bool(leads)


def _find_group(tokens: Sentence, verb: int) -> int:
    """Where the auxiliaries before a verb begin."""
    while verb > 0 and tokens[verb - 1].classes & AUXILIARY:
        verb -= 1
    return verb


def _is_of_rank(tokens: Sentence, later: Clause, *, leads: bool) -> bool:
    """Whether a later clause is no part of the words of the one before, which itself may only lead in."""
    previous = tokens[later.start - 1]
    if not later.own:
        return previous.text == "," or previous.run is not None or bool(previous.classes & Word.COORDINATOR)
    if previous.text == "," and (leads or takes_run(tokens, later)):
        return True
    if leads and previous.run is not None and _takes_more(tokens, later):
        return True
    return follows_run(tokens, later.start) and closes(tokens, later, len(tokens))


def _takes_more(tokens: Sentence, clause: Clause) -> bool:
    return clause.stop < len(tokens) and tokens[clause.stop].text not in (",", *SENTENCE_ENDS)


def _is_leading(tokens: Sentence, clause: Clause) -> bool:
    """Whether a clause stands in what leads up to the main clause: "While she said …, he …"."""
    if not clause.own:
        return True
    early = 0 < clause.start < _EARLY
    return early and bool(tokens[clause.start - 1].classes & Word.SUBORDINATOR)
