"""Is a line of the brief's own words covered by the sentences it cites?

Three questions, each with its own finding: do all names of the line stand there, do all numbers, and do the
two speak of the same thing at all. Comparing words proves neither stance nor logic; it stops invention.
"""

from collections.abc import Iterable, Sequence

from briefing.schema import FindingCode
from briefing.speech import same_place
from briefing.verify.vocabulary import Vocabulary, content, find_names, numbers, read, stem

# From so many words, and so great a part of the line, it tells what stands elsewhere.
_BORROWED_WORDS, _BORROWED_SHARE = 2, 1 / 3


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
    evidence = [read(text) for text in cited if text]
    for number in numbers(line):
        if all(number not in vocabulary.numbers for vocabulary in evidence):
            return FindingCode.UNGROUNDED_NUMBER, number
    for name in find_names(line, [*evidence, read(known)]):
        if not all(_stands(word, evidence) for word in name.split()):
            return FindingCode.UNGROUNDED_NAME, name
    if line and all(content(line).isdisjoint(vocabulary.content) for vocabulary in evidence):
        return FindingCode.UNGROUNDED_LINE, line
    return None


def borrowed(line: str, cited: Iterable[str], *, known: str) -> tuple[str, ...]:
    """The words a line takes from other parts of the story than it cites, if they are a good part of it.

    What somebody else said, told as this actor's, holds no foreign name or number. It gives itself away by
    words that stand in the story, but not where the line points.

    >>> story = "Holm wants to buy the crane. Ruiz wants the crane banned outright."
    >>> borrowed("Holm wants the crane banned outright.", ["Holm wants to buy the crane."], known=story)
    ('banned', 'outrig')
    >>> borrowed("Holm intends to purchase a crane.", ["Holm wants to buy the crane."], known=story)
    ()
    """
    words = content(line)
    own = frozenset[str]().union(*(read(text).content for text in cited))
    foreign = sorted((words - own) & read(known).content)
    is_much = len(foreign) >= _BORROWED_WORDS and len(foreign) >= _BORROWED_SHARE * len(words)
    return tuple(foreign) if is_much else ()


def _stands(word: str, evidence: Sequence[Vocabulary]) -> bool:
    """Whether a word of a name is in the evidence: itself, abbreviated, or as another form of a country."""
    forms = (stem(word.lower()), word.lower().replace(".", ""))
    if any(form in vocabulary.forms for vocabulary in evidence for form in forms):
        return True
    if any(_abbreviates(word, vocabulary.initials) for vocabulary in evidence):
        return True
    return any(same_place(word, other) for vocabulary in evidence for other in vocabulary.capitalised)


def _abbreviates(word: str, initials: str) -> bool:
    """Whether an abbreviation such as U.N. stands for a run of capitalised words."""
    letters = word.replace(".", "")
    return letters.isupper() and len(letters) > 1 and letters in initials
