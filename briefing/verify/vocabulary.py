"""A text -> the words a line can rest on: forms of its words, its names, its numbers.

Reading is cached by text: the sentences of a story are cited again and again.
"""

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache

from briefing.text import folded

_WORD_RE = re.compile(r"[^\W\d_](?:[^\W_]|['’.&-](?=[^\W_]))*", re.UNICODE)
_NUMBER_RE = re.compile(
    r"(?<![\w.,])(?<![^\W\d]-)(?:\d{4}-\d{2}-\d{2}(?!\w)|[-+]?\d+(?:[.,:/]\d+)*(?!\w)|\d+(?=\D))"
)
_UNIT_RE = re.compile(
    r"[ -]?(%|(?:per ?cent|percent|thousand|million|billion|trillion|mn|bn|m|prozent|tausend|millionen"
    r"|milliarden|milliarde|million)\b)",
    re.IGNORECASE,
)
_UNITS = {
    "%": "percent",
    "per cent": "percent",
    "prozent": "percent",
    "mn": "million",
    "m": "million",
    "bn": "billion",
    "tausend": "thousand",
    "millionen": "million",
    "milliarde": "billion",
    "milliarden": "billion",
}
_SENTENCE_START_RE = re.compile(r"(?:^|[.!?:]\s+|[\"(\[]\s*|\n\s*)$")
_SUFFIXES = ("ians", "ian", "ans", "'s", "an", "ns", "es", "n", "s", "e", "a", "y")
_MIN_STEM = 4
_TOPIC_LETTERS = 6
_SHORT = 2

# Words that may open a sentence with a capital and say nothing about anybody.
_FUNCTION_WORDS = frozenset(
    """a about above after again against all almost also although always am amid among an and another
    any are as at away back be because been before behind being below between both but by can cannot
    could despite did do does doing don't down during each either else even ever every few fewer
    first for from further given had has have he hence her here hers him his how however i if in
    including indeed instead into is it its itself just last later less like many may me meanwhile
    might mine more most much must my neither never next no nobody none nor not nothing now of off
    often on once one only or other others our out over own part per perhaps rather same second
    several shall she should since so some still such than that the their them then there these they
    third this those though three through thus to together too toward towards two under unless until
    up upon us very was we were what whatever when where whether which while who whom whose why will
    with within without would yes yet you your das dass dem den der des die ein eine einem einen
    einer eines er es für hat haben ihr im in ist mit nach nicht ob sei sie sind so und unter von
    vor war warum was wer wie wird wo zu zum zur""".split()
)
# Function words that people are called as well: with a capital they are a name, but in a question.
_NAMES_TOO = frozenset({"May", "Will", "Mine"})
_NUMBER_WORDS = {
    word: str(value)
    for value, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty""".split()
    )
} | {
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
    "sixty": "60",
    "seventy": "70",
    "eighty": "80",
    "ninety": "90",
}
# "one" is a pronoun more often than a number, and "zero" is said of nothing.
_TOLD_NUMBERS = {word: value for word, value in _NUMBER_WORDS.items() if word not in ("zero", "one")}


class Vocabulary:
    """What a text holds for a line that cites it, each part worked out when it is first asked for."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def forms(self) -> frozenset[str]:
        """The words in lower case: whole, by stem, in parts, without points."""
        lower = [word.lower() for word in self._words]
        parts = [part for word in lower if "-" in word or "." in word for part in re.split(r"[-.]", word)]
        whole = {*lower, *parts}
        return frozenset({*whole, *map(stem, whole), *(word.replace(".", "") for word in lower)})

    @cached_property
    def capitalised(self) -> tuple[str, ...]:
        """The words with a capital, without a possessive."""
        return tuple(dict.fromkeys(word.removesuffix("'s") for word in self._words if word[0].isupper()))

    @cached_property
    def initials(self) -> str:
        """The first letters of the words with a capital, in order; other words as spaces.

        >>> read("the United Nations met").initials
        ' UN '
        """
        return "".join(word[0] if word[0].isupper() else " " for word in self._words)

    @cached_property
    def small(self) -> frozenset[str]:
        """The stems of the words that are written small."""
        return frozenset(map(stem, {word for word in self._words if word[0].islower()}))

    @cached_property
    def content(self) -> frozenset[str]:
        """The stems of the words that say what the text is about."""
        return content(self._text)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers, words for them included."""
        return frozenset(numbers(self._text, spelled=True))

    @cached_property
    def _words(self) -> list[str]:
        return _WORD_RE.findall(folded(self._text))


@lru_cache(maxsize=2048)
def read(text: str) -> Vocabulary:
    """The vocabulary of a text; the same text is read once."""
    return Vocabulary(text)


def numbers(text: str, *, spelled: bool = False) -> tuple[str, ...]:
    """The numbers of a text in one spelling, in order.

    Number words from two to ninety count as well; with `spelled`, "one" and "zero" do too, so that a figure
    in a line may rest on a word in the article.

    >>> numbers("Twelve of 1,000 jets, 2.5%, 10:38, two million")
    ('12', '1000', '2.5 percent', '10:38', '2 million')
    """
    words = _NUMBER_WORDS if spelled else _TOLD_NUMBERS
    plain = folded(text)
    found = [(m.end(), m.start(), _plain_number(m.group())) for m in _NUMBER_RE.finditer(plain)]
    found += [
        (m.end(), m.start(), words[m.group().lower()])
        for m in _WORD_RE.finditer(plain)
        if m.group().lower() in words
    ]
    return tuple(f"{number}{_unit(plain, end)}" for end, _, number in sorted(found))


def _unit(text: str, end: int) -> str:
    """The scale or share right behind a number, in one spelling; without it five million is five billion."""
    match = _UNIT_RE.match(text, end)
    if match is None:
        return ""
    word = match.group(1).lower()
    return f" {_UNITS.get(word, word)}"


def find_names(text: str, known: Sequence[Vocabulary] = ()) -> tuple[str, ...]:
    """The names in a text: runs of capitalised words that are not capitals by position alone.

    A capital that merely opens a sentence is no name when the word is a function word, or when a text of
    `known` writes the same word (or its stem) small.

    >>> find_names("We saw President Mara Lind in Riga.")
    ('President Mara Lind', 'Riga')
    >>> find_names("Allies disagree.", [read("the allies met")])
    ()
    """
    plain = folded(text)
    is_question = plain.rstrip().endswith("?")
    found: list[str] = []
    end = -1
    for match in _WORD_RE.finditer(plain):
        word = match.group()
        before = plain[max(match.start() - 3, 0) : match.start()]
        if not word[0].isupper() or _is_ordinary(word, before, known, is_question=is_question):
            continue
        if found and plain[end : match.start()] == " ":
            found[-1] += f" {word}"
        else:
            found.append(word)
        end = match.end()
    return tuple(found)


def content(text: str) -> frozenset[str]:
    """The stems, cut to six letters, of the words that say what a text is about.

    >>> sorted(content("Who opposes the cuts?"))
    ['cuts', 'oppos']
    """
    words = {*_WORD_RE.findall(folded(text.lower()))} - _FUNCTION_WORDS
    return frozenset([stem(word)[:_TOPIC_LETTERS] for word in words if len(word) > _SHORT])


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A word without the endings of plurals, possessives and of the people of a country.

    >>> stem("latvians"), stem("latvia"), stem("iran")
    ('latv', 'latvi', 'iran')
    """
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _MIN_STEM:
            return word[: -len(suffix)]
    return word


def _is_ordinary(word: str, before: str, known: Sequence[Vocabulary], *, is_question: bool) -> bool:
    if word in _NAMES_TOO and not is_question:
        return False
    if word.lower() in _FUNCTION_WORDS and (len(word) > 1 or word == "I"):
        return True
    opens = not before.strip() or _SENTENCE_START_RE.search(before) is not None
    return opens and not word.isupper() and any(stem(word.lower()) in text.small for text in known)


def _plain_number(text: str) -> str:
    """Drop the thousands separators; leave decimals, times and dates."""
    return re.sub(r"(?<=\d),(?=\d{3}(?:\D|$))", "", text)
