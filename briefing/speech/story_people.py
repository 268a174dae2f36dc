"""Rosters of one story's articles -> which of their people are one.

Articles spell and title people differently: Pål and Pal, Zelinsky and Zelinskyy, a minister who has become
president. Given names that agree unite; a family name alone unites only where no second bearer is in sight.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence

from briefing.speech.gazetteer import Gazetteer
from briefing.speech.likeness import is_same_name
from briefing.speech.person import Person
from briefing.speech.roster import Roster

__all__ = ["unite"]

_LONG = 5
_LONGER = 7
# More bearers of a name, or of its first letter, are not compared; the limit keeps the work linear.
_MOST_COMPARED = 60

_Group = list[Person]


def unite(rosters: Sequence[Roster]) -> list[list[Person]]:
    """Group the people of several rosters; two of one roster never meet in a group.

    Each group is in the order of the articles.
    """
    known = _Groups()
    for roster in rosters:
        people = sorted((p for p in roster.people if p.is_sure), key=lambda p: -len(p.reading.folded))
        for person in people:
            known.place(person)
    return known.groups


class _Groups:
    """The groups so far, by full name, by family name and by its first letter."""

    def __init__(self) -> None:
        self.groups: list[_Group] = []
        self._by_name: dict[tuple[tuple[str, ...], str], _Group] = {}
        self._by_family: dict[str, list[_Group]] = defaultdict(list)
        self._by_letter: dict[str, list[_Group]] = defaultdict(list)

    def place(self, person: Person) -> None:
        """Put a person into the one group it belongs to, or into a new one."""
        group = self._find(person)
        if group is None:
            group = []
            self.groups.append(group)
            self._by_family[person.family].append(group)
            self._by_letter[person.family[0]].append(group)
        self._by_name.setdefault((person.reading.folded, person.reading.suffix), group)
        group.append(person)

    def _find(self, person: Person) -> _Group | None:
        """By the name, else by a spelling of it, else by the family name."""
        exact = self._by_name.get((person.reading.folded, person.reading.suffix))
        if exact is not None and _is_open(person, exact):
            return exact
        family, letter = self._by_family[person.family], self._by_letter[person.family[0]]
        for test, groups in ((_is_named_alike, family), (_is_spelled_alike, letter), (_may_be_bare, family)):
            fitting = _fitting(person, groups[:_MOST_COMPARED], test)
            if fitting:
                return fitting[0] if len(fitting) == 1 else None
        return None


def _fitting(
    person: Person, groups: Sequence[_Group], test: Callable[[Person, Person, Gazetteer], bool]
) -> list[_Group]:
    gazetteer = person.page.gazetteer
    near = (group for group in groups if _is_open(person, group))
    return [group for group in near if any(test(person, other, gazetteer) for other in group)]


def _is_open(person: Person, group: _Group) -> bool:
    """Whether nobody in a group is of the same article or of another gender."""
    return not any(
        person.page is other.page or (person.gender and other.gender and person.gender != other.gender)
        for other in group
    )


def _is_named_alike(left: Person, right: Person, gazetteer: Gazetteer) -> bool:
    return bool(left.given and right.given) and (
        is_same_name(left.reading, right.reading, gazetteer)
        or is_same_name(right.reading, left.reading, gazetteer)
    )


def _is_spelled_alike(left: Person, right: Person, gazetteer: Gazetteer) -> bool:
    """Whether one of given and family name is the same and the other differs by a letter or two."""
    if not (left.given and right.given) or left.reading.suffix != right.reading.suffix:
        return False
    if left.given == right.given:
        return _is_variant(left.family, right.family)
    is_known = left.given in gazetteer.given and right.given in gazetteer.given
    return left.family == right.family and not is_known and _is_variant(left.given, right.given)


def _is_variant(left: str, right: str) -> bool:
    from rapidfuzz.distance import OSA

    shorter = min(len(left), len(right))
    allowed = 0 if shorter < _LONG else 1 if shorter < _LONGER else 2
    return OSA.distance(left, right, score_cutoff=allowed) <= allowed


def _may_be_bare(left: Person, right: Person, _gazetteer: Gazetteer) -> bool:
    return left.family == right.family and not (left.given and right.given)
