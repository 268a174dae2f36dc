"""Articles -> which of them hold the words of another: stubs and syndicated copies.

Measured by containment: how many of the shorter text's five-word shingles stand in the longer one. It sees
that two paragraphs are the beginning of an article, which no symmetrical measure does.
"""

import re
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from briefing.schema import Article, Relation

__all__ = ["Twins", "contained", "find_twins"]

_SHINGLE = 5
_SAMPLE = 8  # one shingle in so many stands in the index
_SAMPLED_FROM = 200  # shorter texts are indexed whole
_CANDIDATES = 20
_ORIGINS_AT_MOST = 50  # copies are not indexed: words that so many origins share are a standing notice
_SURE, _LIKELY, _RELATED = 0.8, 0.6, 0.25
_TELLING_WORDS = 25  # fewer are a copy only where all of them agree
_LEAD_PART, _LEAD_SHARE = 4, 0.5
_STUB_LENGTH = 0.8
_INITIALS_RE = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_WORD_RE = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Twins:
    """What was found, by index.

    `relations` leads from a stub or copy to its origin; `related` holds pairs of origins that share a good
    part of their words without being the same text.
    """

    relations: dict[int, tuple[int, Relation]] = field(default_factory=dict)
    related: list[tuple[int, int]] = field(default_factory=list)


def find_twins(articles: Sequence[Article]) -> Twins:
    """Compare every article with the longer ones before it, through an index of shingles."""
    prints = [_Print(article.text) for article in articles]
    order = sorted(range(len(prints)), key=lambda index: (-prints[index].length, index))
    found = Twins()
    same: dict[bytes, int] = {}
    index: defaultdict[int, list[int]] = defaultdict(list)
    for short in order:
        if (origin := same.setdefault(prints[short].digest, short)) != short and prints[short].length:
            found.relations[short] = (found.relations.get(origin, (origin, Relation.COPY))[0], Relation.COPY)
            continue
        if prints[short].length < _TELLING_WORDS:
            continue
        if (twin := _compare(short, prints, index, found)) is not None:
            found.relations[short] = (twin, _relation(prints[short], prints[twin]))
            continue
        for shingle in prints[short].sample:
            index[shingle].append(short)
    return found


def contained(short: str, long: str) -> float:
    """How much of `short` stands in `long`, from 0 to 1, blind to case, marks and `U.S.` for `US`.

    >>> contained("The US vote was put off today.", "“The U.S. vote was put off today,” he said.")
    1.0
    """
    return _share(_Print(short).shingles, _Print(long).shingles)


class _Print:
    """What a text is compared by: some kilobytes of an article, for those of a whole day are held at once."""

    __slots__ = ("_ordered", "digest", "length")

    def __init__(self, text: str) -> None:
        folded = _INITIALS_RE.sub(lambda match: match.group().replace(".", ""), text.casefold())
        words = _WORD_RE.findall(folded.replace("’", "").replace("'", ""))
        self.length = len(words)
        self.digest = blake2b(" ".join(words).encode(), digest_size=16).digest()
        self._ordered = array("I", _shingles(words))

    @property
    def shingles(self) -> frozenset[int]:
        return frozenset(self._ordered)

    @property
    def lead(self) -> frozenset[int]:
        return frozenset(self._ordered[: max(0, self.length // _LEAD_PART - _SHINGLE + 1)])

    @property
    def sample(self) -> frozenset[int]:
        if self.length < _SAMPLED_FROM:
            return self.shingles
        return frozenset(shingle for shingle in self._ordered if shingle % _SAMPLE == 0)


def _shingles(words: Sequence[str]) -> list[int]:
    return [
        zlib.crc32(" ".join(words[start : start + _SHINGLE]).encode())
        for start in range(len(words) - _SHINGLE + 1)
    ]


def _compare(short: int, prints: list[_Print], index: dict[int, list[int]], found: Twins) -> int | None:
    """The origin whose text holds the article's; pairs that merely overlap are noted on the way."""
    lists = [index[shingle] for shingle in prints[short].sample if shingle in index]
    shared = Counter(origin for origins in lists if len(origins) <= _ORIGINS_AT_MOST for origin in origins)
    whole, begins = prints[short].shingles, prints[short].lead
    for long, _ in shared.most_common(_CANDIDATES):
        other = prints[long].shingles
        containment = _share(whole, other)
        lead = _share(begins, other)  # at its end may stand a house's usual notice
        if containment >= _SURE or (containment >= _LIKELY and lead >= _LEAD_SHARE):
            return long
        if containment >= _RELATED and lead > 0:
            found.related.append((short, long))
    return None


def _share(part: frozenset[int], whole: frozenset[int]) -> float:
    """How much of a part stands in the whole."""
    return len(part & whole) / max(1, len(part))


def _relation(short: _Print, long: _Print) -> Relation:
    return Relation.STUB if short.length < _STUB_LENGTH * long.length else Relation.COPY
