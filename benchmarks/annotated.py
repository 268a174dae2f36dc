"""Who says what in an annotated document, and whether two names can be one person's.

A document has `text` and `quotes`, each with `start`, `end`, `type`, `speaker` (the mention as it stands),
`speaker_resolved` where that is a pronoun, and `marked`, the runs in quotation marks of a mixed one.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from briefing.schema import Span

__all__ = ["Said", "direct_names", "gold_of", "is_same", "name_in"]

# What stands around a name in a mention: who the person is, and whose.
_AFTER_RE = re.compile(r"[,(;]| (?:who|of|for|from|at|with|in|and|to|on)\b")
_BEFORE_RE = re.compile(r".*['’]s?\s")
_WORD_RE = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_TITLES = frozenset(
    "the a an mr mrs ms dr rep reps sen sens del gov mayor senator representative president chairman judge "
    "justice gen rev secretary minister prime former republican democrat democratic".split()
)
_PRONOUNS = frozenset("i you he she it we they him her them his hers their its who one this that".split())


class Said(NamedTuple):
    """Words in marks that an annotator gave to somebody; `name` is empty where the mention holds none."""

    span: Span
    name: str
    mention: str
    is_direct: bool


def gold_of(document: Mapping[str, Any]) -> tuple[Said, ...]:
    """The direct quotations, and the marked runs of the mixed ones."""
    return tuple(said for quote in document["quotes"] for said in _runs(quote))


def _runs(quote: Mapping[str, Any]) -> Iterator[Said]:
    mention = quote.get("speaker_resolved") or quote.get("speaker") or ""
    is_direct = quote["type"] == "direct"
    for start, end in [(quote["start"], quote["end"])] if is_direct else quote.get("marked", []):
        yield Said(Span(start, end), name_in(mention), mention, is_direct)


def direct_names(document: Mapping[str, Any], *, resolved: bool) -> list[str]:
    """The people with a direct quotation, each once; with `resolved` also those a pronoun stands for."""
    found: list[str] = []
    for quote in document["quotes"]:
        mention = quote.get("speaker") or ""
        name = name_in((resolved and quote.get("speaker_resolved")) or mention)
        if quote["type"] == "direct" and name and not any(is_same(name, other) for other in found):
            found.append(name)
    return found


def name_in(mention: str) -> str:
    """The name a mention stands for, without what tells of the person; empty if it holds none.

    >>> name_in("Rep. Jo Marsh (D-S.C.), the assistant leader"), name_in("Holst's aide Dan Holm")
    ('Jo Marsh', 'Dan Holm')
    >>> name_in("Mayor Karl de Wit"), name_in("the mayor"), name_in("Small groups of protesters")
    ('Karl de Wit', '', '')
    """
    head = _BEFORE_RE.sub("", _AFTER_RE.split(mention, maxsplit=1)[0])
    words = [word for word in _WORD_RE.findall(head) if word.lower() not in _TITLES | _PRONOUNS]
    capital = [number for number, word in enumerate(words) if word[0].isupper()]
    if not capital or capital[-1] + 1 < len(words):  # it ends in what somebody is: *the New York businessman*
        return ""
    return " ".join(words[capital[0] :])  # with what stands between: *Bill de Blasio*


def is_same(one: str, two: str) -> bool:
    """Whether two names can be one person's: the words of the shorter are among those of the longer.

    >>> is_same("Marsh", "Jo Marsh"), is_same("O'Neill", "James O’Neill")
    (True, True)
    >>> is_same("De Blasio", "Bill de Blasio")
    True
    >>> is_same("Anna Berg", "Karl Berg"), is_same("", "Holm")
    (False, False)
    """
    left, right = _key(one), _key(two)
    return bool(left and right) and (left <= right or right <= left)


def _key(name: str) -> frozenset[str]:
    words = (re.sub(r"'s?$", "", word).lower() for word in _WORD_RE.findall(name.replace("’", "'")))
    return frozenset(word for word in words if word not in _TITLES and len(word) > 1)
