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


def share_answered(question: str, words: str) -> float:
    """Which share of what a question asks for is in `words`; 0 if they lack the kind of thing it asks for.

    *When* asks for a time, *how many* for a figure.

    >>> share_answered("When will the pier reopen?", "The pier will reopen in May")
    100.0
    >>> share_answered("When will the pier reopen?", "The pier will reopen")
    0.0
    """
    return share_of_words(question, words) if _is_of_the_kind(question, words) else 0.0


def _is_of_the_kind(question: str, words: str) -> bool:
    if _WHEN_RE.search(question):
        return _TIME_RE.search(words) is not None
    return not _HOW_MANY_RE.search(question) or _FIGURE_RE.search(words) is not None
