"""A cut through a sentence -> the word left out that turns the meaning of what was kept, if there is one.

Cutting is allowed, turning is not: the words after *will not*, a promise without its *unless*, a charge
without the *they claim that* before it.
"""

import re
from typing import NamedTuple

from briefing.schema import Span

__all__ = ["turning_word"]


class _Grammar(NamedTuple):
    """What governs across a cut, in one language.

    `negations` and `questions` reach to their right as far as the next comma, `conditions` over the whole
    clause before or after them, `contrasts` open the part that was cut off. `idioms` look like conditions.
    `negation_reach` says how many words may stand between the cut and a negation after it.
    """

    negations: str
    questions: str
    conditions: str
    contrasts: str
    idioms: str
    breaks: str
    negation_reach: int


_GRAMMARS = {
    "en": _Grammar(
        negations=(
            r"not|never|no|none|nothing|nobody|nowhere|neither|nor|cannot|\w+n['’]t|hardly|barely|scarcely|rarely"
            r"|seldom|without|den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|refus(?:e[sd]?|ing)|doubt(?:s|ed|ing)?"
            r"|fail(?:s|ed|ing)? to|stop(?:s|ped)? short of|far from|rather than|instead of|false|untrue"
            r"|wrong|(?<!\bI )(?<!\bwe )(?<!\ba )(?<!\bthe )(?<!\bany )(?<!\bevery )"
            r"(?<!\bthat )(?:claim|allege|pretend|imagine|suppose)(?:s|d|ed)?"
            r"(?!\s(?:is|was|were|are|be|being|been|would|will|has|had|have|of)\b)"
            r"|(?:they|s?he|people|critics|some|others|opponents) (?:says?|said|thinks?|thought|believe[sd]?)"
        ),
        questions=r"whether|wonder(?:s|ed|ing)?",
        conditions=(
            r"(?<!\beven )(?:only )?(?:if|unless|except|provided|providing|lest|until)"
            r"|(?:as|so) long as|on condition|in case|assuming|but for"
        ),
        contrasts=r"but (?:only|not|never)|just not|or not",
        idioms=r"(?:if|until) (?:anything|I may|you will|you like|you please|recently|now)",
        breaks=r"[;:]\s|\s?[—–]\s?|\s-{1,2}\s|\b(?:but|yet)\s",
        negation_reach=1,
    ),
    "de": _Grammar(
        negations=(
            r"nicht|nichts|nie|niemals|niemand\w*|kein\w*|weder|ohne|kaum|bestreite[tn]?|bestritt\w*|leugne\w*"
            r"|dementier\w*|weiger\w*|bezweifel\w*|falsch|anstatt|statt"
        ),
        questions=r"ob|frag(?:e|t|te)",
        conditions=r"(?<!\bauch )(?:nur )?(?:wenn|falls|sofern|außer|solange|bis|soweit)|es sei denn",
        contrasts=r"aber (?:nur|nicht|nie)",
        idioms=r"wenn (?:überhaupt|Sie so wollen|man so will)|bis (?:jetzt|heute)",
        breaks=r"[;:]\s|\s?[—–]\s?|\s-{1,2}\s|\b(?:aber|sondern|doch|jedoch)\s",
        negation_reach=12,
    ),
}
_SENTENCE_END_RE = re.compile(r"[.!?…][\"'“”’»)\]]*\s+(?=[^\sa-zäöü])")
_NEW_CLAUSE_RE = re.compile(
    r",\s(?:and|so|which|who|und|so)\b|\b(?:while|because|although|weil|während|obwohl)\b|\band\s(?:I|we|he|she|it|they|you|there|that)\b|\bund\s(?:ich|wir|er|sie|es)\b"
)
_ASKED_IF_RE = re.compile(
    r"\b(?:see|sees|saw|ask|asks|asked|know|knows|knew|wonder\w*|decide\w*|sure|tell|check|as|fragt\w*|wei(?:ß|ss))\s\Z",
    re.IGNORECASE,
)


def turning_word(text: str, kept: Span, *, language: str = "en") -> Span | None:
    """Find the word outside `kept`, in the same sentence, that governs what `kept` says.

    >>> text = "We will not accept the treaty unless it is changed."
    >>> turning_word(text, Span(12, 29)).of(text), turning_word(text, Span(0, 29)).of(text)
    ('not', 'unless')
    >>> turning_word("It rains, and we go.", Span(14, 19))
    """
    grammar = _GRAMMARS.get(language, _GRAMMARS["en"])
    return _before(text, kept.start, grammar) or _after(text, kept.end, grammar)


def _before(text: str, start: int, grammar: _Grammar) -> Span | None:
    """The last negation or condition that reaches from the left over `start`."""
    clause = _last_end(_SENTENCE_END_RE, text, 0, start + 1)
    clause = _last_end(re.compile(grammar.breaks, re.IGNORECASE), text, clause, start)
    negation_scope = _last_end(_NEW_CLAUSE_RE, text, clause, start)
    found = [
        match
        for match in _find(f"{grammar.negations}|{grammar.questions}", text, negation_scope, start)
        if not re.search(r"\w,", text[match.end() - 1 : start]) or text[match.end()] == ","
    ]
    found += _conditions(grammar, text, clause, start)
    return Span(*found[-1].span()) if found else None


def _after(text: str, end: int, grammar: _Grammar) -> Span | None:
    """The first condition, contrast or near negation that reaches from the right back to `end`."""
    sentence = _SENTENCE_END_RE.search(text, max(end - 1, 0))
    stop = sentence.start() + 1 if sentence else len(text)
    if re.match(r"[.!?]", text[end:stop]):
        return None
    if contrast := re.compile(rf"[,\s]*\b(?:{grammar.contrasts})\b", re.IGNORECASE).match(text, end, stop):
        return Span(*contrast.span())
    ends = [
        match.start()
        for pattern in (re.compile(grammar.breaks, re.IGNORECASE), _NEW_CLAUSE_RE)
        if (match := pattern.search(text, end, stop))
    ]
    stop = min([stop, *ends])
    found = [
        match
        for match in _conditions(grammar, text, end, stop)
        if not _ASKED_IF_RE.search(text, 0, match.start())
    ]
    if _says_something(text[:end]):
        found += [
            match
            for match in _find(grammar.negations, text, end, stop)
            if _is_near(text[end : match.start()], grammar.negation_reach)
        ]
    return Span(*found[0].span()) if found else None


def _is_near(between: str, reach: int) -> bool:
    return "," not in between and len(between.split()) <= reach


def _says_something(kept: str) -> bool:
    """Whether more than a lone subject stands before the cut."""
    return len(kept[_last_end(_SENTENCE_END_RE, kept + " X", 0, len(kept) + 2) :].split()) > 1


def _conditions(grammar: _Grammar, text: str, start: int, end: int) -> list[re.Match[str]]:
    idioms = [match.start() for match in _find(grammar.idioms, text, start, end)]
    return [match for match in _find(grammar.conditions, text, start, end) if match.start() not in idioms]


def _find(pattern: str, text: str, start: int, end: int) -> list[re.Match[str]]:
    compiled = re.compile(rf"\b(?:{pattern})(?!\w)", re.IGNORECASE)
    return list(compiled.finditer(text, start, end))


def _last_end(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    """Where the last match of `pattern` in the range ends, or `start`."""
    return max((match.end() for match in pattern.finditer(text, start, end)), default=start)
