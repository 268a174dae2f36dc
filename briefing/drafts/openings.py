"""Sentences that leave something open -> the question they leave, and why it is open.

Rules of language: verbs of not knowing and not answering, and the clause that says what.
"""

import re
from typing import NamedTuple


class Opening(NamedTuple):
    """A question as the sentence words it, and a reason out of a closed list."""

    question: str
    why_open: str


REFUSED = "asked, but not answered"
_UNKNOWN = "not known"
_UNDECIDED = "not decided"
_DISPUTED = "the accounts differ"

_AUXILIARY = r"(?:would|did|could|does|do|has|have|had)"
_ANSWER = (
    r"(?:said?|say|comment(?:ed)?|answer(?:ed)?|respond(?:ed)?|repl(?:y|ied)|specif(?:y|ied)"
    r"|elaborated?|disclosed?)"
)
_IS = r"(?:is|are|was|were|be|been|remains?|remained|stays?|seems?|looks?|it)"
_NOT = r" ?(?:not|n[’']t)"
# For text in lower case: to ignore case would take the engine twice as long.
_CUES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"\b(?:{'|'.join(patterns)})\b"), why)
    for why, patterns in {
        REFUSED: (
            r"(?:declin|refus)\w* to (?:say|comment|answer|confirm|specify|discuss|disclose|rule out)",
            rf"{_AUXILIARY}{_NOT} (?:yet )?{_ANSWER}(?! that\b)(?! [“\"])",
            r"without (?:say|giv|specify|elaborat)ing",
            r"(?:gave|offered) no (?:details|answer|reason|timetable|date)",
        ),
        _UNKNOWN: (
            rf"{_IS} (?:\w+ ){{0,2}}?(?:unclear|unknown|uncertain|murky)",
            rf"{_IS} not (?:immediately |yet |entirely )?(?:clear|known|certain)",
            r"remains? to be seen|open question|questions? remain|no (?:one|body) knows",
            rf"(?:do|does|did){_NOT} know",
        ),
        _UNDECIDED: (
            r"without (?:a|any) (?:clear )?(?:plan|agreement|answer|decision)",
            r"undecided|unresolved|no (?:final )?(?:decision|agreement|date)(?! by)",
            r"yet to (?:decide|be decided|agree|say|announce|set)",
            r"still (?:weighing|considering|deciding|debating)|not (?:yet )?(?:decided|agreed)",
        ),
        _DISPUTED: (
            r"contradict\w*|at odds|(?<!the )(?<!a )(?<!an )disput(?:e|es|ed|ing)",
            r"conflicting (?:accounts|reports|figures|claims)",
        ),
    }.items()
)
_CLAUSE_RE = re.compile(
    r"\b(whether|how|what|who|whom|when|where|why|which)\b(?:[^,.;!?“”\"—]|\.(?=\s?[\da-z]))*", re.IGNORECASE
)
_INDIRECT_RE = re.compile(
    r"(?P<wh>whether|what|when|where|why|how(?: (?:much|many|long|soon|often|far))?) "
    r"(?P<noun>(?:it|he|she|they|we|the|a|an|any|his|her|its|their|[A-Z][\w’'-]*)\b"
    r"(?: (?!who\b|that\b|which\b)[^ ]+){0,5}?) "
    r"(?P<aux>would|will|could|can|should|may|might|must|is|are|was|were|has|have|had) (?P<rest>.+)"
)
_SUBJECT_RE = re.compile(
    r"^(?:(?:But|And|Yet|Still|However|Meanwhile),? )?(?P<subject>[^,;]{3,80}?) "
    r"(?P<verb>is|are|was|were|remains?|remained|stays?) (?:still |also |so far |largely |yet )?"
    r"(?:un\w+|murky|not )",
)
_TAIL_RE = re.compile(r",? (?:saying|adding|citing|but|and said|he said|she said|they said)\b.*$|[\s,]+$")
_WH_WORDS_MIN = 3


def find_opening(sentence: str) -> Opening | None:
    """The question a sentence leaves open, or None.

    >>> find_opening("Ms. Lind declined to say whether the ferry would sail.")
    Opening(question='Would the ferry sail?', why_open='asked, but not answered')
    >>> find_opening("But the council's position is still unclear.")
    Opening(question="What is the council's position?", why_open='not known')
    >>> find_opening("The ferry sailed at noon.")
    """
    low = sentence.replace("İ", "I").lower()  # no other letter grows longer in lower case
    hits = [(m, why) for pattern, why in _CUES if (m := pattern.search(low))]
    if not hits:
        return None
    cue, why = min(hits, key=lambda hit: hit[0].start())
    return Opening(_question(sentence, cue), why)


def _question(sentence: str, cue: re.Match[str]) -> str:
    if clause := _clause(sentence, cue):
        return _direct(clause)
    if subject := _SUBJECT_RE.match(sentence):
        verb = {"remains": "is", "remained": "was", "remain": "are", "stays": "is", "stay": "are"}
        noun = subject["subject"]
        opens = noun.split()[0] in ("The", "A", "An", "This", "That", "Its", "Their", "His", "Her")
        noun = noun[0].lower() + noun[1:] if opens else noun
        return f"What {verb.get(subject['verb'], subject['verb'])} {noun}?"
    return sentence.strip()


def _direct(clause: str) -> str:
    """An indirect question as a direct one where the word order is safe to turn, else as it stands."""
    clause = f"{clause[0].lower()}{clause[1:]}"
    if turned := _INDIRECT_RE.fullmatch(clause):
        head = "" if turned["wh"] == "whether" else f"{turned['wh']} "
        clause = f"{head}{turned['aux']} {turned['noun']} {turned['rest']}"
    return f"{clause[0].upper()}{clause[1:]}?"


def _clause(sentence: str, cue: re.Match[str]) -> str | None:
    """The wh-clause the cue governs: the first one behind it, else the one it closes."""
    behind = _CLAUSE_RE.search(sentence, cue.end())
    before = _CLAUSE_RE.match(sentence)
    match = behind or before
    if match is None:
        return None
    text = match.group() if behind else match.group()[: max(cue.start() - match.start(), 0)]
    text = _TAIL_RE.sub("", text.rstrip(" ,.:"))
    text = re.sub(r" (?:is|are|was|were|remains?|remained)(?: an?| the)?$", "", text.rstrip())
    return text if len(text.split()) >= _WH_WORDS_MIN else None
