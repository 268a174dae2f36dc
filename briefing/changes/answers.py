"""A question and somebody's words -> how much of an answer they are (0 to 100)."""

import re

from briefing.changes.likeness import share_of_words

__all__ = ["share_answered"]

# What an answer must hold beside the words of the question, by the word that asks.
_FIGURE_RE = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?"
    r"|millions?|billions?|half|third|quarter|none|nothing|eins?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn"
    r"|zwölf|hundert|tausend|millionen?|milliarden?)\b",
    re.IGNORECASE,
)
_TIME_RE = re.compile(
    r"\d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\b(?:january|february|march|april|may|june|july|august"
    r"|september|october|november|december|today|tomorrow|tonight|yesterday|weeks?|months?|years?|days?|hours?"
    r"|spring|summer|autumn|winter|morning|evening|noon|midnight|soon|never|now|until|heute|morgen|gestern"
    r"|wochen?|monate?n?|jahre?n?|tage?n?|stunden?|\w+tags?|januar|februar|märz|mai|juni|juli|oktober|dezember)\b",
    re.IGNORECASE,
)
_HOW_MANY_RE = re.compile(
    r"\bhow (?:much|many|long|often|far)\b|\bwie ?(?:viel|lange|oft|weit)", re.IGNORECASE
)
_WHEN_RE = re.compile(r"\b(?:when|how (?:long|soon)|wann|wie lange)\b", re.IGNORECASE)


_OWN = 50
# Who says *we* is named outside the words; who speaks of others names them.
_SPEAKER_RE = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|[Uu]s|[Ii]ch|[Ww]ir|[Uu]ns|[Uu]nsere?[mnrs]?)\b")


def share_answered(question: str, words: str, *, speaker: str = "") -> float:
    """Which share of what a question asks for is in `words`; 0 if they lack the kind of thing it asks for.

    *When* asks for a time, *how many* for a figure. Where words that hold it say *I* or *we*, and half of
    the question, what is told of their `speaker` counts with them.

    >>> share_answered("When will the pier reopen?", "The pier will reopen in May")
    100.0
    >>> share_answered("When will the pier reopen?", "The pier will reopen")
    0.0
    >>> share_answered("When will the council vote?", "We vote in May", speaker="the council")
    100.0
    """
    kind = _kind_of(question)
    if kind and not kind.search(words):
        return 0.0
    share = share_of_words(question, words)
    if kind and share >= _OWN and _SPEAKER_RE.search(words):
        return share_of_words(question, f"{speaker} {words}")
    return share


def _kind_of(question: str) -> re.Pattern[str] | None:
    """What an answer must hold, for questions of a kind that says so."""
    if _WHEN_RE.search(question):
        return _TIME_RE
    return _FIGURE_RE if _HOW_MANY_RE.search(question) else None
