"""Articles that are nobody's copy -> groups that tell of the same event.

Careful by design: one story too many is a nuisance, two events in one story put positions side by side that
never met. Names and rare words must agree, within a few days.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from rapidfuzz.fuzz import token_set_ratio

from briefing.articles import is_small_word
from briefing.articles.words import word_set
from briefing.schema import Article

__all__ = ["find_events"]

_WORD_RE = re.compile(r"[^\W\d_][\w’'.-]*\w|[^\W\d_]")
_SUFFIX_RE = re.compile(r"['’]s?\Z")
_SHORTEST = 3
# Words of the trade, which tie no two articles.
_TRADE = word_set("""
    said say says told people new year years time week month day last first monday tuesday wednesday thursday
    friday saturday sunday sagte teilte jahr jahre woche uhr montag dienstag mittwoch donnerstag freitag
    samstag sonntag
""")
_ALIKE, _ALIKE_NAMES = 0.35, 5
_CLOSE, _CLOSE_NAMES, _CLOSE_TITLE = 0.25, 8, 2
_FAINT, _CHAIN = 0.2, 0.15
_DAYS, _TITLE_DAYS = 3, 7
_TITLE_RATIO, _TITLE_WORDS = 90, 4
_RARE_SHARE, _RARE_AT_LEAST = 0.05, 5
_SPREAD_AT_MOST = 50  # a word in more articles than that ties none of them, and would make far too many pairs
_SHARED_RARE = 3


@dataclass(frozen=True, slots=True)
class _Profile:
    """What an article is about: its words by weight, of length 1; its names; the words of its title."""

    weights: dict[str, float]
    names: frozenset[str]
    rare: frozenset[str]
    title: frozenset[str]
    headline: str
    day: date | None


def find_events(articles: Sequence[Article], *, related: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Group the indexes of articles by event; `related` are pairs known to share many of their words."""
    profiles = _profiles(articles)
    groups = _Groups(len(profiles))
    for left, right in [*related, *_same_title(profiles)]:
        near = _days_apart(profiles[left], profiles[right]) <= _TITLE_DAYS
        if near and _likeness(profiles[left], profiles[right]) >= _FAINT:
            groups.join(left, right)
    for _, left, right in sorted(_alike(profiles), reverse=True):
        if _least_likeness(groups, profiles, left, right) >= _CHAIN:
            groups.join(left, right)
    return groups.all()


# --- profiles ------------------------------------------------------------------------------------------


def _profiles(articles: Sequence[Article]) -> list[_Profile]:
    counts = [Counter(_words(f"{article.title or ''}\n{article.text}")) for article in articles]
    spread = Counter(word.lower() for count in counts for word in {word.lower() for word in count})
    rare = min(max(_RARE_AT_LEAST, _RARE_SHARE * len(articles)), _SPREAD_AT_MOST)
    return [_profile(article, count, spread, rare) for article, count in zip(articles, counts, strict=True)]


def _words(text: str) -> Iterator[str]:
    """The words that can tell what a text is about, as they stand but for a genitive and inner full stops."""
    for word in _WORD_RE.findall(text):
        plain = _SUFFIX_RE.sub("", word).replace(".", "")
        lower = plain.lower()
        if len(plain) >= _SHORTEST and lower not in _TRADE and not is_small_word(lower):
            yield plain


def _profile(article: Article, count: Counter[str], spread: Counter[str], rare: float) -> _Profile:
    total = Counter[str]()
    for word, number in count.items():
        total[word.lower()] += number
    raw = {word: (1 + math.log(number)) / math.log(2 + spread[word]) for word, number in total.items()}
    length = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
    return _Profile(
        weights={word: weight / length for word, weight in raw.items()},
        names=frozenset(word.lower() for word in count if word[0].isupper()),
        rare=frozenset(word for word in total if 1 < spread[word] <= rare),
        title=frozenset(word.lower() for word in _words(article.title or "")),
        headline=(article.title or "").casefold(),
        day=article.published.day if article.published else None,
    )


# --- pairs ---------------------------------------------------------------------------------------------


def _same_title(profiles: list[_Profile]) -> Iterator[tuple[int, int]]:
    """Pairs with nearly the same headline, found through its words."""
    index: defaultdict[str, list[int]] = defaultdict(list)
    for place, profile in enumerate(profiles):
        if len(profile.title) >= _TITLE_WORDS:
            for word in (*profile.title, profile.headline):
                index[word].append(place)
    for left, right in Counter(_pairs(index)):
        if token_set_ratio(profiles[left].headline, profiles[right].headline) >= _TITLE_RATIO:
            yield left, right


def _pairs(index: dict[str, list[int]]) -> Iterator[tuple[int, int]]:
    """Every two articles that a word ties, once a word."""
    for places in index.values():
        if len(places) <= _SPREAD_AT_MOST:
            yield from combinations(places, 2)


def _alike(profiles: list[_Profile]) -> Iterator[tuple[float, int, int]]:
    """Pairs that share names and rare words enough, within a few days."""
    index: defaultdict[str, list[int]] = defaultdict(list)
    for place, profile in enumerate(profiles):
        for word in profile.rare:
            index[word].append(place)
    for (left, right), number in Counter(_pairs(index)).items():
        pair = profiles[left], profiles[right]
        if number >= _SHARED_RARE and _days_apart(*pair) <= _DAYS and _is_alike(*pair):
            yield _likeness(*pair), left, right


def _is_alike(left: _Profile, right: _Profile) -> bool:
    likeness, names = _likeness(left, right), len(left.names & right.names)
    if likeness >= _ALIKE and names >= _ALIKE_NAMES:
        return True
    return likeness >= _CLOSE and names >= _CLOSE_NAMES and len(left.title & right.title) >= _CLOSE_TITLE


def _likeness(left: _Profile, right: _Profile) -> float:
    """The cosine of the two."""
    small, large = sorted((left.weights, right.weights), key=len)
    return sum(weight * large[word] for word, weight in small.items() if word in large)


def _days_apart(left: _Profile, right: _Profile) -> int:
    """Days between the two; an article without a date may be of any day."""
    return abs((left.day - right.day).days) if left.day and right.day else 0


def _least_likeness(groups: "_Groups", profiles: list[_Profile], left: int, right: int) -> float:
    """How alike the least alike of two groups are, lest a chain of neighbours lead from event to event."""
    pairs = ((one, other) for one in groups.of(left) for other in groups.of(right))
    return min(_likeness(profiles[one], profiles[other]) for one, other in pairs)


class _Groups:
    """Disjoint groups of indexes."""

    def __init__(self, size: int) -> None:
        self._group = [[index] for index in range(size)]

    def of(self, index: int) -> list[int]:
        return self._group[index]

    def join(self, left: int, right: int) -> None:
        if self._group[left] is self._group[right]:
            return
        small, large = sorted((self._group[left], self._group[right]), key=len)
        large += small
        for index in small:
            self._group[index] = large

    def all(self) -> list[list[int]]:
        return [sorted(group) for group in {id(group): group for group in self._group}.values()]
