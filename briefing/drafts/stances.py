"""A clause -> the stance its verb takes, and on what.

Only verbs that take a side by themselves count (*oppose*, *call for*); everything else stays unclear. A wrong
stance is worse than none.
"""

import re
from typing import NamedTuple

from briefing.schema import Stance


class Leaning(NamedTuple):
    """A stance with what it is about, in the article's words."""

    stance: Stance
    topic: str


_FOR = (
    r"support(?:s|ed)?|back(?:s|ed)?|welcom(?:es?|ed)|endors(?:es?|ed)|favou?r(?:s|ed)?|defend(?:s|ed)?"
    r"|advocat(?:es?|ed)|propos(?:es?|ed)|demand(?:s|ed)?|seeks?|sought"
    r"|call(?:s|ed)? (?:(?:on )?\w+ ){0,2}for|push(?:es|ed)? for|press(?:es|ed)? for|argu(?:es?|ed) for"
    r"|vot(?:es?|ed) for|insist(?:s|ed)? on|was open to|is open to"
)
_AGAINST = (
    r"oppos(?:es?|ed)|reject(?:s|ed)?|critici[sz](?:es?|ed)|condemn(?:s|ed)?|denounc(?:es?|ed)|dismiss(?:es|ed)?"
    r"|resist(?:s|ed)?|den(?:y|ies|ied)|disput(?:es?|ed)|rul(?:es?|ed) out|warn(?:s|ed)? against"
    r"|caution(?:s|ed)? against|vot(?:es?|ed) against|argu(?:es?|ed) against|object(?:s|ed)? to"
    r"|push(?:es|ed)? back (?:against|on)"
)
_VERB_RE = re.compile(rf"\b(?:(?P<for>{_FOR})|(?P<against>{_AGAINST}))\s+(?=\S)")
_OPEN_RE = re.compile(r"\bopen to\b")
# What ends the object: punctuation, or a word that starts another clause or an adverbial of time and place.
_TOPIC_END_RE = re.compile(
    r"[,.;:!?—()]| (?:as|after|before|while|when|but|because|since|saying|adding|calling|citing|during|amid"
    r"|until|unless|if|that|which|who|and (?:said|called|urged|warned|told)|from|in response|in an?|at an?"
    r"|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
_CONDITION_RE = re.compile(
    r"\b(?:only if|unless|provided(?: that)?|on (?:the )?condition(?! of anonymity)|as long as"
    r"|depend(?:s|ed|ing)? on)\b"
    r"|\bif\b(?! I could)[^.]{0,120}\bwould\b(?= \w)|\bwould\b(?= \w)[^.]{0,120}\bif\b",
    re.IGNORECASE,
)
_ADVERBIAL_RE = re.compile(
    r"(?:\s+|,\s*)(?:also|again|later|still|now|then|earlier|this (?:week|month|year)|on \w+day|\w+ly"
    r"|has|have|had)$"
)
_MARKS_RE = re.compile('[“”„«»"]')  # a topic may cut through a quotation; it is no quotation itself
_NO_NOUN = frozenset("that to whether how what being having it him her them".split())
_MAX_TOPIC_WORDS = 14


def find_leaning(clause: str) -> Leaning | None:
    """The side the first side-taking verb of a clause takes, or None.

    >>> find_leaning("called on Tuesday for a longer ban, saying it worked")
    Leaning(stance=<Stance.FOR: 'for'>, topic='a longer ban')
    >>> find_leaning("rejected the offer")
    Leaning(stance=<Stance.AGAINST: 'against'>, topic='the offer')
    >>> find_leaning("said the offer was new")
    """
    match = _VERB_RE.match(clause.lstrip())
    if match is None:
        return None
    rest = clause.lstrip()[match.end() :]
    end = _TOPIC_END_RE.search(rest)
    topic = rest[: end.start()] if end else rest
    words = topic.split()
    if not words or len(words) > _MAX_TOPIC_WORDS or words[0] in _NO_NOUN:
        return None
    stance = Stance.FOR if match["for"] else Stance.AGAINST
    if _OPEN_RE.search(match.group()):
        stance = Stance.CONDITIONAL
    return Leaning(stance, _MARKS_RE.sub("", " ".join(words)).strip())


def is_conditional(words: str) -> bool:
    """Whether words set a condition.

    >>> is_conditional("We would sign if the dates were firm"), is_conditional("We will sign")
    (True, False)
    """
    return _CONDITION_RE.search(words) is not None


def predicate_starts(text: str) -> tuple[int, ...]:
    """Where side-taking verbs stand in a sentence, for finding whose they are.

    >>> predicate_starts("Riga opposed the plan")
    (5,)
    """
    return tuple(match.start() for match in _VERB_RE.finditer(text))


def subject_end(text: str, verb: int) -> int:
    """Where the subject before a verb ends, adverbs of time and manner and auxiliaries passed over.

    >>> subject_end("Riga this week opposed the plan", 15)
    4
    """
    before = text[:verb].rstrip()
    while shorter := _ADVERBIAL_RE.search(before):
        before = before[: shorter.start()].rstrip()
    return len(before.rstrip(" ,"))
