"""Profiles -> bunches: articles so alike that, were no others there, they might be one story.

Bunches are no stories. They tell which articles to compare where everything is in many of them, and keep what
one event has to do with a word's commonness small, however many report on it. The work grows with the number
of articles.
"""

from collections import defaultdict
from collections.abc import Sequence
from heapq import nsmallest

from briefing.stories.profiles import Name, Profile, marks_of
from briefing.stories.ties import Day

__all__ = ["find_bunches"]

_ALIKE = 7.0  # as close as a story wants it
# The first of a bunch stands for it; so many bunches are looked up by a mark, and those compared
# that share what is in few of them.
_LOOKED_UP, _COMPARED = 50, 5


def find_bunches(profiles: Sequence[Profile]) -> list[list[int]]:
    """The bunches, by index; each article is in one, and the first of each is close to all others of it.

    Commonness is taken from the list alone: what all articles share may be what they are all about.
    """
    day = Day(profiles, bunches=())
    bunches: dict[int, list[int]] = {}
    index: defaultdict[str | Name, list[int]] = defaultdict(list)
    for number, profile in enumerate(profiles):
        marks = marks_of(profile)
        shared: defaultdict[int, float] = defaultdict(float)
        for mark in sorted(marks & index.keys(), key=str):
            for first in index[mark]:
                shared[first] += 1 / len(index[mark])
        nearest = nsmallest(_COMPARED, shared.items(), key=lambda item: (-item[1], item[0]))
        for first, _ in nearest:
            if day.compare(profile, profiles[first]).strength >= _ALIKE:
                bunches[first].append(number)
                break
        else:
            bunches[number] = [number]
            for mark in marks:
                if len(index[mark]) < _LOOKED_UP:
                    index[mark].append(number)
    return list(bunches.values())
