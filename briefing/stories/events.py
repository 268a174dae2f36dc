"""Articles that are nobody's copy -> groups that tell of the same event, with why.

Careful by design: one story too many is a nuisance, two events in one story put positions side by side that
never met.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from heapq import nsmallest
from itertools import combinations, islice, product
from typing import NamedTuple
from zlib import crc32

from rapidfuzz.fuzz import token_set_ratio

from briefing.schema import Article
from briefing.stories.bunches import find_bunches
from briefing.stories.profiles import Name, blocks_of, marks_of, profile_articles
from briefing.stories.ties import Day, Tie

__all__ = ["Bond", "Event", "find_events"]

# A strong tie makes a story of two articles; so does a weaker one with a day and much that happened in it.
_STRONG, _STRONG_WHO, _STRONG_WHAT = 10.0, 6.0, 7.0
_DATED, _DATED_WHAT = 8.0, 10.0
# A close one adds a third that two of a story are close to.
_CLOSE, _CLOSE_TIES = 7.0, 2
# No two articles of a story have less in common than that, and on the average more.
_FAINT, _MEAN = 4.0, 7.0
# Of an article's paragraphs but one; less of a round-up is about any one of its events.
_BLOCKS, _REACH = 3, 0.3
_DAYS, _RELATED_DAYS = 3, 7
_SHARED = 2
# Every two articles are compared that share what is in so many. What is in more would make too many pairs:
# each is compared with the next ones of its bunch, and with a few.
_SPREAD_AT_MOST = 50
_HUBS, _NEXT = 8, 3
# Of a larger group so many members stand for all.
_SAMPLE = 12
_TITLE_RATIO, _TITLE_WORDS = 90, 4


class Bond(NamedTuple):
    """Two articles, by index, and what ties them."""

    left: int
    right: int
    tie: Tie


class Event(NamedTuple):
    """Articles that tell of one event, by index, and the ties by which they were joined."""

    places: tuple[int, ...]
    bonds: tuple[Bond, ...] = ()


def find_events(articles: Sequence[Article], *, related: Iterable[tuple[int, int]]) -> list[Event]:
    """Group articles by event, in the order of their first; `related` are pairs that share many words.

    The groups depend on the articles alone, not on their order.
    """
    order = sorted(range(len(articles)), key=lambda place: _identity(articles[place]))
    rank = {place: number for number, place in enumerate(order)}
    ordered = [articles[place] for place in order]
    found = _Grouping(ordered, [(rank[left], rank[right]) for left, right in related])
    events = [
        Event(
            tuple(sorted(order[number] for number in group)),
            tuple(Bond(order[bond.left], order[bond.right], bond.tie) for bond in bonds),
        )
        for group, bonds in found.grow()
    ]
    return sorted(events, key=lambda event: event.places)


def _identity(article: Article) -> tuple[str, ...]:
    day = article.published.day.isoformat() if article.published else ""
    return article.title or "", article.text, article.outlet or "", day, article.source


class _Group:
    """Articles of one event so far, and those of them by which it is compared with others."""

    def __init__(self, number: int) -> None:
        self.members = [number]
        self.sample = [number]
        self.bonds: list[Bond] = []

    def take(self, other: "_Group", bond: Bond) -> None:
        self.members += other.members
        self.sample = _sample([*self.sample, *other.sample], _SAMPLE)
        self.bonds += [*other.bonds, bond]


class _Grouping:
    """Groups of articles that grow from the strongest tie down."""

    def __init__(self, articles: Sequence[Article], related: Sequence[tuple[int, int]]) -> None:
        self._articles = articles
        self._profiles = profile_articles(articles)
        self._bunches = find_bunches(self._profiles)
        self._day = Day(self._profiles, self._bunches)
        self._related = related
        self._ties: dict[tuple[int, int], Tie] = {}
        self._known_blocks: dict[int, list[frozenset[str]]] = {}
        self._groups = [_Group(number) for number in range(len(articles))]
        self._refused: set[tuple[int, int, int, int]] = set()

    def grow(self) -> list[tuple[list[int], list[Bond]]]:
        bonds = self._bonds
        for bond in bonds:
            if _is_strong(bond.tie):
                self._join(bond)
        weaker = [bond for bond in bonds if not _is_strong(bond.tie)]
        while sum(self._join(bond) for bond in weaker if self._has_company(bond)):
            pass
        groups = {id(group): group for group in self._groups}
        return [(group.members, group.bonds) for group in groups.values()]

    # --- which pairs -----------------------------------------------------------------------------------

    @cached_property
    def _bonds(self) -> list[Bond]:
        """Every close tie of the day, the strongest first."""
        found = []
        for left, right in self._candidates():
            tie = self._tie(left, right)
            if tie.strength >= _CLOSE and self._runs_through(left, right, tie):
                found.append(Bond(left, right, tie))
        return sorted(found, key=lambda bond: (-bond.tie.strength, bond.left, bond.right))

    def _candidates(self) -> set[tuple[int, int]]:
        pairs = {
            pair
            for pair in [*self._related, *_same_title(self._articles)]
            if self._days_apart(*pair) <= _RELATED_DAYS
        }
        marks = [marks_of(profile) for profile in self._profiles]
        shared = _count_shared(range(len(marks)), marks)
        firsts = _count_shared([bunch[0] for bunch in self._bunches], marks)
        found = {pair for pair, number in (shared | firsts).items() if number >= _SHARED}
        found.update(pair for bunch in self._bunches for pair in _pairs_in(bunch))
        pairs |= {pair for pair in found if self._days_apart(*pair) <= _DAYS}
        return {(min(pair), max(pair)) for pair in pairs}

    def _days_apart(self, left: int, right: int) -> int:
        """Days between the two; an article without a date may be of any day."""
        one, other = self._profiles[left].day, self._profiles[right].day
        return abs((one - other).days) if one and other else 0

    def _tie(self, left: int, right: int) -> Tie:
        pair = min(left, right), max(left, right)
        if pair not in self._ties:
            self._ties[pair] = self._day.compare(*(self._profiles[number] for number in pair))
        return self._ties[pair]

    def _runs_through(self, left: int, right: int, tie: Tie) -> bool:
        """Whether what the two share runs through both, instead of standing in one item of a round-up."""
        sure = {*tie.names, *(part for name in tie.people for part in name)}
        sure |= self._day.find_rare(self._profiles[left], self._profiles[right])
        shared = sure.union(tie.words)
        return all(_reach(self._blocks(number), sure, shared) >= _REACH for number in (left, right))

    def _blocks(self, number: int) -> list[frozenset[str]]:
        if number not in self._known_blocks:
            self._known_blocks[number] = blocks_of(self._articles[number])
        return self._known_blocks[number]

    # --- which groups ----------------------------------------------------------------------------------

    def _has_company(self, bond: Bond) -> bool:
        """Whether one of the two is close to more than one article of the other's story."""
        one, other = self._groups[bond.left], self._groups[bond.right]
        if one is other:
            return False
        left, right = {bond.left, *one.sample}, {bond.right, *other.sample}
        close = (pair for pair in product(left, right) if self._tie(*pair).strength >= _CLOSE)
        return len(list(islice(close, _CLOSE_TIES))) == _CLOSE_TIES

    def _join(self, bond: Bond) -> bool:
        """Join the groups of two articles unless their members have too little in common."""
        one, other = self._groups[bond.left], self._groups[bond.right]
        if one is other or not self._are_alike(one, other):
            return False
        one.take(other, bond)
        for number in other.members:
            self._groups[number] = one
        return True

    def _are_alike(self, one: _Group, other: _Group) -> bool:
        """Whether every two members have something in common, and on the average much; asked once."""
        state = one.members[0], len(one.members), other.members[0], len(other.members)
        if state in self._refused:
            return False
        strengths = []
        for pair in product(one.sample, other.sample):
            strengths.append(self._tie(*pair).strength)
            if strengths[-1] < _FAINT:
                break
        if min(strengths) < _FAINT or sum(strengths) / len(strengths) < _MEAN:
            self._refused.add(state)
            return False
        return True


def _is_strong(tie: Tie) -> bool:
    if tie.days and tie.strength >= _DATED and tie.what >= _DATED_WHAT:
        return True
    return (
        tie.is_identified and tie.strength >= _STRONG and tie.who >= _STRONG_WHO and tie.what >= _STRONG_WHAT
    )


def _reach(blocks: Sequence[frozenset[str]], sure: AbstractSet[str], shared: AbstractSet[str]) -> float:
    """In how many of an article's paragraphs the shared words stand, but for the one that holds most of them.

    One of the sure ones is enough, of others two. Articles of few paragraphs are too short to tell.
    """
    others = sorted(blocks, key=lambda block: len(block & shared))[:-1]
    if len(others) < _BLOCKS:
        return 1.0
    return sum(bool(block & sure) or len(block & shared) > 1 for block in others) / len(others)


def _sample(numbers: Iterable[int], size: int) -> list[int]:
    """So many of some articles, as if drawn by lot, yet always the same ones."""
    return nsmallest(size, numbers, key=lambda number: (crc32(str(number).encode()), number))


def _count_shared(numbers: Iterable[int], marks: Sequence[Iterable[str | Name]]) -> Counter[tuple[int, int]]:
    """How many marks that are not in too many of these articles every two of them share."""
    index: defaultdict[str | Name, list[int]] = defaultdict(list)
    for number in numbers:
        for mark in marks[number]:
            index[mark].append(number)
    return Counter(_pairs(index.values()))


def _pairs_in(bunch: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Each of a bunch with the next ones, and with a few that all are compared with."""
    for distance in range(1, _NEXT + 1):
        yield from zip(bunch, bunch[distance:], strict=False)
    hubs = _sample(bunch, _HUBS)
    yield from ((min(pair), max(pair)) for pair in product(hubs, bunch) if pair[0] != pair[1])


def _same_title(articles: Sequence[Article]) -> Iterator[tuple[int, int]]:
    """Pairs with nearly the same headline, found through its words."""
    titles = [(article.title or "").casefold() for article in articles]
    index: defaultdict[str, list[int]] = defaultdict(list)
    for number, title in enumerate(titles):
        if len(words := set(title.split())) >= _TITLE_WORDS:
            for word in (*words, title):
                index[word].append(number)
    for left, right in Counter(_pairs(index.values())):
        if token_set_ratio(titles[left], titles[right]) >= _TITLE_RATIO:
            yield left, right


def _pairs(lists: Iterable[list[int]]) -> Iterator[tuple[int, int]]:
    """Every two articles of a list that is not too long, once a list."""
    for numbers in lists:
        if len(numbers) <= _SPREAD_AT_MOST:
            yield from combinations(numbers, 2)
