"""Two profiles -> how strongly they tell of one event, and by what.

An event has somebody in it, or somewhere, and something that happens. So two kinds of evidence are weighed
apart, and neither makes up for the other: *who* (names that both write) and *what* (words, numbers and
quotations that both have). A president and a town are in a hundred events; a fire is in a hundred towns.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from briefing.stories.commonness import Commonness, commonness
from briefing.stories.profiles import Name, Profile

__all__ = ["Day", "Tie", "are_apart"]

Key = TypeVar("Key", str, Name)

# How much the day itself has to say about a word's commonness beside the list: as if so many other articles
# had been read.
_READ_BEFORE = 300
_ARTICLE = 300  # words, in the lists of commonness
_TELLING = 2.5  # weight: about one article in twelve
_RARE = 3.3  # one in 27
_RARE_NAME = 1 / 3000  # the share of articles with a given full name
_RARE_NUMBER, _RARE_LONG_NUMBER, _LONG = 1 / 50, 1 / 300, 4  # by its digits
_NUMBERS_AT_MOST, _QUOTATION, _QUOTATIONS_AT_MOST = 6.0, 4.0, 8.0
_FULL_NAME_PART = 0.5
_ASIDE_PART = 0.5  # a word that only one of the two is mainly about
_ENOUGH = 16.0  # more of one kind does not make up for the other
_UNKNOWN_LETTERS = 6
# However many report on one event, they tell no more than so many how common its words are.
_BUNCH_AT_MOST = 10


@dataclass(frozen=True, slots=True)
class Tie:
    """What two articles share, as the beginnings of words; `who` and `what` are its weight.

    Weights are natural logarithms of how seldom a thing is in an article.
    """

    names: tuple[str, ...] = ()
    people: tuple[Name, ...] = ()
    words: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    quotations: tuple[str, ...] = ()
    days: tuple[date, ...] = ()
    who: float = 0.0
    what: float = 0.0

    @property
    def strength(self) -> float:
        """The geometric mean of both kinds, from 0 to 16."""
        return math.sqrt(min(self.who, _ENOUGH) * min(self.what, _ENOUGH))

    @property
    def is_identified(self) -> bool:
        """Whether they share a full name, number, quotation or day, as two events of a kind do not."""
        return bool(self.people or self.numbers or self.quotations or self.days)


class Day:
    """The articles of a day, and how much each word of theirs tells.

    Of a bunch of articles much alike, by index, that is most of the day, no more than ten are counted: an
    event that nearly all of them tell of must not look like something common. In a day of many matters the
    people who are everywhere are common indeed. What is in no bunch is not counted at all.
    """

    def __init__(self, profiles: Sequence[Profile], bunches: Iterable[Sequence[int]]) -> None:
        self._number = 0
        self._spread: defaultdict[str | Name, float] = defaultdict(float)
        self._named, self._plain = Counter[str](), Counter[str]()
        for bunch in bunches:
            most = _BUNCH_AT_MOST if 2 * len(bunch) > len(profiles) else len(bunch)
            self._number += min(len(bunch), most)
            for key, times in _spread_in([profiles[number] for number in bunch], most):
                self._spread[key] += times
        for profile in profiles:
            self._named.update(profile.names)
            self._plain.update(profile.plain)

    def is_name(self, word: str, common: Commonness) -> bool:
        """Whether the day writes a word as a name more often than not, and it is no common word."""
        return 0 < self._named[word] >= self._plain[word] and not common.is_common(word)

    def compare(self, left: Profile, right: Profile) -> Tie:
        """What two articles of one language share; nothing where their languages or days are apart."""
        if left.language != right.language or are_apart(left, right):
            return Tie()
        common = commonness(left.language)
        names: dict[str, float] = {}
        words: dict[str, float] = {}
        for word, weight in self._shared_words(left, right, common):
            (names if self.is_name(word, common) else words)[word] = weight
        people = {
            name: weight
            for name in left.people & right.people
            if (weight := self._weigh_name(name)) > _TELLING
        }
        length = max(left.length, right.length)
        numbers = {n: self._weigh_number(n, length) for n in left.numbers & right.numbers}
        quotations = sorted({*_quoted_in(left, right), *_quoted_in(right, left)})
        what = math.fsum(words.values())
        what += min(_NUMBERS_AT_MOST, math.fsum(numbers.values()))
        what += min(_QUOTATIONS_AT_MOST, _QUOTATION * len(quotations))
        return Tie(
            names=_heaviest(names),
            people=_heaviest(people),
            words=_heaviest(words),
            numbers=_heaviest(numbers),
            quotations=tuple(quotations),
            days=tuple(sorted(left.days & right.days)),
            who=math.fsum(names.values()) + _FULL_NAME_PART * math.fsum(people.values()),
            what=what,
        )

    def find_rare(self, left: Profile, right: Profile) -> frozenset[str]:
        """Whatever words both hold that are seldom shared by chance, also in an aside."""
        common = commonness(left.language)
        return frozenset(word for word in left.words & right.words if self._weigh_word(word, common) >= _RARE)

    def _shared_words(self, left: Profile, right: Profile, common: Commonness) -> Iterator[tuple[str, float]]:
        """Telling words of both with their weight: whole where both are mainly about it, else less.

        Of an aside, a long article holds more by chance.
        """
        for word in (left.core & right.words) | (left.words & right.core):
            if not common.is_known and len(word) < _UNKNOWN_LETTERS and not self.is_name(word, common):
                continue
            weight = self._weigh_word(word, common)
            if weight < _TELLING:
                continue
            if word not in left.core or word not in right.core:
                aside = right if word in left.core else left
                weight = _ASIDE_PART * max(0.0, weight - math.log(max(1.0, 1.5 * aside.length / _ARTICLE)))
            yield word, weight

    def _weigh_word(self, word: str, common: Commonness) -> float:
        return self._weigh(word, common.share(word))

    def _weigh(self, word: str | Name, share: float) -> float:
        return -math.log((self._spread.get(word, 0) + _READ_BEFORE * share) / (self._number + _READ_BEFORE))

    def _weigh_name(self, name: Name) -> float:
        """A full name is no rarer than its last part is on this day: *Democratic Hale* is Hale."""
        return min(self._weigh(name, _RARE_NAME), self._weigh(name[1], _RARE_NAME))

    def _weigh_number(self, number: str, length: int) -> float:
        share = _RARE_LONG_NUMBER if len(number) >= _LONG else _RARE_NUMBER
        return max(0.0, self._weigh(f"#{number}", share) - math.log(max(1.0, length / _ARTICLE)))


def _spread_in(bunch: Sequence[Profile], most: int) -> Iterator[tuple[str | Name, float]]:
    """In how many articles of a bunch each thing is, as if the bunch had no more than it may count for."""
    spread = Counter[str | Name]()
    for profile in bunch:
        spread.update(profile.words)
        spread.update(profile.people)
        spread.update(f"#{number}" for number in profile.numbers)
    part = min(1.0, most / len(bunch))
    for key, times in spread.items():
        yield key, max(1.0, part * times)


def are_apart(left: Profile, right: Profile) -> bool:
    """Whether both begin with what happened on a day, and neither names any day that the other does.

    The second fire in a town is of another day; a report of the first that comes later names that day too.
    Of articles that came out on one day, neighbouring days are the two ends of one night.
    """
    if not (left.event_days and right.event_days) or left.days & right.days:
        return False
    if left.day != right.day:
        return True
    return all(abs(one - other) > timedelta(days=1) for one in left.event_days for other in right.event_days)


def _quoted_in(one: Profile, other: Profile) -> Iterator[str]:
    """Quotations of one article that stand whole among what the other quotes."""
    return (quotation for quotation in one.quotations if f" {quotation} " in other.spoken)


def _heaviest(weights: Mapping[Key, float]) -> tuple[Key, ...]:
    return tuple(sorted(weights, key=lambda key: (-weights[key], key)))
