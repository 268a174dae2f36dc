"""Is a line of the brief's own words covered by the sentences it cites?

Three questions, each with its own finding: do all names of the line stand there, do all numbers, and do the
two speak of the same thing at all. Comparing words proves neither stance nor logic; it stops invention.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from briefing.schema import FindingCode
from briefing.speech import same_place
from briefing.text import fold

_WORD_RE = re.compile(r"[^\W\d_](?:[^\W_]|['’.&-](?=[^\W_]))*", re.UNICODE)
_NUMBER_RE = re.compile(
    r"(?<![\w.,])(?<![^\W\d]-)(?:\d{4}-\d{2}-\d{2}(?!\w)|[-+]?\d+(?:[.,:/]\d+)*(?!\w)|\d+(?=\D))"
)
_SENTENCE_START_RE = re.compile(r"(?:^|[.!?:]\s+|[\"(\[]\s*|\n\s*)$")
_SUFFIXES = ("ians", "ian", "ans", "'s", "an", "ns", "es", "n", "s", "e", "a", "y")
_MIN_STEM = 4

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


def ungrounded(line: str, cited: Iterable[str], *, known: str = "") -> tuple[FindingCode, str] | None:
    """Say what of `line` is not covered by the `cited` texts, or None.

    `known` is more text of the same story. It proves nothing; it only tells a word that merely begins a
    sentence from a name.

    >>> ungrounded("Mara Lind opposes 40 cuts.", ["Mara Lind said no to 40 cuts."])
    >>> ungrounded("Mara Lind opposes 14 cuts.", ["Mara Lind said no to 40 cuts."])
    (<FindingCode.UNGROUNDED_NUMBER: 'ungrounded-number'>, '14')
    >>> ungrounded("Jon Berg opposes the cuts.", ["Mara Lind said no to 40 cuts."])
    (<FindingCode.UNGROUNDED_NAME: 'ungrounded-name'>, 'Jon Berg')
    """
    evidence = "\n".join(cited)
    if missing := next((n for n in numbers(line) if n not in numbers(evidence, spelled=True)), None):
        return FindingCode.UNGROUNDED_NUMBER, missing
    if name := next((n for n in names(line, known=f"{evidence}\n{known}") if not _stands(n, evidence)), None):
        return FindingCode.UNGROUNDED_NAME, name
    if line and not _content(line) & _content(evidence):
        return FindingCode.UNGROUNDED_LINE, line
    return None


def numbers(text: str, *, spelled: bool = False) -> tuple[str, ...]:
    """The numbers of a text in one spelling, in order.

    Number words from two to ninety count as well; with `spelled`, "one" and "zero" do too, so that a figure
    in a line may rest on a word in the article.

    >>> numbers("Twelve of 1,000 jets, 2.5 percent, 10:38")
    ('12', '1000', '2.5', '10:38')
    """
    words = _NUMBER_WORDS if spelled else _TOLD_NUMBERS
    folded, _ = fold(text)
    found = [(m.start(), _plain_number(m.group())) for m in _NUMBER_RE.finditer(folded)]
    found += [
        (m.start(), words[m.group().lower()]) for m in _WORD_RE.finditer(folded) if m.group().lower() in words
    ]
    return tuple(number for _, number in sorted(found))


def names(text: str, *, known: str = "") -> tuple[str, ...]:
    """The names in a text: runs of capitalised words that are not capitals by position alone.

    A capital that merely opens a sentence is no name when the word is a function word, or when `known`
    holds the same word (or its stem) in lower case.

    >>> names("We saw President Mara Lind in Riga.")
    ('President Mara Lind', 'Riga')
    >>> names("Allies disagree.", known="the allies met")
    ()
    """
    folded, _ = fold(text)
    lower = _lower_stems(known)
    found: list[str] = []
    end = -1
    for match in _WORD_RE.finditer(folded):
        word = match.group()
        if not word[0].isupper() or _is_ordinary(word, folded[: match.start()][-3:], lower):
            continue
        if found and folded[end : match.start()] == " ":
            found[-1] += f" {word}"
        else:
            found.append(word)
        end = match.end()
    return tuple(found)


def _is_ordinary(word: str, before: str, lower: frozenset[str]) -> bool:
    if word.lower() in _FUNCTION_WORDS and (len(word) > 1 or word == "I"):
        return True
    opens = not before.strip() or _SENTENCE_START_RE.search(before) is not None
    return opens and not word.isupper() and _stem(word.lower()) in lower


@lru_cache(maxsize=64)
def _lower_stems(text: str) -> frozenset[str]:
    folded, _ = fold(text)
    return frozenset(_stem(m.group()) for m in _WORD_RE.finditer(folded) if m.group()[0].islower())


def _stands(name: str, evidence: str) -> bool:
    present = _name_words(evidence)
    return all(_has_word(word, present, evidence) for word in name.split())


def _has_word(word: str, present: frozenset[str], evidence: str) -> bool:
    if _stem(word.lower()) in present or word.lower().replace(".", "") in present:
        return True
    if same_initials(word, evidence):
        return True
    return any(same_place(word, other) for other in _capitalised(evidence))


def same_initials(word: str, evidence: str) -> bool:
    """Whether an abbreviation such as U.N. stands for capitalised words of the evidence.

    >>> same_initials("U.N.", "the United Nations met")
    True
    >>> same_initials("UN", "the United States met")
    False
    """
    letters = word.replace(".", "")
    if not (letters.isupper() and len(letters) > 1):
        return False
    initials = "".join(w[0] if w[0].isupper() else " " for w in _WORD_RE.findall(evidence))
    return letters in initials


@lru_cache(maxsize=256)
def _capitalised(evidence: str) -> tuple[str, ...]:
    words = (word.removesuffix("'s") for word in _WORD_RE.findall(fold(evidence)[0]))
    return tuple(dict.fromkeys(word for word in words if word[0].isupper()))


@lru_cache(maxsize=256)
def _name_words(evidence: str) -> frozenset[str]:
    folded, _ = fold(evidence)
    words = [m.group().lower() for m in _WORD_RE.finditer(folded)]
    parts = [part for word in words for part in re.split(r"[-/]", word)]
    return frozenset(form for word in (*words, *parts) for form in (_stem(word), word.replace(".", ""), word))


def _content(text: str) -> frozenset[str]:
    folded, _ = fold(text.lower())
    words = (m.group() for m in _WORD_RE.finditer(folded))
    return frozenset(_stem(word)[:6] for word in words if word not in _FUNCTION_WORDS and len(word) > 2)  # noqa: PLR2004 (the length says "short")


@lru_cache(maxsize=4096)
def _stem(word: str) -> str:
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _MIN_STEM:
            return word[: -len(suffix)]
    return word


def _plain_number(text: str) -> str:
    """Drop the thousands separators; leave decimals, times and dates."""
    return re.sub(r"(?<=\d),(?=\d{3}(?:\D|$))", "", text)
